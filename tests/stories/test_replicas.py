"""Several bots on one PostgreSQL are one bot: what comes is handled once, whoever of them dies."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from bot.memory import Memory
from bot.playground.server import LocalSlack
from bot.uploads.model import State, Upload
from chaos.programs import Programs
from chaos.reviews import Reviews
from chaos.truth import let_time_pass
from kpi.model import Import, Ticket, table
from kpi.store import Store
from tests.stories.test_http_mode import SECRET, free_port
from tests.support.balancer import balancing
from tests.support.databases import opened
from tests.support.local_slack import Person, SeenMessage, call
from tests.support.postgres import MIGRATED, Server
from tests.support.uploading import bot_says, export, sends
from tests.support.waiting import wait_until

pytestmark = pytest.mark.timeout(300)  # many processes, on a machine that may be busy

TICKETS = Path(__file__).parents[1] / "data" / "tickets.csv"
ROWS = 8_000
PATIENCE = 60.0
UPLOAD, IMPORT = table(Upload), table(Import)


@dataclass
class Team:
    """A workspace with two bots."""

    slack: LocalSlack
    store: Store
    programs: Programs
    bots: list[int]

    @property
    def ada(self) -> Person:
        return Person(self.slack, "Ada", PATIENCE)


@pytest.fixture(params=["http", "socket"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def team(mode: str, postgresql: Server, tmp_path: Path) -> Iterator[Team]:
    with two_bots(mode, postgresql, tmp_path) as team:
        yield team


@contextmanager
def two_bots(mode: str, server: Server, folder: Path) -> Iterator[Team]:
    with ExitStack() as stack:
        store = opened(server.new_database(MIGRATED))
        stack.callback(server.drop, str(store.url))
        balancer, address = stack.enter_context(balancing()) if mode == "http" else (None, None)
        told = {"events_url": f"{address}/slack/events", "signing_secret": SECRET} if address else {}
        slack = stack.enter_context(LocalSlack(**told, retry_after=(0.0, 0.1, 0.1)))  # type: ignore[arg-type]
        key = {"SLACK_SIGNING_SECRET": SECRET} if address else {"SLACK_APP_TOKEN": slack.app_token}
        url = store.url.render_as_string(hide_password=False)
        tokens = {"SLACK_BOT_TOKEN": slack.bot_token, "SLACK_API_URL": slack.api_url, **key}
        programs = stack.enter_context(Programs(folder, DATABASE_URL=url, no_proxy="127.0.0.1", **tokens))
        assert programs.run("import", f"{TICKETS}", "--yes")[0] == 0
        ports = [free_port(), free_port()]
        bots = [programs.start("serve", HTTP_PORT=f"{port}") for port in ports]
        if balancer is not None:
            balancer.bots = [f"http://127.0.0.1:{port}" for port in ports]
        wait_until(lambda: programs.log.read_text().count("connected to Slack") == len(bots))
        yield Team(slack, store, programs, bots)


def test_each_event_is_answered_once_each_review_posted_once_and_a_decision_holds_everywhere(team: Team) -> None:
    ada, reviews = team.ada, Reviews(team.store, team.slack)
    call(team.slack, "faults", {"repeat_events": True})
    reviews.begin()
    asked = [ada.types(f"@kpibot csat {when}") for when in ("last week", "june", "30d", "may")]
    answered = [once(ada, each) for each in asked]
    assert all("CSAT" in each.plain for each in answered)
    ada.types("/kpi config set currency CHF")
    said = [ada.types("/kpi config").plain for _ in range(4)]  # of each bot twice
    assert all("CHF" in each for each in said)
    reviews.wait(PATIENCE)
    time.sleep(1)  # for a second one, if there were any
    assert (reviews.lost(), reviews.doubles()) == ([], [])
    assert [len(answers(ada, each)) for each in asked] == [1] * 4
    what_is_edited_keeps_its_answer(team, asked[0])
    what_is_pressed_twice_is_done_once(team)
    assert "failure" not in team.programs.log.read_text()


def what_is_edited_keeps_its_answer(team: Team, asked: SeenMessage) -> None:
    """Whichever of the bots hears of the edit: each of them does once."""
    ada, memory = team.ada, Memory(team.store, lambda: datetime.now().astimezone())
    (first,) = answers(ada, asked)
    for when in ("last month", "90d"):
        known = memory.answer_to(asked.raw["channel"], asked.ts)
        assert known is not None
        ada.edits(asked, f"@kpibot csat {when}")
        wait_until(lambda known=known: memory.answer_to(asked.raw["channel"], asked.ts) != known)  # type: ignore[misc]
    (changed,) = answers(ada, asked)
    assert changed.ts == first.ts
    assert changed.plain != first.plain


def what_is_pressed_twice_is_done_once(team: Team) -> None:
    """Each of the bots hears of one press."""
    ada, seconds = team.ada, 1.0
    call(team.slack, "faults", {"slow": {"method": "chat.postMessage", "seconds": seconds}})
    alone = ada.types("/kpi csat 2026-07")
    listed = once(ada, ada.types("@kpibot tickets csat 2026-07"))
    for message, label in ((alone, "Share to channel"), (listed, "All as CSV")):
        for _ in range(2):
            ada.presses(message, label)
    ada.waits_for("Shared by")
    ada.waits_for_file(ada.direct)
    time.sleep(3 * seconds)  # for a second one, if there were any
    assert sum("Shared by" in each.plain for each in replies(ada)) == 1
    assert sum(bool(each.raw.get("files")) for each in ada.sees(ada.direct)) == 1


@pytest.mark.parametrize("mode", ["http"], indirect=True)
def test_an_import_goes_on_when_the_bot_that_made_it_dies(team: Team) -> None:
    ada = team.ada
    sends(ada, "large.csv", export(ROWS, prefix="L"))
    found = bot_says(ada, "8,000 rows")
    ada.presses(found, "Import 8,000 rows")
    wait_until(lambda: rows_in(team.store) > 0)
    assert state(team.store) == State.IMPORTING
    team.programs.kill(next(bot for bot in team.bots if has_children(bot)))
    with team.store.writing() as connection:
        half = connection.scalar(select(func.count()).where(table(Ticket).c.external_id.like("L%")))
        connection.execute(update(UPLOAD).values(alive_at=0))
    let_time_pass(team.store)
    assert half is not None
    assert 0 < half < ROWS
    said = bot_says(ada, "*large.csv is imported*").plain
    assert "unchanged" in said
    with team.store.reading() as connection:
        assert connection.scalar(select(func.count()).where(table(Ticket).c.external_id.like("L%"))) == ROWS
    assert state(team.store) == State.DONE
    assert "CSAT" in once(ada, ada.types("@kpibot csat last month")).plain  # who is left answers


def once(ada: Person, asked: SeenMessage) -> SeenMessage:
    """The answer in the thread of what was asked."""
    wait_until(lambda: bool(answers(ada, asked)))
    return answers(ada, asked)[0]


def answers(ada: Person, asked: SeenMessage) -> list[SeenMessage]:
    return [each for each in replies(ada) if each.thread_ts == asked.ts]


def replies(ada: Person) -> list[SeenMessage]:
    return [each for each in ada.sees() if each.author == "kpibot"]


def rows_in(store: Store) -> int:
    """Of the import that goes on."""
    with store.reading() as connection:
        return connection.scalar(select(func.max(IMPORT.c.rows)).where(IMPORT.c.file == "large.csv")) or 0


def has_children(process: int) -> bool:
    """Whether it has a job done by another process."""
    return any(each.read_text() for each in Path(f"/proc/{process}/task").glob("*/children"))


def state(store: Store) -> str:
    with store.reading() as connection:
        return str(connection.scalars(select(UPLOAD.c.state)).one())

"""An admin brings files in in Slack: what is found is said, asked and imported there, and can be taken back."""

import csv
import io
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import update

from bot.bootstrap import build
from bot.connection import connected
from bot.pace import Pace
from bot.playground.server import LocalSlack
from bot.settings import Settings
from bot.uploads import handling
from bot.uploads.model import State, Upload
from kpi.model import Import, table
from kpi.store import Store
from tests.stories.conftest import MONDAY_MORNING, ZONE
from tests.support.databases import a_database, opened
from tests.support.local_slack import Json, Person, SeenMessage, call, wait_for_bot
from tests.support.past_the_program import rows
from tests.support.uploading import bot_says, chooses_shortcut, export, sends, submits, upload, zipped
from tests.support.waiting import wait_until

PATIENCE = 30.0  # a process is started for each step
HOSTILE = "<!channel> *bold* `x`.csv"


@contextmanager
def bot_at_work(slack: LocalSlack, database: str, most_bytes: int = 512 << 20) -> Iterator[None]:
    """The bot of this workspace, on this database; it is Monday morning."""
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr(slack.bot_token),
        slack_app_token=SecretStr(slack.app_token),
        slack_api_url=slack.api_url,
        database_url=database,
        timezone=ZONE.key,
        import_max_bytes=most_bytes,
    )
    kpibot = replace(build(settings, clock=lambda: MONDAY_MORNING), pace=Pace(0))
    with closing(kpibot.bench.store), connected(kpibot):
        wait_for_bot(slack)
        yield


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The store of the workspace that the stories share."""
    return a_database(tmp_path_factory.mktemp("shared"))


@pytest.fixture(scope="module")
def one_workspace(shared: str) -> Iterator[LocalSlack]:
    with LocalSlack() as slack, bot_at_work(slack, shared):
        yield slack


@pytest.fixture
def slack(one_workspace: LocalSlack) -> LocalSlack:
    call(one_workspace, "reset", {})
    call(one_workspace, "faults", {"clear": True})
    return one_workspace


@pytest.fixture
def ada(slack: LocalSlack) -> Person:
    """An admin."""
    return Person(slack, "Ada", PATIENCE)


@pytest.fixture
def ben(slack: LocalSlack) -> Person:
    """No admin."""
    return Person(slack, "Ben", PATIENCE)


@pytest.mark.usefixtures("kind_of_database")
def test_a_file_in_a_direct_message_is_read_imported_and_taken_back(tmp_path: Path) -> None:
    """The first file of all: what it moves is told."""
    with LocalSlack() as slack, bot_at_work(slack, a_database(tmp_path)):
        a_first_file(Person(slack, "Ada", PATIENCE))


def a_first_file(ada: Person) -> None:
    said = sends(ada, "export.csv", export(40) + "bad,soon,,open,=1+1,\n")
    found = bot_says(ada, "41 rows, for the source “export”")
    assert found.thread_ts == said.ts
    assert "Opened 21 Jul 2026 to 25 Jul 2026." in found.plain
    assert "2026-07-22 09:00 · 2026-07-23 09:00" in found.plain
    assert "Row 42, Created at: “soon”" in found.plain
    assert "Not Automation rate: the file does not say" in found.plain
    assert found.buttons == ["Import 41 rows", "Change columns", "Exported just now", "Cancel"]
    ada.presses(found, "Import 41 rows")
    done = bot_says(ada, "is imported* into the source")
    assert done.ts == found.ts
    assert "41 added" in done.plain
    assert "Resolution time (median): no data → 3 h" in done.plain
    ada.presses(done, "Undo")
    undone = bot_says(ada, "is undone: 41 tickets removed")
    assert undone.ts == found.ts
    assert "Resolution time (median): 3 h → no data" in undone.plain
    ada.enters("/kpi history imports")
    told = ada.waits_for_whisper("export.csv into export").plain
    assert "41 added" in told
    assert "Ada" in told


def test_rows_with_problems_come_as_a_file_in_which_no_cell_is_a_formula(ada: Person) -> None:
    sends(ada, "formulas.csv", export(10, prefix="F") + "F99,=SUM(A1:A9),,open,x,\n")
    ada.presses(bot_says(ada, "11 rows"), "Import 11 rows")
    bot_says(ada, "What was wrong with rows of *formulas.csv*")
    wait_until(lambda: _problems(ada))  # the file comes just after the words
    text = _content(ada, _problems(ada)[-1].raw["files"][0]["id"])
    lines = list(csv.reader(io.StringIO(text)))
    assert lines[1][1:4] == ["12", "Created at", "'=SUM(A1:A9)"]


def test_the_same_file_twice_is_said_to_be_known_and_changes_nothing(ada: Person, shared: str) -> None:
    content = export(12, prefix="S")
    sends(ada, "same.csv", content)
    ada.presses(bot_says(ada, "12 rows"), "Import 12 rows")
    bot_says(ada, "*same.csv is imported*")
    sends(ada, "same again.csv", content)
    known = bot_says(ada, "was already imported on Mon 27 Jul 2026, 09:30 by Ada")
    assert "Nothing was changed" in known.plain
    ada.presses(known, "Look at it all the same")
    ada.presses(bot_says(ada, "*same again.csv*: 12 rows"), "Import 12 rows")
    assert "12 unchanged" in bot_says(ada, "*same again.csv changed nothing*").plain
    assert _count(shared, "ticket WHERE external_id LIKE 'S%'") == 12


def test_what_is_doubtful_is_asked_and_remembered_for_the_next_file(ada: Person) -> None:
    def dated(numbers: range) -> str:
        lines = [f"D{number},0{1 + number % 5}/07/2026 09:00,closed" for number in numbers]
        return "\n".join(["Ticket ID,Created at,Status", *lines, ""])

    sends(ada, "dates.csv", dated(range(20)))
    asked = bot_says(ada, "written day first or month first?")
    assert "Day first: 01/07/2026 is 1 July 2026" in asked.plain
    ada.chooses(asked, "Day first")
    ada.presses(bot_says(ada, "Opened 1 Jul 2026 to 5 Jul 2026"), "Import 20 rows")
    bot_says(ada, "*dates.csv is imported*")
    sends(ada, "dates 2.csv", dated(range(20, 50)))
    assert "Opened 1 Jul 2026 to 5 Jul 2026" in bot_says(ada, "30 rows, for the source").plain


def test_columns_are_changed_in_a_form(ada: Person) -> None:
    sends(
        ada,
        "columns.csv",
        "Ticket ID,Created at,Closed at,Shop\n"
        + "".join(f"C{number},2026-07-21 09:00,2026-07-2{2 + number % 3} 09:00,north\n" for number in range(20)),
    )
    found = bot_says(ada, "20 rows")
    ada.presses(found, "Change columns")
    form = ada.waits_for_modal("Change columns")
    places = {option["text"]["text"]: option["value"] for option in _menu(form, "column:team")["options"]}
    assert submits(ada, form, **{"zone": "Nowhere/Land"})["zone"].startswith("“Nowhere/Land” is not a time zone")
    assert submits(
        ada,
        form,
        **{
            "column:team": places["Shop"],
            "column:channel": places["Shop"],
            "zone": "Europe/Berlin",
        },
    ) == {"column:team": "This column is chosen above: Channel."}
    assert (
        submits(
            ada,
            form,
            **{
                "column:team": places["Shop"],
                "column:channel": "none",
                "zone": "America/New_York",
                "source": "shop",
            },
        )
        == {}
    )
    again = bot_says(ada, "for the source “shop”")
    assert again.ts == found.ts
    assert "• *Shop* → Team: north; as you said" in again.plain
    assert "read as America/New_York" in again.plain


def test_a_file_without_known_columns_says_so_and_takes_an_answer(ada: Person) -> None:
    odd = "".join(f"{number % 2},value {number % 2}\n" for number in range(5))
    sends(ada, "odd.csv", f"Foo,Bar\n{odd}")
    refused = bot_says(ada, "was not imported")
    assert "--map" not in refused.plain
    ada.presses(refused, "Change columns")
    form = ada.waits_for_modal("Change columns")
    assert [option["text"]["text"] for option in _menu(form, "column:external_id")["options"]][1:] == ["Foo", "Bar"]


def test_it_can_be_said_that_it_was_exported_just_now(ada: Person) -> None:
    sends(ada, "just now.csv", export(5, prefix="J"))
    found = bot_says(ada, "Complete to Sat 25 Jul 2026, 12:00")
    ada.presses(found, "Exported just now")
    assert bot_says(ada, "Complete to Mon 27 Jul 2026, 09:30").ts == found.ts


def test_a_mention_with_a_file_is_answered_in_its_thread(ada: Person) -> None:
    said = sends(ada, "mention.csv", export(7, prefix="M"), "@kpibot please", "support")
    found = bot_says(ada, "7 rows", "support")
    assert found.thread_ts == said.ts
    ada.presses(found, "Cancel")
    assert bot_says(ada, "was not imported", "support").ts == found.ts


def test_a_question_beside_a_picture_is_a_question(ada: Person) -> None:
    sends(ada, "screen.png", b"\x89PNG", "csat last week")
    assert "CSAT" in bot_says(ada, "CSAT").text


def test_the_menu_beside_a_message_imports_its_file_in_ones_direct_messages(ada: Person, ben: Person) -> None:
    message = sends(ben, "shortcut.csv", export(8, prefix="B"), "the export", "support")
    chooses_shortcut(ada, message)
    assert bot_says(ada, "*shortcut.csv*: 8 rows").thread_ts is None
    bare = ben.types("no file here")
    chooses_shortcut(ada, bare)
    ada.waits_for_whisper("This message has no file.")


def test_a_form_takes_a_file(ada: Person) -> None:
    ada.enters("/kpi import")
    form = ada.waits_for_modal("Import a file")
    assert "of at most 10 MB" in f"{form}"
    assert "send it to me in a direct message" in f"{form}"
    assert submits(ada, form, file=[upload(ada, "form.csv", export(9, prefix="O").encode())]) == {}
    bot_says(ada, "*form.csv*: 9 rows")


def test_who_is_no_admin_is_told_who_is_one(ada: Person, ben: Person) -> None:
    sends(ben, "ben.csv", export(3))
    assert "Ada" in bot_says(ben, "Only admins of this workspace").plain
    ben.enters("/kpi import")
    ben.waits_for_whisper("Only admins of this workspace")
    assert ben.modals == []
    sends(ada, "theirs.csv", export(3, prefix="N"), "@kpibot", "support")
    found = bot_says(ada, "*theirs.csv*: 3 rows", "support")
    ben.presses(found, "Import 3 rows")
    ben.waits_for_whisper("Only admins of this workspace")
    assert bot_says(ada, "*theirs.csv*", "support").buttons[0] == "Import 3 rows"


def test_two_presses_import_once(ada: Person, slack: LocalSlack, shared: str) -> None:
    sends(ada, "twice.csv", export(30, prefix="W"))
    found = bot_says(ada, "30 rows")
    call(slack, "faults", {"slow": {"method": "chat.update", "seconds": 0.5}})  # the button is there a while longer
    ada.presses(found, "Import 30 rows")
    ada.presses(found, "Import 30 rows")
    bot_says(ada, "*twice.csv is imported*")
    assert _count(shared, "import WHERE file = 'twice.csv'") == 1


def test_names_and_contents_that_mean_harm_do_none(ada: Person) -> None:
    sends(ada, HOSTILE, "Ticket ID,Created at,<!here>,*Status*\n1,2026-07-21 09:00,<@U0ADA00001>,closed\n")
    sends(ada, "turned \u202egpj.csv", export(1, prefix="R"))
    sends(ada, "bomb.zip", zipped("export.csv", b"a,b\n" + b"0" * (120 << 20)))
    sends(ada, "page.csv", "<!DOCTYPE html><html>Sign in</html>")
    found = bot_says(ada, "&lt;!channel&gt; ")
    assert "<!channel>" not in found.plain + found.text
    assert "\u202e" not in bot_says(ada, "gpj.csv*: 1 row").plain
    assert "200 times as large" in bot_says(ada, "*bomb.zip* was not imported").plain
    assert "a web page (HTML)" in bot_says(ada, "*page.csv* was not imported").plain


def test_what_slack_refuses_is_said(ada: Person, slack: LocalSlack) -> None:
    call(slack, "faults", {"missing_scopes": ["files:read"]})
    sends(ada, "scope.csv", export(3))
    assert "`files:read`" in bot_says(ada, "I lack a permission for this.").plain
    call(slack, "faults", {"clear": True})
    message = sends(ada, "gone.csv", export(3, prefix="G"))
    found = bot_says(ada, "*gone.csv*: 3 rows")
    ada.deletes(message)
    call(slack, "faults", {"fail": {"method": "files.info", "error": "file_deleted", "times": 1}})
    ada.presses(found, "Import 3 rows")
    stopped = bot_says(ada, "This file was deleted in Slack.")
    assert "Nothing of it was imported." in stopped.plain


def test_an_import_goes_on_when_its_bot_has_died_once_is_told_as_far_as_it_came_and_undone_with_what_was_begun_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handling, "NOTIFIES_AFTER", 0.0)
    database = a_database(tmp_path)
    store = opened(database)
    with LocalSlack() as slack:
        ada = Person(slack, "Ada", PATIENCE)
        with bot_at_work(slack, database):
            sends(ada, "died.csv", export(25, prefix="E"))
            found = bot_says(ada, "25 rows")
            ada.presses(found, "Import 25 rows")
            notice = bot_says(ada, "*died.csv is imported.* 25 added")
            assert (notice.ts != found.ts, notice.thread_ts) == (True, found.thread_ts)
        _dies(store, "died.csv", finished_at=None)
        with bot_at_work(slack, database):
            gone_on = bot_says(ada, "*died.csv is imported.* 25 unchanged")
            assert gone_on.ts != notice.ts
        _dies(store, "died.csv", finished_at=None)
        with bot_at_work(slack, database):
            stopped = bot_says(ada, "I was interrupted while I worked on it")
            assert stopped.ts == found.ts
            assert "25 of 25 rows are in" in stopped.plain
            ada.presses(stopped, "Import again")
            bot_says(ada, "*died.csv is imported.* 25 unchanged")
        _dies(store, "died.csv", finished_at=1)
        with bot_at_work(slack, database):
            done = bot_says(ada, "when all of it was in")
            assert "25 unchanged" in done.plain
            ada.presses(done, "Undo")
            bot_says(ada, "25 tickets removed")
            ada.enters("/kpi history imports")
            told = ada.waits_for_whisper("removed, it was died.csv").plain
            assert "stopped after 25 of 25 rows" in told
    assert _count(database, "ticket WHERE external_id LIKE 'E%'") == 0


def test_a_file_that_is_larger_than_allowed_is_not_fetched(tmp_path: Path) -> None:
    with LocalSlack() as slack, bot_at_work(slack, a_database(tmp_path), most_bytes=2_000):
        ada = Person(slack, "Ada", PATIENCE)
        sends(ada, "large.csv", export(100))
        assert "larger than 2 kB" in bot_says(ada, "large.csv is larger").plain
        sends(ada, "unpacked.zip", zipped("export.csv", export(100).encode()))
        assert "holds more than 2 kB when it is unpacked" in bot_says(ada, "*unpacked.zip* was not").plain


def _dies(store: Store, name: str, finished_at: int | None) -> None:
    """Let its import be one that the bot died of, before or after its end: it could not say so."""
    upload, entry = table(Upload), table(Import)
    with store.writing() as connection:
        connection.execute(update(entry).where(entry.c.file == name).values(finished_at=finished_at))
        found = {"source": name.partition(".")[0], "rows": 25}
        dead = {"state": State.IMPORTING, "alive_at": 0, "found": found, "import_id": None}
        connection.execute(update(upload).where(upload.c.name == name).values(dead))


def _menu(form: Json, block_id: str) -> Json:
    return next(block["element"] for block in form["blocks"] if block.get("block_id") == block_id)


def _problems(person: Person) -> list[SeenMessage]:
    return [each for each in person.sees(person.direct) if _has_problems(each)]


def _has_problems(message: SeenMessage) -> bool:
    return any(file["name"].endswith("-problems.csv") for file in message.raw.get("files") or ())


def _content(person: Person, file: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{person.slack.url}/_local/file?id={file}&person={person.id}", timeout=10) as answer:
        return str(answer.read().decode("utf-8-sig"))


def _count(database: str, of: str) -> int:
    ((number,),) = rows(database, f"SELECT count(*) FROM {of}")
    return int(number)

"""Admins see numbers by assignee, once they have turned them on; nobody else does, wherever and however they ask."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.server import LocalSlack
from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from tests.stories.conftest import MONDAY_MORNING, ZONE, bot_in_slack
from tests.support.databases import a_store
from tests.support.local_slack import Person

OFF = "*Assignees are off.*\nAn admin turns them on with: config assignees on"
FOR_ADMINS = "*Assignees are shown to admins alone.*\n"
NOT_HERE = "*Assignees are shown to admins alone, and here others would see them.*\nAsk with `/kpi`."
FORBIDDEN = "Assignees are shown to admins alone."
CY = "<!channel> *Cy*"
QUESTION = "csat last week by assignee"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Ratings of last week, of a team that has decided nothing yet."""
    store = a_store(tmp_path)
    day = "2026-07-22"
    rows = [f"{at},{day} 09:00,{day} 11:00,{5 if at % 3 else 1},{day} 12:00,{who}" for at, who in enumerate(whose())]
    (tmp_path / "export.csv").write_text("\n".join(["ID,Created,Solved,CSAT,Rated at,Agent", *rows]) + "\n")
    bring_in(store, tmp_path / "export.csv")
    yield store
    store.close()


def whose() -> list[str]:
    return ["Dana Quist"] * 40 + ["Eli Roth"] * 12 + [CY] * 3


def bring_in(store: Store, export: Path) -> None:
    """The export, read as the team has decided."""
    now = int(MONDAY_MORNING.timestamp())
    with store.reading() as connection:
        team = settings.read(connection, ZONE)
    import_file(store, export, Options(zone=ZONE, now=now, source="desk", as_of=now, not_kept=team.not_kept))
    catch_up(store, ZONE)


@pytest.fixture
def slack(store: Store) -> Iterator[LocalSlack]:
    with bot_in_slack(str(store.url)) as slack:
        yield slack


@pytest.fixture
def on(store: Store, ada: Person, tmp_path: Path) -> None:
    """Turned on by an admin, and the export imported once more."""
    ada.types("/kpi config assignees on")
    bring_in(store, tmp_path / "export.csv")


def everything(person: Person, *channels: str) -> str:
    """All that somebody reads there."""
    return "\n".join(message.plain for channel in channels for message in person.sees(channel))


def test_they_are_off_at_first_for_everybody(ada: Person, ben: Person) -> None:
    for person in (ada, ben):
        for question in (QUESTION, "csat assignee:dana", "tickets csat by agent"):
            assert person.types(f"/kpi {question}").plain == OFF


def test_only_an_admin_turns_them_on_and_then_they_are_imported(
    store: Store, ada: Person, ben: Person, tmp_path: Path
) -> None:
    assert "Only admins of this workspace" in ben.types("/kpi config assignees on").plain
    assert ada.types(f"/kpi {QUESTION}").plain == OFF
    ada.types("/kpi config assignees on")
    assert "Dana" not in ada.types(f"/kpi {QUESTION}").plain
    bring_in(store, tmp_path / "export.csv")
    assert "Dana Quist" in ada.types(f"/kpi {QUESTION}").plain


@pytest.mark.usefixtures("kind_of_database")
@pytest.mark.usefixtures("on")
def test_an_admin_sees_the_number_by_assignee_of_one_of_them_and_the_tickets(ada: Person) -> None:
    answer = ada.types(f"/kpi {QUESTION}")
    assert answer.ephemeral
    assert answer.plain.index("Dana Quist") < answer.plain.index("Eli Roth") < answer.plain.index("*Cy*")
    assert "<!channel>" not in answer.text
    ada.chooses(answer, "Eli Roth")
    assert "12 ratings" in ada.waits_for('csat 2026-W30 assignee:"Eli Roth"').plain
    assert "only Eli Roth" in ada.types("/kpi tickets csat last week assignee:eli").plain


@pytest.mark.usefixtures("on")
def test_an_admin_may_ask_in_direct_messages_and_go_on_there(ada: Person) -> None:
    first = ada.asks(QUESTION, ada.direct)
    assert "Dana Quist" in first.plain
    assert "assignee" in ada.asks("last month by assignee", ada.direct, first).plain


@pytest.mark.usefixtures("on")
def test_whoever_is_no_admin_is_told_whom_to_ask(ben: Person) -> None:
    said = ben.types(f"/kpi {QUESTION}").plain
    assert said.startswith(f"{FOR_ADMINS}Ask Ada Okafor or Mia Lindqvist to do it")
    assert ben.asks(QUESTION, ben.direct).plain.startswith(FOR_ADMINS)
    assert ben.types("/kpi csat assignee:dan").plain.startswith(FOR_ADMINS)
    for typed in ("csat quist", "csat dana", "tickets csat last week", "csat by employee", "review", "overview"):
        ben.types(f"/kpi {typed}")
    assert "Quist" not in everything(ben, "support", ben.direct)


@pytest.mark.usefixtures("on")
def test_in_a_channel_nobody_is_told_not_even_an_admin(ada: Person, ben: Person) -> None:
    first = ada.asks("@kpibot csat last week")
    for question in (QUESTION, "csat assignee:dana", "intents assignee:dana"):
        assert NOT_HERE in ada.asks(f"@kpibot {question}").plain
    ada.types("@kpibot by assignee", thread=first)
    assert ada.waits_for("Assignees are")
    assert "Quist" not in everything(ben, "support")


@pytest.mark.usefixtures("on")
def test_the_answer_cannot_be_shared(ada: Person, ben: Person) -> None:
    assert "Share to channel" in ada.types("/kpi csat last week by team").buttons
    for question in (QUESTION, "csat last week assignee:dana", "tickets csat last week assignee:dana"):
        assert "Share to channel" not in ada.types(f"/kpi {question}").buttons
    ada.types("/kpi intents assignee:dana")  # those of all are posted at once
    assert ben.sees() == []


@pytest.mark.usefixtures("on")
def test_a_button_of_an_older_answer_is_checked_when_it_is_pressed(ada: Person, ben: Person) -> None:
    ada.types(f"/kpi config admins +@{ben.id}")
    answers = [ben.types("/kpi csat last week assignee:dana"), ben.asks("csat last week assignee:dana", ben.direct)]
    assert all("40 ratings" in answer.plain for answer in answers)
    ada.types("/kpi config admins none")
    for answer, channel in zip(answers, ("support", ben.direct), strict=True):
        ben.presses(answer, "How it was made")
        assert ben.waits_for(FORBIDDEN, channel).plain.startswith(f"{FOR_ADMINS}Ask Ada Okafor")
    ada.types("/kpi config assignees off delete")
    ben.presses(answers[1], "How it was made")
    ben.waits_for(OFF, ben.direct)


@pytest.mark.usefixtures("on")
def test_turning_them_off_deletes_them(ada: Person) -> None:
    assert "deletes the assignees that are kept" in ada.types("/kpi config assignees off").plain
    ada.types("/kpi config assignees off delete")
    assert ada.types(f"/kpi {QUESTION}").plain == OFF
    ada.types("/kpi config assignees on")
    assert "Quist" not in ada.types(f"/kpi {QUESTION}").plain


@pytest.mark.usefixtures("on")
def test_no_review_schedule_overview_or_home_tells_of_them(ada: Person) -> None:
    refused = ada.types("/kpi schedule monday 9:00 assignee:dana").plain
    assert "never about single people" in refused
    for typed in ("review last week", "overview last week", "top last week", "csat last week by team", "help"):
        ada.types(f"/kpi {typed}")
        assert "Quist" not in everything(ada, "support")
    assert "Quist" not in ada.opens_home("CSAT").plain

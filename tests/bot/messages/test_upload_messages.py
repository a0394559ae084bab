"""What the bot says about a file, in every state: Slack takes it whatever stands in the file."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.bootstrap import Kpibot, build
from bot.calls import Calls
from bot.delivery import Delivery
from bot.messages import limits, spans, text_forms
from bot.messages.message import Message
from bot.playground.block_kit import message_problems
from bot.settings import Settings
from bot.uploads import questions
from bot.uploads.column_menus import ColumnMenus
from bot.uploads.found import Brought, Column, Found, Refused, TakenBack
from bot.uploads.model import State, Upload
from bot.uploads.questions import Choice, Question
from bot.uploads.showing import Showing
from tests.bot.messages.reading import mrkdwn_texts
from tests.support.databases import a_database

HOSTILE = "<!channel> @here *bold* _it_ ~no~ `code` :tada: & \u202e <@U0ADA00001>"
ORDINARY = Found(
    "tickets",
    "zendesk",
    1_234,
    [
        Column("Id", "external_id", "ticket number", "", ["1", "2"]),
        Column("Created at", "created_at", "created", "year first (2024-12-31 23:59)", ["2026-07-21 09:00"]),
        Column("Assignee", None, "", "not kept: it may tell who somebody is or what they wrote"),
    ],
    "Europe/Berlin",
    "Opened 3 Jan 2026 to 26 Jul 2026.",
    "Dates without a zone were read as Europe/Berlin.",
    1_785_000_000,
    ["It tells CSAT.", "Not NPS: the file does not say how customers scored it from 0 to 10."],
    ["An export of Zendesk."],
    ["Row 3, Created at: “soon” not a date"],
    7,
    1_234,
    {"no ticket number": 2},
)
EMPTY = Found("costs", "costs", 0, [], "UTC")


def huge(text: str) -> Found:
    """With as much of a text as a file can hold."""
    columns = [Column(f"{text}{number}" * 200, "team", text, text * 9, [text * 40] * 2) for number in range(400)]
    lines = [text * 500] * 500
    return Found("tickets", text, 9**9, [*columns, *[replace(each, meaning=None) for each in columns]], "UTC",
                 tells=["It tells nothing."] * 11, remarks=lines, problems=lines, problem_count=9**9, 
                 rejected={text: 9})  # fmt: skip


def asked(text: str, number: int) -> dict[str, Any]:
    choice = Choice(text * 20, {"mapping": {text * 20: "team"}}, [text * 9] * 2)
    return questions.to_json([Question(text * 20, [choice] * 12, text * 20)] * number)


def brought(text: str, number: int) -> dict[str, Any]:
    lines = [text * 90] * number
    return Brought(
        7, text * 30, 900, 1, 2, 3, text * 90, lines, 4 * number, number, [text * 3] * min(number, 17)
    ).to_json()


def situations() -> Iterator[tuple[str, State, dict[str, Any]]]:
    stopped = {"was": "importing", "sentence": HOSTILE * 90, "hint": HOSTILE * 90, "rows": 7, "total": 9, "number": 3}
    for name, text, number in (("hostile", HOSTILE, 3), ("huge", "&*<`" * 12, 60)):
        yield name, State.FOUND, huge(text).to_json()
        yield name, State.ASKING, asked(text, number)
        yield name, State.REFUSED, Refused(text * 200, text * 200, huge(text).columns).to_json()
        yield name, State.DONE, brought(text, number)
        yield name, State.UNDONE, TakenBack([text * 90] * number, [text] * 17).to_json()
        yield name, State.KNOWN, {"number": 7, "at": 1_785_000_000, "who": text * 20}
    yield "ordinary", State.FOUND, ORDINARY.to_json()
    yield "empty", State.FOUND, EMPTY.to_json()
    yield "one", State.ASKING, asked("Which?", 1)
    yield "nothing new", State.DONE, Brought(7, "zendesk", 3, 0, 0, 3, "3 unchanged").to_json()
    yield "failed", State.REFUSED, {**Refused("I cannot fetch this file.", "Try again.").to_json(), "again": True}
    yield "half-way", State.STOPPED, stopped
    yield "not begun", State.STOPPED, {**stopped, "rows": 0, "number": None, "hint": ""}
    yield "an earlier attempt", State.STOPPED, {**stopped, "rows": 0}
    yield "half undone", State.STOPPED, {**stopped, "was": "undoing"}
    for state in (State.LOOKING, State.IMPORTING, State.UNDOING, State.CANCELLED):
        yield "waiting", state, {}


every = pytest.mark.parametrize(
    ("state", "found"), [pytest.param(state, found, id=f"{state}, {name}") for name, state, found in situations()]
)


def upload(state: State, found: dict[str, Any], name: str = HOSTILE * 20, **said: Any) -> Upload:
    return Upload(
        id=12, file="F1", name=name, person="U1", channel="D1", ts="1.1", state=state, round=3, said=said, found=found,
        brought_at=0, alive_at=0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kpibot]:
    database = a_database(tmp_path_factory.mktemp("uploads"))
    bot = build(Settings(_env_file=None, database_url=database, timezone="Europe/Berlin"))
    yield bot
    bot.bench.store.close()


@pytest.fixture(scope="module")
def showing(bot: Kpibot) -> Showing:
    from slack_sdk import WebClient

    return Showing(bot.bench, Delivery(Calls(WebClient()), bot.memory, bot.pace))


@every
def test_slack_takes_it_and_nobody_is_mentioned(showing: Showing, state: State, found: dict[str, Any]) -> None:
    message = showing.message(upload(state, found))
    assert_taken(message)
    assert_taken(message.without(text_forms.NATIVE))
    for text in [message.text, *mrkdwn_texts(message)]:
        assert "<!channel>" not in text
        assert "<@U0ADA00001>" not in text
        assert "\u202e" not in text


@every
def test_what_took_long_is_told_in_a_message_of_its_own(showing: Showing, state: State, found: dict[str, Any]) -> None:
    message = showing.notice(upload(state, found))
    assert (message is not None) == (state in (State.DONE, State.STOPPED, State.UNDONE))
    if message is not None:
        assert_taken(message)
        assert "<!channel>" not in " ".join([message.text, *mrkdwn_texts(message)])


def test_what_was_found_is_said_in_this_order(showing: Showing) -> None:
    lines = [
        spans.plain(text) for text in mrkdwn_texts(showing.message(upload(State.FOUND, ORDINARY.to_json(), "a.csv")))
    ]
    assert lines[0].splitlines()[:2] == [
        "a.csv: 1,234 rows, for the source “zendesk”.",
        "Opened 3 Jan 2026 to 26 Jul 2026. Complete to Sat 25 Jul 2026, 19:20. "
        "Dates without a zone were read as Europe/Berlin.",
    ]
    assert lines[1].splitlines() == [
        "• Id → Ticket number: 1 · 2",
        "• Created at → Created: 2026-07-21 09:00; year first (2024-12-31 23:59)",
    ]
    assert lines[2] == "1 column is not used: Assignee"
    assert lines[4].splitlines()[0] == "7 to look at, 2 rows are left out"


def test_what_has_no_room_is_counted(showing: Showing) -> None:
    text = " ".join(mrkdwn_texts(showing.message(upload(State.FOUND, huge("wide").to_json()))))
    assert "more columns: Change columns shows them." in text
    assert "800 columns" not in text


@pytest.mark.parametrize("text", [HOSTILE, "wide", "&<>" * 30], ids=["hostile", "wide", "escaped"])
def test_slack_takes_the_form_of_any_file(bot: Kpibot, text: str) -> None:
    form = ColumnMenus.of(upload(State.FOUND, huge(text).to_json()))
    view = bot.bench.messages.modal(
        "upload_columns_modal.j2", name="upload_columns", carried="{}", form_of=form, no_column="none",
        longest_zone=60, longest_source=60,
    )  # fmt: skip
    assert len(f"{view}") < 250_000


def assert_taken(message: Message) -> None:
    assert limits.problems(message) == []
    assert message_problems(message.blocks) == []

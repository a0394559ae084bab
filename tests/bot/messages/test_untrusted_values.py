"""Whatever a source is called, and whatever somebody types, comes out as words: no mention, no link, nothing bold."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import buttons
from bot.bootstrap import Kpibot, build
from bot.commands.registry import Asked
from bot.messages import limits, mrkdwn
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.playground.block_kit import message_problems
from bot.settings import Settings
from kpi.errors import UserError
from kpi.grammar.words import quoted
from kpi.question import QuestionError
from kpi.team.notes import Kind, note
from tests.bot.messages.reading import cells, in_a_terminal, mrkdwn_texts
from tests.bot.messages.situations import (
    EVERYTHING,
    LAST_WEEK,
    NOW,
    WEEK_BEFORE,
    Fill,
    both,
    desk,
    labelled,
    rated,
    resolved,
)
from tests.support.databases import a_database
from tests.support.tickets import BERLIN, moment, ticket

PROMPT = "/kpi"
HOSTILE = '<!channel> @here #general "50% off" it\'s *bold* _x_ `code` <http://evil|click> &amp; \u202e'
VALUES = {
    "nothing": "",
    "a blank": " ",
    "hostile": HOSTILE,
    "huge": "x" * 10_000,
    "huge and hostile": HOSTILE * 120,
    "nothing but marks": "*" * 10_000,
    "nothing but ampersands": "&" * 10_000,
    "many lines": "a\n> b\n" * 2_000,
}
any_value = pytest.mark.parametrize("value", VALUES.values(), ids=VALUES.keys())

_DATE = re.compile(r"<!date\^0+\^\{_\}\|([^<>|]+)>")
_REFERENCE = re.compile(r"<[^>]*>")
_MARK = re.compile(r"(?<![A-Za-z0-9])[*_~`]|[*_~`](?![A-Za-z0-9])")


@contextmanager
def a_bot(folder: Path) -> Iterator[Kpibot]:
    settings = Settings(_env_file=None, database_url=a_database(folder), timezone=BERLIN.key)
    bot = build(settings, clock=lambda: moment(NOW))
    yield bot
    bot.bench.store.close()


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Kpibot]:
    """With nothing imported yet."""
    with a_bot(tmp_path) as bot:
        yield bot


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kpibot]:
    """With some data, for whoever only asks."""
    with a_bot(tmp_path_factory.mktemp("filled")) as bot:
        desk(resolved(LAST_WEEK, 3_600), rated(LAST_WEEK, 9, 1))(bot.bench.store)
        yield bot


def silent(name: str) -> Fill:
    """A source that does not say who answered."""
    answered = ticket(created_at=LAST_WEEK, status="resolved", first_response_at="Mon 20 Jul 2026 09:00")
    return desk([answered], fields=("created_at", "status", "first_response_at"), name=name)


def newcomer(name: str) -> Fill:
    """A source that began within the two weeks that would be compared."""
    return desk(rated("Thu 16 Jul 2026 08:00", 9, 1), since="Wed 15 Jul 2026 10:00", name=name)


@any_value
def test_a_sources_name_in_a_note(bot: Kpibot, value: str) -> None:
    silent(value)(bot.bench.store)
    message = answer(bot, "frt last week")
    assert_harmless(message)
    assert_says(message, mrkdwn.shorten(value, 60))


@any_value
def test_many_names_in_a_note(bot: Kpibot, value: str) -> None:
    both(*(silent(f"{number} {value}") for number in range(40)))(bot.bench.store)
    message = answer(bot, "frt last week")
    assert_harmless(message)
    assert_says(message, "and 37 more do not say who answered")


@any_value
@pytest.mark.parametrize("typed", ["csat last week", "overview last week"])
def test_a_sources_name_in_why_two_weeks_are_not_comparable(bot: Kpibot, value: str, typed: str) -> None:
    both(desk(rated(LAST_WEEK, 9, 1), rated(WEEK_BEFORE, 9, 1)), newcomer(value))(bot.bench.store)
    message = answer(bot, typed)
    assert_harmless(message)
    assert_says(message, mrkdwn.shorten(value, 60))


@any_value
@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        "csat {}",
        "{} csat",
        "overview {}",
        "help {}",
        "cast {}",
        "tickets csat {}",
        "explain {}",
        "csat channel:{}",
    ],
)
def test_what_somebody_types(filled: Kpibot, value: str, typed: str) -> None:
    assert_harmless(filled.replies.to(Asked(typed.format(value), PROMPT)))


@pytest.mark.parametrize("typed", ["make me a sandwich", "csat {}", "overview {}"])
def test_what_was_not_understood_is_said_back_and_visibly_shortened(filled: Kpibot, typed: str) -> None:
    message = filled.replies.to(Asked(typed.format("sand" * 40), PROMPT))
    assert_says(message, "“make”" if "make" in typed else "sandsand")
    assert ("…”" in message.text) == ("make" not in typed)


@any_value
def test_labels(bot: Kpibot, value: str) -> None:
    names = [value[:100], f"{value[:100]} 2", "email"]
    tickets = [labelled(rated(LAST_WEEK, 9, 1), channel=f"x{name}", intent=f"x{name}") for name in names]
    desk(*tickets)(bot.bench.store)
    for dimension in ("channel", "intent"):
        message = answer(bot, f"csat last week by {dimension}")
        assert_harmless(message)
        assert_harmless(message.without(message.native))
        assert_says(message, mrkdwn.shorten(f"x{value[:100]}", 60))


@any_value
def test_a_label_that_a_question_is_narrowed_to(bot: Kpibot, value: str) -> None:
    label = f"x{' '.join(value.split())[:150]}"
    desk(labelled(rated(LAST_WEEK, 9, 1), channel=label))(bot.bench.store)
    for verb in ("", "tickets ", "explain "):
        message = bot.replies.to(Asked(f"{verb}csat last week channel:{quoted(label)}", PROMPT))
        assert_harmless(message)
        assert_says(message, mrkdwn.shorten(label, 20).removesuffix("…"))


@any_value
def test_subjects_numbers_and_addresses_of_tickets(bot: Kpibot, value: str) -> None:
    tickets = labelled(rated(LAST_WEEK, 2, 2), subject=value, channel=value, url=f"https://desk.example/{value}")
    rows = [{**row, "external_id": f"{number}{value}"} for number, row in enumerate(tickets)]
    desk(rows)(bot.bench.store)
    message = answer(bot, "tickets csat last week")
    assert_harmless(message)
    assert_says(message, mrkdwn.shorten(f"0{value}", 40))
    text = message.without(message.native)
    assert limits.problems(text) == []
    assert message_problems(text.blocks) == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://x", "//x", "!channel", "https://x|<!here>", "https://" + "x" * 9_000]
)
def test_an_address_leads_nowhere_else(bot: Kpibot, url: str) -> None:
    desk([{**row, "url": url} for row in rated(LAST_WEEK, 2, 2)])(bot.bench.store)
    message = answer(bot, "tickets csat last week")
    assert_harmless(message)
    led_to = re.findall(r"'url': '([^']*)'", str(message.blocks))
    assert all(each.startswith("https://") and not set("<>| ") & set(each) for each in led_to)


@any_value
def test_the_name_of_a_channel_to_join(value: str) -> None:
    assert_harmless(Messages().render("join.j2", channel=value, share=buttons.value("csat")))


@any_value
def test_an_error_that_echoes(filled: Kpibot, value: str) -> None:
    message = filled.replies.to_error(UserError(f"There is no source “{value}”.", f"It might be {value}"), PROMPT)
    assert_harmless(message)
    assert len(message.text) < limits.TEXT


@any_value
def test_the_lines_of_an_error(filled: Kpibot, value: str) -> None:
    line = value[:200]
    assert_harmless(filled.replies.to_error(QuestionError("I don't know that.", line, f"csat {line}", line), PROMPT))


@pytest.mark.parametrize(
    "typed", ["csat last week", "", "help", "help csat", "cast", "csat 2025", "tickets csat", "explain csat", "hello"]
)
def test_the_prompt(filled: Kpibot, typed: str) -> None:
    assert_harmless(filled.replies.to(Asked(typed, prompt=HOSTILE)))


@any_value
@pytest.mark.parametrize(
    "typed",
    [
        *("intents last week", "intents last week by channel weekly", "csat last week by intent weekly"),
        *("explain intents last week", "tickets rr last week", "overview last week"),
    ],
)
def test_an_intents_name_in_tables_and_charts(bot: Kpibot, value: str, typed: str) -> None:
    spelt = value[:200].strip() or "refund"
    weeks = [row for day in (LAST_WEEK, WEEK_BEFORE) for row in rated(day, 9, 1)]
    others = [row for number in range(8) for row in labelled(rated(LAST_WEEK, 1, 0), intent=f"{spelt[:190]} {number}")]
    fields = (*EVERYTHING, "intent", "channel")
    desk(labelled(weeks, intent=spelt, channel=spelt[:190]), others, fields=fields)(bot.bench.store)
    assert_harmless(answer(bot, typed))


@any_value
def test_a_note_on_the_time_line(bot: Kpibot, value: str) -> None:
    desk(rated(LAST_WEEK, 9, 1), rated(WEEK_BEFORE, 9, 1))(bot.bench.store)
    day = moment(LAST_WEEK).date()
    with bot.bench.store.writing() as connection:
        note(connection, day, day, value[:200].strip() or "release", Kind.NOTE, "Ada", 0)
    message = answer(bot, "csat last week")
    assert_harmless(message)
    assert_says(message, "On the time line: 20 July 2026: ")


def test_what_is_said_to_be_harmless_is_looked_at() -> None:
    """Each of these is what must not happen, and is found."""
    for text in ("<!channel>", "<http://evil|click>", "<@U0ADA00001>", "a *bold _x_"):
        with pytest.raises(AssertionError):
            assert_harmless(Message("", [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]))


def answer(bot: Kpibot, typed: str) -> Message:
    return bot.registry.answer(Asked(typed, PROMPT))


def assert_says(message: Message, words: str) -> None:
    """In the blocks, perhaps with other letters for the marks."""
    shown = " ".join(_DATE.sub(r"\1", text) for text in mrkdwn_texts(message))
    shown += " ".join(map(mrkdwn.escape_entities, [*cells(message), *headers(message)]))
    wanted = mrkdwn.escape_entities(mrkdwn.clean(words))
    assert wanted.translate(mrkdwn.LOOK_ALIKES) in shown.translate(mrkdwn.LOOK_ALIKES)


def headers(message: Message) -> list[str]:
    return [block["text"]["text"] for block in message.blocks if block["type"] == "header"]


def assert_harmless(message: Message) -> None:
    """Slack takes it, a terminal shows it, and there is no reference and no mark but those of the templates."""
    assert limits.problems(message) == []
    assert message_problems(message.blocks) == []
    assert in_a_terminal(message).strip()
    assert "Something broke" not in message.text
    assert "<" not in message.text
    for text in mrkdwn_texts(message):
        bare = _DATE.sub("", text)
        assert _REFERENCE.findall(bare) == [], "a mention or a link"
        assert _unpaired(bare) == [], bare


def _unpaired(text: str) -> list[str]:
    """Lines with marks beyond the pairs that templates write: whole `code`, and *bold* over whole sentences."""
    plain = re.sub(r"```\n.*?\n```", "", text, flags=re.DOTALL)
    plain = re.sub(r"`[^`\n]+`", "", plain)
    plain = re.sub(r"^\*[^*\n]+\*", "", plain, flags=re.MULTILINE)
    return [line for line in plain.splitlines() if _MARK.search(line)]

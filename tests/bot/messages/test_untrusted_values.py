"""Whatever a source is called, and whatever somebody types, comes out as words: no mention, no link, nothing bold."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bootstrap import Kpibot, build
from bot.commands.registry import Asked
from bot.messages import limits, mrkdwn
from bot.messages.message import Message
from bot.playground import blocks
from bot.settings import Settings
from kpi.errors import UserError
from kpi.question import QuestionError
from tests.bot.messages.reading import in_a_terminal, mrkdwn_texts
from tests.bot.messages.situations import LAST_WEEK, NOW, WEEK_BEFORE, Fill, both, desk, rated, resolved
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


@pytest.fixture
def bot(tmp_path: Path) -> Iterator[Kpibot]:
    settings = Settings(_env_file=None, database_url=f"sqlite:///{tmp_path / 'kpibot.db'}", timezone=BERLIN.key)
    bot = build(settings, clock=lambda: moment(NOW))
    yield bot
    bot.bench.store.close()


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
    "typed", ["{}", "csat {}", "{} csat", "overview {}", "help {}", "cast {}", "/kpi {}", "csat last week {}"]
)
def test_what_somebody_types(bot: Kpibot, value: str, typed: str) -> None:
    desk(resolved(LAST_WEEK, 3_600), rated(LAST_WEEK, 9, 1))(bot.bench.store)
    assert_harmless(bot.replies.to(Asked(typed.format(value), PROMPT)))


@pytest.mark.parametrize("typed", ["make me a sandwich", "csat {}", "overview {}"])
def test_what_was_not_understood_is_said_back_and_visibly_shortened(bot: Kpibot, typed: str) -> None:
    desk(rated(LAST_WEEK, 9, 1))(bot.bench.store)
    message = bot.replies.to(Asked(typed.format("sand" * 40), PROMPT))
    assert_says(message, "make me a sandwich" if "make" in typed else "sandsand")
    assert ("…”" in message.text) == ("make" not in typed)


@any_value
def test_an_error_that_echoes(bot: Kpibot, value: str) -> None:
    message = bot.replies.to_error(UserError(f"There is no source “{value}”.", f"It might be {value}"), PROMPT)
    assert_harmless(message)
    assert len(message.text) < limits.TEXT


@any_value
def test_the_lines_of_an_error(bot: Kpibot, value: str) -> None:
    line = value[:200]  # as long as a question may be
    assert_harmless(bot.replies.to_error(QuestionError("I don't know that.", line, f"csat {line}", line), PROMPT))


@pytest.mark.parametrize("typed", ["csat last week", "", "help", "cast", "csat 2025"])
def test_the_prompt(bot: Kpibot, typed: str) -> None:
    desk(rated(LAST_WEEK, 9, 1))(bot.bench.store)
    assert_harmless(bot.replies.to(Asked(typed, prompt=HOSTILE)))


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
    wanted = mrkdwn.escape_entities(mrkdwn.clean(words))
    assert wanted.translate(mrkdwn.LOOK_ALIKES) in shown.translate(mrkdwn.LOOK_ALIKES)


def assert_harmless(message: Message) -> None:
    """Slack takes it, a terminal shows it, and there is no reference and no mark but those of the templates."""
    assert limits.problems(message) == []
    assert blocks.problems(message.blocks) == []
    assert in_a_terminal(message).strip()
    assert "Something broke" not in message.text
    assert "<" not in message.text
    for text in mrkdwn_texts(message):
        bare = _DATE.sub("", text)
        assert _REFERENCE.findall(bare) == [], "a mention or a link"
        assert _unpaired(bare) == [], bare


def _unpaired(text: str) -> list[str]:
    """Lines with marks beyond the pairs that templates write: whole `code`, and *bold* over whole sentences."""
    plain = re.sub(r"`[^`\n]+`", "", text)
    plain = re.sub(r"^\*[^*\n]+\*", "", plain, flags=re.MULTILINE)
    return [line for line in plain.splitlines() if _MARK.search(line)]

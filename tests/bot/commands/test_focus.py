"""`/kpi focus`, without Slack: what a channel works on, what it has tried, and what was decided beside it."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from bot.commands.registry import Asked, nobody
from bot.messages import limits
from bot.playground.block_kit import message_problems
from bot.replies import Replies
from kpi.catalogue import CSAT, INTENT_DISTRIBUTION, Kpi
from kpi.model import Label, table
from kpi.review.focus import Focus
from kpi.review.record import foci, parked
from kpi.review.record.foci import Outcome
from kpi.samples import Share
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import as_read
from tests.support.tickets import at

MONDAY = date(2026, 7, 20)
NOW = at("Mon 27 Jul 2026 09:00")
HOSTILE = "<!channel> *Call* `everybody` & write"


def focus(text: str, kpi: Kpi = CSAT) -> Focus:
    told = (text, "“refund”", "52 refunds, 41 reached a person", "It worked if CSAT is at least 80 % on 3 August.")
    return Focus(kpi, text[:10], {"intent": "refund"}, *told, date(2026, 7, 27), Share(40, 60), "")


def says(bot: Bot, line: str, author: Callable[[], str] = lambda: "Ada", channel: str = "C1") -> str:
    """All that a person reads of the answer, which Slack takes."""
    asked = Asked(line, "/kpi", person="U1", author=author, channel=channel)
    reply = Replies(bot.registry, bot.bench.messages).to(asked)
    assert "Something broke" not in reply.text
    assert limits.problems(reply) == []
    assert message_problems(reply.blocks) == []
    return as_read(reply)


def remember(bot: Bot, *texts: str, kpi: Kpi = CSAT) -> None:
    """The channel's focuses, the oldest first, a week apart; all but the last have worked."""
    with bot.store.writing() as connection:
        for back, text in zip(range(len(texts) - 1, -1, -1), texts, strict=True):
            monday = MONDAY - timedelta(weeks=back)
            stored = foci.save(connection, "C1", monday, focus(text, kpi), NOW)
            if back:
                said = "Since then CSAT of “refund” rose from 66.7 % to 81 %: worked."
                foci.end(connection, stored.id, Outcome.WORKED, said, monday + timedelta(weeks=1))


def test_a_channel_without_a_focus_is_told_how_it_gets_one(bot: Bot) -> None:
    told = says(bot, "focus")
    assert "This channel has no focus at the moment" in told
    assert "/kpi schedule list" in told


def test_what_goes_on_is_shown_with_its_place_worth_figure_and_date(bot: Bot) -> None:
    remember(bot, "Write the macro.")
    told = says(bot, "focus")
    assert "Write the macro." in told
    assert "“refund”: 52 refunds, 41 reached a person." in told
    assert "It worked if CSAT is at least 80 % on 3 August." in told
    assert "CSAT · since 27 Jul 2026 · nobody has taken it on yet" in told
    assert "Take it on" in told


def test_what_was_tried_is_listed_with_what_moved(bot: Bot) -> None:
    remember(bot, "Read the ratings.", "Write the macro.")
    told = says(bot, "focus")
    assert "Since then CSAT of “refund” rose from 66.7 % to 81 %: worked." in told
    assert "Read the ratings." in told


def test_fifty_past_ones_with_hostile_words_fit_a_message(bot: Bot) -> None:
    remember(bot, *[f"{number}: {HOSTILE} {'very long ' * 60}" for number in range(52)])
    told = says(bot, "focus")
    assert "<!channel>" not in told.replace("&lt;!channel&gt;", "").partition("What was tried")[0]


def test_only_a_focus_on_intents_offers_to_call_one_normal(bot: Bot) -> None:
    remember(bot, "Write the macro.")
    assert "normal for us" not in says(bot, "focus")
    remember(bot, "Fix it at the source.", kpi=INTENT_DISTRIBUTION)
    assert "This one is normal for us" in says(bot, "focus")


def test_each_channel_has_its_own(bot: Bot) -> None:
    remember(bot, "Write the macro.")
    assert "no focus at the moment" in says(bot, "focus", channel="C2")
    assert "A focus is a channel's own" in says(bot, "focus", channel="D1")


def test_a_parked_kpi_is_shown_and_taken_back(bot: Bot) -> None:
    with bot.store.writing() as connection:
        parked.park(connection, "C1", CSAT, date(2026, 8, 24), "New survey", "Ada", NOW)
    assert "Parked: CSAT until 24 August 2026: New survey (Ada)" in says(bot, "focus").replace("*", "")
    assert "Nothing can be changed from here." in says(bot, "focus unpark csat", nobody)
    assert "CSAT is judged again from the next review on." in says(bot, "focus unpark csat")
    assert "Parked" not in says(bot, "focus")


def test_an_intent_gets_a_limit_of_its_own_and_loses_it(bot: Bot) -> None:
    with bot.store.writing() as connection:
        spelt = {"field": "intent", "folded": "login bug", "spelling": "Login bug"}
        connection.execute(insert(table(Label)).values(spelt))
    assert "“Login bug” is normal for us up to 40 %" in says(bot, 'focus normal "login bug" 40 %')
    assert '/kpi focus forget "Login bug"' in says(bot, "focus")
    assert "has the limit of all intents again" in says(bot, "focus forget login bug")
    assert "Login bug" not in says(bot, "focus")


@pytest.mark.parametrize(
    ("typed", "sentence", "line"),
    [
        ("focus unpark csat", "CSAT is not parked in this channel.", "/kpi focus"),
        ("focus unpark", "Which KPI is to be judged again?", "/kpi focus unpark csat"),
        ("focus normal", "Which intent, and up to which share?", '/kpi focus normal "login bug" 40 %'),
        ("focus normal refund much", "“much” is no share", "/kpi focus normal refund 40 %"),
        ("focus normal refund 400 %", "“400” is no limit", "/kpi focus normal refund 40 %"),
        ("focus normal nonsense 40 %", "No conversation has the intent “nonsense”.", "/kpi focus"),
        ("focus forget nonsense", "“nonsense” has no limit of its own.", "/kpi focus"),
        ("focus on refunds", "“on refunds” is nothing that I know of the focus.", "/kpi focus"),
    ],
)
def test_what_makes_no_sense_is_said_with_a_line_that_works(bot: Bot, typed: str, sentence: str, line: str) -> None:
    told = says(bot, typed)
    assert sentence in told
    assert line in told

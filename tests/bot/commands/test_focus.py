"""`/kpi focus`, without Slack: what a channel works on, what it has tried, and what was decided beside it."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from bot.commands.registry import Asked, nobody
from bot.messages import limits
from bot.playground.block_kit import message_problems
from bot.replies import Replies
from kpi.catalogue import CSAT, INTENT_DISTRIBUTION, KPIS, Kpi
from kpi.dimensions import INTENT
from kpi.labels import StoreLabels, fold
from kpi.model import Label, table
from kpi.review.focus import Focus
from kpi.review.record import foci, normal_intents, parked
from kpi.review.record.foci import Outcome
from kpi.samples import Share
from kpi.schedule import schedules
from kpi.schedule.schedules import Schedule
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import as_read
from tests.support.tickets import BERLIN, at

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
    assert "A focus is a channel's own" in says(bot, "focus unpark csat", channel="D1")


def test_outside_of_a_channel_that_of_each_is_told(bot: Bot) -> None:
    assert "no reviews are scheduled" in says(bot, "focus", channel="D1")
    remember(bot, "Write the macro.")
    with bot.store.writing() as connection:
        made = {channel: Schedule(0, 540, BERLIN, weeks=1, channel=channel, at=0) for channel in ("C1", "C2")}
        for each in made.values():
            schedules.save(connection, each)
    said = says(bot, "focus", channel="D1")
    assert said.index("<#C1> *Focus:* Write the macro.") < said.index("<#C2> No focus at the moment")
    assert "Nobody has taken it on yet." in said


def test_a_parked_kpi_is_shown_and_taken_back(bot: Bot) -> None:
    with bot.store.writing() as connection:
        parked.park(connection, "C1", CSAT, date(2026, 8, 24), "New survey", "Ada", NOW)
    assert "Parked: CSAT until 24 August 2026: New survey (Ada)" in says(bot, "focus").replace("*", "")
    assert "Nothing can be changed from here." in says(bot, "focus unpark csat", nobody)
    assert "CSAT is judged again from the next review on." in says(bot, "focus unpark csat")
    assert "Parked" not in says(bot, "focus")


def test_an_intent_gets_a_limit_of_its_own_and_loses_it(bot: Bot) -> None:
    spell(bot, "Login bug")
    assert "“Login bug” is normal for us up to 40 %" in says(bot, 'focus normal "login bug" 40 %')
    assert '/kpi focus forget "Login bug"' in says(bot, "focus")
    assert "has the limit of all intents again" in says(bot, "focus forget login bug")
    assert "Login bug" not in says(bot, "focus")


def spell(bot: Bot, *intents: str) -> None:
    """Conversations have these intents."""
    spelt = [{"field": "intent", "folded": fold(each), "spelling": each} for each in intents]
    with bot.store.writing() as connection:
        connection.execute(insert(table(Label)), spelt)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("focus normal", "Which intent, and up to which share?"),
        ("focus normal login bug", "Up to which share is “Login bug” normal?"),
        ("focus normal login much", "“much” is no share"),
        ("focus normal login 40 %", "No conversation has the intent “login”."),
    ],
)
def test_an_intent_is_offered_as_it_can_be_typed(bot: Bot, typed: str, sentence: str) -> None:
    spell(bot, "Login bug")
    told = says(bot, typed)
    assert sentence in told
    [line, *_] = re.findall("`/kpi (focus normal [^`]+)`", told)
    assert "is normal for us up to 40 %" in says(bot, line)


def test_an_intent_with_quotes_and_a_colon_is_offered_so_that_it_is_understood(bot: Bot) -> None:
    spell(bot, 'Login: the "bug"')
    for typed in ("focus normal", "focus forget", "focus normal", "focus"):
        [line, *_] = re.findall("`/kpi (focus (?:normal|forget) [^`]+)`", says(bot, typed))
        assert "“Login: the " in says(bot, line)


def test_what_the_channel_is_told_of_an_intent_that_is_normal_can_be_taken_back_as_it_says(bot: Bot) -> None:
    spell(bot, 'Login: the "bug"')
    says(bot, r'focus normal "Login: the \"bug\"" 40 %')
    told = bot.bench.messages.render("normal_accepted.j2", intent='Login: the "bug"', percent=40.0, person="U1")
    [line] = re.findall("`/kpi (focus forget [^`]+)`", as_read(told))
    assert "has the limit of all intents again" in says(bot, line)


def test_a_parked_kpi_is_what_can_be_unparked(bot: Bot) -> None:
    with bot.store.writing() as connection:
        parked.park(connection, "C1", INTENT_DISTRIBUTION, date(2026, 8, 24), "", "Ada", NOW)
    [line, *_] = re.findall("`/kpi (focus unpark [^`]+)`", says(bot, "focus unpark csat"))
    assert "is judged again" in says(bot, line)


def test_all_that_was_decided_fits_beside_fifty_past_focuses(bot: Bot) -> None:
    remember(bot, *[f"{number}: {HOSTILE} {'very long ' * 60}" for number in range(52)])
    spell(bot, *[f"{number} {HOSTILE} {'&' * 150}" for number in range(12)], "0 refund")
    with bot.store.writing() as connection:
        for kpi in KPIS:
            parked.park(connection, "C1", kpi, date(2026, 8, 24), HOSTILE * 5, "Ada", NOW)
        for intent in StoreLabels(connection).values(INTENT):
            normal_intents.accept(connection, intent, 40.0, "Ada", NOW)
    told = says(bot, "focus").replace("*", "")
    assert "Normal for us: “0 refund” up to 40 %. To take it back: `/kpi focus forget" in told
    for what in ("Parked", "Normal for us"):
        shown = told.count(f"{what}: ")
        total = len(KPIS) if what == "Parked" else 13
        assert 1 <= shown <= 5
        assert f"And {total - shown} more." in told


@pytest.mark.parametrize(
    ("typed", "sentence", "line"),
    [
        ("focus unpark csat", "CSAT is not parked in this channel.", "/kpi focus"),
        ("focus unpark", "Which KPI is to be judged again?", "/kpi focus"),
        ("focus normal", "Which intent, and up to which share?", "/kpi focus"),
        ("focus normal refund much", "“much” is no share", "/kpi focus"),
        ("focus normal refund 400 %", "“400” is no limit", "/kpi focus"),
        ("focus normal nonsense 40 %", "No conversation has the intent “nonsense”.", "/kpi focus"),
        ("focus forget nonsense", "“nonsense” has no limit of its own.", "/kpi focus"),
        ("focus on refunds", "I do not know “on refunds” after “focus”.", "/kpi focus"),
    ],
)
def test_what_makes_no_sense_is_said_with_a_line_that_works(bot: Bot, typed: str, sentence: str, line: str) -> None:
    told = says(bot, typed)
    assert sentence in told
    assert f"`{line}`" in told

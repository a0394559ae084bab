"""The review of a week, by words."""

from datetime import date, timedelta

import pytest

from bot import buttons
from bot.commands.deciding import deciding
from bot.commands.registry import Asked
from kpi.review.agenda import Agenda, agenda, conclude
from kpi.review.review import period_of
from kpi.schedule import schedules
from kpi.schedule.schedules import Schedule
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import as_read
from tests.kpi.review.desk import THIS, Desk, costs
from tests.support.tickets import BERLIN


@pytest.fixture
def weak(store: Store) -> Store:
    """In the week up to 26 July customers are less content than ever, and conversations are resolved faster."""
    Desk(store).weeks(9, rated=80, satisfied=68, reply=90, solved=9).week(
        rated=80, satisfied=44, reply=90, solved=4
    ).done()
    costs(store, 180)
    return store


@pytest.mark.usefixtures("weak")
def test_a_past_week_is_reviewed_as_a_whole(bot: Bot) -> None:
    read = bot.says("review 2026-W30")
    for said in (
        "# Review of week 2026-W30",
        "*CSAT is the weakest: 55 % of 80 ratings, against 80 %.*",
        "No single channel, intent or team stands out.",
        "First reply by a person is short as well: median 1 h 30 min of 65 first replies, against 1 h.",
        "KPI | The week | The week before | Change | Target or usual | State",
        "CSAT | 55 % | 85 % | down 30 points",
        "80 % or more | missed",
        "Self-service rate | not connected | – | – | – | not judged",
        "• CSAT: from 85 % of 80 ratings to 55 % of 80 ratings, 4.1 times its usual change (worse).",
        "*Not to be read alone*",
        "faster work, the same wait.",
        "~ Not judged: self-service rate (not connected)",
        "Asked: `/kpi review 2026-W30`",
        "[Share to channel] [Look into CSAT] [The week before] [The week after]",
    ):
        assert said in read, said


@pytest.mark.usefixtures("weak")
def test_the_notification_says_the_same(bot: Bot) -> None:
    text = bot.answers("review 2026-W30").text
    assert text.startswith("Review of week 2026-W30 (20–26 July 2026).")
    assert "CSAT is the weakest: 55 % of 80 ratings, against 80 %." in text


@pytest.mark.usefixtures("weak")
def test_on_a_monday_the_last_week_is_reviewed(bot: Bot) -> None:
    """No day of the running one is over."""
    assert "# Review of week 2026-W30" in bot.says("review")
    assert bot.answers("review").question == "review 2026-W30"


@pytest.mark.parametrize(
    "line", ["review last week", "review of last week?", "weekly review 2026-W30", "review week 2026-W30"]
)
@pytest.mark.usefixtures("weak")
def test_the_week_is_found_however_it_is_said(bot: Bot, line: str) -> None:
    assert "# Review of week 2026-W30" in bot.says(line) or "# Review of last week" in bot.says(line)


@pytest.mark.usefixtures("weak")
def test_the_running_week_is_so_far(bot: Bot) -> None:
    read = bot.says("review this week")
    assert "# Review of this week so far" in read
    assert "KPI | This week | Same days before" in read
    assert "The week is not over, so nothing is said to have moved yet." in read


@pytest.mark.usefixtures("weak")
def test_the_buttons_ask_what_can_be_answered(bot: Bot) -> None:
    message = bot.answers("review 2026-W30")
    values = [each["value"] for block in message.blocks for each in block.get("elements", ()) if "value" in each]
    asked = [buttons.question(each) for each in values]
    assert asked == ["review 2026-W30", "csat 2026-W30", "review 2026-W29", "review 2026-W31"]
    for each in asked:
        assert bot.answers(each).question


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("review june", "/kpi review 2026-W27"),
        ("review yesterday", "/kpi review 2026-W30"),
        ("review whenever", "/kpi review last week"),
        ("review 2026-W40", "/kpi review last week"),
    ],
)
@pytest.mark.usefixtures("weak")
def test_what_is_no_week_is_asked_back(bot: Bot, line: str, offered: str) -> None:
    assert offered in bot.says(line)


@pytest.mark.usefixtures("weak")
def test_a_week_that_is_over_has_a_focus_and_a_chart(bot: Bot) -> None:
    read = bot.says("review 2026-W30")
    assert "The focus until the next review:" in read
    assert "It worked if CSAT is at least" in read
    assert "= CSAT by week (%)" in read
    assert "The focus" not in bot.says("review this week")


@pytest.mark.usefixtures("weak")
def test_in_a_channel_it_says_what_has_become_of_its_focus(store: Store, bot: Bot) -> None:
    earlier = _agenda(bot, THIS - timedelta(weeks=1))
    with store.writing() as connection:
        conclude(connection, earlier, "C1", 0)
    here, elsewhere = (_asked(bot, channel) for channel in ("C1", "C2"))
    assert "*Last week's focus*: “" in here
    assert "Since then first reply by a person" in here
    assert "Last week's focus" not in elsewhere


@pytest.mark.usefixtures("weak")
def test_in_a_channel_it_is_of_what_the_channel_reviews(store: Store, bot: Bot) -> None:
    with store.writing() as connection:
        schedules.save(connection, Schedule(0, 540, BERLIN, "arrived:closed", channel="C1", owner="U1", who="Ada"))
    assert "Only what came outside opening hours." in _asked(bot, "C1")


def _agenda(bot: Bot, monday: date) -> Agenda:
    with deciding(bot.bench) as at:
        over = period_of(monday, 1, at.team.zone)
        return agenda(at.connection, at.team, over, at.now, bot.bench.playbook, "C1")


def _asked(bot: Bot, channel: str) -> str:
    return as_read(bot.registry.answer(Asked("review 2026-W30", "/kpi", person="U1", channel=channel)))


def test_without_data_it_says_how_to_begin(bot: Bot) -> None:
    assert "kpibot import" in bot.says("review")


def test_hostile_and_long_labels_are_shown_as_they_are(store: Store, bot: Bot) -> None:
    name = "<!channel> @here *50% off* it's " + "x" * 300
    dominant = {name: 60, "delivery": 20, "invoice": 20, "password": 16, "login bug": 14}
    Desk(store).weeks(10, intents=dominant).week(intents=dominant).done()
    read = bot.says("review 2026-W30")
    assert "&lt;!channel&gt; @here" in read
    assert "<!channel> @here" not in read.split("= ")[0]

"""What would be with another rate, by words."""

import pytest

from bot.commands.what_if import read
from kpi.grammar.errors import QuestionError
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.support.tickets import add, ticket


@pytest.mark.parametrize(
    ("text", "rates", "period"),
    [
        ("self_service_rate=80", {"self_service_rate": 80}, ""),
        ("self-service were 80 %?", {"self_service_rate": 80}, ""),
        ("our self service rate went up to 80 percent", {"self_service_rate": 80}, ""),
        ("automation rate 62.5 % in june", {"automation_rate": 62.5}, "june"),
        ("automation = 60, last month", {"automation_rate": 60}, "last month"),
        ("2026-06 ssr: 70", {"self_service_rate": 70}, "2026-06"),
        ("automation was 60 over the last 90 days", {"automation_rate": 60}, "last 90 days"),
        ("ssr=80 ar=60", {"self_service_rate": 80, "automation_rate": 60}, ""),
    ],
)
def test_the_rate_its_value_and_the_period_are_found(text: str, rates: dict[str, float], period: str) -> None:
    found = read(text)
    assert (found.rates, found.period) == (rates, period)


@pytest.mark.parametrize("text", ["", "we were faster", "80 %", "self-service", "automation in june"])
def test_without_a_rate_or_its_value_it_asks_back(text: str) -> None:
    with pytest.raises(QuestionError) as caught:
        read(text)
    for line in caught.value.lines:
        read(line.removeprefix("what-if "))


def fill(store: Store) -> None:
    """Of June's forty conversations people answered thirty, and the bot ten."""
    opened, answered, done = (f"Wed 3 Jun 2026 {time}" for time in ("10:00", "10:05", "12:00"))
    whom = ["first_human_response_at"] * 30 + ["first_automated_response_at"] * 10
    rows = [ticket(created_at=opened, status="resolved", resolved_at=done, **{who: answered}) for who in whom]
    add(store, "desk", *rows)


def test_the_answer_has_both_states_and_what_it_assumes(store: Store, bot: Bot) -> None:
    """25 % are resolved by automation; at 50 % people have two thirds of the work, and cost as much of the 12,000."""
    fill(store)
    bot.answers("costs add 12,000 agents from 2026-01")
    bot.answers("costs add 400 software from 2026-01")
    read = bot.says("what if automation were 50 %?")
    assert "# If the automation rate were 50 %" in read
    assert "*A contact would cost 210 EUR instead of 310 EUR*" in read
    for row in (
        "Automation rate | 25 % | 50 %",
        "Conversations a week that reach a person | 7 | 4.7",
        "Cost | 12,400 EUR | 8,400 EUR",
        "Cost per contact | 310 EUR | 210 EUR",
        "• 400 EUR for automation and software stay as they are",
        "Asked: `/kpi what-if automation_rate=50 2026-06`",
    ):
        assert row in read
    assert bot.answers("what-if ar=50").question == "what-if automation_rate=50 2026-06"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("what-if self_service_rate=80", "No costs are entered"),
        ("what-if csat=80", "I can only work out what another self-service rate or automation rate would change."),
        ("what-if automation_rate=180", "A rate goes from 0 to 100 %."),
        ("what-if ar=60 some day", "what-if automation_rate=60 last month"),
        ("what-if ar=60 ssr=80", "one at a time"),
        ("what-if ar=60 today", "No day of that period is over yet."),
    ],
)
def test_what_cannot_be_worked_out_is_said(bot: Bot, typed: str, told: str) -> None:
    assert told in bot.says(typed)

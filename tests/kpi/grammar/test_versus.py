"""Two periods side by side. Today is Monday 27 July 2026."""

import pytest

from tests.kpi.grammar.asking import DAYS, asked, offered, read


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("csat june vs may", "csat 2026-06 vs 2026-05"),
        ("june vs may csat", "csat 2026-06 vs 2026-05"),
        ("csat vs may june", "csat 2026-06 vs 2026-05"),
        ("csat june versus may", "csat 2026-06 vs 2026-05"),
        ("csat june v may", "csat 2026-06 vs 2026-05"),
        ("csat june vs. may", "csat 2026-06 vs 2026-05"),
        ("csat june against may", "csat 2026-06 vs 2026-05"),
        ("csat june compared to may", "csat 2026-06 vs 2026-05"),
        ("csat june compared with may", "csat 2026-06 vs 2026-05"),
        ("csat june relative to may", "csat 2026-06 vs 2026-05"),
        ("compare csat june with may", "csat 2026-06 vs 2026-05"),
        ("compare june and may csat", "csat 2026-06 vs 2026-05"),
        ("compare june to may csat", "csat 2026-06 vs 2026-05"),
        ("difference in csat between june and may", "csat 2026-06 vs 2026-05"),
        ("is csat better than in may?", f"csat {DAYS} vs 2026-05"),
        ("csat last week vs 2026-W29", "csat 2026-W30 vs 2026-W29"),
        ("csat last week vs last year", "csat 2026-W30 vs 2025-W30"),
        ("csat last month vs last year", "csat 2026-06 vs 2025-06"),
        ("csat q2 vs last year", "csat 2026-Q2 vs 2025-Q2"),
        ("csat 2025 vs last year", "csat 2025 vs 2024"),
        ("csat 2024 vs last year", "csat 2024 vs 2025"),
        ("csat this year vs last year", "csat 2026 vs 2025"),
        ("csat vs last year", f"csat {DAYS} vs 2025-07-21..2025-07-27"),
        ("csat yoy", f"csat {DAYS} vs 2025-07-21..2025-07-27"),
        ("csat last month year over year", "csat 2026-06 vs 2025-06"),
        ("csat june vs the same month last year", "csat 2026-06 vs 2025-06"),
        ("csat june vs june last year", "csat 2026-06 vs 2025-06"),
        ("csat june vs last june", "csat 2026-06 vs 2025-06"),
        ("csat june vs a year ago", "csat 2026-06 vs 2025-06"),
        ("csat 90d vs the year before", "csat 2026-04-28..2026-07-26 vs 2025-04-29..2025-07-27"),
        ("csat by intent vs last year", f"csat {DAYS} vs 2025-07-21..2025-07-27 by intent"),
        ("csat by channel vs last month", "csat 2026-07 vs 2026-06 by channel"),
        ("csat vs last month", "csat 2026-07 vs 2026-06"),
        ("csat this month compared with last month", "csat 2026-07 vs 2026-06"),
        ("csat this quarter vs last quarter", "csat 2026-Q3 vs 2026-Q2"),
        ("csat may vs june", "csat 2026-05 vs 2026-06"),
        ("csat last month vs this month", "csat 2026-07 vs 2026-06"),
        ("frt last week vs the week before", "first_response_time 2026-W30"),
        ("frt last week vs previous week", "first_response_time 2026-W30"),
        ("frt last month vs the month before", "first_response_time 2026-06"),
        ("frt 30d vs the previous 30 days", "first_response_time 2026-06-27..2026-07-26"),
        ("frt 4 weeks vs the 4 weeks before", "first_response_time 2026-06-29..2026-07-26"),
        ("frt vs previous period", f"first_response_time {DAYS}"),
        ("frt last week vs the 4 weeks before", "first_response_time 2026-W30 vs 2026-06-22..2026-07-19"),
        ("frt june vs the 3 months before", "first_response_time 2026-06 vs 2026-03..2026-05"),
        ("frt june vs the year before", "first_response_time 2026-06 vs 2025-06"),
        ("frt yesterday vs the same day last week", "first_response_time 2026-07-26 vs 2026-07-19"),
        ("frt monday vs the day before", "first_response_time 2026-07-27"),
        ("frt june vs target", "first_response_time 2026-06"),
        ("frt wow", "first_response_time 2026-W30"),
        ("frt month over month", "first_response_time 2026-06"),
        ("frt june 2025 vs may", "first_response_time 2025-06 vs 2025-05"),
        ("frt q1 2025 vs q4", "first_response_time 2025-Q1 vs 2024-Q4"),
        (
            'frt june vs may by channel team:"Tier 2" weekly',
            'first_response_time 2026-06 vs 2026-05 by channel weekly team:"Tier 2"',
        ),
        (
            'weekly team:"Tier 2" vs may frt by channel june',
            'first_response_time 2026-06 vs 2026-05 by channel weekly team:"Tier 2"',
        ),
        ("frt june vs may, channel:email, by team", "first_response_time 2026-06 vs 2026-05 by team channel:email"),
        (
            "frt 2026-06 vs 2026-05 by channel channel:chat,email",
            "first_response_time 2026-06 vs 2026-05 by channel channel:chat,email",
        ),
        (
            "what was the median first reply time in june vs may for chat?",
            "first_response_time 2026-06 vs 2026-05 channel:chat",
        ),
        (
            "show me csat by channel for last month compared to the same month last year",
            "csat 2026-06 vs 2025-06 by channel",
        ),
        ("volume last week vs last year", "volume 2026-W30 vs 2025-W30"),
        ("backlog june vs may by team", "backlog 2026-06 vs 2026-05 by team"),
        ("cost per contact june vs may", "cost_per_contact 2026-06 vs 2026-05"),
        ("self-service rate q2 vs q1", "self_service_rate 2026-Q2 vs 2026-Q1"),
        ("intents june vs may by channel", "intent_distribution 2026-06 vs 2026-05 by channel"),
        ("arrivals june vs may", "arrivals 2026-06 vs 2026-05"),
    ],
)
def test_a_period_can_be_compared_with_another_one(typed: str, question: str) -> None:
    assert read(typed) == question


@pytest.mark.parametrize(
    ("typed", "question", "corrected"),
    [
        ("csat june vs lst year", "csat 2026-06 vs 2025-06", (("lst year", "last year"),)),
        ("csat compard with may", f"csat {DAYS} vs 2026-05", (("compard", "compared"),)),
    ],
)
def test_a_slip_in_a_comparison_is_put_right(typed: str, question: str, corrected: tuple[tuple[str, str], ...]) -> None:
    assert (read(typed), asked(typed).corrected) == (question, corrected)


@pytest.mark.parametrize(
    ("typed", "sentence", "lines"),
    [
        ("csat june vs june", "June 2026 cannot be compared with itself.", ("csat june",)),
        ("csat june vs q2", "June 2026 and Q2 2026 share days, so they cannot be compared.", ("csat june", "csat q2")),
        (
            "csat last 30 days vs last week",
            "27 Jun – 26 Jul 2026 and 20–26 July 2026 share days, so they cannot be compared.",
            ("csat last 30 days", "csat last week"),
        ),
        ("csat all vs june", "All time has nothing beside it to be compared with.", ("csat june", "csat all")),
        ("csat june vs all", "All time holds every other period, so nothing is compared with it.", ("csat june",)),
        (
            "csat today vs yesterday",
            "Today has no whole day yet that could be compared.",
            ("csat 2026-07-26 vs 2026-07-25", "csat yesterday", "csat today"),
        ),
        (
            "csat this week vs last week",
            "This week has no whole day yet that could be compared.",
            ("csat 2026-w30 vs 2026-w29", "csat last week", "csat this week"),
        ),
        (
            "csat vs last week",
            "This week has no whole day yet that could be compared.",
            ("csat 2026-w30 vs 2026-w29", "csat last week", "csat this week"),
        ),
        (
            "csat june vs may vs april",
            "A period is compared with one other at a time.",
            ("csat june vs may", "csat june vs april"),
        ),
        (
            "csat june vs next month",
            "“next month” begins only on Saturday 1 August 2026.",
            ("csat june vs last week", "csat june vs last year", "csat june"),
        ),
        (
            "csat june vs 2026-W54",
            "2026 has 53 weeks, so there is no week 54.",
            ("csat june vs last week", "csat june vs last year", "csat june"),
        ),
        (
            "csat june vs",
            "A number is compared with itself over another period. Without one, it is the period just before.",
            ("csat june", "csat june vs last year", "csat"),
        ),
        ("csat vs 80", "I don't know “vs 80”.", ("csat",)),
        ("csat june vs frt", "That asks for CSAT and First response time. One at a time, please.", ("csat june",)),
        ("csat email vs chat", "To compare channels, ask for all of them at once: by channel.", ("csat by channel",)),
        (
            "csat june vs may email vs chat",
            "To compare channels, ask for all of them at once: by channel.",
            ("csat june vs may by channel",),
        ),
        (
            "csat june vs the 0 days before",
            "A period has at least one day, and ten years at most.",
            ("csat june vs last year", "csat june"),
        ),
        (
            "csat june vs the 900 months before",
            "A period has at least one day, and ten years at most.",
            ("csat june vs last year", "csat june"),
        ),
        (
            "csat june may",
            "That names two periods, “june” and “may”. One at a time, please.",
            ("csat june", "csat may", "csat june vs may"),
        ),
        ("csat june vs same day last week", "June 2026 is more than the days of a week.", ("csat 2026-06",)),
        ("waiting longer than 3 days", "I don't know “longer than”.", ("waiting 3 days",)),
    ],
)
def test_what_cannot_be_compared_is_refused_with_lines_that_work(
    typed: str, sentence: str, lines: tuple[str, ...]
) -> None:
    assert offered(typed) == (sentence, lines)

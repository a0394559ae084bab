"""By what a number is told apart: opening hours, and time and a dimension together. Today is Monday 27 July 2026."""

import pytest

from tests.kpi.grammar.asking import DAYS, WAYS, offered, read


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("frt arrived:closed", f"first_response_time {DAYS} arrived:closed"),
        ("frt arrived:open last month", "first_response_time 2026-06 arrived:open"),
        ("frt arrived:open,closed", f"first_response_time {DAYS} arrived:closed,open"),
        ("frt arrived:Closed", f"first_response_time {DAYS} arrived:closed"),
        ('frt arrived:"outside opening hours"', f"first_response_time {DAYS} arrived:closed"),
        ('frt arrived:"after hours"', f"first_response_time {DAYS} arrived:closed"),
        ("frt arrival:closed by channel", f"first_response_time {DAYS} by channel arrived:closed"),
        ("frt after hours", f"first_response_time {DAYS} arrived:closed"),
        ("frt after-hours by channel", f"first_response_time {DAYS} by channel arrived:closed"),
        ("frt out of hours", f"first_response_time {DAYS} arrived:closed"),
        ("frt outside business hours last month", "first_response_time 2026-06 arrived:closed"),
        ("frt outside of our working hours vs last month", "first_response_time 2026-07 vs 2026-06 arrived:closed"),
        ("frt in opening hours", f"first_response_time {DAYS} arrived:open"),
        ("frt during business hours by team", f"first_response_time {DAYS} by team arrived:open"),
        ("frt while we were closed", f"first_response_time {DAYS} arrived:closed"),
        ("volume when we’re closed", f"volume {DAYS} arrived:closed"),
        ("frt by opening hours", f"first_response_time {DAYS} by arrived"),
        ("frt by the business hours", f"first_response_time {DAYS} by arrived"),
        ("frt by arrived", f"first_response_time {DAYS} by arrived"),
        ("frt by arrival weekly 12 weeks", "first_response_time 2026-05-04..2026-07-26 by arrived weekly"),
        ("frt by arrivals", f"first_response_time {DAYS} by arrived"),
        ("by opening hours csat", f"csat {DAYS} by arrived"),
        ("csat by opening hours monthly 2026", "csat 2026 by arrived monthly"),
        ("arrivals by weekday and hour", f"arrivals {DAYS}"),
    ],
)
def test_opening_hours_are_a_dimension_in_every_way_of_naming_them(typed: str, question: str) -> None:
    assert read(typed) == question


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("csat by channel weekly", f"csat {DAYS} by channel weekly"),
        ("csat weekly by channel 12 weeks", "csat 2026-05-04..2026-07-26 by channel weekly"),
        (
            'frt 90d channel:email,chat team:"Tier 2" weekly',
            'first_response_time 2026-04-28..2026-07-26 weekly channel:chat,email team:"Tier 2"',
        ),
        (
            'team:"Tier 2" weekly channel:chat,email 90d frt',
            'first_response_time 2026-04-28..2026-07-26 weekly channel:chat,email team:"Tier 2"',
        ),
        ("csat by channel and week", f"csat {DAYS} by channel weekly"),
        ("csat by team per month 2026", "csat 2026 by team monthly"),
        ("csat by week by team", f"csat {DAYS} by team weekly"),
        ("csat by week and channel", f"csat {DAYS} by channel weekly"),
        ("csat trend by team", f"csat {DAYS} by team weekly"),
        ("csat by channel over time this year", "csat 2026 by channel monthly"),
    ],
)
def test_a_breakdown_and_a_series_go_together_in_any_order(typed: str, question: str) -> None:
    assert read(typed) == question


@pytest.mark.parametrize(
    ("typed", "sentence", "lines"),
    [
        (
            "frt opening hours",
            "Do you want to see opening hours and closed ones apart, or only one of them?",
            (
                "first_response_time by arrived",
                "first_response_time arrived:open",
                "first_response_time arrived:closed",
            ),
        ),
        (
            "frt arrived",
            "Do you want to see opening hours and closed ones apart, or only one of them?",
            (
                "first_response_time by arrived",
                "first_response_time arrived:open",
                "first_response_time arrived:closed",
            ),
        ),
        (
            "frt arrived:noon",
            "I know no arrival “noon”. There are open and closed.",
            ("first_response_time by arrived", "first_response_time"),
        ),
        ("frt arrived:", "Which arrival? There are open and closed.", ("first_response_time by arrived",)),
        (
            "frt arrived:none",
            "I know no arrival “none”. There are open and closed.",
            ("first_response_time by arrived", "first_response_time"),
        ),
        (
            "csat by channel by team",
            "That can be told apart in one way at a time: by channel or by team.",
            ("csat by channel", "csat by team"),
        ),
        (
            "csat by channel daily weekly",
            "That can be told apart in one way at a time: daily or weekly.",
            ("csat by channel daily", "csat by channel weekly"),
        ),
        ("csat quarterly", "A number is shown over time by days, weeks or months.", ("csat monthly", "csat")),
        ("csat by quarter", "A number is shown over time by days, weeks or months.", ("csat monthly", "csat")),
        ("csat by hour", "Only arrivals are shown by weekday and hour.", ("arrivals", "csat daily", "csat")),
        (
            "volume by hour of the day",
            "Only arrivals are shown by weekday and hour.",
            ("arrivals", "volume daily", "volume"),
        ),
        (
            "arrivals weekly",
            "Arrivals are by weekday and hour, not over time. How many came in over time is the volume.",
            ("volume weekly", "arrivals"),
        ),
        (
            "csat by queue",
            f"I cannot tell conversations apart by “queue”, only by {WAYS}.",
            ("csat by channel", "csat by intent", "csat"),
        ),
        (
            "cost per contact by channel",
            "Costs have no channel: they are known for all conversations together.",
            ("cost_per_contact", "volume by channel"),
        ),
        (
            "cost per contact channel:email june",
            "Costs have no channel: they are known for all conversations together.",
            ("cost_per_contact june", "volume june channel:email"),
        ),
        (
            "cost per resolution by team vs last year",
            "Costs have no team: they are known for all conversations together.",
            ("cost_per_resolution vs last year", "resolution_time vs last year by team"),
        ),
        (
            "self-service rate by intent june weekly",
            "Self-service inquiries have no intent: they are known only all together.",
            ("self_service_rate june weekly", "automation_rate june by intent weekly"),
        ),
        (
            "self-service rate channel:email",
            "Self-service inquiries have no channel: they are known only all together.",
            ("self_service_rate", "automation_rate channel:email"),
        ),
        (
            "intents intent:refund june",
            "Among conversations about one intent its share is 100 %. How many there are is their volume.",
            ("volume june intent:refund", "intent_distribution june"),
        ),
        (
            "intents refund by channel",
            "Among conversations about one intent its share is 100 %. How many there are is their volume.",
            ("volume by channel intent:refund", "intent_distribution by channel"),
        ),
    ],
)
def test_what_is_not_told_apart_so_is_said(typed: str, sentence: str, lines: tuple[str, ...]) -> None:
    assert offered(typed) == (sentence, lines)

"""What support teams count and the bot does not, and what makes no question at all. Today is Monday 27 July 2026."""

import pytest

from tests.kpi.grammar.asking import offered

PEOPLE = "No answer ranks people. Admins may ask for a number by assignee, where your team has that on."


@pytest.mark.parametrize(
    ("typed", "sentence", "lines"),
    [
        ("csat by employee", PEOPLE, ("csat",)),
        ("top agents", PEOPLE, ("csat", "first_response_time", "resolution_time")),
        ("who answered the most tickets", PEOPLE, ("csat", "first_response_time", "resolution_time")),
        (
            "fcr june",
            "Resolution on first contact is not told apart; nearest to it is the resolution rate.",
            ("resolution_rate june", "repeat_rate june"),
        ),
        (
            "sla last week",
            "The share answered within the target stands beside the first response time.",
            ("first_response_time last week",),
        ),
        (
            "first contact resolution by channel",
            "Resolution on first contact is not told apart; nearest to it is the resolution rate.",
            ("resolution_rate by channel", "repeat_rate by channel"),
        ),
        (
            "tickets resolved last week",
            "How many were resolved stands beside throughput and the resolution time.",
            ("throughput last week", "resolution_time last week"),
        ),
        (
            "how many tickets did we close",
            "How many were resolved stands beside throughput and the resolution time.",
            ("throughput", "resolution_time"),
        ),
        (
            "costs last month",
            "What support costs is told for each contact, and for each resolution.",
            ("cost_per_contact last month", "cost_per_resolution last month"),
        ),
        ("ces", "Satisfaction is counted as CSAT and NPS; there is no effort score.", ("csat",)),
        (
            "wait time by team",
            "How long customers wait for a person is the first response time. Who waits now is in waiting.",
            ("first_response_time by team", "waiting by team"),
        ),
        ("volume backlog", "That asks for Volume and Backlog. One at a time, please.", ("volume", "backlog")),
        ("csat open", "That asks for CSAT and Backlog. One at a time, please.", ("csat", "backlog")),
        ("csat june volume may", "That asks for CSAT and Volume. One at a time, please.", ("csat",)),
        ("resolution percent", "I don't know “percent”.", ("resolution_time",)),
    ],
)
def test_what_comes_nearest_is_offered(typed: str, sentence: str, lines: tuple[str, ...]) -> None:
    assert offered(typed) == (sentence, lines)

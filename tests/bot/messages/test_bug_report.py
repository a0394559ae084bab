"""An intent as a bug report."""

from typing import Any

import pytest

from bot.commands.intent import card_of
from bot.commands.registry import Asked, Workbench
from bot.messages.bug_report import LONGEST, MOST_LINKS, bug_report
from bot.messages.environment import Messages
from bot.playground.block_kit import view_problems
from kpi.store import Store
from tests.bot.messages.situations import NOW, desk
from tests.bot.messages.slack_client import HOSTILE
from tests.support.tickets import BERLIN, at, moment, ticket

WEEK = 7 * 24 * 3_600
OPENED = at("Tue 21 Jul 2026 09:00")
VERY_LONG = "printer on fire " * 625  # 10,000 characters


def some(number: int, weeks_ago: int = 0, **more: Any) -> list[dict[str, Any]]:
    """So many, opened a minute apart."""
    return [
        ticket(
            external_id=f"L-{weeks_ago}-{place}",
            url=f"https://desk.example/tickets/{weeks_ago}-{place}",
            **{"created_at": OPENED - weeks_ago * WEEK + 60 * place, "intent": "login bug", "channel": "email", **more},
        )
        for place in range(number)
    ]


def report(store: Store, *tickets: list[dict[str, Any]]) -> str:
    desk(*tickets, fields=("created_at", "intent", "channel", "subject"))(store)
    bench = Workbench(store, Messages(), BERLIN, lambda: moment(NOW))
    return bug_report(card_of(bench, Asked("", "/kpi"), '"login bug" last week', MOST_LINKS))


def test_it_has_title_what_since_when_how_many_by_channel_and_the_newest(store: Store) -> None:
    before = [row for weeks in range(1, 9) for row in some(2, weeks)]
    assert report(store, some(12, subject="Cannot sign in"), before).splitlines() == [
        "Login bug: 12 conversations with support in 20–26 July 2026",
        "",
        "What: 100 % of what customers wrote to support about in 20–26 July 2026 was “login bug” (12 of 12, usually 2 "
        "a week).",
        "Since: the week of 20 July 2026, when it came to more than usual.",
        "By channel: email 12",
        "",
        "The newest of 12:",
        *(f"- https://desk.example/tickets/0-{place} Cannot sign in" for place in range(11, 1, -1)),
    ]


def test_where_no_week_is_known_it_does_not_say_since_when(store: Store) -> None:
    assert "Since: not known, for want of weeks to compare with." in report(store, some(3))


def test_without_subjects_there_are_links_alone(store: Store) -> None:
    assert report(store, some(1)).endswith("\n- https://desk.example/tickets/0-0")


@pytest.mark.parametrize("subject", [VERY_LONG, HOSTILE * 5, "مشكلة " * 50, "👩‍👩‍👧" * 100])
def test_it_fits_its_field_whatever_the_subjects_are(store: Store, subject: str) -> None:
    found = report(store, some(MOST_LINKS, subject=subject))
    assert len(found) <= LONGEST
    assert found.count("- https://") == MOST_LINKS
    view = Messages().modal(
        "bug_report_modal.j2", name="bug_report", carried="{}", title="Bug report", report=found, longest=LONGEST
    )
    assert view_problems(view) == []
    [block] = view["blocks"]
    assert block["element"]["initial_value"] == found, "it is plain text, and nothing of it is escaped"

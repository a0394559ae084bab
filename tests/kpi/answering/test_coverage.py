"""How far the data reach."""

import pytest

from kpi.answering.coverage import Coverage
from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME, Kpi
from kpi.sources import SourceFacts
from tests.support.tickets import at

FIELDS = ("created_at", "resolved_at")


def source(name: str, first: str | None, until: str | None, fields: tuple[str, ...] = FIELDS) -> SourceFacts:
    return SourceFacts(name, frozenset(fields), at(first) if first else None, at(until) if until else None)


def coverage(*sources: SourceFacts) -> Coverage:
    return Coverage.of(RESOLUTION_TIME, sources)


@pytest.mark.parametrize(
    ("kpi", "fields", "feeds"),
    [
        (RESOLUTION_TIME, ("created_at", "resolved_at"), True),
        (RESOLUTION_TIME, ("created_at", "rating"), False),
        (RESOLUTION_TIME, ("resolved_at",), False),
        (FIRST_RESPONSE_TIME, ("created_at", "first_response_at"), True),
        (FIRST_RESPONSE_TIME, ("created_at", "first_human_response_at"), True),
        (FIRST_RESPONSE_TIME, ("created_at", "first_automated_response_at"), True),
        (FIRST_RESPONSE_TIME, ("created_at", "resolved_at"), False),
        (CSAT, ("created_at", "rating"), False),
        (CSAT, ("rating", "rated_at"), True),
        (CSAT, ("rating", "resolved_at"), True),
        (CSAT, ("created_at", "resolved_at"), False),
    ],
)
def test_a_source_feeds_a_kpi_when_it_tells_what_the_kpi_needs(kpi: Kpi, fields: tuple[str, ...], feeds: bool) -> None:
    desk = source("desk", "Mon 1 Jun 2026 09:00", "Mon 3 Aug 2026 00:00", fields)
    assert bool(Coverage.of(kpi, [desk]).sources) == feeds


def test_a_source_whose_first_import_has_not_finished_feeds_nothing() -> None:
    assert coverage(source("desk", None, None)).sources == ()


def test_data_are_complete_up_to_the_earliest_end_of_the_sources_that_go_on() -> None:
    both = coverage(
        source("desk", "Mon 1 Jun 2026 09:00", "Fri 24 Jul 2026 12:00"),
        source("chat", "Mon 1 Jun 2026 09:00", "Mon 27 Jul 2026 09:00"),
    )
    assert both.complete_until(since=at("Mon 13 Jul 2026 00:00")) == at("Fri 24 Jul 2026 12:00")


def test_a_source_that_ended_before_keeps_nothing_waiting() -> None:
    moved = coverage(
        source("old desk", "Thu 1 Jan 2026 09:00", "Tue 30 Jun 2026 12:00"),
        source("desk", "Mon 29 Jun 2026 09:00", "Mon 27 Jul 2026 09:00"),
    )
    assert moved.complete_until(since=at("Mon 13 Jul 2026 00:00")) == at("Mon 27 Jul 2026 09:00")


def test_if_all_have_ended_the_latest_end_says_how_fresh_the_data_are() -> None:
    ended = coverage(
        source("desk", "Thu 1 Jan 2026 09:00", "Tue 30 Jun 2026 12:00"),
        source("chat", "Thu 1 Jan 2026 09:00", "Sun 31 May 2026 12:00"),
    )
    assert ended.complete_until(since=at("Mon 13 Jul 2026 00:00")) == at("Tue 30 Jun 2026 12:00")


def test_without_sources_nothing_is_complete() -> None:
    assert coverage().complete_until(since=0) is None


WEEKS = at("Mon 13 Jul 2026 00:00"), at("Mon 27 Jul 2026 00:00")


@pytest.mark.parametrize(
    ("first", "begins"),
    [
        ("Mon 1 Jun 2026 09:00", False),
        ("Mon 13 Jul 2026 08:30", False),  # the first conversation of the first day
        ("Tue 14 Jul 2026 08:30", True),
        ("Sun 26 Jul 2026 23:59:59", True),
        ("Mon 27 Jul 2026 00:00", False),  # only after the end
    ],
)
def test_a_source_that_begins_inside_makes_the_weeks_incomparable(first: str, begins: bool) -> None:
    steady = source("desk", "Thu 1 Jan 2026 09:00", "Mon 3 Aug 2026 00:00")
    newcomer = source("chat", first, "Mon 3 Aug 2026 00:00")
    both = coverage(steady, newcomer)
    assert both.begun_within(*WEEKS) == (newcomer if begins else None)
    assert (both.same_since(WEEKS[1]) > WEEKS[0]) is begins


def test_of_several_newcomers_the_latest_is_named() -> None:
    sources = [
        source("chat", "Wed 15 Jul 2026 09:00", "Mon 3 Aug 2026 00:00"),
        source("shop", "Fri 17 Jul 2026 09:00", "Mon 3 Aug 2026 00:00"),
        source("mail", "Thu 16 Jul 2026 09:00", "Mon 3 Aug 2026 00:00"),
    ]
    newcomer = coverage(*sources).begun_within(*WEEKS)
    assert newcomer is not None
    assert newcomer.name == "shop"


@pytest.mark.parametrize(
    ("until", "is_broken"),
    [("Mon 27 Jul 2026 00:00", False), ("Sun 26 Jul 2026 23:59:59", True), ("Sun 12 Jul 2026 12:00", False)],
)
def test_a_source_that_ends_inside_breaks_the_weeks(until: str, is_broken: bool) -> None:
    steady = source("desk", "Thu 1 Jan 2026 09:00", "Mon 3 Aug 2026 00:00")
    both = coverage(steady, source("chat", "Thu 1 Jan 2026 09:00", until))
    assert (both.same_since(WEEKS[1]) > WEEKS[0]) is is_broken

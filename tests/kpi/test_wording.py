"""Readouts in words."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kpi import period, wording
from kpi.answer import Baseline, Readout, Trend, answer
from kpi.breakdown import Breakdown, Segment
from kpi.catalogue import CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME, Kpi
from kpi.comparison import Change, compare
from kpi.dimensions import CHANNEL, INTENT, LANGUAGE, PRIORITY, TEAM
from kpi.facts import Durations, Sample, Share
from kpi.filters import Filter
from kpi.labels import NOT_TOLD
from kpi.question import Question
from kpi.readings.reading import Reading
from kpi.store import Store
from kpi.tickets import TicketFacts
from tests.support.tickets import add, at, moment, ticket

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 7, 27)
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def asked(kpi: Kpi, text: str = "last week") -> Question:
    return Question(kpi, period.parse(text, MONDAY, ZONE))


def compared(kpi: Kpi, now: Sample, earlier: Sample, text: str = "last week", **more: Any) -> Readout:
    """The readout of a sample and of one in the period before it."""
    question = asked(kpi, text)
    before = period.before(question.period)
    assert before
    return Readout(question, Reading(now), compare(now, earlier), baseline=Baseline(before, earlier), **more)


def alone(
    kpi: Kpi, now: Sample, why: str = "no data for 13–19 July 2026", text: str = "last week", **more: Any
) -> Readout:
    """A readout that is compared with nothing."""
    return Readout(asked(kpi, text), Reading(now), Change.none(why), **more)


def took(*seconds: float) -> Durations:
    return Durations(seconds * 10)


@pytest.mark.parametrize(
    ("readout", "headline"),
    [
        (
            compared(CSAT, Share(742, 1_000), Share(823, 1_000)),
            "CSAT: 74.2 %, down 8.1 points (worse, beyond noise), short of the target of 80 %",
        ),
        (compared(CSAT, Share(83, 100), Share(82, 100)), "CSAT: 83 %, up 1 point (within noise), on target"),
        (compared(CSAT, Share(82, 100), Share(82, 100)), "CSAT: 82 %, unchanged, on target"),
        (
            compared(CSAT, Share(17, 25), Share(19, 25)),
            "CSAT: 68 %, down 8 points (within noise), perhaps short of the target of 80 %",
        ),
        (alone(CSAT, Share(82, 100)), "CSAT: 82 %, on target"),
        (alone(CSAT, Share(4, 5)), "CSAT: 80 %"),
        (alone(CSAT, Share(0, 0)), "CSAT: no data"),
        (
            alone(CSAT, Share(82, 100), incomplete=True, as_of=at("Fri 24 Jul 2026 12:00")),
            "CSAT: 82 % (incomplete)",
        ),
        (Readout(asked(CSAT), None, Change.none("not connected")), "CSAT: not connected"),
        (
            compared(FIRST_RESPONSE_TIME, took(58 * MINUTE), took(54 * MINUTE)),
            "First response time, by a person: median 58 min, up 4 min (slower, beyond noise), on target",
        ),
        (
            compared(RESOLUTION_TIME, took(2 * DAY + 4 * HOUR), took(2 * DAY)),
            "Resolution time: median 2 d 4 h, up 4 h (slower, beyond noise)",
        ),
        (
            compared(RESOLUTION_TIME, Durations([9 * MINUTE]), Durations([5 * MINUTE])),
            "Resolution time: median 9 min, up 4 min (too few to tell)",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_headline_is_the_value_its_change_whether_that_is_noise_and_the_target(
    readout: Readout, headline: str
) -> None:
    assert wording.headline(readout) == headline


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ([], "CSAT: 82 %"),
        ([Filter(CHANNEL, "email", "email")], "CSAT, only email: 82 %"),
        ([Filter(CHANNEL, "", NOT_TOLD)], "CSAT, only without a channel: 82 %"),
        (
            [Filter(CHANNEL, "chat", "chat"), Filter(CHANNEL, "email", "email"), Filter(TEAM, "tier 2", "Tier 2")],
            "CSAT, only chat or email, only Tier 2: 82 %",
        ),
        (
            [Filter(PRIORITY, "high", "high"), Filter(LANGUAGE, "de", "de")],
            "CSAT, only priority high, only language de: 82 %",
        ),
        ([Filter(INTENT, "x" * 200, "x" * 200)], f"CSAT, only {'x' * 29}…: 82 %"),
    ],
)
def test_what_a_value_is_narrowed_to_stands_before_it(filters: list[Filter], said: str) -> None:
    readout = alone(CSAT, Share(82, 100))
    assert wording.figure(replace(readout, question=replace(readout.question, filters=tuple(filters)))) == said


def a_segment(sample: Sample, earlier: Sample | None, spelling: str = "email") -> Segment:
    change = compare(sample, earlier) if earlier else Change.none("no data in the period before")
    return Segment(spelling, spelling, sample, 0.48, change)


def test_a_segment_is_a_value_of_so_many_and_its_change() -> None:
    said = wording.segment(a_segment(Share(98, 120), Share(94, 120)), CSAT)
    assert said == "email: 81.7 % of 120 ratings, 48 % of all; up 3.3 points (within noise)"
    assert wording.segment_change(a_segment(Share(1, 2), Share(1, 2)), CSAT) == "unchanged"
    assert wording.segment_change(a_segment(Share(1, 2), None), CSAT) == "no data in the period before"
    assert wording.segment(a_segment(took(HOUR), took(MINUTE), "x" * 100), RESOLUTION_TIME) == (
        f"{'x' * 59}…: median 1 h of 10 resolved conversations, 48 % of all; up 59 min (slower, beyond noise)"
    )


@pytest.mark.parametrize(
    ("rest", "n", "said"),
    [(0, 0, None), (1, 1, "1 more channel holds 1 rating"), (5, 1_234, "5 more channels hold 1,234 ratings")],
)
def test_segments_that_are_not_listed_are_counted(rest: int, n: int, said: str | None) -> None:
    assert wording.rest(Breakdown(CHANNEL, (), 2_000, rest, n), CSAT) == said


@pytest.mark.parametrize(
    ("now", "earlier", "headline"),
    [
        (83 * MINUTE, 83 * MINUTE - 415, "median 1 h 23 min, up 7 min"),
        (83 * MINUTE, 83 * MINUTE - 20, "median 1 h 23 min, unchanged"),
        (73 * MINUTE + 35, 73 * MINUTE + 22, "median 1 h 14 min, about the same"),
        (50 * HOUR, 47 * HOUR + 20 * MINUTE, "median 2 d 2 h, up 3 h"),
        (90, 60, "median 1 min 30 s, up 30 s"),
        (90, 25 * MINUTE, "median 1 min 30 s, down 24 min"),
    ],
)
def test_a_durations_change_is_as_precise_as_the_duration(now: float, earlier: float, headline: str) -> None:
    assert wording.figure(compared(RESOLUTION_TIME, took(now), took(earlier))) == f"Resolution time: {headline}"


@pytest.mark.parametrize(
    ("readout", "verdict"),
    [
        (compared(CSAT, Share(70, 100), Share(85, 100)), "worse, and more than noise explains"),
        (compared(CSAT, Share(85, 100), Share(70, 100)), "better, and more than noise explains"),
        (compared(CSAT, Share(80, 100), Share(82, 100)), "within noise"),
        (compared(CSAT, Share(82, 100), Share(82, 100)), "no change"),
        (compared(RESOLUTION_TIME, took(9, 10, 11), took(19, 20, 21)), "faster, and more than noise explains"),
        (compared(RESOLUTION_TIME, took(19, 20, 21), took(9, 10, 11)), "slower, and more than noise explains"),
        (compared(RESOLUTION_TIME, Durations([9]), Durations([5])), "too few to tell whether that is noise"),
        (alone(CSAT, Share(8, 10)), "not compared: no data for 13–19 July 2026"),
        (alone(CSAT, Share(8, 10), "not comparable: the data of x begin"), "not comparable: the data of x begin"),
        (
            alone(CSAT, Share(8, 10), "the data do not reach it", incomplete=True, as_of=at("Fri 24 Jul 2026 12:00")),
            "incomplete, so not compared: the data reach only to Fri 24 Jul 2026, 12:00",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_verdict_says_whether_the_change_is_one(readout: Readout, verdict: str) -> None:
    assert wording.verdict(readout) == verdict


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("last week", "before (13–19 July 2026): 80 % of 50 ratings"),
        ("last month", "before (May 2026): 80 % of 50 ratings"),
        ("yesterday", "before (Saturday 25 July 2026): 80 % of 50 ratings"),
        ("q2", "before (Q1 2026): 80 % of 50 ratings"),
    ],
)
def test_what_it_is_compared_with_is_named_by_its_dates(text: str, before: str) -> None:
    assert wording.before(compared(CSAT, Share(45, 50), Share(40, 50), text)) == before


def test_of_a_duration_it_says_the_median() -> None:
    said = wording.before(compared(RESOLUTION_TIME, Durations([HOUR]), Durations([MINUTE])))
    assert said == "before (13–19 July 2026): median 1 min of 1 resolved conversation"


def test_what_was_not_compared_is_not_put_beside_it() -> None:
    readout = compared(CSAT, Share(45, 50), Share(40, 50))
    assert wording.before(replace(readout, change=Change.none("not comparable"))) is None
    assert wording.before(alone(CSAT, Share(45, 50))) is None


@pytest.mark.parametrize(
    ("readout", "scope"),
    [
        (alone(CSAT, Share(40, 50)), "Week 2026-W30 (20–26 July 2026): 50 ratings"),
        (alone(CSAT, Share(40, 50), text=""), "Last 7 days (20–26 July 2026): 50 ratings"),
        (alone(CSAT, Share(40, 1_200), text="june"), "June 2026: 1,200 ratings"),
        (alone(CSAT, Share(1, 1)), "Week 2026-W30 (20–26 July 2026): 1 rating, too few to say much"),
        (alone(CSAT, Share(1, 29), text="2026"), "2026 so far: 29 ratings, too few to say much"),
        (alone(CSAT, Share(40, 50), text="2026-07-24..2026-07-30"), "24–30 July 2026 so far: 50 ratings"),
        (
            alone(RESOLUTION_TIME, Durations([5] * 10), text="all"),
            "All time (up to 27 July 2026): 10 resolved conversations",
        ),
        (alone(CSAT, Share(0, 0), text="june"), "June 2026: no ratings"),
        (
            alone(CSAT, Share(0, 0), incomplete=True, as_of=at("Mon 20 Jul 2026 07:00")),
            "Week 2026-W30 (20–26 July 2026): no ratings; the data reach only to Mon 20 Jul 2026, 07:00",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_scope_is_the_period_and_how_many_it_holds(readout: Readout, scope: str) -> None:
    assert wording.scope(readout) == scope


@pytest.mark.parametrize(
    ("readout", "target"),
    [
        (alone(CSAT, Share(80, 100)), "on target (80 % or more)"),
        (alone(CSAT, Share(72, 100)), "short of the target of 80 %"),
        (alone(CSAT, Share(17, 25)), "perhaps short of the target of 80 %: chance alone could explain the gap"),
        (alone(CSAT, Share(0, 1)), "too few to judge against the target of 80 %"),
        (alone(CSAT, Share(0, 0)), None),
        (alone(CSAT, Share(72, 100), incomplete=True, as_of=at("Fri 24 Jul 2026 12:00")), None),
        (Readout(asked(CSAT), None, Change.none("not connected")), None),
        (alone(FIRST_RESPONSE_TIME, took(HOUR)), "on target (1 h or less)"),
        (alone(FIRST_RESPONSE_TIME, took(2 * HOUR)), "slower than the target of 1 h"),
        (
            alone(FIRST_RESPONSE_TIME, took(2 * HOUR, 2 * HOUR, MINUTE, MINUTE, 2 * HOUR)),
            "perhaps slower than the target of 1 h: chance alone could explain the gap",
        ),
        (alone(RESOLUTION_TIME, took(HOUR)), None),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_target_is_judged_only_as_far_as_the_data_go(readout: Readout, target: str | None) -> None:
    assert wording.target(readout) == target


def test_four_weeks_against_four() -> None:
    recent, earlier = Share(320, 400), Share(350, 400)
    readout = alone(CSAT, Share(40, 50), trend=Trend(recent, earlier, compare(recent, earlier)))
    said = "80 %, against 87.5 % in the four weeks before: worse, and more than noise explains"
    assert wording.trend(readout) == said
    assert f"Last four weeks: {said}." in wording.notes(readout)
    assert wording.trend(alone(CSAT, Share(40, 50))) is None


def test_four_weeks_of_durations_are_medians() -> None:
    recent, earlier = took(HOUR), took(HOUR)
    readout = alone(RESOLUTION_TIME, recent, trend=Trend(recent, earlier, compare(recent, earlier)))
    assert wording.trend(readout) == "median 1 h, against median 1 h in the four weeks before: no change"


def test_the_notes_say_all_that_value_and_change_do_not() -> None:
    newest = asked(CSAT, "june")
    assert wording.notes(compared(CSAT, Share(40, 50), Share(41, 50))) == []
    assert wording.notes(alone(CSAT, Share(3, 4))) == [
        "Not compared: no data for 13–19 July 2026.",
        "Only 4 ratings: too few to say much.",
    ]
    assert wording.notes(alone(CSAT, Share(0, 0), newest=newest)) == [
        "Week 2026-W30 (20–26 July 2026): no ratings.",
        "The newest are in June 2026: ask “csat 2026-06”.",
    ]


def test_what_was_left_out_is_counted_by_reason() -> None:
    reading = Reading(Share(8, 10), left_out={"spam": 1_200, "rating off its scale": 1})
    readout = replace(alone(CSAT, Share(8, 10)), reading=reading)
    assert wording.left_out(readout) == "left out: spam (1,200), rating off its scale (1)"
    assert wording.left_out(alone(CSAT, Share(8, 10))) == "nothing left out"


def test_times_say_the_zone_and_the_clock() -> None:
    assert wording.clock(alone(CSAT, Share(8, 10))) == "Europe/Berlin"
    assert wording.clock(alone(RESOLUTION_TIME, took(HOUR))) == "Europe/Berlin, calendar clock"


def test_several_readouts_are_as_fresh_as_the_stalest_that_is_connected() -> None:
    friday = alone(CSAT, Share(8, 10), as_of=at("Fri 24 Jul 2026 12:00"))
    monday = replace(friday, as_of=at("Mon 27 Jul 2026 09:30"))
    nothing = replace(friday, as_of=None)
    assert wording.freshness(nothing, monday, friday) == "data complete to Fri 24 Jul 2026, 12:00"
    assert wording.freshness(nothing) == "no data yet"


def test_a_kpi_that_is_not_connected_says_what_no_source_tells(store: Store) -> None:
    add(store, "desk", ticket(created_at="Mon 20 Jul 2026 09:00"))
    assert wording.notes(read(store, CSAT)) == [
        "No conversation imported so far says how customers rated it or when they rated it."
    ]
    assert wording.headline(read(store, RESOLUTION_TIME)) == "Resolution time: not connected"


@pytest.mark.parametrize(
    ("names", "words"), [(["x" * 200], f"{'x' * 59}… does not"), (list("abcde"), "a, b, c and 2 more do")]
)
def test_a_note_names_no_more_than_three_sources_and_no_long_name_in_full(
    store: Store, names: list[str], words: str
) -> None:
    for name in names:
        add(store, name, ticket(created_at="Mon 20 Jul 2026 09:00", first_response_at="Mon 20 Jul 2026 09:30"))
    [note] = [note for note in wording.notes(read(store, FIRST_RESPONSE_TIME)) if "who answered" in note]
    assert note.startswith(words)


def read(store: Store, kpi: Kpi) -> Readout:
    now: datetime = moment("Mon 27 Jul 2026 09:30")
    with store.reading() as connection:
        return answer(asked(kpi), TicketFacts(connection), now)

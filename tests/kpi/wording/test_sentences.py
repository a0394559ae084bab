"""Readouts in words."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from kpi import period
from kpi.answering.answer import answer
from kpi.answering.readout import Baseline, Readout, Trend, Usual, Window
from kpi.catalogue import (
    BACKLOG,
    COST_PER_CONTACT,
    CSAT,
    FIRST_RESPONSE_TIME,
    INTENT_DISTRIBUTION,
    NPS,
    RESOLUTION_RATE,
    RESOLUTION_TIME,
    VOLUME,
    Kpi,
)
from kpi.comparison import Change, compare
from kpi.dimensions import CHANNEL, INTENT, LANGUAGE, PRIORITY, TEAM
from kpi.filters import Filter
from kpi.labels import NOT_TOLD
from kpi.question import Question
from kpi.readings.reading import Reading
from kpi.samples import Balance, Durations, Number, Ratio, Sample, Share
from kpi.state import State, judge
from kpi.store import Store
from kpi.team.notes import Kind, Note
from kpi.wording import sentences
from tests.support.asking import facts_of
from tests.support.tickets import add, at, days, moment, ticket

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = date(2026, 7, 27)
MINUTE, HOUR, DAY = 60, 3_600, 86_400


def asked(kpi: Kpi, text: str = "last week") -> Question:
    return Question(kpi, period.parse(text, MONDAY, ZONE))


def made(question: Question, reading: Reading, change: Change, usual: float | None = None, **more: Any) -> Readout:
    """Judged against the KPI's own target, or its usual."""
    kpi = question.kpi
    target = next(iter(kpi.targets.values()), None)
    found = judge(kpi, reading, {"value": target, "person": target}, usual)
    state = {} if more.get("incomplete") else {"state": found.state, "unjudged": found.why}
    known = {} if usual is None else {"usual": Usual(usual, 8)}
    return Readout(question, reading, change, "EUR", target=target, **{**state, **known, **more})


def compared(kpi: Kpi, now: Sample, earlier: Sample, text: str = "last week", **more: Any) -> Readout:
    """The readout of a sample and of one in the period before it."""
    question = asked(kpi, text)
    before = period.before(question.period)
    assert before
    past = [0.1] * 12 if isinstance(now, Ratio | Number) else ()
    change = compare(now, earlier, past=past)
    return made(question, Reading(now), change, baseline=Baseline(before, earlier), **more)


def alone(
    kpi: Kpi, now: Sample, why: str = "no data for 13–19 July 2026", text: str = "last week", **more: Any
) -> Readout:
    """A readout that is compared with nothing."""
    return made(asked(kpi, text), Reading(now), Change.none(why), **more)


def unconnected(kpi: Kpi) -> Readout:
    return Readout(asked(kpi), None, Change.none("not connected"), "EUR")


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
            "CSAT: 68 %, down 8 points (within noise)",
        ),
        (
            compared(CSAT, Share(77, 100), Share(79, 100)),
            "CSAT: 77 %, down 2 points (within noise), perhaps short of the target of 80 %",
        ),
        (alone(CSAT, Share(82, 100)), "CSAT: 82 %, on target"),
        (alone(CSAT, Share(4, 5)), "CSAT: 80 %"),
        (alone(CSAT, Share(0, 0)), "CSAT: no data"),
        (
            alone(CSAT, Share(82, 100), incomplete=True, as_of=at("Fri 24 Jul 2026 12:00")),
            "CSAT: 82 % (incomplete)",
        ),
        (unconnected(CSAT), "CSAT: not connected"),
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
    assert sentences.headline(readout) == headline


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
    assert sentences.figure(replace(readout, question=replace(readout.question, filters=tuple(filters)))) == said


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
    assert sentences.figure(compared(RESOLUTION_TIME, took(now), took(earlier))) == f"Resolution time: {headline}"


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
    assert sentences.verdict(readout) == verdict


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
    assert sentences.before(compared(CSAT, Share(45, 50), Share(40, 50), text)) == before


def test_of_a_duration_it_says_the_median() -> None:
    said = sentences.before(compared(RESOLUTION_TIME, Durations([HOUR]), Durations([MINUTE])))
    assert said == "before (13–19 July 2026): median 1 min of 1 resolved conversation"


def test_what_was_not_compared_is_not_put_beside_it() -> None:
    readout = compared(CSAT, Share(45, 50), Share(40, 50))
    assert sentences.before(replace(readout, change=Change.none("not comparable"))) is None
    assert sentences.before(alone(CSAT, Share(45, 50))) is None


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
    assert sentences.scope(readout) == scope


@pytest.mark.parametrize(
    ("readout", "said"),
    [
        (alone(CSAT, Share(80, 100)), ["Target: 80 % or more."]),
        (alone(CSAT, Share(17, 25)), ["Target: 80 % or more.", "Not judged: 25 ratings, where 30 are needed."]),
        (
            compared(CSAT, Share(77, 100), Share(77, 100)),
            ["Target: 80 % or more. Chance alone could explain the gap."],
        ),
        (alone(CSAT, Share(0, 0)), []),
        (unconnected(CSAT), []),
        (alone(FIRST_RESPONSE_TIME, took(HOUR)), ["Target: 1 h or less."]),
        (alone(RESOLUTION_TIME, took(HOUR), usual=HOUR), ["Usual: 1 h, the median of 8 weeks."]),
        (alone(RESOLUTION_TIME, took(HOUR)), ["Not judged: no target is set, and its own usual is not known yet."]),
        (alone(VOLUME, Number(7)), []),
    ],
)
def test_it_says_by_what_it_is_judged_or_why_not(readout: Readout, said: list[str]) -> None:
    judged = [each for each in sentences.sentences(readout) if each.startswith(("Target", "Usual", "Not judged"))]
    assert judged == said


@pytest.mark.parametrize(
    ("readout", "headline"),
    [
        (
            compared(COST_PER_CONTACT, Ratio(500, 100), Ratio(400, 100), usual=4.0),
            "Cost per contact: 5 EUR, up 1 EUR (within its usual change), above its usual 4 EUR",
        ),
        (
            compared(COST_PER_CONTACT, Ratio(400, 100), Ratio(400, 100), usual=4.1),
            "Cost per contact: 4 EUR, unchanged, about its usual 4.10 EUR",
        ),
        (
            compared(RESOLUTION_TIME, took(2 * HOUR), took(HOUR), usual=HOUR),
            "Resolution time: median 2 h, up 1 h (slower, beyond noise), slower than its usual 1 h",
        ),
        (
            compared(NPS, Balance(60, 10, 100), Balance(50, 20, 100), usual=30.0),
            "NPS: 50, up 20 points (within noise), above its usual 30",
        ),
        (
            compared(INTENT_DISTRIBUTION, Share(40, 100), Share(10, 100)),
            "Intents: 40 %, up 30 points (worse, beyond noise), above the limit of 25 %",
        ),
        (compared(VOLUME, Number(90), Number(40)), "Volume: 90, up 50 (beyond its usual change)"),
        (compared(BACKLOG, Number(90), Number(40)), "Backlog: 90, up 50 (worse, beyond its usual change)"),
        (alone(VOLUME, Number(0)), "Volume: 0"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_headline_without_a_target_says_how_it_stands_against_its_usual(readout: Readout, headline: str) -> None:
    assert sentences.headline(readout) == headline


def test_a_kpi_of_two_rows_says_which_of_them_is_slow() -> None:
    person, bot = took(30 * MINUTE), took(20 * MINUTE)
    reading = Reading(person, rows={"person": person, "bot": bot})
    readout = made(asked(FIRST_RESPONSE_TIME), reading, Change.none("no data"), state=State.SHORT, unjudged="")
    assert sentences.headline(readout).endswith("median 30 min, on target, but the bot slower than its target")


def test_a_week_with_too_few_is_judged_by_more_of_them() -> None:
    four, before = Share(72, 100), Share(80, 100)
    over = asked(CSAT, "28 days").period
    window = Window("last 4 weeks", over, four, before, compare(four, before))
    readout = compared(CSAT, Share(17, 25), Share(19, 25), window=window, state=State.SHORT, unjudged="")
    assert sentences.headline(readout) == (
        "CSAT: 68 %, down 8 points (within noise); last 4 weeks 72 %, short of the target of 80 %"
    )
    assert (
        "Last 4 weeks: 72 % of 100 ratings, down 8 points (within noise) against the 4 weeks before; that is what is "
        "judged, as one week holds too few."
    ) in sentences.sentences(readout)


def test_notes_on_the_time_line_are_told_the_latest_first() -> None:
    marked = [date(2026, 7, number) for number in (3, 21, 10, 15)]
    notes = tuple(Note(day, day, f"release {day.day}.", Kind.NOTE, 1, "Ada", 0) for day in marked)
    assert sentences.marks(alone(CSAT, Share(8, 10), marks=notes)) == [
        "On the time line: 21 July 2026: release 21.",
        "On the time line: 15 July 2026: release 15.",
        "On the time line: 10 July 2026: release 10.",
        "1 more note on the time line: ask “notes”.",
    ]


def test_days_that_are_not_counted_yet_are_told_with_the_freshness() -> None:
    readout = alone(CSAT, Share(8, 10), as_of=at("Fri 24 Jul 2026 12:00"), behind=3)
    assert sentences.freshness(readout).endswith("12:00 · 3 days are still being counted")
    assert "1 day is still being counted." in sentences.notes(replace(readout, behind=1))


def test_another_period_to_compare_with_is_named_as_such() -> None:
    readout = compared(CSAT, Share(45, 50), Share(40, 50), "june")
    own = replace(readout, question=replace(readout.question, versus=asked(CSAT, "may").period))
    assert sentences.before(own) == "compared with May 2026: 80 % of 50 ratings"


def test_those_that_had_their_7_days_are_named_by_their_opening() -> None:
    reading = Reading(Share(118, 140), opened=days("Mon 13 Jul 2026", "Mon 20 Jul 2026"))
    readout = made(asked(RESOLUTION_RATE), reading, Change.none("no data"))
    assert sentences.scope(readout) == (
        "Week 2026-W30 (20–26 July 2026): 118 of 140 conversations that had their 7 days, opened 13–19 July 2026"
    )


def test_four_weeks_against_four() -> None:
    recent, earlier = Share(320, 400), Share(350, 400)
    readout = alone(CSAT, Share(40, 50), trend=Trend(recent, earlier, compare(recent, earlier)))
    said = "80 %, against 87.5 % in the four weeks before: worse, and more than noise explains"
    assert sentences.trend(readout) == said
    assert f"Last four weeks: {said}." in sentences.notes(readout)
    assert sentences.trend(alone(CSAT, Share(40, 50))) is None


def test_four_weeks_of_durations_are_medians() -> None:
    recent, earlier = took(HOUR), took(HOUR)
    readout = alone(RESOLUTION_TIME, recent, trend=Trend(recent, earlier, compare(recent, earlier)))
    assert sentences.trend(readout) == "median 1 h, against median 1 h in the four weeks before: no change"


def test_the_notes_say_all_that_value_and_change_do_not() -> None:
    newest = asked(CSAT, "june")
    assert sentences.notes(compared(CSAT, Share(40, 50), Share(41, 50))) == []
    assert sentences.notes(alone(CSAT, Share(3, 4))) == [
        "Not compared: no data for 13–19 July 2026.",
        "Only 4 ratings: too few to say much.",
        "Not judged: 4 ratings, where 30 are needed.",
    ]
    assert sentences.notes(alone(CSAT, Share(0, 0), newest=newest)) == [
        "Week 2026-W30 (20–26 July 2026): no ratings.",
        "The newest are in June 2026: ask “csat 2026-06”.",
    ]


def test_what_was_left_out_is_counted_by_reason() -> None:
    reading = Reading(Share(8, 10), left_out={"spam": 1_200, "rating off its scale": 1})
    readout = replace(alone(CSAT, Share(8, 10)), reading=reading)
    assert sentences.left_out(readout) == "left out: spam (1,200), rating off its scale (1)"
    assert sentences.left_out(alone(CSAT, Share(8, 10))) == "nothing left out"


def test_times_say_the_zone_and_the_clock() -> None:
    assert sentences.clock(alone(CSAT, Share(8, 10))) == "Europe/Berlin"
    assert sentences.clock(alone(RESOLUTION_TIME, took(HOUR))) == "Europe/Berlin, calendar clock"


def test_several_readouts_are_as_fresh_as_the_stalest_that_is_connected() -> None:
    friday = alone(CSAT, Share(8, 10), as_of=at("Fri 24 Jul 2026 12:00"))
    monday = replace(friday, as_of=at("Mon 27 Jul 2026 09:30"))
    nothing = replace(friday, as_of=None)
    assert sentences.freshness(nothing, monday, friday) == "data complete to Fri 24 Jul 2026, 12:00"
    assert sentences.freshness(nothing) == "no data yet"


def test_a_kpi_that_is_not_connected_says_what_no_source_tells(store: Store) -> None:
    add(store, "desk", ticket(created_at="Mon 20 Jul 2026 09:00"))
    assert sentences.notes(read(store, CSAT)) == [
        "No conversation imported so far says how customers rated it or when they rated it."
    ]
    assert sentences.headline(read(store, RESOLUTION_TIME)) == "Resolution time: not connected"


@pytest.mark.parametrize(
    ("names", "words"), [(["x" * 200], f"{'x' * 59}… does not"), (list("abcde"), "a, b, c and 2 more do")]
)
def test_a_note_names_no_more_than_three_sources_and_no_long_name_in_full(
    store: Store, names: list[str], words: str
) -> None:
    for name in names:
        add(store, name, ticket(created_at="Mon 20 Jul 2026 09:00", first_response_at="Mon 20 Jul 2026 09:30"))
    [note] = [note for note in sentences.notes(read(store, FIRST_RESPONSE_TIME)) if "who answered" in note]
    assert note.startswith(words)


def read(store: Store, kpi: Kpi) -> Readout:
    now: datetime = moment("Mon 27 Jul 2026 09:30")
    with store.reading() as connection:
        return answer(asked(kpi), facts_of(connection), now)

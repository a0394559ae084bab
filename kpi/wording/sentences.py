"""A readout in plain sentences, the same for Slack, the terminal and scripts. No markup of any kind."""

from itertools import groupby

from kpi import words
from kpi.answering.readout import Readout
from kpi.catalogue import FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, Unit
from kpi.dimensions import ARRIVED, LANGUAGE, PRIORITY, Dimension
from kpi.period import Period
from kpi.question import Filter, Question
from kpi.samples import Ratio
from kpi.span import day_name
from kpi.wording import change_words, state_words
from kpi.wording.count_words import local, many, of_so_many, rests_on

__all__ = [
    "before",
    "behind",
    "caveats",
    "clock",
    "figure",
    "freshness",
    "headline",
    "left_out",
    "many",
    "marks",
    "named",
    "narrowed",
    "newest",
    "notes",
    "over",
    "scope",
    "sentences",
    "title",
    "trend",
    "verdict",
]

_NAMED = (PRIORITY, LANGUAGE)
_MOST_MARKS = 3
_TREND_DAYS = 28


def headline(readout: Readout) -> str:
    """The value, how it moved, whether that is noise, and how it stands against its target.

    "CSAT: 74.2 %, down 8.1 points (worse, beyond noise), short of the target of 80 %"
    """
    said = figure(readout)
    reading = readout.reading
    if reading is not None and readout.change.absolute is not None:
        if noise := change_words.in_brackets(readout.kpi, readout.change, reading.sample):
            said += f" ({noise})"
    elif reading is not None and readout.incomplete and reading.n:
        said += " (incomplete)"
    if stands := state_words.stands(readout):
        said += f"{_window_value(readout)}, {stands}"
    return said


def figure(readout: Readout) -> str:
    """The value and how it moved: "CSAT, only email: 74.2 %, down 8.1 points"."""
    reading = readout.reading
    name = title(readout)
    if reading is None or not readout.connected:
        return f"{name}: not connected"
    if reading.value is None:
        return f"{name}: no data"
    kpi, currency = readout.kpi, readout.currency
    moved = readout.change.absolute
    change = "" if moved is None else f", {change_words.difference(moved, reading.value, kpi.unit, currency)}"
    return f"{name}: {change_words.value(reading.value, kpi.unit, currency)}{change}"


def title(readout: Readout) -> str:
    """What the value is of: "First response time, by a person", "CSAT, only email"."""
    return ", ".join(filter(None, (readout.kpi.title, _value_is(readout), *narrowed(readout.question))))


def narrowed(question: Question) -> list[str]:
    """What it is narrowed to, a text a dimension: "only email or chat", "only without a team"."""
    grouped = groupby(question.filters, key=lambda each: each.dimension)
    return [f"only {_only(dimension, list(filters))}" for dimension, filters in grouped]


def sentences(readout: Readout) -> list[str]:
    """What it rests on, what it is compared with, how it is judged, and what is marked on the time line."""
    if readout.reading is None or not readout.connected:
        return []
    if not readout.reading.n:
        return [f"{scope(readout)}."]
    compared = before(readout) or verdict(readout)
    said = [scope(readout), words.sentence(compared)]
    if stead := state_words.window(readout):
        said.append(words.sentence(stead))
    said = [f"{each}." for each in said]
    said += filter(None, (state_words.target(readout),))
    if why := state_words.unjudged(readout):
        said.append(f"{words.sentence(why)}.")
    if readout.breakdown is None and (drifted := trend(readout)):
        said.append(f"Last four weeks: {drifted}.")
    return said + marks(readout)


def marks(readout: Readout) -> list[str]:
    """What is noted on the time line, the latest first: "On the time line: 27 October 2026: release 4.2."."""
    latest = sorted(readout.marks, key=lambda mark: mark.first_day, reverse=True)
    said = [f"On the time line: {mark.said.rstrip('.')}." for mark in latest[:_MOST_MARKS]]
    more = len(latest) - _MOST_MARKS
    return [*said, f"{many(more, ('more note', 'more notes'))} on the time line: ask “notes”."] if more > 0 else said


def verdict(readout: Readout) -> str:
    """Whether the change is one: "worse, and more than noise explains"; or why there is none."""
    reading = readout.reading
    if readout.incomplete and reading is not None and reading.incomplete:
        return f"incomplete, so not compared: {reading.unjudged or 'some of its days are not known'}"
    if readout.incomplete and readout.as_of is not None:
        return f"incomplete, so not compared: the data reach only to {local(readout.as_of, readout)}"
    return change_words.verdict(readout.kpi, readout.change, reading.sample if reading else None)


def before(readout: Readout) -> str | None:
    """What it is compared with: "before (8–14 November 2026): 82.3 % of 167 ratings"; None where nothing is."""
    baseline = readout.baseline
    if baseline is None or baseline.sample.value is None or readout.change.absolute is None:
        return None
    name = "compared with" if readout.question.versus else "before"
    dates = baseline.period.called
    when = f"{name} {dates}" if readout.question.versus else f"{name} ({dates})"
    return f"{when}: {of_so_many(baseline.sample, readout.kpi, readout.currency)}"


def over(period: Period) -> str:
    """ "last 7 days (15–21 November 2026)", "last month (October 2026)", "June 2022", "June 2022 so far" """
    return period.label if period.called in period.label else f"{period.label} ({period.called})"


def scope(readout: Readout) -> str:
    """What the value rests on: "Last 7 days (15–21 November 2026): 25 ratings, too few to say much"."""
    reading = readout.reading
    counted = rests_on(readout) if reading is not None and reading.n else f"no {readout.kpi.counts[1]}"
    if readout.few:
        counted += ", too few to say much"
    if (reading is None or not reading.n) and readout.incomplete and readout.as_of is not None:
        counted += f"; the data reach only to {local(readout.as_of, readout)}"
    return f"{words.sentence(over(readout.question.period))}: {counted}"


def newest(readout: Readout) -> str | None:
    """Where the newest data are, if the period holds none: "the newest are in July 2026"."""
    return f"the newest are in {readout.newest.period.called}" if readout.newest else None


def trend(readout: Readout) -> str | None:
    """The last four weeks against the four before; None where there is no such comparison, or it is what is judged."""
    found = readout.trend
    judged = readout.window is not None and readout.window.period.days == _TREND_DAYS
    if judged or found is None or found.recent.value is None or found.earlier.value is None:
        return None
    kpi, currency = readout.kpi, readout.currency
    recent, earlier = (
        change_words.value(each, kpi.unit, currency) for each in (found.recent.value, found.earlier.value)
    )
    compared = f"{recent}, against {earlier} in the four weeks before"
    if isinstance(found.recent, Ratio):
        return compared
    return f"{compared}: {change_words.verdict(kpi, found.change, found.recent)}"


def caveats(readout: Readout) -> list[str]:
    """Sentences without which value, verdict and target would mislead."""
    reading = readout.reading
    if reading is None and not readout.missing:
        return ["Nothing has been imported yet."]
    if reading is None:
        return [f"No conversation imported so far says {' or '.join(readout.missing)}."]
    if not readout.connected:
        return [note.replace(": not connected", "") for note in reading.notes]
    said = verdict(readout).casefold() if readout.incomplete else ""
    told = [note for note in reading.notes if not said or note.rstrip(".").casefold() not in said]
    return [*told, *_counted_otherwise(readout)]


def _counted_otherwise(readout: Readout) -> list[str]:
    """That a part of the period stays as it was counted."""
    before = readout.counted_otherwise
    if before is None:
        return []
    return [
        f"Days before {day_name(before)} are as they were counted then, with another time zone, other opening hours or"
        " other targets: their conversations are no longer kept."
    ]


def notes(readout: Readout) -> list[str]:
    """All that a reader has to know beside the value, in sentences."""
    said = caveats(readout)
    if readout.reading is None:
        return said
    if readout.connected and readout.reading.n == 0:
        said.insert(0, f"{scope(readout)}.")
    elif readout.connected and readout.change.absolute is None:
        said.insert(0, f"{words.sentence(verdict(readout))}.")
    if readout.few:
        said.append(f"Only {many(readout.reading.n, readout.kpi.counts)}: too few to say much.")
    for each in (state_words.window(readout), state_words.unjudged(readout)):
        said += [f"{words.sentence(each)}."] if each else []
    if drifted := trend(readout):
        said.append(f"Last four weeks: {drifted}.")
    if readout.behind:
        said.append(f"{words.sentence(behind(readout))}.")
    if readout.series_left_out:
        said.append(f"The first {words.count(readout.series_left_out)} points of the series are not shown.")
    if readout.newest is not None:
        said.append(f"The newest are in {readout.newest.period.called}: ask “{readout.newest.text}”.")
    return said


def clock(readout: Readout) -> str:
    """The zone, and for durations the clock."""
    zone = readout.question.period.zone.key
    if readout.kpi == FIRST_RESPONSE_TIME and readout.reading is not None:
        # Only of teams with opening hours something is answered outside them.
        has_hours = "answered_while_closed" in readout.reading.parts
        return f"{zone}, {'by opening hours' if has_hours else 'calendar clock, no opening hours set'}"
    return f"{zone}, calendar clock" if readout.kpi.unit is Unit.SECONDS else zone


def left_out(readout: Readout) -> str:
    """What was not counted, by reason: "left out: spam (2), rating off its scale (1)"."""
    reasons = readout.reading.left_out if readout.reading else {}
    if not reasons:
        return "nothing left out"
    return "left out: " + ", ".join(f"{reason} ({words.count(n)})" for reason, n in reasons.items())


def freshness(*readouts: Readout) -> str:
    """Up to when the data of all of them are complete, in local time; those that are not connected left aside."""
    ends = [readout.as_of for readout in readouts if readout.as_of is not None]
    said = f"data complete to {local(min(ends), readouts[0])}" if ends else "no data yet"
    return " · ".join(filter(None, (said, behind(*readouts))))


def behind(*readouts: Readout) -> str:
    """What has come in and is not counted yet: "3 days are still being counted"; "" if nothing is."""
    days = max(readout.behind for readout in readouts)
    return f"{many(days, ('day is', 'days are'))} still being counted" if days else ""


def named(readout: Readout) -> str:
    """What the value is of, where it is of one intent, as it is spelt; "" elsewhere."""
    return readout.spelling or (readout.reading.named if readout.reading is not None else None) or ""


def _only(dimension: Dimension, filters: list[Filter]) -> str:
    """A priority or a language needs its name: "high" alone could be anything."""
    name = dimension.name[0]
    if dimension == ARRIVED:
        return f"what came {words.either([each.spelling for each in filters])}"
    spellings = [words.shorten(each.spelling, 30) if each.value else f"without {words.a(name)}" for each in filters]
    return f"{name} {words.either(spellings)}" if dimension in _NAMED else words.either(spellings)


def _value_is(readout: Readout) -> str:
    """Which row the value is, or which intent."""
    if readout.kpi == INTENT_DISTRIBUTION:
        name = named(readout)
        return f"the largest “{words.shorten(name, 40)}”" if name else ""
    return readout.kpi.value_is


def _window_value(readout: Readout) -> str:
    """The value that was judged, where it is not that of the week."""
    found = readout.window
    if found is None or found.sample.value is None:
        return ""
    amount = change_words.value(found.sample.value, readout.kpi.unit, readout.currency)
    return f"; {found.called} {amount}"

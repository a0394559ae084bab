"""Schedules as people type them: 'monday 9:00 Europe/Berlin team:"Tier 2" every 4 weeks'."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from kpi import zones
from kpi.catalogue import VOLUME
from kpi.filters import Filter, written
from kpi.grammar import slips
from kpi.grammar.errors import QuestionError
from kpi.grammar.reading import read as read_question
from kpi.grammar.words import plain, words
from kpi.labels import HiddenError, Labels, NoLabels, StoreLabels
from kpi.schedule.cadence import EACH_WEEK, FOUR_WEEKS
from kpi.schedule.schedules import MONDAY, NINE, SUBJECT, NewSchedule
from kpi.span import WEEKDAYS
from kpi.team.settings import TeamSettings
from kpi.words import shorten

__all__ = ["NewSchedule", "filters_of", "read"]

EXAMPLE = f"{SUBJECT} monday 9:00"

_Value = TypeVar("_Value")

_DAY = 24 * 60
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "other": 2, "second": 2, "third": 3, "fourth": 4}
_WHENS = {"noon": _DAY // 2, "midday": _DAY // 2, "midnight": 0}
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?h?\s*(?:([ap])\.?m\.?)?")
_FILLERS = {"on", "at", "in", "and", "the", "for", "of", "to", "with", "a", "review", "reviews", "o'clock", "time"}
_EACH_WEEK = {"weekly"}
_FOUR_WEEKS = {"monthly", "four-weekly", "4-weekly"}
_WEEKS = {"week", "weeks", "w", "wk", "wks"}
_EVERY = {"every", "each"}
_ONE_OR_FOUR = "A review is of one week, or of four."
_ABOUT_NOBODY = "A review is for the whole channel, and never about single people: it has no assignees."


@dataclass
class _Said:
    """What has been understood so far; None is what nobody has said."""

    weekday: int | None = None
    minute: int | None = None
    zone: ZoneInfo | None = None
    weeks: int | None = None


def read(text: str, zone: ZoneInfo, today: date, labels: Labels | None = None) -> NewSchedule:
    """What a line says; Monday at nine in the team's `zone` where it says nothing else.

    QuestionError, with lines to type instead, for what cannot be. Without `labels` there is nothing to narrow to.
    """
    said, rest = _Said(), []
    chunks = _chunks(plain(text))
    while chunks:
        taken = _take(said, chunks)
        if not taken:
            rest.append(chunks[0])
        del chunks[: taken or 1]
    weekday, minute = said.weekday, said.minute
    new = NewSchedule(
        MONDAY if weekday is None else weekday, NINE if minute is None else minute, said.zone or zone, "", said.weeks
    )
    filters = _filters(" ".join(rest), today, labels or NoLabels(), new)
    return replace(new, filters=" ".join(written(filters)))


def filters_of(connection: Connection, filters: str, team: TeamSettings, now: datetime) -> tuple[Filter, ...]:
    """What a schedule is narrowed to; QuestionError if a value of it is not known any more."""
    if not filters:
        return ()
    today = now.astimezone(team.zone).date()
    return read_question(f"{VOLUME.name} {filters}", today, StoreLabels(connection)).filters


def _take(said: _Said, chunks: Sequence[str]) -> int:
    """How many of the first chunks are understood."""
    first = chunks[0].casefold().strip(",;")
    if taken := _take_every(said, [each.casefold().strip(",;") for each in chunks]):
        return taken
    if first in _FILLERS or not first:
        return 1
    weekday = _weekday(first)
    if weekday is not None:
        said.weekday = _only(said.weekday, weekday, "A review is posted on one day of the week.")
        return 1
    if zone := _zone(chunks[0].strip(",;")):
        said.zone = _only(said.zone, zone, "A review is posted by the clock of one time zone.")
        return 1
    return _take_time(said, first, chunks[1].casefold().strip(".,;") if len(chunks) > 1 else "")


def _take_every(said: _Said, chunks: Sequence[str]) -> int:
    """ "every 4 weeks", "weekly"; of "every monday" the first word."""
    first = chunks[0]
    if first in _EACH_WEEK | _FOUR_WEEKS:
        _say_weeks(said, EACH_WEEK if first in _EACH_WEEK else FOUR_WEEKS)
        return 1
    if first not in _EVERY:
        return 0
    second, third = [*chunks[1:3], "", ""][:2]
    if second in _WEEKS:
        _say_weeks(said, EACH_WEEK)
        return 2
    if second in ("month", "day"):
        raise QuestionError(_ONE_OR_FOUR, *_instead("every 4 weeks", "every week"))
    number = int(second) if second.isascii() and second.isdecimal() else _NUMBERS.get(second)
    if number is None or third not in _WEEKS:
        return 1
    if number not in (EACH_WEEK, FOUR_WEEKS):
        raise QuestionError(_ONE_OR_FOUR, *_instead("every 4 weeks", "every week"))
    _say_weeks(said, number)
    return 3


def _say_weeks(said: _Said, weeks: int) -> None:
    if said.weeks not in (None, weeks):
        raise QuestionError(_ONE_OR_FOUR, *_instead("every 4 weeks", "every week"))
    said.weeks = weeks


def _take_time(said: _Said, first: str, second: str) -> int:
    """ "9:00", "9", "9am", "9 am", "noon"."""
    taken = 1
    if second in ("am", "pm", "a.m", "p.m") and first[:1].isdigit():
        first, taken = first + second, 2
    found = _TIME.fullmatch(first)
    if first not in _WHENS and found is None:
        return 0
    minute = _WHENS[first] if found is None else _minute(found, first)
    said.minute = _only(said.minute, minute, "A review is posted at one time of the day.")
    return taken


def _minute(found: re.Match[str], typed: str) -> int:
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if minute >= 60 or hour > 23 or (half and not 1 <= hour <= 12):
        raise QuestionError(f"“{shorten(typed)}” is no time of the day.", *_instead("9:00", "14:30"))
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour * 60 + minute


def _only(before: _Value | None, now: _Value, otherwise: str) -> _Value:
    if before not in (None, now):
        raise QuestionError(otherwise, EXAMPLE, f"{SUBJECT} tuesday 14:30")
    return now


def _weekday(word: str) -> int | None:
    """ "monday", "mondays", "mon", and a slip that is certain."""
    names = [name.casefold() for name in WEEKDAYS]
    shorts = {name[:length]: at for at, name in enumerate(names) for length in (3, 4, 5)}
    if word in shorts:
        return shorts[word]
    name = slips.certain(word.removesuffix("s"), names) if word.isalpha() else None
    return None if name is None else names.index(name)


def _zone(word: str) -> ZoneInfo | None:
    """A zone by its IANA name; QuestionError for what is like one."""
    if ":" in word or not ("/" in word or word.upper() in ("UTC", "GMT")):
        return None
    known = {name.casefold(): name for name in zones.known()}
    if name := known.get(word.casefold().replace(" ", "_")):
        return ZoneInfo(name)
    cities = {name.rsplit("/", 1)[-1].casefold(): name for name in sorted(known.values()) if "/" in name}
    near = [cities[each.phrase] for each in slips.near(word.casefold().rsplit("/", 1)[-1], list(cities), 0.5)]
    sentence = f"“{shorten(word)}” is not a time zone; it has to be an IANA name."
    raise QuestionError(sentence, *_instead(*(near or ["Europe/Berlin"])))


def _filters(text: str, today: date, labels: Labels, new: NewSchedule) -> tuple[Filter, ...]:
    """What the rest of the line narrows to, which is read as in a question."""
    if not text.strip():
        return ()
    line = f"{SUBJECT} {new.typed}"
    unknown = f"I do not know what “{shorten(text)}” means for a schedule."
    try:
        filters = _narrowed(text, today, labels)
    except HiddenError as error:
        raise QuestionError(_ABOUT_NOBODY, line) from error
    except QuestionError as error:
        instead = (each.removeprefix(VOLUME.name).strip() for each in error.lines if each.startswith(VOLUME.name))
        lines = [f"{line} {each}" for each in instead if each and _is_narrowed(each, today, labels)]
        sentence = unknown if VOLUME.title in error.sentence else error.sentence
        raise QuestionError(sentence, *(lines or [line])) from error
    if not filters:
        raise QuestionError(unknown, line, f"{line} every 4 weeks")
    return filters


def _narrowed(text: str, today: date, labels: Labels) -> tuple[Filter, ...]:
    """The filters; none where something else than filters is in the text."""
    terms = read_question(f"{VOLUME.name} {text}", today, labels)
    alone = replace(terms, period="", breakdown=None, series=None, versus="")
    return terms.filters if terms == alone else ()


def _is_narrowed(text: str, today: date, labels: Labels) -> bool:
    try:
        return bool(_narrowed(text, today, labels))
    except QuestionError:
        return False


def _instead(*parts: str) -> list[str]:
    return [f"{EXAMPLE if not part[:1].isdigit() else f'{SUBJECT} monday'} {part}" for part in parts]


def _chunks(text: str) -> list[str]:
    """Pieces with blanks between, but for blanks in quotes: 'team:"Tier 2"' is one."""
    pieces: list[str] = []
    end = -1
    for word in words(text):
        piece = text[word.start : word.end]
        if word.start == end:
            pieces[-1] += piece
        else:
            pieces.append(piece)
        end = word.end
    return pieces

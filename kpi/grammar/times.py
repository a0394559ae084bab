"""Which period is asked for, and what it is compared with: "june vs may", "compared with the week before"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kpi.errors import UserError
from kpi.grammar.metric import spoken
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.refusals import several_periods
from kpi.grammar.unread import Runs, Unread, each_alone
from kpi.grammar.vocabulary import (
    BETWEEN_COMPARED,
    COMPARING,
    MEASURING,
    VERSUS,
    VERSUS_ALWAYS,
    VERSUS_FILLERS,
    YEAR_OVER_YEAR,
)
from kpi.grammar.words import Word
from kpi.periods import grammar
from kpi.periods import versus as versus_periods
from kpi.periods.versus import VersusError

_MOST_WORDS = 10
_ONWARDS = re.compile(r"(?:from|starting) (.+?) (on|onwards?|onward)")
_BEFORE_ALL = ("for", "of", "in", "over", "at", "across")
_LINES = re.compile("`([^`]+)`")


@dataclass(frozen=True)
class Times:
    """In the words that were used, "" for none; `run` are those of the period."""

    period: str
    versus: str
    run: tuple[Word, ...]


def take(left: Unread, today: date, otherwise: str) -> Times:
    """`otherwise` is the period where neither one nor a comparison is named.

    Raises Misread for several periods, for what is no period, and for two that cannot be compared."""
    usual, versus, versus_run = _versus(left)
    period, run = _period(left)
    period = period or usual or ("" if versus else otherwise)
    try:
        grammar.read(period, today)
    except UserError as error:
        instead = dict.fromkeys((*_LINES.findall(error.hint), "last week", "30d"))
        raise Misread(error.sentence, *(Edit(tuple(run), each) for each in instead)) from error
    try:
        versus_periods.compared(period, versus, today)
    except VersusError as error:
        both = (*run, *versus_run)
        raise Misread(error.sentence, *(Edit(both, each) for each in error.instead)) from error
    except UserError as error:
        instead = dict.fromkeys((*_LINES.findall(error.hint), "last year"))
        edits = (Edit(tuple(versus_run), f"vs {each}") for each in instead)
        raise Misread(error.sentence, *edits, without(versus_run)) from error
    return Times(period, versus, tuple(run))


def _period(left: Unread) -> tuple[str, list[Word]]:
    """The period in its own words, and those as typed; "" if there is none."""
    found: Runs = {}
    while run := next((run for run in left.runs(_MOST_WORDS) if _is_period(run, left)), None):
        found.setdefault(_as_period(run, left), []).extend(run)
        left.take(run)
    if len(found) > 1:
        found.pop("all", None)  # “all of june”
    if len(found) > 1:
        raise several_periods(left, found)
    for period, run in found.items():
        left.take(left.find("so", "far"))
        return period, run
    return "", []


def _is_period(run: list[Word], left: Unread) -> bool:
    """ "All" is one only by itself: in "for all channels" it belongs to the channels."""
    period = _as_period(run, left)
    if period.split()[-1:] != ["all"]:
        return bool(period)
    before, after = left.before(run[0]), left.after(run[-1])
    if period != "all" or (before is not None and before.lower in _BEFORE_ALL):
        return False
    return after is None or after.is_punctuation or after not in left.words


def _as_period(run: Sequence[Word], left: Unread) -> str:
    """The run as a period is written; "" if it is none."""
    typed = spoken(run)
    after = left.after(run[-1])
    if typed.startswith("between "):
        typed = typed.removeprefix("between ").replace(" and ", " to ", 1)
    elif typed.startswith("since "):
        typed = f"{typed.removeprefix('since ')} to today"
    elif (onwards := _ONWARDS.fullmatch(typed)) and (onwards[2] != "on" or after not in left.words):
        typed = f"{onwards[1]} to today"
    return typed if typed and grammar.is_period(typed) else ""


def _versus(left: Unread) -> tuple[str, str, list[Word]]:
    """The period that is meant if none is named, what it is compared with, and the words that say so.

    "" for the usual period, and for the usual comparison with the one before.
    """
    for phrase, (period, versus) in YEAR_OVER_YEAR.items():
        if run := left.find(*phrase.split()):
            left.take(run)
            return period, versus, run
    found = _both_after(left)
    for word in left.words if not found else []:
        if not word.quoted and word.lower in VERSUS and not _measures(word, left):
            phrase, run = _after(left, word)
            if run:
                found.setdefault(phrase, []).extend(run)
    if len(found) > 1:
        raise Misread("A period is compared with one other at a time.", *each_alone(found))
    for phrase, run in found.items():
        left.take(run)
        return "", "" if phrase in VERSUS_ALWAYS else phrase, run
    return "", "", []


def _measures(marker: Word, left: Unread) -> bool:
    """Whether it is the "than" of "older than 7 days"."""
    before = left.before(marker)
    return marker.lower == "than" and before is not None and before.lower in MEASURING


def _after(left: Unread, marker: Word) -> tuple[str, list[Word]]:
    """What the marker compares with, and all the words from the marker on; nothing if no period follows."""
    passed, first = [marker], left.after(marker)
    while first is not None and first in left.words:
        for run in left.runs_from(first, _MOST_WORDS):
            if (phrase := _compared_with(run, left)) and all(word in left.words for word in run):
                return phrase, [*passed, *run]
        if not first.is_punctuation and first.lower not in VERSUS_FILLERS:
            break
        passed.append(first)
        first = left.after(first)
    return "", []


def _compared_with(run: Sequence[Word], left: Unread) -> str:
    typed = spoken(run)
    return typed if typed in VERSUS_ALWAYS or versus_periods.is_versus(typed) else _as_period(run, left)


def _both_after(left: Unread) -> Runs:
    """Of "compare june and may", the second; nothing unless such a word stands before both."""
    comparing = [word for word in left.words if not word.quoted and word.lower in COMPARING]
    for between in BETWEEN_COMPARED if comparing else ():
        for word in reversed([each for each in left.words if each.lower == between]):
            phrase, run = _after(left, word)
            if run and left.before(word) not in comparing:
                extra = left.find("between") if between == "and" else []
                return {phrase: [*comparing, *extra, *run]}
    return {}

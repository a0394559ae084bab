"""By what a number is told apart, and by which stretches of time."""

from collections.abc import Collection, Sequence

from kpi import words
from kpi.catalogue import ARRIVALS, Kpi
from kpi.dimensions import ARRIVED, Dimension, dimension
from kpi.grammar.arrived import named_by
from kpi.grammar.known import Known
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.terms import EVERY
from kpi.grammar.unknown import unknown_breakdown
from kpi.grammar.unread import Runs, Unread, each_alone
from kpi.grammar.vocabulary import BEFORE_A_DIMENSION, BY, HOURS, OTHER_STRETCHES, OTHER_UNITS, UNITS
from kpi.grammar.words import Word, said
from kpi.span import Grain

_MOST_WORDS = 4  # of "by hour of the day"
_AND = ("and", "&", "+")

Found = tuple[str, list[Word]]
"""What something is told apart by, and the words that say so."""


def told_apart(
    left: Unread, kpi: Kpi | None, metric: Sequence[Word], known: Known
) -> tuple[Dimension | None, Grain | None]:
    """By which dimension, and by which stretches. `metric` are the words that name the KPI."""
    by: Runs = {}
    every: Runs = {}
    for word in [each for each in left.words if not each.quoted]:
        spoken = word.lower
        if spoken in EVERY:
            every.setdefault(spoken, []).append(word)
        elif spoken in BY and (way := _dimension_after(left, word)):
            by.setdefault(way[0], []).extend(way[1])
        elif (spoken in BY or _goes_on(left, word, by)) and (way := _stretch_after(left, word)):
            every.setdefault(way[0], []).extend(way[1])
        elif kpi is not None:
            _other_way(left, word, kpi, metric, known)
    for runs, kind in ((by, "by"), (every, "")):
        if len(runs) > 1:
            ways = words.either([f"{kind} {way}".strip() for way in runs])
            raise Misread(f"That can be told apart in one way at a time: {ways}.", *each_alone(runs))
        left.take([word for run in runs.values() for word in run])
    return next(map(dimension, by), None), next(map(EVERY.get, every), None)


def named_alone(left: Unread, breakdown: Dimension | None, narrowed: Collection[Dimension]) -> Dimension | None:
    """The breakdown, also by a name without "by": "csat channels". Beside a value of the dimension it adds nothing."""
    for word in left.words:
        named = None if word.quoted else dimension(word.lower)
        if named is None or named == ARRIVED:
            continue
        if named not in narrowed:
            if breakdown not in (None, named):
                raise Misread(
                    f"That can be told apart in one way at a time: by {breakdown.key} or by {named.key}.",
                    without([word]),
                    _other_dimension(left, breakdown, named, word),
                )
            breakdown = named
        left.take([word])
    return breakdown


def _dimension_after(left: Unread, word: Word) -> Found | None:
    what = _after(left, word)
    if what is None:
        return None
    if apart := dimension(what.lower):
        return apart.key, [word, what]
    hours = named_by(left, what)
    return (ARRIVED.key, [word, *hours]) if hours else None


def _stretch_after(left: Unread, word: Word) -> Found | None:
    what = _after(left, word)
    follows = what.lower if what is not None else ""
    return (UNITS[follows], [word, what]) if what is not None and follows in UNITS else None


def _goes_on(left: Unread, word: Word, by: Runs) -> bool:
    """Whether it is the "and" of "by channel and week"."""
    before = left.before(word)
    return word.lower in _AND and any(before in run for run in by.values())


def _other_way(left: Unread, word: Word, kpi: Kpi, metric: Sequence[Word], known: Known) -> None:
    """Take "by hour", which arrivals are anyway. Raises Misread for it with other KPIs, and for what nothing has."""
    spoken, what = word.lower, _after(left, word)
    said_by = spoken in BY and what is not None
    runs = list(left.runs_from(what, _MOST_WORDS)) if said_by and what is not None else []
    hours = next((run for run in runs if said(run) in HOURS), [word] if spoken == "hourly" else [])
    if hours:
        run = [word, *hours] if said_by else hours
        if kpi is not ARRIVALS:
            edits = Edit((*metric, *run), ARRIVALS.name), Edit(tuple(run), "daily"), without(run)
            raise Misread(f"Only {ARRIVALS.title.lower()} are shown by weekday and hour.", *edits)
        left.take(run)
    elif spoken in OTHER_STRETCHES or (said_by and what is not None and what.lower in OTHER_UNITS):
        run = [word] if spoken in OTHER_STRETCHES or what is None else [word, what]
        raise Misread(
            "A number is shown over time by days, weeks or months.", Edit(tuple(run), "monthly"), without(run)
        )
    elif spoken == "by":
        raise unknown_breakdown(left, word, what, known)


def _after(left: Unread, word: Word) -> Word | None:
    """What "by" refers to, if it still is to be understood."""
    following = left.after(word)
    while following is not None and following.lower in BEFORE_A_DIMENSION:
        following = left.after(following)
    return following if following in left.words else None


def _other_dimension(left: Unread, breakdown: Dimension, named: Dimension, word: Word) -> Edit:
    """The question with `named` in place of the breakdown, of "by channel and intent"."""
    first = next(each for each in left.all if not each.quoted and dimension(each.lower) == breakdown)
    return Edit((first, word), named.key)

"""A question's words → what it asks for. Raises Misread for what makes no sense; slips are not its business."""

import re
from collections.abc import Collection
from datetime import date

from kpi import period_grammar, words
from kpi.catalogue import Kpi
from kpi.dimensions import Dimension, dimension
from kpi.errors import UserError
from kpi.filters import in_order
from kpi.grammar.fillers import unknown_groups
from kpi.grammar.known import Known
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.refusals import compared_values, several_periods, struck_out
from kpi.grammar.terms import EVERY, Terms
from kpi.grammar.unknown import no_kpi, unknown, unknown_breakdown
from kpi.grammar.unread import Unread
from kpi.grammar.values import Values
from kpi.grammar.vocabulary import BY, CHARTS, FILLER_PHRASES, NAMES, TRENDS, UNITS
from kpi.grammar.words import Word, said
from kpi.span import Grain

_MOST_WORDS = 6  # of a KPI's name
_MOST_PERIOD_WORDS = 10
_MOST_FILLER_WORDS = 3
_QUARTER = 92  # days: up to here a trend goes by weeks
_ONWARDS = re.compile(r"(?:from|starting) (.+?) (on|onwards?|onward)")
_BEFORE_ALL = ("for", "of", "in", "over", "at", "across")
_LINES = re.compile("`([^`]+)`")

Runs = dict[str, list[Word]]
"""The words that say something, by what they say."""


def understood(text: str, today: date, known: Known) -> Terms:
    """What the text asks for. A word that is neither part of a question nor a filler is a Misread."""
    left = Unread(text)
    if refused := struck_out(left, known):
        raise refused
    values = Values(left, known)
    filters = [*values.named(), *values.beside()]
    kpi = _kpi(left)
    _take_filler_phrases(left)
    breakdown, series = _told_apart(left, kpi, known)
    is_trend = _take_trend(left, breakdown)
    period, run = _period(left, today)
    filters += values.alone()
    if kpi is None:
        raise no_kpi(left, unknown_groups(left, known, run))
    breakdown = _named_alone(left, breakdown, {found.dimension for found in filters})
    if is_trend and series is None:
        series = _grain(period, today)
    terms = Terms(kpi, period, breakdown, in_order(filters), series)
    if refused := compared_values(left, terms):
        raise refused
    if strange := unknown_groups(left, known, run):
        raise unknown(left, strange, known)
    return terms


def _kpi(left: Unread) -> Kpi | None:
    """The KPI, by the longest of its names that is there."""
    found: Runs = {}
    while run := next((run for run in left.runs(_MOST_WORDS, together=True) if _name(run) in NAMES), None):
        found.setdefault(NAMES[_name(run)].key, []).extend(run)
        left.take(run)
    if len(found) > 1:
        titles = [kpi.title for kpi in NAMES.values() if kpi.key in found]
        named = words.joined(list(dict.fromkeys(titles)), "and")
        raise Misread(f"That asks for {named}. One at a time, please.", *_each_alone(found))
    return next((NAMES[key.replace("_", " ")] for key in found), None)


def _name(run: list[Word]) -> str:
    return _spoken(run).replace("-", " ")


def _spoken(run: list[Word]) -> str:
    """How the run is said; "" if it has a quotation in it, or punctuation around it."""
    marked = run[0].is_punctuation or run[-1].is_punctuation or any(word.quoted for word in run)
    return "" if marked else said(run)


def _take_filler_phrases(left: Unread) -> None:
    for run in list(left.runs(_MOST_FILLER_WORDS, together=True)):
        if said(run) in FILLER_PHRASES:
            left.take(run)


def _told_apart(left: Unread, kpi: Kpi | None, known: Known) -> tuple[Dimension | None, Grain | None]:
    """By what, and by which stretches of time."""
    by: Runs = {}
    every: Runs = {}
    for word in left.words:
        spoken, what = word.text.lower(), _after_by(left, word)
        follows = what.text.lower() if what is not None else ""
        if spoken in EVERY:
            every.setdefault(spoken, []).append(word)
        elif spoken in BY and what is not None and (apart := dimension(follows)):
            by.setdefault(apart.key, []).extend((word, what))
        elif spoken in BY and what is not None and follows in UNITS:
            every.setdefault(UNITS[follows], []).extend((word, what))
        elif spoken == "by" and kpi is not None:
            raise unknown_breakdown(left, word, what, known)
    for runs, kind in ((by, "by"), (every, "")):
        if len(runs) > 1:
            raise _too_many(runs, kind)
        left.take([word for run in runs.values() for word in run])
    return next(map(dimension, by), None), next(map(EVERY.get, every), None)


def _after_by(left: Unread, word: Word) -> Word | None:
    """What "by" refers to, if it still is to be understood."""
    following = left.after(word)
    if following is not None and following.text.lower() == "the":
        following = left.after(following)
    return following if following in left.words else None


def _too_many(runs: Runs, kind: str) -> Misread:
    ways = words.either([f"{kind} {way}".strip() for way in runs])
    return Misread(f"That can be told apart in one way at a time: {ways}.", *_each_alone(runs))


def _each_alone(runs: Runs) -> list[Edit]:
    """Of several things, each without the others."""
    return [without([word for other, run in runs.items() if other != kept for word in run]) for kept in runs]


def _take_trend(left: Unread, breakdown: Dimension | None) -> bool:
    """Whether it is asked how the number went. A chart may as well be one of the breakdown."""
    trend = [run for phrase in TRENDS if (run := left.find(*phrase))]
    charts = [run for phrase in CHARTS if (run := left.find(*phrase))]
    for run in trend + charts:
        left.take(run)
    return bool(trend or (charts and breakdown is None))


def _grain(period: str, today: date) -> Grain:
    """By which stretches a trend is shown."""
    span = period_grammar.read(period, today)
    return Grain.WEEK if span.grain is not Grain.ALL and span.days <= _QUARTER else Grain.MONTH


def _period(left: Unread, today: date) -> tuple[str, list[Word]]:
    """The period in its own words, and those as typed; "" if there is none."""
    found: Runs = {}
    while run := next((run for run in left.runs(_MOST_PERIOD_WORDS) if _is_period(run, left)), None):
        found.setdefault(_as_period(run, left), []).extend(run)
        left.take(run)
    if len(found) > 1:
        found.pop("all", None)  # “all of june”
    if len(found) > 1:
        raise several_periods(left, found)
    for period, run in found.items():
        left.take(left.find("so", "far"))
        try:
            period_grammar.read(period, today)
        except UserError as error:
            instead = dict.fromkeys((*_LINES.findall(error.hint), "last week", "30d"))
            raise Misread(error.sentence, *(Edit(tuple(run), each) for each in instead)) from error
        return period, run
    return "", []


def _is_period(run: list[Word], left: Unread) -> bool:
    """ "All" is one only by itself: in "for all channels" it belongs to the channels."""
    period = _as_period(run, left)
    if period.split()[-1:] != ["all"]:
        return bool(period)
    before, after = left.before(run[0]), left.after(run[-1])
    if period != "all" or (before is not None and before.text.lower() in _BEFORE_ALL):
        return False
    return after is None or after.is_punctuation or after not in left.words


def _as_period(run: list[Word], left: Unread) -> str:
    """The run as a period is written; "" if it is none."""
    spoken = _spoken(run)
    after = left.after(run[-1])
    if spoken.startswith("between "):
        spoken = spoken.removeprefix("between ").replace(" and ", " to ", 1)
    elif spoken.startswith("since "):
        spoken = f"{spoken.removeprefix('since ')} to today"
    elif (onwards := _ONWARDS.fullmatch(spoken)) and (onwards[2] != "on" or after not in left.words):
        spoken = f"{onwards[1]} to today"
    return spoken if spoken and period_grammar.is_period(spoken) else ""


def _named_alone(left: Unread, breakdown: Dimension | None, narrowed: Collection[Dimension]) -> Dimension | None:
    """The breakdown, also by a name without "by": "csat channels". Beside a value of the dimension it adds nothing."""
    for word in left.words:
        named = None if word.quoted else dimension(word.text.lower())
        if named is None:
            continue
        if named not in narrowed:
            if breakdown not in (None, named):
                raise Misread(
                    f"That can be told apart in one way at a time: by {breakdown.key} or by {named.key}.",
                    without([word]),
                    _other_way(left, breakdown, named, word),
                )
            breakdown = named
        left.take([word])
    return breakdown


def _other_way(left: Unread, breakdown: Dimension, named: Dimension, word: Word) -> Edit:
    """The question with `named` in place of the breakdown, of "by channel and intent"."""
    first = next(each for each in left.all if not each.quoted and dimension(each.text.lower()) == breakdown)
    return Edit((first, word), named.key)

"""A question's words → what it asks for. Raises Misread for what makes no sense; slips are not its business."""

from collections.abc import Collection
from datetime import date

from kpi import period_grammar, words
from kpi.catalogue import Kpi
from kpi.dimensions import Dimension, dimension
from kpi.errors import UserError
from kpi.filters import in_order
from kpi.grammar.misread import Edit, Misread, without
from kpi.grammar.terms import EVERY, Terms
from kpi.grammar.unknown import no_kpi, unknown, unknown_breakdown
from kpi.grammar.unread import Unread
from kpi.grammar.values import Values
from kpi.grammar.vocabulary import BY, FILLER_PHRASES, FILLERS, NAMES, UNITS
from kpi.grammar.words import Word, said
from kpi.labels import Labels
from kpi.span import Grain

_MOST_WORDS = 6  # of a KPI's name
_MOST_PERIOD_WORDS = 10
_MOST_FILLER_WORDS = 3

Runs = dict[str, list[Word]]
"""The words that say something, by what they say."""


def understood(text: str, today: date, labels: Labels) -> Terms:
    """What the text asks for. A word that is neither part of a question nor a filler is a Misread."""
    left = Unread(text)
    values = Values(left, labels)
    filters = list(values.named())
    kpi = _kpi(left)
    _take_filler_phrases(left)
    breakdown, series = _told_apart(left, kpi)
    period = _period(left, today)
    filters += values.alone()
    if kpi is None:
        raise no_kpi(left, _unknown(left))
    breakdown = _named_alone(left, breakdown, {found.dimension for found in filters})
    if strange := _unknown(left):
        raise unknown(left, strange, labels)
    return Terms(kpi, period, breakdown, in_order(filters), series)


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


def _told_apart(left: Unread, kpi: Kpi | None) -> tuple[Dimension | None, Grain | None]:
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
            raise unknown_breakdown(word, what)
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


def _period(left: Unread, today: date) -> str:
    """The period in its own words; "" if there is none."""
    found: Runs = {}
    while run := next((run for run in left.runs(_MOST_PERIOD_WORDS) if _as_period(run)), None):
        found.setdefault(_as_period(run), []).extend(run)
        left.take(run)
    if len(found) > 1:
        spoken = words.joined([f"“{words.shorten(each)}”" for each in found], "and")
        raise Misread(f"That names two periods, {spoken}. One at a time, please.", *_each_alone(found))
    for period, run in found.items():
        try:
            period_grammar.read(period, today)
        except UserError as error:
            raise Misread(error.sentence, *(Edit(tuple(run), each) for each in ("last week", "30d"))) from error
    return next(iter(found), "")


def _as_period(run: list[Word]) -> str:
    """The run as a period is written; "" if it is none."""
    spoken = _spoken(run)
    if spoken.startswith("between "):
        spoken = spoken.removeprefix("between ").replace(" and ", " to ", 1)
    elif spoken.startswith("since "):
        spoken = f"{spoken.removeprefix('since ')} to today"
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
                )
            breakdown = named
        left.take([word])
    return breakdown


def _unknown(left: Unread) -> list[list[Word]]:
    """What is left and no filler: the words that stand side by side together."""
    groups: list[list[Word]] = []
    for word in left.words:
        if word.is_punctuation or (not word.quoted and word.text.lower().replace("’", "'") in FILLERS):
            continue
        if groups and left.after(groups[-1][-1]) == word:
            groups[-1].append(word)
        else:
            groups.append([word])
    return groups

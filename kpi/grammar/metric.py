"""Which KPI a question is about."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi import words
from kpi.catalogue import BACKLOG, INTENT_DISTRIBUTION, WAITING, Kpi
from kpi.dimensions import dimension
from kpi.grammar.kpi_names import ASKED_NOW, HOW_MANY, NOT_KEPT, NOW
from kpi.grammar.misread import Edit, Misread
from kpi.grammar.unread import Unread, each_alone
from kpi.grammar.vocabulary import ALSO_A_DIMENSION, BY, NAMES, VERSUS
from kpi.grammar.words import Word, said

_PHRASES = frozenset((*NAMES, *NOT_KEPT))
_BEGINNINGS = frozenset(phrase.split()[0] for phrase in _PHRASES)
_MOST_WORDS = max(len(phrase.split()) for phrase in _PHRASES)


@dataclass(frozen=True)
class Named:
    """A KPI under one of its names, and where that stands."""

    name: str
    run: tuple[Word, ...]
    follows_by: tuple[Word, ...]

    @property
    def kpi(self) -> Kpi:
        return NAMES[self.name]


@dataclass(frozen=True)
class Metric:
    """The KPI that is asked for, None if none is named, and the words that name it; `now`: as it stands this minute."""

    kpi: Kpi | None = None
    run: tuple[Word, ...] = ()
    now: bool = False


def take(left: Unread) -> Metric:
    """The KPI, by the longest of its names that is there.

    Raises Misread for several, and for what is counted elsewhere, but not here.
    """
    found = _meant(_found(left), left)
    by_key: dict[str, list[Word]] = {}
    for each in found:
        left.take(each.run)
        by_key.setdefault(each.kpi.key, []).extend(each.run)
    if len(by_key) > 1:
        titles = list(dict.fromkeys(each.kpi.title for each in sorted(found, key=lambda each: each.run[0].start)))
        sentence = f"That asks for {words.joined(titles, 'and')}. One at a time, please."
        raise Misread(sentence, *each_alone({key: [*_versus(left, run), *run] for key, run in by_key.items()}))
    if not found:
        return Metric()
    left.take(found[0].follows_by)
    kpi = found[0].kpi
    said_now = any(word.lower in NOW for word in left.all if not word.quoted)
    now = kpi in (BACKLOG, WAITING) and (said_now or any(each.name in ASKED_NOW for each in found))
    return Metric(kpi, tuple(by_key[kpi.key]), now)


def _versus(left: Unread, run: Sequence[Word]) -> list[Word]:
    """What stands before a name to compare it with another."""
    before = (left.before(word) for word in run)
    return [word for word in before if word is not None and word.lower in VERSUS]


def _found(left: Unread) -> list[Named]:
    """All names that stand in what is left, of two that overlap the longer one."""
    runs = [run for word in left.words if _beginning(word) in _BEGINNINGS for run in left.runs_from(word, _MOST_WORDS)]
    unread, found = set(left.words), []
    for run in sorted(runs, key=len, reverse=True):
        name = spoken(run).replace("-", " ")
        if name not in _PHRASES or not unread.issuperset(run):
            continue
        if name in NOT_KEPT:
            sentence, nearest = NOT_KEPT[name]
            raise Misread(sentence, *(Edit(tuple(run), kpi.name) for kpi in nearest))
        unread.difference_update(run)
        found.append(Named(name, tuple(run), _by(left, run[0])))
    return found


def _meant(found: list[Named], left: Unread) -> list[Named]:
    """Those that are asked for: beside another KPI, some names are what to tell it apart by, or a mere "how many"."""
    told_apart = [each for each in found if each.name in ALSO_A_DIMENSION and _is_a_dimension(each, found)]
    for each in told_apart:
        left.take([word for word in each.run if dimension(word.lower) is None])
    kept = [each for each in found if each not in told_apart and not (each.follows_by and dimension(each.name))]
    others = [each for each in kept if each.name not in HOW_MANY]
    if others and len(others) < len(kept):
        left.take([word for each in kept if each not in others for word in each.run])
        kept = others
    first = [each for each in kept if not each.follows_by]
    return first or kept


def _is_a_dimension(named: Named, found: Sequence[Named]) -> bool:
    """Only where a word of it is one: "contact drivers" is not."""
    if not any(dimension(word.lower) for word in named.run):
        return False
    return bool(named.follows_by) or any(each.kpi is not INTENT_DISTRIBUTION for each in found)


def _by(left: Unread, first: Word) -> tuple[Word, ...]:
    """The "by" before a name, and what stands between."""
    before = left.before(first)
    between = [before] if before is not None and before.lower in ("the", "our") else []
    by = left.before(before) if between and before is not None else before
    return (by, *between) if by is not None and not by.quoted and by.text.lower() in BY else ()


def spoken(run: Sequence[Word]) -> str:
    """How the run is said; "" if it has a quotation in it, or punctuation around it."""
    marked = run[0].is_punctuation or run[-1].is_punctuation or any(word.quoted for word in run)
    return "" if marked else said(run)


def _beginning(word: Word) -> str:
    heard = said([word]).replace("-", " ").split()
    return heard[0] if heard else ""

"""A question's words → what it asks for. Raises Misread for what makes no sense; slips are not its business."""

from dataclasses import replace
from datetime import date

from kpi.catalogue import INTENT_DISTRIBUTION, VOLUME, Kpi
from kpi.dimensions import ASSIGNEE, INTENT, Dimension
from kpi.filters import in_order
from kpi.grammar import arrived, metric, times
from kpi.grammar.apart import named_alone, told_apart
from kpi.grammar.fillers import unknown_groups
from kpi.grammar.known import Known
from kpi.grammar.kpi_names import ADDING_NOTHING, COUNTED
from kpi.grammar.refusals import compared_values, not_told_apart, struck_out
from kpi.grammar.terms import Terms
from kpi.grammar.times import Times
from kpi.grammar.unknown import no_kpi, unknown
from kpi.grammar.unread import Unread
from kpi.grammar.values import Values
from kpi.grammar.vocabulary import CHARTS, FILLER_PHRASES, TRENDS
from kpi.grammar.words import said
from kpi.periods import grammar
from kpi.span import Grain

_MOST_FILLER_WORDS = 3
_QUARTER = 92  # days: up to here a trend goes by weeks


def understood(text: str, today: date, known: Known) -> Terms:
    """What the text asks for. A word that is neither part of a question nor a filler is a Misread.

    The labels raise KpibotError for assignees, if they are not shown to whoever asks.
    """
    left = Unread(text)
    if refused := struck_out(left, known):
        raise refused
    values = Values(left, known)
    filters = [*values.named(), *values.beside(), *arrived.phrases(left)]
    named = metric.take(left)
    _take_filler_phrases(left)
    breakdown, series = told_apart(left, named.kpi, named.run, known)
    is_trend = _take_trend(left, breakdown)
    when = times.take(left, today, "today" if named.now else "")
    filters += values.alone()
    kpi = named.kpi or _counted(left, known, when)
    left.take([word for word in left.words if _adds_nothing_to(kpi, word.lower) and not word.quoted])
    breakdown = named_alone(left, breakdown, {found.dimension for found in filters})
    if is_trend and series is None:
        series = _grain(when.period, today)
    terms = Terms(kpi, when.period, breakdown, in_order(filters), series, when.versus)
    if ASSIGNEE in (breakdown, *(found.dimension for found in filters)):
        known.values(ASSIGNEE)  # The labels refuse whoever may not see them, also where no value is named.
    _check(left, terms, known, when)
    return _without_what_it_is_anyway(terms)


def _counted(left: Unread, known: Known, when: Times) -> Kpi:
    """Volume, if nothing is named but what it counts. Raises Misread if that is not so."""
    groups = unknown_groups(left, known, when.run)
    if any(word.lower in COUNTED for word in left.words):
        strange = [word for group in groups for word in group]
        if all(_adds_nothing_to(VOLUME, word.lower) for word in strange):
            return VOLUME
    raise no_kpi(left, groups)


def _adds_nothing_to(kpi: Kpi, spoken: str) -> bool:
    return spoken in ADDING_NOTHING.get(kpi.key, ())


def _check(left: Unread, terms: Terms, known: Known, when: Times) -> None:
    """Raise Misread for what is left, and for what cannot be asked of this KPI."""
    strange = unknown_groups(left, known, when.run)
    if refused := compared_values(left, terms, strange):
        raise refused
    if refused := arrived.mentioned(left) or not_told_apart(left, terms):
        raise refused
    if strange:
        raise unknown(left, strange, known)


def _without_what_it_is_anyway(terms: Terms) -> Terms:
    """Intents are told apart by intent without being asked to."""
    by_intent = terms.kpi is INTENT_DISTRIBUTION and terms.breakdown == INTENT
    return replace(terms, breakdown=None) if by_intent else terms


def _take_filler_phrases(left: Unread) -> None:
    for run in list(left.runs(_MOST_FILLER_WORDS, together=True)):
        if said(run) in FILLER_PHRASES:
            left.take(run)


def _take_trend(left: Unread, breakdown: Dimension | None) -> bool:
    """Whether it is asked how the number went. A chart may as well be one of the breakdown."""
    trend = [run for phrase in TRENDS if (run := left.find(*phrase))]
    charts = [run for phrase in CHARTS if (run := left.find(*phrase))]
    for run in trend + charts:
        left.take(run)
    return bool(trend or (charts and breakdown is None))


def _grain(period: str, today: date) -> Grain:
    """By which stretches a trend is shown."""
    span = grammar.read(period, today)
    return Grain.WEEK if span.grain is not Grain.ALL and span.days <= _QUARTER else Grain.MONTH

"""What would have counted, but does not, and why."""

from collections.abc import Callable, Iterator

import numpy as np

from kpi.counting.conversations import EXCLUSIONS, RESOLVED
from kpi.counting.counting import Counted, Counting
from kpi.counting.days import Instants
from kpi.counting.rules import Mask, Rules
from kpi.measures import Event

EVENTS = tuple(event for event in Event if event not in (Event.TARGET, Event.STANDING))
"""By which something can be left out."""

AUTHOR_UNKNOWN = "author unknown"
_RATINGS = {Event.RATING, Event.SCORE}
_REPLIES = {Event.RESPONSE, Event.HUMAN_RESPONSE, Event.AUTOMATED_RESPONSE}


def left_out(counting: Counting, event: Event) -> Iterator[tuple[str, Counted]]:
    """The reasons, and who is left out for each, when. Excluded conversations are counted where they would have
    counted, impossible instants when the conversation was opened."""
    rules = counting.rules
    at, happened = _happened(rules, event)
    begun = rules.begun | (np.isnan(rules.opened) if event in _RATINGS else False)
    for number, reason in enumerate(EXCLUSIONS):
        yield str(reason), Counted((rules.conversations.excluded == number) & begun & happened, at)
    if event in _IMPOSSIBLE:
        impossible = ~np.isnan(at) & ~rules.possible(at) & _IMPOSSIBLE[event](rules)
        yield f"impossible time of {event.value}", Counted(rules.counts & impossible, rules.opened)
    match event:
        case Event.RESOLUTION:
            yield from _unresolved(rules)
        case Event.RATING:
            yield from _off_scale(rules)
            yield _undated(rules, rules.for_csat)
        case Event.SCORE:
            yield _undated(rules, rules.for_nps)
        case Event.DUE:
            yield AUTHOR_UNKNOWN, Counted(rules.had_its_days & ~rules.author_known, rules.due)
        case Event.HUMAN_RESPONSE:
            yield "answered while closed", counting.answered_while_closed


def _happened(rules: Rules, event: Event) -> tuple[Instants, Mask]:
    """When the event fell, and whether it did, as far as that is possible."""
    match event:
        case Event.OPENING:
            return rules.opened, rules.begun
        case Event.DUE:
            return rules.due, rules.following & (rules.due <= rules.conversations.until)
        case Event.RATING:
            return rules.rated, rules.possible_rating(rules.rated) & rules.for_csat
        case Event.SCORE:
            return rules.rated, rules.possible_rating(rules.rated) & rules.for_nps
        case Event.RESOLUTION:
            return rules.resolved, rules.resolved_standing
        case _:
            at = _INSTANTS[event](rules)
            return at, rules.possible(at)


def _unresolved(rules: Rules) -> Iterator[tuple[str, Counted]]:
    again = rules.counts & rules.possible(rules.resolved) & ~rules.stands
    yield "opened again since", Counted(again, rules.resolved)
    untimed = rules.counts & (rules.conversations.status == RESOLVED) & np.isnan(rules.resolved)
    yield "resolved at an unknown time", Counted(untimed, rules.opened)


def _off_scale(rules: Rules) -> Iterator[tuple[str, Counted]]:
    possible = rules.possible_rating(rules.rated)
    yield (
        "rating off its scale",
        Counted(
            rules.off_scale & np.where(possible, rules.counts_if_rated, rules.counts),
            np.where(possible, rules.rated, rules.opened),
        ),
    )


def _undated(rules: Rules, mask: Mask) -> tuple[str, Counted]:
    return "rating at an unknown time", Counted(rules.counts & mask & np.isnan(rules.rated), rules.opened)


_INSTANTS: dict[Event, Callable[[Rules], Instants]] = {
    Event.RESPONSE: lambda rules: rules.anyone,
    Event.HUMAN_RESPONSE: lambda rules: rules.human,
    Event.AUTOMATED_RESPONSE: lambda rules: rules.automated,
    Event.REOPENING: lambda rules: rules.conversations.at("reopened_at"),
    Event.HANDOVER: lambda rules: rules.handed_over,
}
_IMPOSSIBLE: dict[Event, Callable[[Rules], Mask]] = {
    **{event: lambda rules: rules.counts for event in (*_REPLIES, Event.REOPENING, Event.HANDOVER)},
    Event.RESOLUTION: lambda rules: rules.stands,
    Event.RATING: lambda rules: rules.for_csat,
    Event.SCORE: lambda rules: rules.for_nps,
}
"""By which of them an instant can be impossible, and for whom it then matters."""

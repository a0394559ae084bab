"""First response time: by a person and by the bot, always apart; by anyone as a detail."""

from collections.abc import Mapping, Sequence

from kpi import words
from kpi.catalogue import FIRST_RESPONSE_TIME, Unit
from kpi.dimensions import Dimension
from kpi.facts import Durations, Event, Facts, Sample, TimeRange
from kpi.model import Exclusion
from kpi.readings.reading import Part, Reading, duration_parts

_CALENDAR = "No opening hours are set, so the calendar clock runs, nights and weekends included."


def sample(facts: Facts, time: TimeRange) -> Durations:
    """First replies by a person."""
    return facts.durations(Event.HUMAN_RESPONSE, time)


def samples_by(facts: Facts, dimension: Dimension, time: TimeRange) -> Mapping[str | None, Sample]:
    """The same, told apart by a dimension's value."""
    return facts.durations_by(dimension, Event.HUMAN_RESPONSE, time)


def samples_in(facts: Facts, times: Sequence[TimeRange]) -> Sequence[Sample]:
    """The same, in each time range."""
    return facts.durations_in(times, Event.HUMAN_RESPONSE)


def read(facts: Facts, time: TimeRange) -> Reading:
    """First response time over the time range; the value is the median of first replies by a person."""
    person = sample(facts, time)
    anyone = facts.durations(Event.RESPONSE, time)
    return Reading(
        sample=person,
        parts={
            **duration_parts("person", person),
            **_bot(facts, time),
            **duration_parts("anyone", anyone),
            **_within_target(facts, time),
            **_waiting(facts),
        },
        left_out=_left_out(facts, time),
        notes=(_CALENDAR, *_authors(facts)),
    )


def _bot(facts: Facts, time: TimeRange) -> dict[str, Part]:
    """Without an n where no source tells the bot's replies: that is not connected, and not the same as none."""
    parts = duration_parts("bot", facts.durations(Event.AUTOMATED_RESPONSE, time))
    if any("first_automated_response_at" in source.fields for source in facts.sources):
        return parts
    return {name: Part(None, part.unit) for name, part in parts.items()}


def _left_out(facts: Facts, time: TimeRange) -> dict[str, int]:
    """Of the person's row, and the bot's impossible times. Exclusions are not added: a conversation may be in both."""
    bot = facts.left_out(Event.AUTOMATED_RESPONSE, time)
    impossible = {reason: n for reason, n in bot.items() if reason not in set(Exclusion)}
    return {**impossible, **facts.left_out(Event.HUMAN_RESPONSE, time)}


def _within_target(facts: Facts, time: TimeRange) -> dict[str, Part]:
    share = facts.answered_within(round(FIRST_RESPONSE_TIME.targets["person"].value), time)
    return {"within_target": Part(share.value, Unit.PERCENT, share.n)}


def _waiting(facts: Facts) -> dict[str, Part]:
    waiting = facts.waiting()
    return {
        "waiting": Part(waiting.n if waiting else None, Unit.COUNT),
        "waiting_answered_by_bot": Part(waiting.answered_by_bot if waiting else None, Unit.COUNT),
        "waiting_oldest": Part(waiting.oldest if waiting else None, Unit.SECONDS),
    }


def _authors(facts: Facts) -> list[str]:
    answering = {"first_response_at", "first_human_response_at", "first_automated_response_at"}
    silent = [s.name for s in facts.sources if s.fields & answering and not s.says_who_answered]
    if not silent:
        return []
    if len(silent) == 1:
        return [f"{words.shorten(silent[0])} does not say who answered: its first replies count as a person's."]
    return [f"{words.listed(silent)} do not say who answered: their first replies count as a person's."]

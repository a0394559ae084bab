"""First response time: by a person and by the bot, always apart; by anyone as a detail."""

from kpi.catalogue import FIRST_RESPONSE_TIME, Unit
from kpi.facts import Event, Facts, TimeRange
from kpi.model import Exclusion
from kpi.readings.reading import Part, Reading, duration_parts

_CALENDAR = "No opening hours are set: times run on the calendar clock, nights and weekends included."


def read(facts: Facts, time: TimeRange) -> Reading:
    """First response time over the time range; the value is the median of first replies by a person."""
    person = facts.durations(Event.HUMAN_RESPONSE, time)
    bot = facts.durations(Event.AUTOMATED_RESPONSE, time)
    anyone = facts.durations(Event.RESPONSE, time)
    return Reading(
        value=person.median,
        unit=Unit.SECONDS,
        n=person.n,
        sample=person,
        parts={
            **duration_parts("person", person),
            **duration_parts("bot", bot),
            **duration_parts("anyone", anyone),
            **_within_target(facts, time),
            **_waiting(facts),
        },
        left_out=_left_out(facts, time),
        notes=(_CALENDAR, *_authors(facts)),
    )


def _left_out(facts: Facts, time: TimeRange) -> dict[str, int]:
    """Of the person's row, and the bot's impossible times. Exclusions are not added up: one conversation is in both rows."""
    bot = facts.left_out(Event.AUTOMATED_RESPONSE, time)
    impossible = {reason: n for reason, n in bot.items() if reason not in set(Exclusion)}
    return {**impossible, **facts.left_out(Event.HUMAN_RESPONSE, time)}


def _within_target(facts: Facts, time: TimeRange) -> dict[str, Part]:
    share = facts.answered_within(round(FIRST_RESPONSE_TIME.targets["person"].value), time)
    return {"within_target": Part(share.percent, Unit.PERCENT, share.n)}


def _waiting(facts: Facts) -> dict[str, Part]:
    waiting = facts.waiting()
    return {
        "waiting": Part(waiting.n, Unit.COUNT),
        "waiting_answered_by_bot": Part(waiting.answered_by_bot, Unit.COUNT),
        "waiting_oldest": Part(waiting.oldest, Unit.SECONDS),
    }


def _authors(facts: Facts) -> list[str]:
    answering = {"first_response_at", "first_human_response_at", "first_automated_response_at"}
    silent = [s.name for s in facts.sources if s.fields & answering and not s.says_who_answered]
    return [f"{name} does not say who answered: its first replies count as a person's." for name in silent]

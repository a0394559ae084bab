"""First response time: by a person and by the bot, always apart; by anyone as a detail."""

from collections.abc import Iterator

from kpi import words
from kpi.catalogue import Unit
from kpi.counting.days import Days
from kpi.facts import Facts, Tally
from kpi.measures import Event, Measure, Timing
from kpi.model import Exclusion
from kpi.readings.reader import TallyReader, whole
from kpi.readings.reading import Part, Reading, duration_parts, share_part
from kpi.readings.waiting import waiting_now
from kpi.samples import Durations
from kpi.team.targets import BOT, PERSON

_CALENDAR = "No opening hours are set, so the calendar clock runs, nights and weekends included."
_BUSINESS = "Replies by a person are timed in opening hours; all others on the calendar clock."


class FirstResponseTimeReader(TallyReader):
    """Reads it; the value is the median of first replies by a person."""

    wanted = frozenset((Timing.PERSON,))
    beside = frozenset(
        (
            Timing.PERSON_AFTER_HOURS,
            Timing.BOT,
            Timing.ANYONE,
            Measure.TARGET_DUE,
            Measure.TARGET_MET,
            Measure.ANSWERED_WHILE_CLOSED,
        )
    )

    def sample(self, tally: Tally) -> Durations:
        return tally.time(Timing.PERSON)

    def read(self, facts: Facts, days: Days) -> Reading:
        tally = whole(self, facts, days)
        person, bot = self.sample(tally), tally.time(Timing.BOT)
        return Reading(
            sample=person,
            parts={
                **duration_parts("person", person),
                **_bot(facts, bot),
                **duration_parts("anyone", tally.time(Timing.ANYONE)),
                "within_target": share_part(tally[Measure.TARGET_MET], tally[Measure.TARGET_DUE]),
                **_closed(facts, tally),
                **waiting_now(facts),
            },
            left_out=_left_out(facts, days),
            notes=(_BUSINESS if facts.team.hours else _CALENDAR, *_authors(facts, days)),
            rows={PERSON: person, BOT: bot},
        )


def _bot(facts: Facts, bot: Durations) -> dict[str, Part]:
    """Without an n where no source tells the bot's replies: that is not connected, and not the same as none."""
    parts = duration_parts("bot", bot)
    if any("first_automated_response_at" in source.fields for source in facts.sources):
        return parts
    return {name: Part(None, part.unit) for name, part in parts.items()}


def _closed(facts: Facts, tally: Tally) -> dict[str, Part]:
    """Of teams with opening hours: what was answered outside them, and how long those waited who came in then."""
    if facts.team.hours is None:
        return {}
    after_hours = tally.time(Timing.PERSON_AFTER_HOURS)
    return {
        "answered_while_closed": Part(tally[Measure.ANSWERED_WHILE_CLOSED], Unit.COUNT),
        "after_hours": Part(after_hours.value, Unit.SECONDS, after_hours.n),
    }


def _left_out(facts: Facts, days: Days) -> dict[str, int]:
    """Of the person's row, and the bot's impossible times. Exclusions are not added: a conversation may be in both."""
    bot = facts.left_out(Event.AUTOMATED_RESPONSE, days)
    impossible = {reason: n for reason, n in bot.items() if reason not in set(Exclusion)}
    return {**impossible, **facts.left_out(Event.HUMAN_RESPONSE, days)}


def _authors(facts: Facts, days: Days) -> Iterator[str]:
    answering = {"first_response_at", "first_human_response_at", "first_automated_response_at"}
    silent = [s.name for s in facts.sources if s.fields & answering and not s.says_who_answered]
    if len(silent) == 1:
        yield f"{words.shorten(silent[0])} does not say who answered: its first replies count as a person's."
    elif silent:
        yield f"{words.listed(silent)} do not say who answered: their first replies count as a person's."
    for each in facts.sources:
        if each.authors_since is not None and each.authors_since > days.start_at:
            since = words.instant(each.authors_since, facts.team.zone)
            yield (
                f"{words.shorten(each.name)} says who answered of conversations opened since {since}:"
                " before, its first replies count as a person's."
            )

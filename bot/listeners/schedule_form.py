"""What somebody has filled into the modal *Weekly review*, and what is wrong with it, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from bot.commands.deciding import Deciding
from bot.listeners.submitting import FormError
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.labels import StoreLabels
from kpi.opening_hours.times import clock
from kpi.schedule import typed_schedule
from kpi.schedule.schedules import MONDAY, NINE, NewSchedule
from kpi.span import WEEKDAYS
from kpi.team.plain_keys import ZONE

FIELDS = WEEKDAY, HOUR, ZONE_NAME, EVERY, FILTERS = "weekday", "hour", "zone", "every", "filters"
FITTING = "fitting"
LONGEST_FILTERS = 300
_DAYS = [day.lower() for day in WEEKDAYS]
_EVERY = {FITTING: None, "1": 1, "4": 4}
"""Weeks, by the option."""


@dataclass(frozen=True)
class ScheduleForm:
    """As Slack hands it over: texts, "" where nothing was filled in. `weekday` is as in monday, `hour` as in 09:00."""

    weekday: str
    hour: str
    zone: str
    every: str
    filters: str

    @classmethod
    def of(cls, schedule: NewSchedule | None, zone: ZoneInfo) -> "ScheduleForm":
        """As it is filled in to begin with: what the channel has, else Monday at nine in the team's zone."""
        known = schedule or NewSchedule(MONDAY, NINE, zone)
        every = FITTING if known.weeks is None else str(known.weeks)
        return cls(_DAYS[known.weekday], clock(known.minute), known.zone.key, every, known.filters)

    @classmethod
    def read(cls, state: Mapping[str, Any]) -> "ScheduleForm":
        """From a view's `state`: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""
        values = state.get("values", {})
        return cls(*(_value(values.get(name, {}).get("value", {})) for name in FIELDS))

    def schedule(self, at: Deciding) -> NewSchedule:
        """The schedule; FormError."""
        problems: dict[str, str] = {}
        zone = _zone(self.zone, problems)
        if self.weekday not in _DAYS:
            problems[WEEKDAY] = "Choose a day."
        try:
            line = f"monday {self.hour or '9:00'} {self.filters}"
            read = typed_schedule.read(line, at.team.zone, at.today, StoreLabels(at.connection))
        except QuestionError as error:
            problems[FILTERS] = _with_an_example(error)
        if self.every not in _EVERY:
            problems[EVERY] = "Choose how often."
        if problems:
            raise FormError(problems, _AGAIN)
        return NewSchedule(_DAYS.index(self.weekday), read.minute, zone, read.filters, _EVERY[self.every])


_AGAIN = "Nothing was changed. Try again with `/kpi schedule`."


def _zone(typed: str, problems: dict[str, str]) -> ZoneInfo:
    try:
        found: ZoneInfo = ZONE.check(ZONE.parse(typed, None, ""))
    except UserError as error:
        problems[ZONE_NAME] = error.sentence
        return ZoneInfo("UTC")
    return found


def _with_an_example(error: QuestionError) -> str:
    """A form has no room for a line of its own."""
    found = [line.split(" ", 3)[3] for line in error.lines if line.count(" ") > 2]
    return f"{error.sentence} Try {found[0]}" if found else error.sentence


def _value(entry: Mapping[str, Any]) -> str:
    chosen = entry.get("selected_option") or {}
    return str(chosen.get("value") or entry.get("selected_time") or entry.get("value") or "")

"""Hypothesis strategies for teams: zones, opening hours and targets, for the engine and for the oracle alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from kpi.catalogue import FIRST_RESPONSE_TIME, Target
from kpi.counting.days import Days
from kpi.opening_hours.week import Interval
from kpi.team.settings import TeamSettings
from kpi.team.targets import PERSON, Aim, Targets
from tests.kpi.opening_hours.by_the_minute import Team as Opened
from tests.support import oracle
from tests.support.any_tickets import AUTUMN, DAY, LAST_DAY, SPRING, days, sources, start

BERLIN = ZoneInfo("Europe/Berlin")
ZONES = tuple(
    map(ZoneInfo, ("Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Beirut", "Australia/Lord_Howe", "UTC"))
)
"""Beirut's clocks go forward at midnight, Lord Howe's by half an hour, and Kolkata's never."""

_WEEKDAYS = ((Interval(9 * 60, 17 * 60),),) * 5
_OFFICE = Opened((*_WEEKDAYS, (), ()), BERLIN, closed=frozenset((date(2026, 3, 25), date(2026, 10, 21))))
_TWO_SHIFTS = Opened(((Interval(480, 720), Interval(780, 1_080)),) * 7, ZoneInfo("America/New_York"))
_NIGHTS = Opened(((Interval(0, 360), Interval(1_320, 1_440)),) * 7, BERLIN)
_MONDAYS = Opened(((Interval(600, 780),), *[()] * 6), ZoneInfo("Asia/Beirut"))
HOURS = (None, _OFFICE, _TWO_SHIFTS, _NIGHTS, _MONDAYS)
_HOUR = 3_600
_MARGIN = 2  # days that the clock by the minute goes on before and after everything


@dataclass(frozen=True)
class Team:
    """A team: `target` seconds for a first reply by a person, and in some channels others."""

    zone: ZoneInfo = BERLIN
    opened: Opened | None = None
    target: int = _HOUR
    targets: Mapping[str, int] = field(default_factory=dict)

    @property
    def settings(self) -> TeamSettings:
        """For the engine."""
        of: list[tuple[str | None, int]] = [(None, self.target), *self.targets.items()]
        own = [(Aim(FIRST_RESPONSE_TIME.key, PERSON, channel), Target(value, 4 * value)) for channel, value in of]
        return TeamSettings(
            self.zone, hours=None if self.opened is None else self.opened.hours, targets=Targets.made(own)
        )

    def for_oracle(self, season: date) -> oracle.Team:
        """For the oracle, on tickets of that season."""
        if self.opened is None:
            return oracle.Team(self.zone, target=self.target, targets=self.targets)
        first = start(season) - _MARGIN * DAY
        clock = oracle.minute_clock(self.opened, first, first + (2 * _MARGIN + LAST_DAY) * DAY)
        return oracle.Team(self.zone, clock, self.target, self.targets)


@dataclass(frozen=True)
class Situation:
    """Sources full of tickets, a team, and the days that it asks about."""

    season: date
    described: list[dict[str, Any]]
    team: Team
    first: date
    end: date

    @property
    def days(self) -> Days:
        return Days(self.first, self.end, self.team.zone)

    @property
    def single_days(self) -> list[Days]:
        return [Days(day, day + timedelta(1), self.team.zone) for day in self.days.dates]

    @property
    def settings(self) -> TeamSettings:
        return self.team.settings

    @property
    def for_oracle(self) -> oracle.Team:
        return self.team.for_oracle(self.season)


teams = st.builds(
    Team,
    st.sampled_from(ZONES),
    st.sampled_from(HOURS),
    st.sampled_from((_HOUR, _HOUR, 60, 8 * _HOUR)),
    st.sampled_from(({}, {}, {"chat": 1_800}, {"chat": 20 * _HOUR, "email": _HOUR})),
)


@st.composite
def situations(draw: st.DrawFn, most: int = 6, of: st.SearchStrategy[Team] = teams) -> Situation:
    """Any tickets, a team and any days."""
    season = draw(st.sampled_from((SPRING, AUTUMN)))
    first, end = draw(days(season))
    return Situation(season, draw(sources(season, most=most)), draw(of), first, end)

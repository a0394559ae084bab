"""What the commands with which a team decides something have in common: the store, the team's settings, the moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.commands.registry import Workbench
from kpi import words
from kpi.grammar.words import quoted
from kpi.team.settings import TeamSettings, read, usable


@dataclass(frozen=True)
class Deciding:
    """A transaction, and what is in force in it. `first_zone` is the environment's."""

    connection: Connection
    team: TeamSettings
    first_zone: ZoneInfo
    now: datetime

    @property
    def today(self) -> date:
        """The day, where the team is."""
        return self.now.astimezone(self.team.zone).date()

    @property
    def at(self) -> int:
        """The moment in UTC seconds."""
        return int(self.now.timestamp())

    def moment(self, at: int) -> str:
        """ "22 Nov 2026, 14:05" """
        return words.instant(at, self.team.zone).partition(" ")[2]


@contextmanager
def deciding(bench: Workbench, *, writing: bool = False, mending: bool = False) -> Iterator[Deciding]:
    """Kept at the end if `writing`, unless something is raised. Settings that cannot be used are in the way, unless one
    is `mending` them: then they are as by default."""
    in_force = usable if mending else read
    with bench.store.writing() if writing else bench.store.reading() as connection:
        yield Deciding(connection, in_force(connection, bench.zone), bench.zone, bench.clock())


def number(text: str) -> int | None:
    """What "remove 3", "no. 3" or "#3" is about, without the first word; None if that is no number."""
    said = text.strip().casefold().removeprefix("number").removeprefix("no").lstrip(" .#")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= _MOST_DIGITS else None


def as_typed(value: str) -> str:
    """A text in a line to type: in quotes, so that no word of it is taken for one of the line's."""
    line = quoted(value)
    return line if line.startswith('"') else f'"{line}"'


_MOST_DIGITS = 9

"""What a KPI is declared by."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpi.measures import Event


class Unit(StrEnum):
    """What a value is counted in. Percentages run from 0 to 100, money is in the workspace's currency."""

    SECONDS = "seconds"
    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"
    MONEY = "money"


class Better(StrEnum):
    """Which way a team wants a value to go, if it does."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Target:
    """The value to reach, and the one that is bad, in the KPI's unit."""

    value: float
    bad: float


@dataclass(frozen=True)
class Need:
    """Something that a source must tell: any one of `fields` of a ticket. `words` say it to people."""

    fields: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Kpi:
    """One KPI, or a supporting count, which is never judged.

    `dated_by` is the event whose instant decides in which period a conversation counts. `counts` names what its n
    counts, one and many, and `hits` what those are that the value counts, where it is a share. `meaning` is its
    definition in a sentence. `targets` are by row: `person` and `bot` for first response time, else `value`; a KPI
    without one is judged against the team's own usual. `value_is` says which row the value is. `dimensions` says
    whether conversations can be told apart in it, and `lag` for how many weeks a change takes to show.
    """

    key: str
    title: str
    aliases: tuple[str, ...]
    unit: Unit
    better: Better
    dated_by: Event
    needs: tuple[Need, ...]
    counts: tuple[str, str]
    meaning: str
    hits: str = ""
    targets: Mapping[str, Target] = field(default_factory=dict)
    value_is: str = ""
    dimensions: bool = True
    supporting: bool = False
    lag: int = 1

    @property
    def name(self) -> str:
        """By what it is asked for: its abbreviation, which is its first alias, or its key in words."""
        return min((self.key.replace("_", " "), *self.aliases[:1]), key=len)


def missing(kpi: Kpi, fields: Collection[str]) -> list[str]:
    """What `kpi` would need beyond these ticket fields, in words; empty when it can be told from them."""
    return [need.words for need in kpi.needs if not any(field in fields for field in need.fields)]

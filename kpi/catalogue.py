"""The KPIs, declared: what each is called, what it needs, which way is better, and its targets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpi.facts import Event

HOUR = 3600.0
MINUTE = 60.0


class Unit(StrEnum):
    """What a value is counted in. Percentages run from 0 to 100."""

    SECONDS = "seconds"
    PERCENT = "percent"
    POINTS = "points"
    COUNT = "count"


class Better(StrEnum):
    """Which way a team wants a value to go."""

    HIGHER = "higher"
    LOWER = "lower"


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
    """One KPI.

    `dated_by` is the event whose instant decides in which period a conversation counts. `counts` names what its n
    counts, one and many; `meaning` is its definition in a sentence. `targets` are by row: `person` and `bot` for first
    response time, else `value`; a KPI without one is judged against the team's own usual. `value_is` says which row the
    value is.
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
    targets: Mapping[str, Target] = field(default_factory=dict)
    value_is: str = ""

    @property
    def target(self) -> Target | None:
        """The target of the value itself, which is the first row's."""
        return next(iter(self.targets.values()), None)

    @property
    def name(self) -> str:
        """The shortest name under which it can be asked for."""
        return min((self.key, *self.aliases), key=len)


_OPENED = Need(("created_at",), "when a conversation was opened")

FIRST_RESPONSE_TIME = Kpi(
    key="first_response_time",
    title="First response time",
    aliases=("frt", "first response", "first reply", "response time", "reply time", "first reply time"),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    dated_by=Event.HUMAN_RESPONSE,
    needs=(
        _OPENED,
        Need(
            ("first_response_at", "first_human_response_at", "first_automated_response_at"),
            "when it was first answered",
        ),
    ),
    counts=("first reply", "first replies"),
    meaning="The time from a customer's first message to the first reply: by a person and by the bot, always apart.",
    value_is="by a person",
    targets={"person": Target(1 * HOUR, bad=4 * HOUR), "bot": Target(5 * MINUTE, bad=30 * MINUTE)},
)

RESOLUTION_TIME = Kpi(
    key="resolution_time",
    title="Resolution time",
    aliases=("ttr", "art", "resolution", "time to resolution", "average resolution time", "mttr"),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    dated_by=Event.RESOLUTION,
    needs=(_OPENED, Need(("resolved_at",), "when it was resolved")),
    counts=("resolved conversation", "resolved conversations"),
    meaning="The time from opening to resolution, for the conversations that were resolved in the period.",
)

CSAT = Kpi(
    key="csat",
    title="CSAT",
    aliases=("customer satisfaction", "satisfaction"),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    dated_by=Event.RATING,
    needs=(
        Need(("rating",), "how customers rated it"),
        Need(("rated_at", "resolved_at", "updated_at"), "when they rated it"),
    ),
    counts=("rating", "ratings"),
    meaning="Satisfied ratings (4 and 5 of 5, thumbs up, good, great) out of all that customers gave in the period.",
    targets={"value": Target(80.0, bad=70.0)},
)

KPIS = (CSAT, FIRST_RESPONSE_TIME, RESOLUTION_TIME)


def missing(kpi: Kpi, fields: Collection[str]) -> list[str]:
    """What `kpi` would need beyond these ticket fields, in words; empty when it can be told from them."""
    return [need.words for need in kpi.needs if not any(field in fields for field in need.fields)]

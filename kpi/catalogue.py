"""The KPIs, declared: what each is called, what it needs, which way is better, and its targets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from kpi.measures import Event

HOUR = 3600.0
MINUTE = 60.0


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
        """The shortest name under which it can be asked for."""
        return min((self.key, *self.aliases), key=len)


_OPENED = Need(("created_at",), "when a conversation was opened")
_ENDS = Need(("status", "resolved_at"), "whether a conversation was resolved")
_RESOLVED = Need(("resolved_at",), "when it was resolved")
_AUTHORS = Need(("first_human_response_at", "first_automated_response_at"), "whether a person or the bot answered it")
_BOT = Need(("first_automated_response_at",), "when the bot answered it")
_ANSWERS = Need(
    ("first_response_at", "first_human_response_at", "first_automated_response_at"), "when it was first answered"
)
_SILENCE = Need(("first_response_at", "first_human_response_at"), "when it was first answered")
_RATED_AT = Need(("rated_at", "resolved_at", "updated_at"), "when they rated it")
_CONVERSATIONS = ("conversation", "conversations")
_OPENED_ONES = ("opened conversation", "opened conversations")
_RESOLVED_ONES = ("resolved conversation", "resolved conversations")
_HAD_THEIR_DAYS = ("conversation that had its 7 days", "conversations that had their 7 days")

FIRST_RESPONSE_TIME = Kpi(
    key="first_response_time",
    title="First response time",
    aliases=("frt", "first response", "first reply", "response time", "reply time", "first reply time"),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    dated_by=Event.HUMAN_RESPONSE,
    needs=(_OPENED, _ANSWERS),
    counts=("first reply", "first replies"),
    meaning="The time from a customer's first message to the first reply: by a person and by the bot, always apart.",
    value_is="by a person",
    targets={"person": Target(1 * HOUR, bad=4 * HOUR), "bot": Target(5 * MINUTE, bad=30 * MINUTE)},
)

RESOLUTION_TIME = Kpi(
    key="resolution_time",
    title="Resolution time",
    aliases=("ttr", "art", "resolution", "time to resolution", "average resolution time", "mttr", "handling time"),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    dated_by=Event.RESOLUTION,
    needs=(_OPENED, _RESOLVED),
    counts=_RESOLVED_ONES,
    meaning="The time from opening to resolution, for the conversations that were resolved in the period.",
)

RESOLUTION_RATE = Kpi(
    key="resolution_rate",
    title="Resolution rate",
    aliases=("rr", "resolved rate", "solve rate", "share resolved", "resolved within 7 days"),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    dated_by=Event.DUE,
    needs=(_OPENED, _ENDS),
    counts=_HAD_THEIR_DAYS,
    hits="resolved in time",
    meaning="Of the conversations that had their 7 days in the period: those that were resolved by then.",
    targets={"value": Target(85.0, bad=70.0)},
    lag=2,
)

AUTOMATION_RATE = Kpi(
    key="automation_rate",
    title="Automation rate",
    aliases=("ar", "automation", "automated rate", "bot resolution rate", "containment", "containment rate"),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    dated_by=Event.DUE,
    needs=(_OPENED, _ENDS, _AUTHORS),
    counts=_HAD_THEIR_DAYS,
    hits="resolved by automation",
    meaning=(
        "Of the conversations that had their 7 days in the period: those that the bot answered and that were resolved "
        "by then, without a person's reply and without a hand-over."
    ),
    targets={"value": Target(50.0, bad=25.0)},
    lag=2,
)

SELF_SERVICE_RATE = Kpi(
    key="self_service_rate",
    title="Self-service rate",
    aliases=("ssr", "self-service", "self service", "deflection", "deflection rate"),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    dated_by=Event.DUE,
    needs=(_OPENED, _ENDS),
    counts=("inquiry or conversation", "inquiries and conversations"),
    hits="resolved without a person",
    meaning=(
        "Self-service inquiries that were resolved, and conversations that automation resolved, out of all inquiries "
        "and all conversations that had their 7 days."
    ),
    targets={"value": Target(60.0, bad=30.0)},
    dimensions=False,
    lag=2,
)

CSAT = Kpi(
    key="csat",
    title="CSAT",
    aliases=("customer satisfaction", "satisfaction"),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    dated_by=Event.RATING,
    needs=(Need(("rating",), "how customers rated it"), _RATED_AT),
    counts=("rating", "ratings"),
    hits="satisfied",
    meaning="Satisfied ratings (4 and 5 of 5, thumbs up, good, great) out of all that customers gave in the period.",
    targets={"value": Target(80.0, bad=70.0)},
)

NPS = Kpi(
    key="nps",
    title="NPS",
    aliases=("net promoter score", "promoter score"),
    unit=Unit.POINTS,
    better=Better.HIGHER,
    dated_by=Event.SCORE,
    needs=(Need(("rating",), "how customers scored it from 0 to 10"), _RATED_AT),
    counts=("score", "scores"),
    meaning="The share of promoters (9 and 10) less the share of detractors (0 to 6), of all scores from 0 to 10.",
)

COST_PER_CONTACT = Kpi(
    key="cost_per_contact",
    title="Cost per contact",
    aliases=("cpc", "cost per ticket", "cost per conversation", "contact cost"),
    unit=Unit.MONEY,
    better=Better.LOWER,
    dated_by=Event.OPENING,
    needs=(_OPENED,),
    counts=("contact", "contacts"),
    meaning="What support cost in the period, for each conversation opened and each self-service inquiry.",
    dimensions=False,
)

COST_PER_RESOLUTION = Kpi(
    key="cost_per_resolution",
    title="Cost per resolution",
    aliases=("cpr", "resolution cost", "cost per resolved ticket"),
    unit=Unit.MONEY,
    better=Better.LOWER,
    dated_by=Event.RESOLUTION,
    needs=(_OPENED, _RESOLVED),
    counts=_RESOLVED_ONES,
    meaning="What support cost in the period, for each conversation resolved in it.",
    dimensions=False,
)

INTENT_DISTRIBUTION = Kpi(
    key="intent_distribution",
    title="Intents",
    aliases=("intents", "intent", "topics", "contact reasons", "top intents", "most common intents"),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    dated_by=Event.OPENING,
    needs=(_OPENED, Need(("intent",), "what it was about")),
    counts=("conversation with an intent", "conversations with an intent"),
    meaning="What the conversations opened in the period were about; the value is the share of the largest intent.",
    value_is="the largest",
    targets={"value": Target(25.0, bad=40.0)},
)

VOLUME = Kpi(
    key="volume",
    title="Volume",
    aliases=("ticket volume", "new tickets", "tickets created", "ticket count", "contacts", "how many tickets"),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    dated_by=Event.OPENING,
    needs=(_OPENED,),
    counts=_OPENED_ONES,
    meaning="How many conversations were opened in the period.",
    supporting=True,
)

BACKLOG = Kpi(
    key="backlog",
    title="Backlog",
    aliases=("open tickets", "unresolved tickets", "open conversations"),
    unit=Unit.COUNT,
    better=Better.LOWER,
    dated_by=Event.OPENING,
    needs=(_OPENED, _ENDS),
    counts=("open conversation", "open conversations"),
    meaning="How many conversations were open at the end of the period.",
    supporting=True,
)

WAITING = Kpi(
    key="waiting",
    title="Waiting",
    aliases=("waiting tickets", "queue", "unanswered", "unanswered tickets", "who is waiting"),
    unit=Unit.COUNT,
    better=Better.LOWER,
    dated_by=Event.OPENING,
    needs=(_OPENED, _ENDS, _SILENCE),
    counts=("waiting conversation", "waiting conversations"),
    meaning="How many open conversations no person had answered at the end of the period.",
    supporting=True,
)

REOPEN_RATE = Kpi(
    key="reopen_rate",
    title="Reopen rate",
    aliases=("reopened", "reopens", "reopening rate"),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    dated_by=Event.REOPENING,
    needs=(_OPENED, _RESOLVED, Need(("reopened_at",), "when it was opened again")),
    counts=_RESOLVED_ONES,
    hits="opened again",
    meaning="Conversations opened again in the period, for each hundred that were resolved in it.",
    supporting=True,
)

HANDOVER_RATE = Kpi(
    key="handover_rate",
    title="Hand-over rate",
    aliases=("handovers", "hand-overs", "hand-over rate", "hand over rate", "escalation rate", "escalations"),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    dated_by=Event.HANDOVER,
    needs=(_OPENED, _BOT, Need(("handed_over_at",), "when the bot handed it over")),
    counts=("conversation first answered by the bot", "conversations first answered by the bot"),
    hits="handed over",
    meaning="Conversations that the bot handed over in the period, for each hundred that it first answered in it.",
    supporting=True,
)

REPEAT_RATE = Kpi(
    key="repeat_rate",
    title="Repeat rate",
    aliases=("repeats", "repeat contacts", "repeat contact rate", "repeated contacts"),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    dated_by=Event.OPENING,
    needs=(_OPENED, _RESOLVED, Need(("requester",), "who asked")),
    counts=("conversation with a known requester", "conversations with a known requester"),
    hits="within 72 hours of the same requester's last resolution",
    meaning=(
        "Of the conversations opened in the period with a known requester: those opened within 72 hours after another "
        "one of theirs was resolved."
    ),
    supporting=True,
)

THROUGHPUT = Kpi(
    key="throughput",
    title="Throughput",
    aliases=("clearance", "clearance rate", "resolved per opened"),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    dated_by=Event.RESOLUTION,
    needs=(_OPENED, _RESOLVED),
    counts=_OPENED_ONES,
    hits="resolved",
    meaning="Conversations resolved in the period, for each hundred opened in it; it may pass 100 %.",
    supporting=True,
)

ARRIVALS = Kpi(
    key="arrivals",
    title="Arrivals",
    aliases=("busiest hours", "peak hours", "when do tickets come in", "arrival times"),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    dated_by=Event.OPENING,
    needs=(_OPENED,),
    counts=_OPENED_ONES,
    meaning="At which hours of the week conversations are opened, and at which people first reply.",
    supporting=True,
)

KPIS = (
    CSAT,
    FIRST_RESPONSE_TIME,
    RESOLUTION_TIME,
    RESOLUTION_RATE,
    AUTOMATION_RATE,
    SELF_SERVICE_RATE,
    COST_PER_CONTACT,
    COST_PER_RESOLUTION,
    INTENT_DISTRIBUTION,
    NPS,
)
"""The KPIs."""

SUPPORTING = (VOLUME, BACKLOG, WAITING, REOPEN_RATE, HANDOVER_RATE, REPEAT_RATE, THROUGHPUT, ARRIVALS)
"""Counts that explain them, asked for in the same way."""

EVERY = KPIS + SUPPORTING


def missing(kpi: Kpi, fields: Collection[str]) -> list[str]:
    """What `kpi` would need beyond these ticket fields, in words; empty when it can be told from them."""
    return [need.words for need in kpi.needs if not any(field in fields for field in need.fields)]

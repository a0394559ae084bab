"""Counts that explain the KPIs. They are asked for in the same way, and never judged."""

from kpi.catalogue.kpi import Better, Kpi, Need, Unit
from kpi.catalogue.needs import BOT, ENDS, OPENED, OPENED_ONES, RESOLVED, RESOLVED_ONES, SILENCE
from kpi.measures import Event

VOLUME = Kpi(
    key="volume",
    title="Volume",
    aliases=("ticket volume", "new tickets", "tickets created", "ticket count", "contacts", "how many tickets"),
    unit=Unit.COUNT,
    better=Better.NEITHER,
    dated_by=Event.OPENING,
    needs=(OPENED,),
    counts=OPENED_ONES,
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
    needs=(OPENED, ENDS),
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
    needs=(OPENED, ENDS, SILENCE),
    counts=("waiting conversation", "waiting conversations"),
    meaning="How many open conversations no person had answered at the end of the period.",
    supporting=True,
)

REOPEN_RATE = Kpi(
    key="reopen_rate",
    title="Reopen rate",
    aliases=("reopening rate", "reopened", "reopens"),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    dated_by=Event.REOPENING,
    needs=(OPENED, RESOLVED, Need(("reopened_at",), "when it was opened again")),
    counts=RESOLVED_ONES,
    hits="opened again",
    meaning="Conversations opened again in the period, for each hundred that were resolved in it.",
    supporting=True,
)

HANDOVER_RATE = Kpi(
    key="handover_rate",
    title="Hand-over rate",
    aliases=("hand-over rate", "hand over rate", "handovers", "hand-overs", "escalation rate", "escalations"),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    dated_by=Event.HANDOVER,
    needs=(OPENED, BOT, Need(("handed_over_at",), "when the bot handed it over")),
    counts=("conversation first answered by the bot", "conversations first answered by the bot"),
    hits="handed over",
    meaning="Conversations that the bot handed over in the period, for each hundred that it first answered in it.",
    supporting=True,
)

REPEAT_RATE = Kpi(
    key="repeat_rate",
    title="Repeat rate",
    aliases=("repeat contact rate", "repeat contacts", "repeats", "repeated contacts"),
    unit=Unit.PERCENT,
    better=Better.LOWER,
    dated_by=Event.OPENING,
    needs=(OPENED, RESOLVED, Need(("requester",), "who asked")),
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
    aliases=("clearance rate", "clearance", "resolved per opened"),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    dated_by=Event.RESOLUTION,
    needs=(OPENED, RESOLVED),
    counts=OPENED_ONES,
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
    needs=(OPENED,),
    counts=OPENED_ONES,
    meaning="At which hours of the week conversations are opened, and at which people first reply.",
    supporting=True,
)

SUPPORTING = (VOLUME, BACKLOG, WAITING, REOPEN_RATE, HANDOVER_RATE, REPEAT_RATE, THROUGHPUT, ARRIVALS)
"""Counts that explain them, asked for in the same way."""

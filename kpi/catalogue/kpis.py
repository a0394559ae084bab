"""The KPIs: each is judged, by its target or by what is usual."""

from kpi.catalogue.kpi import Better, Kpi, Need, Target, Unit
from kpi.catalogue.needs import ANSWERS, AUTHORS, ENDS, HAD_THEIR_DAYS, OPENED, RATED_AT, RESOLVED, RESOLVED_ONES
from kpi.measures import Event

HOUR = 3600.0
MINUTE = 60.0

FIRST_RESPONSE_TIME = Kpi(
    key="first_response_time",
    title="First response time",
    aliases=("frt", "first response", "first reply", "response time", "reply time", "first reply time"),
    unit=Unit.SECONDS,
    better=Better.LOWER,
    dated_by=Event.HUMAN_RESPONSE,
    needs=(OPENED, ANSWERS),
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
    needs=(OPENED, RESOLVED),
    counts=RESOLVED_ONES,
    meaning="The time from opening to resolution, for the conversations that were resolved in the period.",
)

RESOLUTION_RATE = Kpi(
    key="resolution_rate",
    title="Resolution rate",
    aliases=("rr", "resolved rate", "solve rate", "share resolved", "resolved within 7 days"),
    unit=Unit.PERCENT,
    better=Better.HIGHER,
    dated_by=Event.DUE,
    needs=(OPENED, ENDS),
    counts=HAD_THEIR_DAYS,
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
    needs=(OPENED, ENDS, AUTHORS),
    counts=HAD_THEIR_DAYS,
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
    needs=(OPENED, ENDS),
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
    needs=(Need(("rating",), "how customers rated it"), RATED_AT),
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
    needs=(Need(("rating",), "how customers scored it from 0 to 10"), RATED_AT),
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
    needs=(OPENED,),
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
    needs=(OPENED, RESOLVED),
    counts=RESOLVED_ONES,
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
    needs=(OPENED, Need(("intent",), "what it was about")),
    counts=("conversation with an intent", "conversations with an intent"),
    meaning="What the conversations opened in the period were about; the value is the share of the largest intent.",
    value_is="the largest",
    targets={"value": Target(25.0, bad=40.0)},
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

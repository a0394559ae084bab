"""The words by which KPIs are asked for, and what support teams count that the bot does not."""

from collections.abc import Collection, Mapping
from itertools import product

from kpi.catalogue import (
    ARRIVALS,
    BACKLOG,
    COST_PER_CONTACT,
    COST_PER_RESOLUTION,
    CSAT,
    EVERY,
    FIRST_RESPONSE_TIME,
    HANDOVER_RATE,
    INTENT_DISTRIBUTION,
    NPS,
    REPEAT_RATE,
    RESOLUTION_RATE,
    RESOLUTION_TIME,
    THROUGHPUT,
    VOLUME,
    WAITING,
    Kpi,
    Unit,
)
from kpi.dimensions import INTENT

_MANY = ("tickets", "conversations", "cases", "requests", "messages", "enquiries", "inquiries", "issues", "contacts")

HOW_MANY = tuple(f"how many {many}" for many in _MANY)
"""Volume, if nothing else in the question says of what: "how many tickets are waiting" is another count."""

SAID_OTHERWISE: Mapping[str, Collection[str]] = {
    VOLUME.key: (
        *HOW_MANY,
        *("opened tickets", "incoming tickets", "tickets received", "tickets opened", "number of tickets"),
        *("new conversations", "opened conversations", "number of conversations", "inflow", "inbound volume"),
    ),
    FIRST_RESPONSE_TIME.key: (
        *(
            f"how {fast} do we {answer}"
            for fast, answer in product(("fast", "quickly"), ("answer", "reply", "respond"))
        ),
    ),
    RESOLUTION_TIME.key: ("how long do tickets take", "how long does a ticket take", "how fast do we resolve"),
    RESOLUTION_RATE.key: ("resolution percentage", "percent resolved", "percentage resolved"),
    CSAT.key: ("how happy are customers", "how happy are our customers", "how satisfied are customers"),
    BACKLOG.key: (
        *("open", "unresolved", "unsolved", "pending"),
        *("unresolved conversations", "open cases", "still open", "unsolved tickets", "pending tickets"),
        *(f"how many {many} are {state}" for many, state in product(_MANY, ("open", "still open", "unresolved"))),
        *(f"how many {many} do we have open" for many in _MANY),
        *("how many are open", "how many are still open", "how many are unresolved", "what is open", "whats open"),
    ),
    WAITING.key: (
        *("waiting conversations", "unanswered conversations", "who waiting", "whos waiting", "who is still waiting"),
        *(f"how many {many} are {state}" for many, state in product(_MANY, ("waiting", "still waiting", "unanswered"))),
        *("how many are waiting", "how many are still waiting", "how many wait"),
    ),
    ARRIVALS.key: (
        *("when do tickets arrive", "when do conversations arrive", "when do conversations come in", "peak times"),
        *("busy hours", "busiest times", "busiest days", "busiest time", "when are we busiest"),
    ),
    INTENT_DISTRIBUTION.key: (
        *INTENT.aliases,
        *("top topics", "top reasons", "main topics", "main reasons", "contact drivers", "reasons for contact"),
        *("intents distribution", "distribution of intents", "intent mix", "what do customers ask about"),
        *("why do customers contact us", "why do people contact us", "what are people asking about"),
    ),
    HANDOVER_RATE.key: ("handoff rate", "handoffs", "hand-offs", "handed over", "escalated"),
    REPEAT_RATE.key: ("recontact rate", "recontacts", "repeat tickets"),
}
"""Beside the names of the catalogue, by the KPI's key."""

_PRESENT = {"are", "is", "who", "do"}
ASKED_NOW = frozenset(
    (
        *("who is waiting", "still open", "whats open"),
        *(name for key in (BACKLOG.key, WAITING.key) for name in SAID_OTHERWISE[key] if _PRESENT & {*name.split()}),
    )
)
"""The names of backlog and waiting that ask how things stand, not how they stood at the end of some days."""
NOW = frozenset(("now", "currently", "moment"))
"""Words that ask the same of them."""

COUNTED = frozenset((*_MANY, "ticket", "conversation"))
"""What volume counts. Where nothing else is named, that is asked."""

_SHARE = frozenset(("percent", "percentage", "rate", "share"))

ADDING_NOTHING: Mapping[str, frozenset[str]] = {
    **{kpi.key: _SHARE for kpi in EVERY if kpi.unit is Unit.PERCENT},
    CSAT.key: _SHARE | {"rating", "ratings", "score", "scores", "level"},
    NPS.key: frozenset(("rating", "ratings", "score", "scores")),
    VOLUME.key: frozenset((
        "opened", "created", "came", "come", "coming", "received", "receive", "arrived", "arrive", "arriving",
        "incoming", "inbound", "new", "raised", "submitted", "started", *_MANY,
    )),
    BACKLOG.key: frozenset(("still", "yet", "oldest", "left", "remaining", *_MANY)),
    WAITING.key: frozenset((
        "who", "who's", "whos", "still", "longest", "oldest", "customers", "customer", "people", *_MANY,
    )),
    ARRIVALS.key: frozenset(("arrive", "come", "when", "weekday", "hour", *_MANY)),
    INTENT_DISTRIBUTION.key: _SHARE | {
        "top", "main", "biggest", "largest", "common", "most", "frequent", "customers", "contact", *_MANY,
    },
    THROUGHPUT.key: _SHARE | {*_MANY},
}  # fmt: skip
"""By the KPI's key, words that add nothing beside it, and would be strange beside another."""

_COSTS = "What support costs is told for each contact, and for each resolution."
_WAIT = "How long customers wait for a person is the first response time. Who waits now is in waiting."
_SATISFACTION = "Satisfaction is counted as CSAT and NPS; there is no effort score."
_RESOLVED = "How many were resolved stands beside throughput and the resolution time."
_FIRST_CONTACT = "Resolution on first contact is not told apart; nearest to it is the resolution rate."
_SLA = "The share answered within the target stands beside the first response time."
_DONE = ("resolved", "closed", "solved")

NOT_KEPT: Mapping[str, tuple[str, tuple[Kpi, ...]]] = {
    **dict.fromkeys(
        ("cost", "costs", "support cost", "support costs", "spend", "spending"),
        (_COSTS, (COST_PER_CONTACT, COST_PER_RESOLUTION)),
    ),
    **dict.fromkeys(
        ("how long do customers wait", "how long do people wait", "wait time", "waiting time", "waiting times"),
        (_WAIT, (FIRST_RESPONSE_TIME, WAITING)),
    ),
    **dict.fromkeys(("ces", "customer effort score", "effort score"), (_SATISFACTION, (CSAT,))),
    **dict.fromkeys(
        ("fcr", "first contact resolution", "first contact resolution rate", "one touch resolution"),
        (_FIRST_CONTACT, (RESOLUTION_RATE, REPEAT_RATE)),
    ),
    **dict.fromkeys(
        ("sla", "sla compliance", "sla attainment", "sla breaches", "within sla", "service level"),
        (_SLA, (FIRST_RESPONSE_TIME,)),
    ),
    **dict.fromkeys(
        (
            *(f"how many {many} were {done}" for many, done in product(_MANY, _DONE)),
            *(f"how many {many} did we {do}" for many, do in product(_MANY, ("resolve", "close", "solve"))),
            *(f"{many} {done}" for many, done in product(("tickets", "conversations"), _DONE)),
            *(f"{done} {many}" for many, done in product(("tickets", "conversations"), _DONE)),
        ),
        (_RESOLVED, (THROUGHPUT, RESOLUTION_TIME)),
    ),
}
"""What is asked for in these words, said plainly, and the KPIs that come nearest to it."""

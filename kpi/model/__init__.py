"""The store's tables.

Instants are whole seconds since 1970-01-01 00:00 UTC: a duration is then a plain difference, in SQL and in
Python, on any database. Nothing is derived here: whether an instant is possible, or a resolution still
stands, is decided by whoever counts (`kpi.counting`), because a later delivery may change the answer.
"""

from kpi.model.columns import table
from kpi.model.decisions import Note, Secret, Setting, SettingChange
from kpi.model.forgetting import Forgetting
from kpi.model.imports import DELIVERED, BeforeImage, Import, ImportProblem, Source
from kpi.model.labelling import IntentName, IntentRule, Relabelling, TicketIntent
from kpi.model.records import BY_HAND, Cost, Inquiry, InquiryDay, Outcome, Search
from kpi.model.retention import Retention
from kpi.model.reviews import (
    Alert,
    AlertChannel,
    NormalIntent,
    ParkedKpi,
    ReviewFocus,
    ReviewPost,
    ReviewSchedule,
    TicketCause,
)
from kpi.model.tickets import (
    OPENED_AGAIN,
    UNATTENDED,
    EventKind,
    Exclusion,
    Label,
    RatingScale,
    Status,
    Ticket,
    TicketEvent,
)
from kpi.model.webhooks import Delivery, DeliveryHour, Inbox, Webhook

__all__ = [
    "BY_HAND",
    "DELIVERED",
    "OPENED_AGAIN",
    "UNATTENDED",
    "Alert",
    "AlertChannel",
    "BeforeImage",
    "Cost",
    "Delivery",
    "DeliveryHour",
    "EventKind",
    "Exclusion",
    "Forgetting",
    "Import",
    "ImportProblem",
    "Inbox",
    "Inquiry",
    "InquiryDay",
    "IntentName",
    "IntentRule",
    "Label",
    "NormalIntent",
    "Note",
    "Outcome",
    "ParkedKpi",
    "RatingScale",
    "Relabelling",
    "Retention",
    "ReviewFocus",
    "ReviewPost",
    "ReviewSchedule",
    "Search",
    "Secret",
    "Setting",
    "SettingChange",
    "Source",
    "Status",
    "Ticket",
    "TicketCause",
    "TicketEvent",
    "TicketIntent",
    "Webhook",
    "table",
]

"""What a channel's reviews have to respect: what is parked there, and which intents are normal for the team."""

from datetime import date

from sqlalchemy import Connection

from kpi.review.decisions import Decisions
from kpi.review.record.normal_intents import normal
from kpi.review.record.parked import parked


def decisions(connection: Connection, channel: str, on: date) -> Decisions:
    """What holds on this day. Without a channel nothing is parked."""
    return Decisions(frozenset(parked(connection, channel, on)), normal(connection))

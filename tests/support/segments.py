"""Situations narrowed to some of their tickets."""

from typing import Any

from tests.support.any_tickets import CHANNELS, sources

__all__ = ["CHANNELS", "labelled_sources", "only"]

labelled_sources = sources
"""Most tickets have a channel, an intent and a team."""


def only(described: list[dict[str, Any]], field: str, value: str | None) -> list[dict[str, Any]]:
    """The same sources with those of their tickets that have this label."""
    return [
        {**source, "tickets": [ticket for ticket in source["tickets"] if _label(ticket, field) == value]}
        for source in described
    ]


def _label(ticket: dict[str, Any], field: str) -> str | None:
    given: str | None = ticket["given_intent"] if field == "intent" else None
    told: str | None = ticket[field]
    return told if given is None else given

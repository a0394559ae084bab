"""What a team has said of how its source is read (`Webhook.options`)."""

from collections.abc import Iterable

from kpi.webhooks.request import Connection


def named(connection: Connection, option: str) -> frozenset[str]:
    """The names in an option, which stand with commas between them; in lower case."""
    told = str(connection.options.get(option) or "")
    return frozenset(name.strip().casefold() for name in told.split(",")) - {""}


def first_of(labels: Iterable[str]) -> str | None:
    """The first in alphabetical order, whatever the order in which they come: a ticket has one intent."""
    return min(filter(None, map(str.strip, labels)), key=lambda label: (label.casefold(), label), default=None)

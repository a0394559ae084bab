"""Stores of any tickets with labels, for what is told apart and narrowed."""

from typing import Any

from hypothesis import strategies as st

from tests.support.any_tickets import sources

CHANNELS = (None, "chat", "email")
_MOST_TICKETS = 24


@st.composite
def labelled_sources(draw: st.DrawFn) -> list[dict[str, Any]]:
    """As `sources`, with a channel and a team for most tickets."""
    described = draw(sources())
    channels = draw(st.lists(st.sampled_from(CHANNELS), min_size=_MOST_TICKETS, max_size=_MOST_TICKETS))
    numbers = iter(range(_MOST_TICKETS))
    for source in described:
        for ticket in source["tickets"]:
            number = next(numbers)
            ticket |= {"channel": channels[number], "team": channels[-number - 1] and f"team {channels[-number - 1]}"}
    return described


def only(described: list[dict[str, Any]], field: str, value: str | None) -> list[dict[str, Any]]:
    """The same sources with those of their tickets that have this label."""
    return [
        {**source, "tickets": [ticket for ticket in source["tickets"] if ticket[field] == value]}
        for source in described
    ]

"""Which column of a table has which role, by its name."""

from collections.abc import Collection, Mapping, Sequence

from kpi.ingest.columns.names import named, plain_words

Names = Mapping[str, tuple[str, ...]]
"""By role: the names of a column that has it. Of two columns for a role the name that is first wins."""

_TOLD_OF_TICKETS = frozenset(
    {
        "external_id", "created_at", "first_response_at", "first_human_response_at", "first_automated_response_at",
        "handed_over_at", "resolved_at", "reopened_at", "status", "rating", "nps", "rated_at", "priority", "subject",
        "messages",
    }
)  # fmt: skip


def roles_of(headers: Sequence[str], names: Names, ignoring: Collection[str] = ()) -> dict[str, str]:
    """The role by header, one header a role. Words that are ignored may stand anywhere in a header."""
    by_name: dict[str, str] = {}
    for header in headers:
        by_name.setdefault(_name(header, ignoring), header)
    roles: dict[str, str] = {}
    for role, known in names.items():
        found = (by_name.get(_name(name)) for name in known)
        chosen = next((header for header in found if header is not None and header not in roles), None)
        if chosen is not None:
            roles[chosen] = role
    return roles


def tell_of_tickets(headers: Sequence[str], roles: Mapping[str, str]) -> bool:
    """Whether a column that has no role is one that tickets have."""
    others = (named(header) for header in headers if header not in roles)
    return any(found is not None and found.meaning in _TOLD_OF_TICKETS for found in others)


def _name(header: str, ignoring: Collection[str] = ()) -> str:
    """Equal for “First day”, “first_day” and “FirstDay”."""
    return "".join(word for word in plain_words(header).split() if word not in ignoring)

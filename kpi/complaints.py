"""What databases say when they cannot be used, in words, and what a person can do about it."""

from collections.abc import Mapping

from sqlalchemy.exc import DatabaseError, OperationalError

Complaint = tuple[str, str]
"""Words that follow the database's name, and a remedy."""

_IN_USE = ("is in use by another program", "Close the other program, or try again in a minute.")
_FULL = ("has no room left on its disk", "Free some space, and try again.")

_SQLITE_SAYS: dict[str, Complaint] = {
    "database is locked": _IN_USE,
    "readonly database": ("is read-only", "Make the file and its folder writable, or point DATABASE_URL elsewhere."),
    "unable to open database file": (
        "cannot be opened",
        "Check that its folder exists and may be written to, or point DATABASE_URL elsewhere.",
    ),
    "disk is full": _FULL,
    "disk I/O error": ("cannot be read or written", "Look at its disk, which may be full, damaged or gone."),
    "file is not a database": ("is not a kpibot database", "Point DATABASE_URL at another file."),
    "disk image is malformed": ("is damaged", "Restore it from a backup, or point DATABASE_URL elsewhere."),
}

_STOPPING = ("is stopping or starting", "Try again in a minute.")
_CROWDED = ("takes no more connections", "Close other programs that use it, or raise max_connections on its server.")
_COLLIDED = ("was changed by another program at the same moment", "Try again: nothing was changed.")
_REFUSED = ("refuses its user or password", "Check the user and the password in DATABASE_URL.")

_POSTGRESQL_STATES: dict[str, Complaint] = {
    "22P05": ("cannot hold these characters", "Make a database with ENCODING 'UTF8', and name it in DATABASE_URL."),
    "25006": ("is read-only", "Point DATABASE_URL at a server that may be written to, not at a copy of one."),
    "25P03": ("has ended a change that stood still", "Try again: nothing was changed."),
    "40001": _COLLIDED,
    "40P01": _COLLIDED,
    "42501": ("does not let its user do this", "Give the user in DATABASE_URL all rights on the database."),
    "53100": _FULL,
    "53300": _CROWDED,
    "55P03": _IN_USE,
    "57P01": _STOPPING,
    "57P02": _STOPPING,
    "57P03": _STOPPING,
}

# Before there is a connection, the server's refusal comes as words only.
_POSTGRESQL_SAYS: dict[str, Complaint] = {
    "password authentication failed": _REFUSED,
    "no password supplied": _REFUSED,
    'role "': _REFUSED,
    "no pg_hba.conf entry": ("does not let this machine in", "Allow it in pg_hba.conf on its server."),
    'database "': ("does not exist", "Make it with createdb, or name another one in DATABASE_URL."),
    "permission denied for database": (
        "does not let its user in",
        "Give the user in DATABASE_URL all rights on the database.",
    ),
    "too many clients": _CROWDED,
    "connection slots": _CROWDED,
    "starting up": _STOPPING,
    "shutting down": _STOPPING,
    "not yet accepting": _STOPPING,
}
_BAD_OPTIONS = ("invalid connection option", "bad value for")


def of_sqlite(error: DatabaseError) -> Complaint | None:
    """None for what nobody but a programmer can mend."""
    return _first(_SQLITE_SAYS, str(error.orig))


def of_postgresql(error: DatabaseError) -> Complaint | None:
    """The same. Of what is not known here, servers in other languages included, the words are quoted."""
    state: str | None = getattr(error.orig, "sqlstate", None)
    if state is not None:
        return _POSTGRESQL_STATES.get(state)
    said = " ".join(str(error.orig).split())
    if said.startswith(_BAD_OPTIONS):
        return f"cannot be reached ({said})", "Correct what follows the question mark in DATABASE_URL."
    if not isinstance(error, OperationalError):
        return None
    reason = said.partition(" Is the server running")[0]  # what follows it asks is in the remedy
    unreachable = f"cannot be reached ({reason})", "Check that its server runs, and the host and port in DATABASE_URL."
    return _first(_POSTGRESQL_SAYS, said) or unreachable


def _first(complaints: Mapping[str, Complaint], said: str) -> Complaint | None:
    return next((complaint for words, complaint in complaints.items() if words in said), None)

"""What drivers say when rows are moved, in words."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DatabaseError, DBAPIError

from kpi import complaints
from kpi.complaints import Complaint
from kpi.errors import ConfigurationError


@contextmanager
def explained_sqlite(name: str) -> Iterator[None]:
    """ConfigurationError for what whoever runs the bot can mend; `name` is what people call the file."""
    try:
        yield
    except sqlite3.Error as error:
        found = explained(error, sqlite3, complaints.of_sqlite, name) or _of_the_disk(error, name)
        if found is None:
            raise
        raise found from error


def explained(
    error: Exception, driver: Any, complaint: Callable[[DatabaseError], Complaint | None], name: str
) -> ConfigurationError | None:
    """What a driver has raised, if whoever runs the bot can mend it; `driver` is its module."""
    wrapped = DBAPIError.instance("", None, error, driver.Error)
    found = complaint(wrapped) if isinstance(wrapped, DatabaseError) else None
    return None if found is None else ConfigurationError(f"The database {name} {found[0]}.", found[1])


def _of_the_disk(error: sqlite3.Error, name: str) -> ConfigurationError | None:
    """A disk that breaks, or a limit on the size of files."""
    if "disk I/O" not in str(error):
        return None
    return ConfigurationError(f"The database {name} cannot be read or written ({error}).", "Look at its disk.")

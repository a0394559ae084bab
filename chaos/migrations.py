"""Stores of an earlier version, to be brought up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from itertools import count
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import func, select, text

from kpi.migrating import migrate
from kpi.model import Ticket, table
from kpi.store import Store
from tests.support.postgres import Server

EARLIER = "0002"
TICKETS = 300
_numbers = count(1)


@contextmanager
def earlier_store(folder: Path, server: Server | None) -> Iterator[str]:
    """The address of a store of version `EARLIER`, with some tickets."""
    url = server.new_database() if server else f"sqlite:///{folder / f'earlier-{next(_numbers)}.db'}"
    store = Store(url)
    config = Config()
    config.set_main_option("script_location", str(files("migrations")))
    with store.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, EARLIER)
        connection.execute(text("INSERT INTO source (name, fields, headers) VALUES ('desk', '[]', '[]')"))
        for number in range(TICKETS):
            ticket = f"INSERT INTO ticket (source, external_id, as_of) VALUES ('desk', '{number}', {number})"
            connection.execute(text(ticket))
    yield url
    store.close()
    if server:
        server.run(f"DROP DATABASE {store.url.database} WITH (FORCE)")


def revision(url: str) -> str:
    """The version that a store is of."""
    store = Store(url)
    with store.reading() as connection:
        found = connection.scalars(text("SELECT version_num FROM alembic_version")).one()
    store.close()
    return str(found)


def is_whole(url: str) -> bool:
    """Whether it is of this version, with all of its tickets."""
    store = Store(url)
    is_current = not migrate(store)
    with store.reading() as connection:
        tickets = connection.scalar(select(func.count()).select_from(table(Ticket)))
    store.close()
    return is_current and tickets == TICKETS

"""How intents are spelt that a team names itself."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from kpi.dimensions import INTENT
from kpi.errors import UserError
from kpi.ingest.columns.values import label
from kpi.labels import StoreLabels, fold
from kpi.model import Label, table

_label = table(Label)


def said(connection: Connection, typed: str) -> str:
    """The intent, folded, that somebody has typed; a new one is spelt as they did. UserError for what is no name."""
    intent, spelling = read(typed)
    if _spelling(connection, intent) is None:
        spell(connection, intent, spelling)
    return intent


def read(typed: str) -> tuple[str, str]:
    """The intent, folded, and its spelling; UserError for what is no name."""
    spelling = label(typed)
    if spelling is None:
        raise UserError("An intent needs a name.", "As in: refund")
    return fold(spelling), spelling


def spell(connection: Connection, intent: str, spelling: str) -> None:
    """From now on it is spelt like this."""
    connection.execute(delete(_label).where(_label.c.field == INTENT.key, _label.c.folded == intent))
    connection.execute(insert(_label).values(field=INTENT.key, folded=intent, spelling=spelling))


def spelling_of(connection: Connection, intent: str) -> str:
    """How it is spelt, also where it is called otherwise now."""
    return _spelling(connection, intent) or intent


def spellings(connection: Connection) -> Mapping[str, str]:
    """By intent; those that are called otherwise now are left out."""
    return StoreLabels(connection).values(INTENT)


def _spelling(connection: Connection, intent: str) -> str | None:
    query = select(_label.c.spelling).where(_label.c.field == INTENT.key, _label.c.folded == intent)
    found: str | None = connection.scalar(query)
    return found

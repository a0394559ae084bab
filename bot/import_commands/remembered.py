"""By its bytes a file is known again, under whatever name: what came of it is kept with what was brought in Slack."""

import hashlib
from pathlib import Path

from sqlalchemy import Connection, insert, select

from bot.uploads.model import State, Upload
from kpi.errors import UserError
from kpi.model import Import, table

_upload = table(Upload)
_import = table(Import)
_AT_ONCE = 1 << 20


def digest(path: Path) -> str:
    """The SHA-256 of a file. UserError if it cannot be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while some := file.read(_AT_ONCE):
                found.update(some)
    except OSError as error:
        raise UserError(f"{path.name} cannot be read: {error.strerror}.", "Let kpibot read it.") from error
    return found.hexdigest()


def earlier(connection: Connection, of: str) -> Import | None:
    """The newest import of these bytes that has finished, undone or not."""
    query = select(_import).join(_upload, _import.c.id == _upload.c.import_id)
    mine = (_upload.c.digest == of, _import.c.finished_at.is_not(None))
    found = connection.execute(query.where(*mine).order_by(_import.c.id.desc()).limit(1)).mappings().first()
    return None if found is None else Import(**found)


def remember(connection: Connection, of: str, entry: Import, who: str) -> None:
    """That this import was of these bytes. Nobody has sent them in Slack, so nothing is told there."""
    row = {
        "file": "",
        "name": entry.file,
        "person": "",
        "channel": "",
        "state": State.DONE,
        "round": 1,
        "said": {},
        "found": {},
        "brought_at": entry.started_at,
        "alive_at": entry.started_at,
        "digest": of,
        "began_at": entry.started_at,
        "import_id": entry.id,
        "who": who,
    }
    connection.execute(insert(_upload), row)

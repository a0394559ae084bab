"""How far each file is, kept in the store. Of two who want to move one on, one does."""

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from bot.uploads.model import WORKING, State, Upload
from kpi.errors import UserError
from kpi.model import Import, table
from kpi.store import Store
from kpi.team import history
from kpi.team.history import Kept

_upload = table(Upload)
_import = table(Import)

SEND_AGAIN = "Send the file again."

Change = Callable[[Upload], Mapping[str, Any]]
"""What is to be different of a file, by column; UserError if it is not to be changed."""


class Earlier(NamedTuple):
    """The import of the same bytes that stands: its number, when it was made, and by whom."""

    number: int
    at: int
    who: str | None


class _TakenOverError(Exception):
    """Somebody works on it again."""


class Ledger:
    """`seconds` gives the time by which it is known who is still at work; UTC seconds."""

    def __init__(self, store: Store, seconds: Callable[[], float] = time.time) -> None:
        self._store = store
        self._seconds = seconds

    def begin(self, **columns: Any) -> Upload:
        """Enter a file that is being looked over."""
        row = {"state": State.LOOKING, "round": 1, "said": {}, "found": {}, **columns, "alive_at": self._now()}
        with self._store.writing() as connection:
            number = connection.execute(insert(_upload).returning(_upload.c.id), row).scalar_one()
            return _read(connection, number)

    def get(self, number: int) -> Upload:
        """UserError if there is no such file."""
        with self._store.reading() as connection:
            return _read(connection, number)

    def note(self, number: int, **columns: Any) -> Upload:
        """Keep what has become known of it, whatever it is doing."""
        return self.change(number, lambda _: columns)

    def change(self, number: int, make: Change) -> Upload:
        """The file with what `make` makes of it, while nobody else changes it. Whoever changes it is alive."""
        with self._store.writing() as connection:
            values = make(_read(connection, number))
            connection.execute(update(_upload).where(_upload.c.id == number).values(**values, alive_at=self._now()))
            return _read(connection, number)

    def move(
        self,
        number: int,
        expected: Collection[State],
        to: State,
        at_round: int | None = None,
        kept: Kept | None = None,
        **columns: Any,
    ) -> Upload | None:
        """Let it be in another state; None if it was in none of those that are `expected`, or in another round.

        What is to be `kept` of it in the history of decisions is entered together with that.
        """
        with self._store.writing() as connection:
            mine = [_upload.c.id == number, _upload.c.state.in_(expected)]
            mine += [] if at_round is None else [_upload.c.round == at_round]
            values = {"state": to, "alive_at": self._now(), **columns}
            if not connection.execute(update(_upload).where(*mine).values(values)).rowcount:
                return None
            if kept is not None:
                history.keep(connection, kept)
            return _read(connection, number)

    def beat(self, number: int) -> None:
        """Whoever works on it is still there."""
        self.note(number)

    def abandoned(self, for_seconds: float) -> Sequence[int]:
        """Those that are being worked on, as they say, but of which nobody has said so for so long."""
        now, within = self._now(), int(for_seconds)
        is_dead = (_upload.c.alive_at < now - within) | (_upload.c.alive_at > now + within)  # or the clock was put back
        query = select(_upload.c.id).where(_upload.c.state.in_(WORKING), is_dead)
        with self._store.reading() as connection:
            return connection.scalars(query.order_by(_upload.c.id)).all()

    def take_over(self, number: int, for_seconds: float, make: Change) -> Upload | None:
        """The file with what `make` makes of it, if still nobody has said for so long that he works on it: of several
        bots that look, one goes on with it.
        """

        def if_abandoned(upload: Upload) -> Mapping[str, Any]:
            if upload.state not in WORKING or abs(self._now() - upload.alive_at) <= int(for_seconds):
                raise _TakenOverError
            return make(upload)

        with suppress(_TakenOverError):
            return self.change(number, if_abandoned)
        return None

    def forget(self, after_seconds: float) -> None:
        """Keep no examples of what stands in files that nobody has decided about for so long."""
        waiting = (State.ASKING, State.FOUND, State.REFUSED, State.KNOWN)
        mine = (_upload.c.state.in_(waiting), _upload.c.alive_at < self._now() - int(after_seconds))
        with self._store.writing() as connection:
            connection.execute(update(_upload).where(*mine).values(state=State.CANCELLED, found={}))

    def same(self, digest: str) -> Earlier | None:
        """The newest import of the same bytes that is finished and not undone."""
        query = (
            select(_import.c.id, _import.c.started_at, _upload.c.who)
            .join(_import, _import.c.id == _upload.c.import_id)
            .where(_upload.c.digest == digest, _import.c.finished_at.is_not(None), _import.c.undone_at.is_(None))
            .order_by(_import.c.id.desc())
            .limit(1)
        )
        with self._store.reading() as connection:
            found = connection.execute(query).first()
        return None if found is None else Earlier(*found)

    def journal(self, source: str, name: str, began_at: int) -> Import | None:
        """The import's entry, which counts what is in."""
        mine = (_import.c.source == source, _import.c.file == name, _import.c.started_at == began_at)
        with self._store.reading() as connection:
            found = connection.execute(select(_import).where(*mine).order_by(_import.c.id.desc())).mappings().first()
        return None if found is None else Import(**found)

    def _now(self) -> int:
        return int(self._seconds())


def _read(connection: Connection, number: int) -> Upload:
    found = connection.execute(select(_upload).where(_upload.c.id == number)).mappings().first()
    if found is None:
        raise UserError("I no longer know this file.", SEND_AGAIN)
    return Upload(**found)

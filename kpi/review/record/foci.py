"""The focuses that a channel's reviews have named, who took them on, and what became of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from kpi.catalogue import KPIS
from kpi.dimensions import INTENT
from kpi.model import ReviewFocus, table
from kpi.review.focus import Focus, Tried
from kpi.review.record import kept_sample

_focus = table(ReviewFocus)


class Outcome(StrEnum):
    """What became of a focus."""

    WORKED = "worked"
    WORSE = "got worse"
    CANNOT_TELL = "cannot tell"
    REPLACED = "replaced"  # somebody chose another
    PARKED = "parked"


BY_HAND = frozenset((Outcome.REPLACED, Outcome.PARKED))
"""What people decide, and no review."""

WITHOUT_GAIN = frozenset((Outcome.WORSE, Outcome.CANNOT_TELL))


@dataclass(frozen=True)
class StoredFocus:
    """A focus as it was told in the review of the week, or of the weeks up to the one, that begins on `monday`; why it
    was chosen is not kept.

    `chosen_by` is who chose it instead of another, `kept_by` who wants it to go on also where no gain is seen, and
    `owner` who took it on: Slack ids, None if nobody did. It is over once it has an `outcome`: `ended` is then the
    Monday of the reviewed week whose review said so, in the words of `said`, or the day on which somebody decided it.
    Instants are in UTC seconds.
    """

    id: int
    channel: str
    monday: date
    focus: Focus
    at: int
    chosen_by: str | None
    kept_by: str | None
    owner: str | None
    taken_at: int | None
    outcome: Outcome | None
    ended: date | None
    said: str | None


def save(
    connection: Connection, channel: str, monday: date, focus: Focus, at: int, chosen_by: str | None = None
) -> StoredFocus:
    """From now on this is the channel's focus. One that still goes on has been replaced by it."""
    before = current(connection, channel)
    if before is not None:
        end(connection, before.id, Outcome.REPLACED, f"Replaced by: {focus.text}", day_of(at))
    row = {
        "channel": channel,
        "monday": monday,
        "due": focus.due,
        "kpi": focus.kpi.key,
        "step": focus.step,
        "labels": dict(focus.labels),
        "text": focus.text,
        "place": focus.place,
        "worth": focus.worth,
        "figure": focus.figure,
        "start": kept_sample.to_json(focus.start),
        "at": at,
        "chosen_by": chosen_by,
    }
    number = connection.execute(insert(_focus).values(row).returning(_focus.c.id)).scalar_one()
    return _one(connection, number)


def current(connection: Connection, channel: str) -> StoredFocus | None:
    """The one that goes on; None if none does."""
    return next((each for each in all_of(connection, channel) if each.outcome is None), None)


def all_of(connection: Connection, channel: str) -> list[StoredFocus]:
    """Every one that the channel had, the newest first."""
    query = select(_focus).where(_focus.c.channel == channel).order_by(_focus.c.id.desc())
    return [_stored(row) for row in connection.execute(query)]


def take(connection: Connection, channel: str, person: str, at: int) -> StoredFocus | None:
    """Make this person the owner of the current focus, whoever was; None if there is none."""
    return _changed(connection, channel, {"owner": person, "taken_at": at})


def keep(connection: Connection, channel: str, person: str) -> StoredFocus | None:
    """Go on with the current focus, also where the next verdict finds no gain; None if there is none."""
    return _changed(connection, channel, {"kept_by": person})


def end(connection: Connection, number: int, outcome: Outcome, said: str, on: date) -> None:
    """Say what became of the focus with this `id`."""
    ended = {"outcome": str(outcome), "said": said, "ended": on}
    connection.execute(update(_focus).where(_focus.c.id == number).values(ended))


def renamed(connection: Connection, intent: str, becomes: str) -> None:
    """An intent has another name: what was to be done about it is measured by that. What was said of it stays."""
    rows = connection.execute(select(_focus.c.id, _focus.c.labels)).all()
    for number, labels in rows:
        if labels.get(INTENT.key) == intent:
            changed = {"labels": {**labels, INTENT.key: becomes}}
            connection.execute(update(_focus).where(_focus.c.id == number).values(changed))


def day_of(at: int) -> date:
    """The day of a decision, in UTC."""
    return datetime.fromtimestamp(at, UTC).date()


def tried(connection: Connection, channel: str) -> list[Tried]:
    """The same, as the choice of the next focus has to know it, the newest first."""
    return [as_tried(each) for each in all_of(connection, channel)]


def as_tried(stored: StoredFocus) -> Tried:
    """One that was tried, or still is."""
    focus = stored.focus
    wanted = stored.chosen_by is not None or stored.kept_by is not None
    return Tried(focus.kpi.key, focus.step, focus.labels, stored.monday, stored.outcome, wanted)


def _changed(connection: Connection, channel: str, change: dict[str, Any]) -> StoredFocus | None:
    found = current(connection, channel)
    if found is None:
        return None
    connection.execute(update(_focus).where(_focus.c.id == found.id).values(change))
    return _one(connection, found.id)


def _one(connection: Connection, number: int) -> StoredFocus:
    return _stored(connection.execute(select(_focus).where(_focus.c.id == number)).one())


def _stored(row: Row[Any]) -> StoredFocus:
    kpi = next(each for each in KPIS if each.key == row.kpi)
    start = kept_sample.from_json(row.start)
    told = (row.text, row.place, row.worth, row.figure)
    focus = Focus(kpi, row.step, row.labels, *told, row.due, start, why="")
    outcome = None if row.outcome is None else Outcome(row.outcome)
    by_whom = (row.chosen_by, row.kept_by, row.owner, row.taken_at)
    return StoredFocus(row.id, row.channel, row.monday, focus, row.at, *by_whom, outcome, row.ended, row.said)

"""Days become such as are never counted again: before anything of their conversations is deleted."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, exists, select, update

from kpi import sources
from kpi.counting.days import midnight
from kpi.model import BY_HAND, Retention, Source, table
from kpi.retention.frozen import DAY, Limits, frozen, limits, opened_before
from kpi.retention.limit import first_kept
from kpi.store import Store, insert_new
from kpi.summary import basis, marks
from kpi.summary.building import number_of
from kpi.summary.catching_up import Progress, catch_up, never
from kpi.summary.claim import ClaimLostError, StoppedError, Stopping, claimed
from kpi.summary.tables import dirty_day
from kpi.team import settings
from kpi.team.settings import TeamSettings

_retention, _source = table(Retention), table(Source)
_TRIES = 5


def freeze(
    store: Store, first_zone: ZoneInfo, now: datetime, progress: Progress | None = None, stopping: Stopping = never
) -> Limits | None:
    """Freeze the days before the first that the team keeps at `now` (aware), once all of them are counted.

    Gives what may be deleted: by what is frozen now, or was before where so much happens that they are never all
    counted. None where a team keeps everything, and nothing was ever deleted: then all days can be counted.
    """
    for _ in range(_TRIES):
        if _is_done(store, first_zone, now) or stopping():
            break
        catch_up(store, first_zone, progress, stopping)
        try:
            with claimed(store, stopping) as claim, claim.writing() as connection:
                _advance(connection, settings.usable(connection, first_zone), now)
        except (ClaimLostError, StoppedError):
            continue
    with store.reading() as connection:
        is_vain = first_kept(settings.usable(connection, first_zone), now) is None and _is_all_there(connection)
    if is_vain:
        with store.writing() as connection:
            _thaw(connection)
    with store.reading() as connection:
        return limits(connection)


def planned(day: date, team: TeamSettings) -> Limits:
    """What could be deleted if the days before this one were frozen."""
    return Limits(midnight(day, team.zone), opened_before(day, team))


def _is_done(store: Store, first_zone: ZoneInfo, now: datetime) -> bool:
    with store.reading() as connection:
        team = settings.usable(connection, first_zone)
        known, day = frozen(connection, team), first_kept(team, now)
    return day is None or (known is not None and day <= known.before)


def _is_all_there(connection: Connection) -> bool:
    """Whether days are frozen of which nothing was ever deleted."""
    return connection.scalar(select(_retention.c.gone).where(_retention.c.kept_from.is_not(None))) == 0


def _thaw(connection: Connection) -> None:
    if _is_all_there(connection):
        connection.execute(delete(_retention))
        connection.execute(update(_source).values(first_gone=None))
        marks.mark(connection, marks.all_days(connection))


def _advance(connection: Connection, team: TeamSettings, now: datetime) -> None:
    """Nothing is frozen that is not counted for what the team has decided."""
    day, before = first_kept(team, now), frozen(connection, team)
    if day is None or (before is not None and day <= before.before) or not basis.is_made_for(connection, team):
        return
    if connection.scalar(select(exists().where(dirty_day.c.day <= number_of(day + DAY)))):
        return
    wanted = planned(day, team)
    values = {
        "kept_from": day,
        "since": wanted.since,
        "opened_before": wanted.opened_before,
        "basis": basis.basis(team),
        "otherwise_before": None if before is None else before.counted_otherwise,
    }
    insert_new(connection, _retention, {"id": 1, "basis": "", "held_at": 0, "gone": 0})
    connection.execute(update(_retention).values(values))
    _note_first(connection, wanted.opened_before)


def _note_first(connection: Connection, before: int) -> None:
    """When the data of each source begin: the conversations that tell may soon be gone."""
    for each in sources.read(connection):
        if each.first_opened is not None and each.first_opened < before and each.name != BY_HAND:
            connection.execute(update(_source).where(_source.c.name == each.name).values(first_gone=each.first_opened))

"""Up to when what is delivered is complete, and whether a source has gone quiet or turned bad."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select, update

from kpi import words
from kpi.ingest.history import journal
from kpi.model import DeliveryHour, Import, Source, Webhook, table
from kpi.store import Store
from kpi.summary import marks
from kpi.webhooks import ledger
from kpi.webhooks.connecting import Connected, all_
from kpi.webhooks.ledger import HOUR
from kpi.webhooks.segments import newest

IDLE_SECONDS = 300
"""So often a source of which nothing comes is said to be complete until now."""

AWAY_SECONDS = 900
"""Without having been said for so long, nobody was there to take what came."""

LOOKED_AT_HOURS = 56 * 24
YOUNG_HOURS, YOUNG_QUIET_HOURS = 14 * 24, 72
"""A source that is younger may be quiet for so long: nobody knows yet how long it usually is."""

LEAST_QUIET_HOURS = 2
FEWEST, MOST_NOT_UNDERSTOOD = 100, 0.01
_MOST_AWAY = 10

QUIET, BAD = "quiet", "bad"

_webhook, _hour, _import, _source = table(Webhook), table(DeliveryHour), table(Import), table(Source)
_TOLD_AT = {QUIET: _webhook.c.quiet_told_at, BAD: _webhook.c.bad_told_at}


@dataclass(frozen=True)
class Trouble:
    """That a source is `kind`: QUIET since an instant, or BAD (more than 1 % not understood in a day)."""

    source: str
    kind: str
    since: int
    sentence: str


def allowed_silence(active: Sequence[int], now: int) -> int:
    """For how many seconds a source may be quiet that had deliveries in these hours, ascending.

    That is the longest that it has ever been in the last eight weeks, and an hour more as hours are what is counted.
    """
    recent = [hour for hour in active if hour >= now // HOUR - LOOKED_AT_HOURS]
    longest = max((later - earlier for earlier, later in pairwise(recent)), default=0) + 1
    return max(longest, LEAST_QUIET_HOURS, YOUNG_QUIET_HOURS if _is_young(active, now) else 0) * HOUR


def advance(store: Store, now: int) -> None:
    """Let each connected source be complete until now; one that has gone quiet, until its last delivery."""
    with store.reading() as connection:
        due = [each.source for each in all_(connection) if _is_due(each, now)]
    for source in due:
        with store.writing() as connection:
            _advance(connection, source, now)


def troubles(connection: Connection, now: int) -> list[Trouble]:
    """Of all connected sources."""
    return [trouble for each in all_(connection) for trouble in _troubles(connection, each, now)]


def claim_news(connection: Connection, now: int) -> tuple[list[Trouble], list[tuple[str, str]]]:
    """What has to be told: troubles of which nobody has been told, and the (source, kind) of those that are over.

    They count as told from now on: whoever claims them tells them, or `release`s them.
    """
    current = troubles(connection, now)
    query = select(_webhook.c.source, _webhook.c.quiet_told_at, _webhook.c.bad_told_at)
    rows = connection.execute(query.where(_webhook.c.removed_at.is_(None)).with_for_update()).all()
    told = {(row.source, kind) for row in rows for kind, at in ((QUIET, row[1]), (BAD, row[2])) if at is not None}
    new = [each for each in current if (each.source, each.kind) not in told]
    over = sorted(told - {(each.source, each.kind) for each in current})
    for trouble in new:
        _note(connection, trouble.source, trouble.kind, now)
    for source, kind in over:
        _note(connection, source, kind, None)
    return new, over


def release(connection: Connection, trouble: Trouble) -> None:
    """It could not be told: let it be claimed another time."""
    _note(connection, trouble.source, trouble.kind, None)


def _note(connection: Connection, source: str, kind: str, at: int | None) -> None:
    connection.execute(update(_webhook).where(_webhook.c.source == source).values({_TOLD_AT[kind]: at}))


def _troubles(connection: Connection, connected: Connected, now: int) -> list[Trouble]:
    found = []
    last_at = _last_at(connection, connected, now)
    if last_at is not None and _is_quiet(connection, connected, now):
        is_young = _is_young(_active(connection, connected.source, now), now)
        longer = "" if is_young else ", longer than in the last eight weeks"
        found.append(
            Trouble(
                connected.source,
                QUIET,
                last_at,
                f"Nothing has come from {connected.source} for {words.duration(now - last_at)}{longer}."
                f" Look in {connected.vendor.title} whether its webhook is still active.",
            )
        )
    counts = ledger.counts(connection, connected.source, now - 24 * HOUR)
    if counts.received >= FEWEST and counts.not_understood > MOST_NOT_UNDERSTOOD * counts.received:
        why = next(iter(ledger.reasons(connection, connected.source, now - 24 * HOUR)), "")
        sentence = (
            f"Of {words.count(counts.received)} deliveries from {connected.source} in 24 hours,"
            f" {words.count(counts.not_understood)} were not understood."
        )
        found.append(Trouble(connected.source, BAD, now - 24 * HOUR, f"{sentence} {why}".strip()))
    return found


def _is_quiet(connection: Connection, connected: Connected, now: int) -> bool:
    last_at = _last_at(connection, connected, now)
    if last_at is None or now - last_at <= LEAST_QUIET_HOURS * HOUR:
        return False
    return now - last_at > allowed_silence(_active(connection, connected.source, now), now)


def _last_at(connection: Connection, connected: Connected, now: int) -> int | None:
    """When something came last; of what was noted by a clock that was put back since, as far as hours tell it."""
    if connected.last_at is None or connected.last_at <= now + IDLE_SECONDS:
        return connected.last_at
    hours = _active(connection, connected.source, now)
    return min((hours[-1] + 1) * HOUR, now) if hours else None


def _active(connection: Connection, source: str, now: int) -> list[int]:
    """The hours in which anything came, up to now."""
    mine = (_hour.c.source == source, _hour.c.received > 0, _hour.c.hour <= now // HOUR)
    return list(connection.scalars(select(_hour.c.hour).where(*mine).order_by(_hour.c.hour)))


def _is_young(active: Sequence[int], now: int) -> bool:
    return not active or now // HOUR - active[0] < YOUNG_HOURS


def _is_due(connected: Connected, now: int) -> bool:
    """Whether anything came since it was last said, or that was a while ago, or said by a clock that was ahead."""
    reached = connected.reached_at
    return reached is None or reached <= (connected.last_at or 0) <= now or abs(now - reached) >= IDLE_SECONDS


def _advance(connection: Connection, source: str, now: int) -> None:
    """What was read before may have changed: others look as well."""
    connected = next((each for each in all_(connection) if each.source == source), None)
    if connected is None or not _is_due(connected, now):
        return
    reached = connected.reached_at
    away = [list(each) for each in connected.away if each[1] <= now]
    if reached is not None and now - reached >= AWAY_SECONDS:
        away = [*away, [reached, now]][-_MOST_AWAY:]
    connection.execute(update(_webhook).where(_webhook.c.source == source).values(reached_at=now, away=away))
    entry = newest(connection, source, journal.TICKETS)
    if entry is not None:
        until = _last_at(connection, connected, now) if _is_quiet(connection, connected, now) else now
        connection.execute(update(_import).where(_import.c.id == entry).values(complete_until=until))
        _reach(connection, source)


def _reach(connection: Connection, source: str) -> None:
    """The source is complete until the latest moment of its imports."""
    mine = (_import.c.source == source, _import.c.undone_at.is_(None), _import.c.kind == journal.TICKETS)
    ends = select(_import.c.complete_until).where(*mine, _import.c.finished_at.is_not(None))
    until = max(at for at in connection.scalars(ends) if at is not None)
    before = connection.scalar(select(_source.c.complete_until).where(_source.c.name == source))
    if before == until:
        return
    connection.execute(update(_source).where(_source.c.name == source).values(complete_until=until))
    if before is None:
        marks.mark_source(connection, source, until)
    else:
        marks.mark_reach(connection, source, before, until)

"""The channels that want alerts: off until somebody turns them on, with who and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from kpi.model import AlertChannel as Row
from kpi.model import table
from kpi.span import day_name
from kpi.team.history import Kept, keep

_channel = table(Row)


@dataclass(frozen=True)
class AlertChannel:
    """One of them. `owner` is the Slack id of who turned alerts on, by the name of `who`; none before
    `snoozed_until` (UTC seconds)."""

    channel: str
    owner: str
    snoozed_until: int | None
    who: str
    at: int

    def is_snoozed(self, at: int) -> bool:
        """Whether it is to be left in peace at this moment."""
        return self.snoozed_until is not None and at < self.snoozed_until


def turn_on(connection: Connection, channel: str, owner: str, who: str, at: int) -> AlertChannel:
    """From now on; what was snoozed is awake."""
    connection.execute(delete(_channel).where(_channel.c.channel == channel))
    made = AlertChannel(channel, owner, None, who, at)
    connection.execute(insert(_channel).values(vars(made)))
    keep(connection, Kept(_key(channel), at, who, None, "on"))
    return made


def turn_off(connection: Connection, channel: str, who: str, at: int) -> bool:
    """Whether they were on."""
    if of(connection, channel) is None:
        return False
    connection.execute(delete(_channel).where(_channel.c.channel == channel))
    keep(connection, Kept(_key(channel), at, who, "on", None))
    return True


def snooze(connection: Connection, channel: str, until: datetime, who: str, at: int) -> bool:
    """No alert before that moment (aware), of which the history tells the day; whether they are on at all."""
    values = {"snoozed_until": int(until.timestamp())}
    changed = connection.execute(update(_channel).where(_channel.c.channel == channel).values(values))
    if not changed.rowcount:
        return False
    keep(connection, Kept(_key(channel), at, who, "on", f"rest until {day_name(until.date())}"))
    return True


def of(connection: Connection, channel: str) -> AlertChannel | None:
    """That of a channel; None where they are off."""
    row = connection.execute(select(_channel).where(_channel.c.channel == channel)).mappings().first()
    return None if row is None else _read(row)


def all_of_them(connection: Connection) -> list[AlertChannel]:
    """By channel."""
    return [_read(row) for row in connection.execute(select(_channel).order_by(_channel.c.channel)).mappings()]


def _read(row: Any) -> AlertChannel:
    return AlertChannel(row["channel"], row["owner"], row["snoozed_until"], row["who"], row["at"])


def _key(channel: str) -> str:
    return f"alerts {channel}"

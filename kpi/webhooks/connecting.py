"""Which sources are connected: whose webhooks they are, with which secrets, and what was said of them."""

import base64
import re
import secrets as random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from kpi.errors import UserError
from kpi.model import Source, Webhook, table
from kpi.team.history import Kept, keep
from kpi.webhooks import request
from kpi.webhooks.vendor import Vendor
from kpi.webhooks.vendors import VENDORS

FORMER_SECONDS = 24 * 3600
"""For how long a secret that was replaced is still accepted."""

_SECRET_BYTES = 24  # Help Scout takes 40 characters at most.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_PRINTABLE = re.compile(r"[\x21-\x7e]{8,500}")
_BY_KEY = {vendor.key: vendor for vendor in VENDORS}

_source, _webhook = table(Source), table(Webhook)
_DOORS = select(_webhook.c.source, _webhook.c.vendor, _webhook.c.connected_at, _webhook.c.options)


@dataclass(frozen=True)
class Connected:
    """A source that is connected. Instants are in UTC seconds; see `kpi.model.Webhook`."""

    source: str
    vendor: Vendor
    connected_at: int
    options: Mapping[str, Any]
    seen: frozenset[str]
    last_at: int | None
    reached_at: int | None
    away: tuple[tuple[int, int], ...]
    owner: str | None
    who: str
    former_until: int | None


@dataclass(frozen=True)
class Accepted:
    """With what deliveries of a source may be signed, and how they are read."""

    vendor: Vendor
    secrets: tuple[str, ...]
    connection: request.Connection


def all_(connection: Connection) -> list[Connected]:
    """All that are connected, by the source's name."""
    rows = connection.execute(select(_webhook).where(_webhook.c.removed_at.is_(None)).order_by(_webhook.c.source))
    return [_connected(row) for row in rows if row.vendor in _BY_KEY]


def connected(connection: Connection, source: str) -> Connected:
    """UserError if that source is not."""
    names = []
    for each in all_(connection):
        if each.source == source:
            return each
        names.append(each.source)
    known = f"There are: {', '.join(names)}." if names else "None is: kpibot sources add zendesk"
    raise UserError(f"No source “{source[:60]}” is connected.", known)


def accepted(connection: Connection, now: int) -> dict[str, Accepted]:
    """By source, what its door has to know."""
    rows = connection.execute(select(_webhook).where(_webhook.c.removed_at.is_(None)))
    return {
        row.source: Accepted(_BY_KEY[row.vendor], _secrets(row, now), _read_as(row))
        for row in rows
        if row.vendor in _BY_KEY
    }


def doors(connection: Connection) -> dict[str, tuple[Vendor, request.Connection]]:
    """How to read what sources have sent, of those that were removed as well."""
    rows = connection.execute(_DOORS)
    return {row.source: (_BY_KEY[row.vendor], _read_as(row)) for row in rows if row.vendor in _BY_KEY}


def free_name(connection: Connection, vendor: Vendor) -> str:
    """The name of the vendor's only source, if it is not connected yet; else a new one: zendesk, zendesk-2 …"""
    taken = {each.source for each in all_(connection)}
    theirs = connection.scalars(select(_source.c.name).where(_source.c.vendor == vendor.key)).all()
    if len(theirs) == 1 and theirs[0] not in taken and _NAME.fullmatch(theirs[0]):
        return str(theirs[0])
    every = {*taken, *connection.scalars(select(_source.c.name))}
    plain = vendor.key.replace("_", "-")
    names = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(every) + 2))
    return next(name for name in names if name not in every)


def new_secret() -> str:
    """One that nobody can guess, in the form that Standard Webhooks give it; other help desks take it as it is."""
    return f"whsec_{base64.b64encode(random.token_bytes(_SECRET_BYTES)).decode()}"


def add(
    connection: Connection,
    vendor: Vendor,
    source: str,
    secret: str,
    at: int,
    who: str,
    owner: str | None = None,
    options: Mapping[str, Any] | None = None,
) -> None:
    """Take deliveries of this source from now on. UserError if that cannot be."""
    check(connection, vendor, source)
    row = {
        "vendor": vendor.key,
        "secret": checked(secret),
        "former_secret": None,
        "former_until": None,
        "connected_at": at,
        "options": dict(options or {}),
        "owner": owner,
        "who": who,
        "last_at": None,
        "reached_at": None,
        "quiet_told_at": None,
        "bad_told_at": None,
        "removed_at": None,
    }
    known = connection.execute(select(_source.c.vendor).where(_source.c.name == source)).first()
    if known is None:
        connection.execute(
            insert(_source), {"name": source, "fields": [], "vendor": vendor.key, "headers": [], "confirmed": {}}
        )
    elif known.vendor is None:
        connection.execute(update(_source).where(_source.c.name == source).values(vendor=vendor.key))
    if connection.execute(select(_webhook.c.source).where(_webhook.c.source == source)).first():
        connection.execute(update(_webhook).where(_webhook.c.source == source).values(row))
    else:
        connection.execute(insert(_webhook), {"source": source, "seen": [], "away": [], **row})
    _keep(connection, source, at, who, None, f"{vendor.title} sends what happens")


def checked(secret: str) -> str:
    """The secret without blanks around it; UserError if it cannot be one."""
    plain = secret.strip()
    if not _PRINTABLE.fullmatch(plain):
        raise UserError(
            "That cannot be the secret: it has 8 to 500 letters, digits and signs, without blanks.",
            "Copy it again from the help desk.",
        )
    return plain


def change_secret(connection: Connection, source: str, secret: str, at: int, who: str) -> None:
    """From now on deliveries are signed with this one; with the one before for a day more."""
    connected(connection, source)
    former = connection.scalars(select(_webhook.c.secret).where(_webhook.c.source == source)).one()
    values = {"secret": checked(secret), "former_secret": former, "former_until": at + FORMER_SECONDS}
    connection.execute(update(_webhook).where(_webhook.c.source == source).values(values))
    _keep(connection, source, at, who, "a secret", "a new secret")


def set_options(connection: Connection, source: str, options: Mapping[str, Any], at: int, who: str) -> None:
    """How its deliveries are read from now on. UserError for an option that its help desk does not have."""
    known = connected(connection, source)
    unknown = sorted(options.keys() - known.vendor.options.keys())
    if unknown:
        has = ", ".join(known.vendor.options) or "none"
        raise UserError(f"{known.vendor.title} has no option “{unknown[0][:60]}”.", f"It has: {has}.")
    connection.execute(update(_webhook).where(_webhook.c.source == source).values(options=dict(options)))
    _keep(connection, source, at, who, _listed(known.options), _listed(options))


def change_owner(connection: Connection, source: str, owner: str | None, at: int, who: str) -> None:
    """Who hears of trouble, by their Slack id."""
    known = connected(connection, source)
    connection.execute(update(_webhook).where(_webhook.c.source == source).values(owner=owner))
    _keep(connection, source, at, who, known.owner and f"owner {known.owner}", owner and f"owner {owner}")


def remove(connection: Connection, source: str, at: int, who: str) -> None:
    """Take no more deliveries of it. What it has delivered stays, and its secret is forgotten."""
    known = connected(connection, source)
    values = {"removed_at": at, "secret": "", "former_secret": None, "former_until": None}
    connection.execute(update(_webhook).where(_webhook.c.source == source).values(values))
    _keep(connection, source, at, who, f"{known.vendor.title} sends what happens", None)


def check(connection: Connection, vendor: Vendor, source: str) -> None:
    """UserError if the vendor cannot be connected under this name."""
    if not _NAME.fullmatch(source):
        raise UserError(
            f"“{source[:60]}” cannot be a source's name: it is part of an address.",
            "Use small letters, digits and -, such as zendesk-eu.",
        )
    if any(each.source == source for each in all_(connection)):
        raise UserError(f"“{source}” is connected already.", f"Choose another name: {free_name(connection, vendor)}")
    known = connection.scalar(select(_source.c.vendor).where(_source.c.name == source))
    if known is not None and known != vendor.key:
        title = _BY_KEY[known].title if known in _BY_KEY else known
        raise UserError(
            f"“{source}” holds what files of {title} told.", f"Choose another name: {free_name(connection, vendor)}"
        )


def _read_as(row: Row[Any, Any, Any, Any] | Row[Any]) -> request.Connection:
    return request.Connection(row.connected_at, dict(row.options))


def _secrets(row: Row[Any], now: int) -> tuple[str, ...]:
    is_former_good = row.former_secret is not None and now < (row.former_until or 0)
    return (row.secret, row.former_secret) if is_former_good else (row.secret,)


def _connected(row: Row[Any]) -> Connected:
    return Connected(
        source=row.source,
        vendor=_BY_KEY[row.vendor],
        connected_at=row.connected_at,
        options=dict(row.options),
        seen=frozenset(row.seen),
        last_at=row.last_at,
        reached_at=row.reached_at,
        away=tuple((start, end) for start, end in row.away),
        owner=row.owner,
        who=row.who,
        former_until=row.former_until,
    )


def _listed(options: Mapping[str, Any]) -> str | None:
    return ", ".join(f"{name} {value}" for name, value in sorted(options.items())) or None


def _keep(connection: Connection, source: str, at: int, who: str, old: str | None, new: str | None) -> None:
    keep(connection, Kept(f"source {source}", at, who, old, new))

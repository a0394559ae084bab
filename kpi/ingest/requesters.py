"""Who asked, as the store keeps it: hashes that tell requesters apart, and tell nobody who they are.

The key of the hashes is a secret of the store, so that an address cannot be looked for by hashing it elsewhere.
"""

import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, select, text

from kpi.ingest.columns.memo import Memo
from kpi.ingest.columns.values import plain_line, ticket_number
from kpi.model import Secret, table

_secret = table(Secret)
_NAME = "requesters"
_KEY_BYTES, _BYTES = 32, 16
# Of two imports at once, both go on with the key of one.
_MAKE = text("INSERT INTO secret (name, value) VALUES (:name, :value) ON CONFLICT DO NOTHING")
_KEPT = 100_000
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+\.[^\s<>()\[\],;:\"']+")  # “Jo <jo@example.org>”
_OF_NOBODY = re.compile(r"(?:do[._-]?not|no)[._-]?reply\b|mailer-daemon@|postmaster@")
_NOBODY = frozenset(["0", "-1", "anonymous", "guest", "unknown", "visitor", "deleted user"])
_KEYS = ("id", "email", "address")


def key_of(connection: Connection) -> bytes:
    """The store's secret for requesters, made when it is first needed. The connection is one that may write."""
    made = {"name": _NAME, "value": secrets.token_hex(_KEY_BYTES)}
    connection.execute(_MAKE, made)
    value = connection.scalars(select(_secret.c.value).where(_secret.c.name == _NAME)).one()
    return bytes.fromhex(value)


class RequesterReader:
    """Reads the requesters of one source: 32 hexadecimal digits each, None where nobody is named.

    The same e-mail address is the same requester in all sources, whatever its case; a number or a name only in its own,
    as each help desk counts by itself.
    """

    def __init__(self, key: bytes, source: str) -> None:
        self._key = key
        self._source = source
        self._hashes = Memo(self._read, _KEPT)

    def column(self, texts: Sequence[str]) -> list[str | None]:
        """Each different text is hashed once."""
        return list(map(self._hashes.__getitem__, texts))

    def _read(self, text: str) -> str | None:
        plain = _named(plain_line(text))
        found = _ADDRESS.search(plain)
        if found is not None:
            address = found[0].casefold()
            return None if _OF_NOBODY.match(address) else self._hash("address", address)
        try:
            number = ticket_number(plain).casefold()
        except ValueError:  # Nothing, or what a spreadsheet has rounded.
            return None
        return None if number in _NOBODY else self._hash("number", self._source, number)

    def _hash(self, *parts: str) -> str:
        told = "\x1f".join(parts).encode(errors="surrogatepass")
        return hashlib.blake2b(told, key=self._key, digest_size=_BYTES).hexdigest()


def _named(line: str) -> str:
    """The first customer's number or address, where a cell holds a list or an object as JSON."""
    if line[:1] not in ("[", "{"):
        return line
    try:
        objects = list(_objects(json.loads(line)))
    except (ValueError, RecursionError):
        return line
    told = (each[key] for key in _KEYS for each in objects if each.get(key))
    return str(next(told, ""))


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for inner in value if isinstance(value, list) else value.values() if isinstance(value, dict) else ():
        yield from _objects(inner)

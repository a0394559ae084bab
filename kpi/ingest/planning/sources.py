"""Which source a file belongs to: the one that was named, the vendor's only one, or the one with the same columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from kpi.ingest.planning.questions import Question, about_source
from kpi.ingest.vendors.vendor import Vendor
from kpi.model import BY_HAND, Source, table

_source = table(Source)
_LONGEST_NAME = 60


@dataclass(frozen=True)
class KnownSource:
    """What an earlier import has left: the vendor, the headers of its last file, and what a person has confirmed."""

    name: str
    vendor: str | None = None
    headers: frozenset[str] = frozenset()
    confirmed: Mapping[str, Any] = field(default_factory=dict)


def known_sources(connection: Connection) -> list[KnownSource]:
    """All sources of the store, by name."""
    query = select(_source.c.name, _source.c.vendor, _source.c.headers, _source.c.confirmed).order_by(_source.c.name)
    rows = connection.execute(query.where(_source.c.name != BY_HAND))
    return [KnownSource(name, vendor, frozenset(headers), confirmed) for name, vendor, headers, confirmed in rows]


def choose_source(
    said: str | None, path: Path, vendor: Vendor | None, headers: Sequence[str], known: Sequence[KnownSource]
) -> KnownSource | Question:
    """The source of a file, known or new; a question if it could be of several."""
    by_name = {source.name: source for source in known}
    if said is not None:
        return by_name.get(said, KnownSource(said))
    if vendor is not None:
        likely, what, new = [s for s in known if s.vendor == vendor.key], vendor.title, vendor.key
    else:
        same = frozenset(headers)
        likely, what, new = [s for s in known if s.headers == same], "files with these columns", source_name(path)
    if len(likely) > 1:
        return about_source(what, [source.name for source in likely])
    return likely[0] if likely else by_name.get(new, KnownSource(new))


def source_name(path: Path) -> str:
    """A source's name, made from its file's: “Tickets Export (3).csv.gz” → “tickets-export-3”."""
    stem = path.name.split(".", 1)[0] or path.stem
    words = re.findall(r"[^\W_]+", stem.lower())
    return "-".join(words)[:_LONGEST_NAME].rstrip("-") or "import"

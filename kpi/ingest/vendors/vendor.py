"""What is known of a help desk's exports: a table of facts, by which a file is recognised and its columns are read."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from kpi.ingest.columns.meaning import DURATIONS

_TYPE_OF_FIELD = re.compile(r"\[\w+\]\s*$")  # Zendesk appends it to custom columns: “Category [list]”.
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]+")


@lru_cache(10_000)
def header_key(text: str) -> str:
    """Equal for “Created at”, “created_at”, “createdAt” and “Created at [txt]”."""
    return "".join(_LETTERS_AND_DIGITS.findall(_TYPE_OF_FIELD.sub("", text).casefold()))


@dataclass(frozen=True, eq=False)
class Vendor:
    """One kind of file that a help desk exports. A help desk with several kinds has a `Vendor` for each, with one key.

    A file is recognised by its headers: at least `enough` of `marks` are among them. `columns` says by header what a
    column means (`columns.meaning`), or None if it is known and not used; of several columns with one meaning the one
    that is first here is used. A duration's unit follows its meaning: “resolution_time:minutes”. What is not here is
    read by its name. `values` says by meaning what the vendor's own words and numbers mean; they are compared as
    written.

    `agent_started` names, by header, the values that say that the team began the conversation: it was then not opened
    when it was created. `opening_apart`: the lists of messages lack the one that opened the conversation.
    `assignments`: they tell to whom it was given, and when.
    `ticket_number` finds the ticket's number, its first group, in a cell that holds more than that. `day_first` is how
    the vendor writes dates that may be read either way. `notes` are sentences for whoever imports such a file.
    """

    key: str
    title: str
    marks: tuple[str, ...]
    enough: int
    columns: Mapping[str, str | None]
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    agent_started: Mapping[str, frozenset[str]] = field(default_factory=dict)
    opening_apart: bool = False
    assignments: bool = False
    ticket_number: re.Pattern[str] | None = None
    day_first: bool | None = None
    notes: tuple[str, ...] = ()

    @cached_property
    def keys(self) -> Mapping[str, tuple[str | None, str | None]]:
        """The meaning of each known column and, of a duration, its unit; by `header_key`, the preferred ones first."""
        known: dict[str, tuple[str | None, str | None]] = {}
        for header, meaning in self.columns.items():
            known.setdefault(header_key(header), _with_unit(meaning))
        return known

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """How much a known column is preferred, by `header_key`; 0 is the most."""
        return {key: rank for rank, key in enumerate(self.keys)}

    @cached_property
    def mark_keys(self) -> frozenset[str]:
        """The marks, as `header_key` writes them."""
        return frozenset(map(header_key, self.marks))


def _with_unit(meaning: str | None) -> tuple[str | None, str | None]:
    plain, _, unit = (meaning or "").partition(":")
    return (plain, unit or None) if plain in DURATIONS else (meaning, None)

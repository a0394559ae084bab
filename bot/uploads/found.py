"""What was found in a file, as it is kept until somebody has decided about it, and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Column:
    """One of the file's: `read_as` is its meaning in words, "" if it is not used, and `examples` stand in it.

    `why` says how that was found out, as far as it is not only by the name.
    """

    header: str
    meaning: str | None
    read_as: str
    why: str
    examples: Sequence[str] = ()


@dataclass(frozen=True)
class Found:
    """A file that can be imported.

    `opened` and `zone_note` are sentences. `complete_until` is the latest instant in it. `tells` says which KPIs it
    feeds, `remarks` what else was found out. `problems` are the first of those in the first `looked_at` rows, in words,
    of which there are `problem_count`, and `rejected` says how many of these rows are left out, by reason.
    """

    kind: str
    source: str
    rows: int
    columns: Sequence[Column]
    zone: str
    opened: str = ""
    zone_note: str = ""
    complete_until: int | None = None
    tells: Sequence[str] = ()
    remarks: Sequence[str] = ()
    problems: Sequence[str] = ()
    problem_count: int = 0
    looked_at: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)

    @property
    def used(self) -> list[Column]:
        """The columns that are read."""
        return [column for column in self.columns if column.meaning is not None]

    @property
    def unused(self) -> list[Column]:
        """The others."""
        return [column for column in self.columns if column.meaning is None]

    def to_json(self) -> dict[str, Any]:
        """To be kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Found":
        """As it was kept."""
        return cls(**{**kept, "columns": columns_from(kept["columns"])})


@dataclass(frozen=True)
class Refused:
    """A file that cannot be imported as it is. `columns` are there if saying what they mean would help."""

    sentence: str
    hint: str
    columns: Sequence[Column] = ()

    def to_json(self) -> dict[str, Any]:
        """To be kept."""
        return asdict(self)


def columns_from(kept: Sequence[Mapping[str, Any]]) -> list[Column]:
    """As they were kept."""
    return [Column(**column) for column in kept]


@dataclass(frozen=True)
class Brought:
    """What an import has done. `became` says what became of its rows, `problems` what was wrong with some, and `more`
    of how many it says nothing.

    `moved` are the figures of the last seven days that have moved, in a line each; `trouble` says why not all days are
    counted yet, if they are not.
    """

    number: int
    source: str
    rows: int
    added: int
    updated: int
    unchanged: int
    became: str
    problems: Sequence[str] = ()
    problem_count: int = 0
    more: int = 0
    moved: Sequence[str] = ()
    trouble: str = ""

    @property
    def changed_nothing(self) -> bool:
        """Whether all that the file tells was known."""
        return not self.added and not self.updated and self.unchanged > 0

    def to_json(self) -> dict[str, Any]:
        """To be kept."""
        return asdict(self)


@dataclass(frozen=True)
class TakenBack:
    """What an undo has done, in sentences; the rest as in `Brought`."""

    lines: Sequence[str]
    moved: Sequence[str] = ()
    trouble: str = ""

    def to_json(self) -> dict[str, Any]:
        """To be kept."""
        return asdict(self)

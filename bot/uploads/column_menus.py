"""The form *Change columns*: a menu for each thing that a file may tell, in which its columns are offered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.import_commands import typed
from bot.uploads import meanings
from bot.uploads.found import Column, columns_from
from bot.uploads.model import Upload
from kpi.errors import UserError

SOURCE, ZONE, ORDER = "source", "zone", "order"
AS_FOUND, DAY_FIRST, MONTH_FIRST = "as_found", "day_first", "month_first"
NONE = "none"
MOST = 60
"""Columns that are offered: all menus together must fit into what Slack takes for a modal, 250 kB."""

LONGEST_ZONE = 60
LONGEST_SOURCE = typed.LONGEST_SOURCE
_COLUMN = "column:"


class ColumnsError(UserError):
    """What is wrong with the submitted form: sentences by the field's name."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(" ".join(problems.values()), "Nothing was changed. Open the form once more.")
        self.problems = dict(problems)


class Menu(NamedTuple):
    """One thing that a file may tell: the block's id, in words, and the place of the column that tells it, or NONE."""

    name: str
    label: str
    chosen: str


class Offered(NamedTuple):
    """A column that may be chosen."""

    place: str
    header: str


@dataclass(frozen=True)
class ColumnMenus:
    """What stands in the form to begin with."""

    file: str
    columns: Sequence[Column]
    source: str
    zone: str
    order: str

    @classmethod
    def of(cls, upload: Upload) -> "ColumnMenus":
        """For a file that was looked over."""
        day_first = upload.said.get("day_first")
        order = AS_FOUND if day_first is None else DAY_FIRST if day_first else MONTH_FIRST
        found = upload.found
        zone = upload.said.get("zone") or found.get("zone", "")
        return cls(upload.name, columns_from(found.get("columns", ())), found.get("source", ""), zone, order)

    @property
    def menus(self) -> list[Menu]:
        """One a meaning, with the column that tells it now."""
        telling = {column.meaning: str(place) for place, column in self._places()}
        told = {column.meaning for column in self.columns if column.meaning is not None}
        return [
            Menu(f"{_COLUMN}{each}", meanings.called(each), telling.get(each, NONE)) for each in meanings.offered(told)
        ]

    @property
    def offered(self) -> list[Offered]:
        """Those that are read first, then the others, in the file's order."""
        return [Offered(str(place), column.header) for place, column in self._places()[:MOST]]

    @property
    def left(self) -> int:
        """How many columns there is no room for."""
        return max(len(self.columns) - MOST, 0)

    def said(self, state: Mapping[str, Any]) -> dict[str, Any]:
        """What the submitted form says differently from what stood in it; ColumnsError."""
        problems: dict[str, str] = {}
        values = state.get("values", {})
        change: dict[str, Any] = {"mapping": self._mapping(values, problems)}
        source, zone = _typed(values, SOURCE), _typed(values, ZONE)
        if source and source != self.source:
            change["source"] = _or_problem(problems, SOURCE, typed.source, source)
        if zone and zone != self.zone:
            change["zone"] = _or_problem(problems, ZONE, lambda name: typed.zone(name).key, zone)
        order = _chosen(values, ORDER)
        if order and order != self.order:
            change["day_first"] = {DAY_FIRST: True, MONTH_FIRST: False}.get(order)
        if problems:
            raise ColumnsError(problems)
        return change

    def _mapping(self, values: Mapping[str, Any], problems: dict[str, str]) -> dict[str, str | None]:
        """By header what changes: a column that tells something else now, or nothing any more."""
        given: dict[str, Menu] = {}
        kept, released = set(), set()
        for menu in self.menus:
            chosen = _chosen(values, menu.name) or menu.chosen
            if chosen == menu.chosen:
                kept.add(chosen)
                continue
            released.add(menu.chosen)
            if chosen in given:
                problems[menu.name] = f"This column is chosen above: {given[chosen].label}."
            if chosen != NONE:
                given.setdefault(chosen, menu)
        free = released - kept - given.keys() - {NONE}
        mapping: dict[str, str | None] = {self._header(place): None for place in sorted(free)}
        return mapping | {self._header(place): menu.name.removeprefix(_COLUMN) for place, menu in given.items()}

    def _header(self, place: str) -> str:
        if not place.isdecimal() or int(place) >= len(self.columns):
            raise UserError("This form is from another version of kpibot.", "Nothing was changed. Open it once more.")
        return self.columns[int(place)].header

    def _places(self) -> list[tuple[int, Column]]:
        return sorted(enumerate(self.columns), key=lambda each: each[1].meaning is None)


def _chosen(values: Mapping[str, Any], name: str) -> str:
    entry = values.get(name, {}).get("value", {})
    return str((entry.get("selected_option") or {}).get("value") or "")


def _typed(values: Mapping[str, Any], name: str) -> str:
    return str(values.get(name, {}).get("value", {}).get("value") or "").strip()


def _or_problem(problems: dict[str, str], field: str, read: Any, text: str) -> Any:
    try:
        return read(text)
    except UserError as error:
        problems[field] = error.sentence
        return None

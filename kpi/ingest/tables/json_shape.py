"""Where in a JSON file the tickets are, found without holding any of it."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import ijson  # type: ignore[import-untyped]

from kpi.errors import UserError

_TICKET_ID = re.compile(
    r"_?id|(ticket|case|conversation|issue|incident|enquiry|inquiry|thread)[_ ]?(id|number|key)", re.I
)
_IN_A_LIST = (("start_map", "start_array"), ("start_map", "start_map", "start_array"))
_Path = tuple[str, ...]


class Shape(NamedTuple):
    """`prefix` is the records' place as ijson names it; `others` are lists that are not read, and their lengths."""

    format: str
    prefix: str
    path: str = ""
    others: tuple[tuple[str, int], ...] = ()


ARRAY = Shape("json", "item")
LINES = Shape("ndjson", "")


def shape_of_objects(name: str, events: Iterator[tuple[str, Any]]) -> Shape:
    """The shape of a file that begins with an object, from the events that ijson.basic_parse gives.

    Several objects, one after the other, are records. In a single one, the longest list of objects is taken that is
    not deeper than its keys' keys, unless it belongs to a ticket, as messages do. Raises UserError if there are none.
    """
    found = _Found()
    try:
        if found.read(events):
            return LINES
    except ijson.JSONError as error:
        raise broken(name, max(found.lists.values(), default=1), error) from error
    lists = {path: count for path, count in found.lists.most_common() if not found.is_within_ticket(path)}
    if lists:
        path, *others = (".".join(path) for path in lists)
        return Shape("json", f"{path}.item", path, tuple(zip(others, list(lists.values())[1:], strict=True)))
    if () in found.tickets:
        return Shape("json", "")
    inner = [path[0] for path in found.tickets]
    if len(inner) == 1:
        return Shape("json", inner[0], inner[0])
    raise no_records(name)


def no_records(name: str) -> UserError:
    """For JSON without a list of objects."""
    return UserError(f"{name} is JSON that holds no records.", "Export the tickets as a list of objects, one a ticket.")


def broken(name: str, record: int, error: ijson.JSONError) -> UserError:
    """For what is no JSON from about that `record` on."""
    if "premature EOF" in str(error):
        return UserError(f"{name} breaks off near record {record}.", "Download or export it again.")
    return UserError(f"{name} is no valid JSON near record {record}.", "Export the tickets again and import that file.")


class _Found:
    def __init__(self) -> None:
        self.lists: Counter[_Path] = Counter()  # How many objects are in the lists under a key, or under a key's key.
        self.tickets: set[_Path] = set()  # Objects that have a ticket's number.

    def is_within_ticket(self, path: _Path) -> bool:
        return any(path[:length] in self.tickets for length in range(len(path)))

    def read(self, events: Iterator[tuple[str, Any]]) -> bool:
        """Whether a second object follows the first: then the rest is not looked at."""
        opened: list[str] = []
        keys = ["", ""]
        for event, value in events:
            if event == "map_key":
                if len(opened) <= 2 and "start_array" not in opened:
                    keys[len(opened) - 1] = value
                    if _TICKET_ID.fullmatch(value):
                        self.tickets.add(tuple(keys[: len(opened) - 1]))
            elif event == "start_map" or event == "start_array":
                if event == "start_map" and tuple(opened) in _IN_A_LIST:
                    self.lists[tuple(keys[: len(opened) - 1])] += 1
                opened.append(event)
            elif event == "end_map" or event == "end_array":
                opened.pop()
            if not opened:
                break
        return next(events, None) is not None

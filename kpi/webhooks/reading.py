"""Getting values out of JSON that anybody may have written: each is what it should be, or it is said which is not."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypeVar

from kpi.ingest.columns.values import LONGEST_LABEL, label, ticket_number
from kpi.webhooks.request import NotUnderstoodError, Request
from kpi.webhooks.told import Told
from kpi.webhooks.vendor import Delivered

FIRST_INSTANT, LAST_INSTANT = 0, 4_102_444_800  # The years 1970 to 2099.
_IN_MILLISECONDS = 10**11
_UNIX = re.compile(r"\d{9,10}(\.\d{1,9})?|\d{12,13}(\.\d{1,9})?", re.ASCII)
_BEFORE_AN_OFFSET = re.compile(r" +(?=[+-]\d\d:?\d\d$)", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?", re.ASCII)
_LONGEST_NUMBER = 30
_HUGE = 10**30
_LONGEST_TIME = 40
_SHORTEST_TIME = len("2024-12-31T12")  # A day alone is no moment.
_LONGEST_SHOWN = 60
_ABSENT = object()

_T = TypeVar("_T")


class Node:
    """A JSON value and where it stands in the delivery. Its parts are named by paths: “conversation.id”.

    What is asked for with a name that begins with `maybe_` may be missing, null or an empty text: it is then None. All
    else that is missing, or is something else than what was asked for, raises a NotUnderstoodError that names the
    place. Texts come without NULs, halves of characters and spaces around them.
    """

    __slots__ = ("_place", "_value")

    def __init__(self, value: Any, place: str = "") -> None:
        self._value = value
        self._place = place

    @classmethod
    def of(cls, request: Request) -> "Node":
        """The body of a request, which has to be a JSON object."""
        body = request.json()
        if not isinstance(body, dict):
            raise NotUnderstoodError("The body is no JSON object.")
        return cls(body)

    @property
    def value(self) -> Any:
        """The JSON value itself, of whatever type."""
        return self._value

    def has(self, path: str) -> bool:
        """Whether the delivery says anything there, be it null."""
        return self._find(path) is not _ABSENT

    def raw(self, path: str) -> Any:
        """The JSON value there, of whatever type; None if there is none."""
        found = self._find(path)
        return None if found is _ABSENT else found

    def text(self, path: str) -> str:
        """A text that is not empty."""
        return self._wanted(path, self.maybe_text(path), "a text")

    def maybe_text(self, path: str) -> str | None:
        """A text, or None."""
        value = self.raw(path)
        if value is None or isinstance(value, str):
            return clean(value or "") or None
        raise self._wrong(path, "a text")

    def key(self, path: str) -> str:
        """What something is known by: a text or a whole number, as a text of at most 200 characters."""
        return self._wanted(path, self.maybe_key(path), "an id")

    def maybe_key(self, path: str) -> str | None:
        """The same, or None. What is longer comes as its hash."""
        value = self.raw(path)
        if _is_number(value) and value == int(value):
            return short_key(str(int(value)))
        if value is None or isinstance(value, str):
            return short_key(clean(value or "")) or None
        raise self._wrong(path, "an id")

    def ticket(self, path: str) -> str:
        """A conversation's number, as files of the help desk have it."""
        return self._wanted(path, self.maybe_ticket(path), "the number of a conversation")

    def maybe_ticket(self, path: str) -> str | None:
        """The same, or None."""
        value = self.maybe_key(path)
        try:
            return None if value is None else ticket_number(value)
        except ValueError as error:
            raise self._wrong(path, "the number of a conversation") from error

    def number(self, path: str) -> float:
        """A number, also if it is written as a text."""
        return self._wanted(path, self.maybe_number(path), "a number")

    def maybe_number(self, path: str) -> float | None:
        """The same, or None."""
        value = self.raw(path)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        number = number_of(value)
        if number is None:
            raise self._wrong(path, "a number")
        return number

    def flag(self, path: str) -> bool:
        """True or false, also if it is written as a text."""
        return self._wanted(path, self.maybe_flag(path), "true or false")

    def maybe_flag(self, path: str) -> bool | None:
        """The same, or None."""
        value = self.raw(path)
        if isinstance(value, str):
            value = {"true": True, "false": False, "": None}.get(value.strip().lower(), value)
        if value is None or isinstance(value, bool):
            return value
        raise self._wrong(path, "true or false")

    def instant(self, path: str) -> int:
        """A moment in UTC seconds: of seconds or milliseconds since 1970, or as in ISO 8601, in UTC if it has no
        offset.
        """
        return self._wanted(path, self.maybe_instant(path), "a time")

    def maybe_instant(self, path: str) -> int | None:
        """The same, or None."""
        value = self.raw(path)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        at = instant_of(value)
        if at is None:
            raise self._wrong(path, "a time")
        return at

    def node(self, path: str) -> "Node":
        """A JSON object."""
        return self._wanted(path, self.maybe_node(path), "an object")

    def maybe_node(self, path: str) -> "Node | None":
        """The same, or None."""
        value = self.raw(path)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self._wrong(path, "an object")
        return Node(value, self._place_of(path))

    def items(self, path: str) -> list["Node"]:
        """The objects of a list; none if there is no list."""
        found = [Node(value, f"{self._place_of(path)}[{place}]") for place, value in enumerate(self._list(path))]
        for item in found:
            if not isinstance(item.value, dict):
                raise NotUnderstoodError(f"“{item._place}” is no object.")
        return found

    def texts(self, path: str) -> list[str]:
        """The texts of a list, without empty ones; none if there is no list."""
        values = self._list(path)
        if not all(isinstance(value, str) for value in values):
            raise self._wrong(path, "a list of texts")
        return [text for text in map(clean, values) if text]

    def wrong(self, path: str, wanted: str) -> NotUnderstoodError:
        """To raise where a value is not what it should be: “no status that is known”."""
        return NotUnderstoodError(f"“{self._place_of(path)}” is {wanted}.")

    def _list(self, path: str) -> list[Any]:
        value = self.raw(path)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self._wrong(path, "a list")
        return value

    def _find(self, path: str) -> Any:
        value = self._value
        for name in path.split("."):
            if not isinstance(value, dict) or name not in value:
                return _ABSENT
            value = value[name]
        return value

    def _place_of(self, path: str) -> str:
        return f"{self._place}.{path}" if self._place else path

    def _wanted(self, path: str, value: _T | None, kind: str) -> _T:
        if value is None:
            raise NotUnderstoodError(f"“{self._place_of(path)}” is missing; it should be {kind}.")
        return value

    def _wrong(self, path: str, kind: str) -> NotUnderstoodError:
        return NotUnderstoodError(f"“{self._place_of(path)}” is not {kind}.")


def clean(text: str) -> str:
    """The text without what a database cannot keep, and without spaces around it."""
    return text.encode(errors="replace").decode().replace("\0", "").strip()


def short_key(text: str) -> str:
    """The text, or of a long one what stands for it."""
    return text if len(text) <= LONGEST_LABEL else hashlib.sha256(text.encode(errors="replace")).hexdigest()


def shown(text: str) -> str:
    """The beginning of a text, to be quoted in a sentence."""
    return label(clean(text), _LONGEST_SHOWN) or ""


def number_of(value: Any) -> float | None:
    """A number, or a text that is one; None for anything else."""
    if isinstance(value, str):
        text = value.strip()
        return float(text) if len(text) <= _LONGEST_NUMBER and _NUMBER.fullmatch(text) else None
    return float(value) if _is_number(value) else None


def instant_of(value: Any) -> int | None:
    """A moment as `Node.instant` understands it, in UTC seconds; None for anything else."""
    if isinstance(value, str):
        return _instant_of_text(value.strip()) if len(value) <= _LONGEST_TIME else None
    return _of_unix(value) if _is_number(value) else None


def hash_of(body: bytes) -> str:
    """An id for what has none: the same bytes have the same."""
    return hashlib.sha256(body).hexdigest()[:32]


def delivered(key: str, event: str, tell: Callable[[], Told]) -> Delivered:
    """A message of a delivery: what it tells, or why that is not understood."""
    try:
        return Delivered(key, event, tell())
    except NotUnderstoodError as error:
        return Delivered(key, event, None, str(error))


@lru_cache(4_096)
def _instant_of_text(text: str) -> int | None:
    if _UNIX.fullmatch(text):
        return _of_unix(float(text))
    if len(text) < _SHORTEST_TIME:
        return None
    try:
        moment = datetime.fromisoformat(_BEFORE_AN_OFFSET.sub("", text.removesuffix(" UTC")))
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return _possible((moment - datetime.fromtimestamp(0, UTC)).total_seconds())


def _of_unix(value: float) -> int | None:
    return _possible(value // 1000 if value >= _IN_MILLISECONDS else value)


def _possible(seconds: float) -> int | None:
    return int(seconds) if FIRST_INSTANT < seconds < LAST_INSTANT else None


def _is_number(value: Any) -> bool:
    """Whether it is a number that can be reckoned with: not true or false, not infinite, not of hundreds of digits."""
    return isinstance(value, int | float) and not isinstance(value, bool) and -_HUGE < value < _HUGE

"""Rows of a table, as many as Slack has room for."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any, TypeVar

from bot.messages.measuring import size

ROOM = 8_500
"""Characters of cells, of the 10,000 that Slack gives to the tables of a message."""
ROOM_BESIDE_A_MENU = 7_000
"""The same, where a menu of 40 choices needs some of the 12,000 that Slack gives to all texts together."""

R = TypeVar("R")


def fitting(rows: Iterable[R], room: int = ROOM, measure: Callable[[str], int] = size) -> list[R]:
    """The first of these rows, dataclasses whose texts are cells, whose texts have room together; `measure` says how
    much each of them takes."""
    return list(_fitting(rows, room, measure))


def _fitting(rows: Iterable[R], room: int, measure: Callable[[str], int]) -> Iterator[R]:
    for row in rows:
        texts = [value for value in _values(row) if isinstance(value, str)]
        room -= sum(map(measure, texts)) + len(texts)
        if room < 0:
            return
        yield row


def _values(row: Any) -> Iterator[Any]:
    return (getattr(row, each.name) for each in fields(row))

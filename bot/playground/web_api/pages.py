"""Pagination by cursors: https://docs.slack.dev/apis/web-api/pagination"""

import binascii
from base64 import b64decode, b64encode
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.playground.content import RefusalError
from bot.playground.web_api.arguments import Arguments

Item = TypeVar("Item")


def page(
    items: Sequence[Item],
    given: Arguments,
    key: Callable[[Item], str],
    *,
    otherwise: int = 100,
    most: int = 999,
) -> tuple[list[Item], str]:
    """The page that `cursor` and `limit` ask for, and the cursor of the next one, "" where there is none.

    A cursor names the first item of its page by `key`; raise `invalid_cursor` when that item is not there.
    """
    limit = given.number("limit", otherwise, most)
    start = 0
    if cursor := given.text("cursor"):
        first = _read(cursor)
        found = [index for index, item in enumerate(items) if key(item) == first]
        if not found:
            raise RefusalError("invalid_cursor")
        start = found[0]
    rest = items[start + limit : start + limit + 1]
    return list(items[start : start + limit]), _write(key(rest[0])) if rest else ""


def _write(key: str) -> str:
    return b64encode(f"next:{key}".encode()).decode()


def _read(cursor: str) -> str:
    try:
        kind, _, key = b64decode(cursor, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise RefusalError("invalid_cursor") from None
    if kind != "next":
        raise RefusalError("invalid_cursor")
    return key

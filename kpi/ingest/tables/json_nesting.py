"""Refuses JSON that is nested so deep that reading it would fill the machine."""

from typing import TextIO

from kpi.errors import UserError

DEEPEST = 200
"""Levels. ijson keeps a path for every open one, as long as all of its keys: 100 kB of brackets took 25 GB."""

_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_CHUNK = 1 << 16


def refuse_deep(name: str, text: TextIO) -> None:
    """Read the JSON `text` to its end. Raises UserError if more than DEEPEST lists and objects are open at once."""
    within_string = False
    rest = opened = b""
    while chunk := text.read(_CHUNK):
        data = (rest + chunk.encode()).replace(b"\\\\", b"").replace(b'\\"', b"")
        rest = b"\\" if data.endswith(b"\\") else b""  # What it belongs to is in the next chunk.
        pieces = data.removesuffix(b"\\").split(b'"')
        outside = b"".join(pieces[within_string::2])
        within_string ^= len(pieces) % 2 == 0
        opened = _still_open(opened + outside.translate(None, _NOT_BRACKETS))
        if len(opened) > DEEPEST:
            raise UserError(f"{name} is nested deeper than {DEEPEST} levels, as no export is.", "Export it again.")


def _still_open(brackets: bytes) -> bytes:
    """The brackets without all pairs, as long as they are not nested too deep."""
    for _ in range(DEEPEST):
        left = brackets.replace(b"{}", b"").replace(b"[]", b"")
        if left == brackets:
            break
        brackets = left
    return brackets

"""What was made of a text is remembered, within a limit: columns repeat themselves."""

from collections.abc import Callable
from typing import TypeVar

V = TypeVar("V")


class Memo(dict[str, V]):
    """`memo[text]` is `read(text)`, read once for each text.

    It is emptied when it holds `limit` texts, so that its size does not depend on a file's length. What `read`
    raises is passed on, and not remembered.
    """

    def __init__(self, read: Callable[[str], V], limit: int) -> None:
        super().__init__()
        self._read = read
        self._limit = limit

    def __missing__(self, text: str) -> V:
        value = self._read(text)
        if len(self) >= self._limit:
            self.clear()
        self[text] = value
        return value

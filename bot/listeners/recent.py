"""The last few things that happened, for as long as the bot runs."""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A mapping that forgets its oldest entry when it holds `most`. Any thread may use it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._entries: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        """What is known of this key, if anything."""
        with self._lock:
            return self._entries.get(key)

    def put(self, key: K, value: V) -> None:
        """Remember this as the newest."""
        with self._lock:
            self._put(key, value)

    def add(self, key: K, value: V) -> bool:
        """Remember it unless something is known of this key; whether nothing was."""
        with self._lock:
            if key in self._entries:
                return False
            self._put(key, value)
            return True

    def forget(self, key: K) -> None:
        """Nothing is known of this key any more."""
        with self._lock:
            self._entries.pop(key, None)

    def _put(self, key: K, value: V) -> None:
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self._most:
            self._entries.popitem(last=False)

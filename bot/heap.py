"""Memory that a program has freed, and its C library keeps.

Linux's usual one (glibc) gives nearly each thread a heap of its own, and returns of a heap only what is at its end.
With the threads of a bot that serves, and after days have been counted, much would be kept that nobody uses. Where
there is another C library, nothing is changed.
"""

import ctypes

HEAPS = 2
_ARENA_MAX = -8  # M_ARENA_MAX of glibc's malloc.h


def keep_together() -> None:
    """Let all threads share a few heaps: to be called before there are any."""
    if (mallopt := _glibc("mallopt")) is not None:
        mallopt(_ARENA_MAX, HEAPS)


def give_back() -> None:
    """Return to the system what is free in whichever part of a heap; takes some milliseconds."""
    if (trim := _glibc("malloc_trim")) is not None:
        trim(0)


def _glibc(name: str) -> "ctypes._NamedFuncPointer | None":
    return getattr(ctypes.CDLL(None), name, None)

"""How a process of kpibot begins: first the program is read, then it works.

Python's garbage collector looks through all that there is, again and again, for what nobody can reach any more. What
was read stays to the end, so there is nothing to find: without looking, a short command takes a third less time.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot import heap

TURN = 0.001
"""Seconds after which a thread that counts lets another one go on that has just heard of the disk or the network: each
of the many short waits of a request ends with that. Python's own are five times as long."""


def main() -> None:
    """The command `kpibot`."""
    with reading():
        from bot.cli import main as run
    run()


def will_serve() -> None:
    """The process is to answer many at once: to be called before there are any other threads."""
    heap.keep_together()
    sys.setswitchinterval(TURN)


@contextmanager
def reading() -> Iterator[None]:
    """Meanwhile nothing is looked for, and never among what there is when it ends."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()

"""Something that is looked at again and again, beside what goes on."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def looking(look: Callable[[], None], every: float) -> Iterator[None]:
    """Look now and each so many seconds, from a thread of its own, for as long as the context lasts."""
    over = threading.Event()

    def run() -> None:
        look()
        while not over.wait(every):
            look()

    thread = threading.Thread(target=run, name="looking", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()

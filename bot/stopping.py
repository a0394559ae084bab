"""Waits until somebody asks the bot to stop."""

import signal
from queue import Empty, SimpleQueue

_LOOKS_EVERY = 0.5  # seconds


def wait_to_be_stopped() -> None:
    """Until Ctrl+C, or until a service manager asks to stop; to be called in the main thread.

    What a signal does is done in the main thread, but the system may hand it to another one: then it ends no wait here,
    and is noticed at the next look. A queue can be put into in the midst of being looked at; an Event would be locked.
    """
    asked: SimpleQueue[int] = SimpleQueue()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, _frame: asked.put(number))
    while True:
        try:
            asked.get(timeout=_LOOKS_EVERY)
        except Empty:
            continue
        return

"""The id of what is being done for somebody: a command, a press, a delivery, a review, a look.

It is in all lines that the log has of it, and in what a person is told when it fails.
"""

import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from typing import ParamSpec, TypeVar

from structlog import contextvars

P = ParamSpec("P")
T = TypeVar("T")

KEY = "request"
"""Under which the log has it."""


def begin() -> str:
    """The id of what is done in this thread, or this coroutine, from now on."""
    number = secrets.token_hex(4)
    contextvars.bind_contextvars(**{KEY: number})
    return number


@contextmanager
def request() -> Iterator[str]:
    """The id of what is done in this context."""
    number = secrets.token_hex(4)
    with contextvars.bound_contextvars(**{KEY: number}):
        yield number


def number() -> str:
    """The id of what is being done; a new one where it has none, as in a terminal."""
    return str(contextvars.get_contextvars().get(KEY) or secrets.token_hex(4))


class Executor(ThreadPoolExecutor):
    """Does in its threads what belongs to the request of whoever submits it."""

    def submit(self, function: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As that of any executor."""
        context = copy_context()
        return super().submit(lambda: context.run(function, *args, **kwargs))

    def finish(self, within: float) -> None:
        """Begin all that waits, within so many seconds, and end what has begun by then; the rest is not done."""
        last = super().submit(lambda: None)
        wait([last], within)
        self.shutdown(cancel_futures=True)

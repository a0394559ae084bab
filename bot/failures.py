"""What the log tells of a failure: its kind and where it happened, and nothing that it was about.

What an exception says may quote a cell, a subject or what somebody has typed, so only what can hold none of it is told.
"""

import os
import re
from collections.abc import Iterator
from traceback import extract_tb, format_list

from sqlalchemy.exc import DBAPIError

from bot.refusals import RefusedError, UnexpectedRefusalError

_OF_PROGRAMS = re.compile(
    r"'[\w.]+' object has no attribute '\w+'|name '\w+' is not defined|No module named '[\w.]+'|[a-z ]+ by zero"
)
"""What the interpreter says of names in programs."""


class ElsewhereError(Exception):
    """A bug in another process of ours; `told` is what `told` has said of it there."""

    def __init__(self, told: str) -> None:
        super().__init__(told)
        self.told = told


def told(error: BaseException) -> str:
    """A traceback, of causes as well, in which no exception says more than it may."""
    return "".join(_lines(error)).rstrip()


def said(error: BaseException) -> str:
    """What may be repeated of what an exception says; "" if nothing."""
    match error:
        case ElsewhereError():
            return error.told
        case RefusedError() | UnexpectedRefusalError():
            return error.code
        case DBAPIError():
            # Of PostgreSQL, values stand in quotes at the end of the first line, or in those after it.
            return f"{error.orig}".partition("\n")[0].partition(': "')[0]
        case OSError():
            return os.strerror(error.errno) if error.errno else ""
    return f"{error}" if _OF_PROGRAMS.fullmatch(f"{error}") else ""


def _lines(error: BaseException) -> Iterator[str]:
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if cause is not None:
        yield from _lines(cause)
        yield "\nThat led to:\n\n"
    yield "Traceback (most recent call last):\n"
    yield from format_list(extract_tb(error.__traceback__))
    kind, what = type(error).__qualname__, said(error)
    yield f"{kind}: {what}\n" if what else f"{kind}\n"
    for part in error.exceptions if isinstance(error, BaseExceptionGroup) else ():
        yield from _lines(part)

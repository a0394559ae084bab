"""An admin brings a large file in in Slack."""

import time
from contextlib import suppress
from typing import NamedTuple

from soak.team import DIRECT
from tests.support.local_slack import Person, SeenMessage, call
from tests.support.uploading import upload

SOURCE = "large"
_PATIENCE = 900.0
_LOOKS_EVERY = 0.5
"""Seconds; looking costs Slack's process, in which the questions are measured."""


class BroughtIn(NamedTuple):
    """The seconds until the bot had looked the file over, and from Import to its end."""

    looking: float
    importing: float


def bring_in(admin: Person, content: bytes, rows: int) -> BroughtIn:
    """A file with so many rows, for a source of its own."""
    file = upload(admin, f"{SOURCE}.csv", content)
    began = time.monotonic()
    call(admin.slack, "say", {"person": admin.id, "channel": DIRECT, "text": "", "files": [file]})
    found = _says(admin, f"{rows:,} rows")
    looked = time.monotonic()
    with suppress(AssertionError):  # if it was acknowledged too late, the traffic tells
        admin.presses(found, f"Import {rows:,} rows")
    _says(admin, "is imported*")
    return BroughtIn(looked - began, time.monotonic() - looked)


def _says(admin: Person, words: str) -> SeenMessage:
    """The bot's newest message in which these words stand."""
    give_up_at = time.monotonic() + _PATIENCE
    while True:
        said = admin.sees(DIRECT)
        for each in reversed(said):
            if words in each.plain:
                return each
        if time.monotonic() > give_up_at:
            raise AssertionError(f"The bot did not say {words!r}, but {said[-1].plain!r}")
        time.sleep(_LOOKS_EVERY)

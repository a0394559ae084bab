"""What single cells say: nothing, a label, a link, a ticket number, a status."""

import re
from typing import NamedTuple

from kpi.model import Exclusion, Status

LONGEST_LABEL = 200
LONGEST_SUBJECT = 500
LONGEST_LINK = 2_000

_NOTHING = frozenset(["-", "--", "–", "—", "?", "n/a", "#n/a", "null", "none", "nan", "(none)", "(blank)", "(empty)"])
_CONTROL = {*range(0x20), *range(0x7F, 0xA0)}
_REVERSING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}  # They would turn around what follows.
_REMOVED = dict.fromkeys(_CONTROL | _REVERSING)
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"(\d+)\.0+", re.ASCII)
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+\d+", re.ASCII)


class Standing(NamedTuple):
    """Where a ticket stands (a `Status`), or why it does not count (an `Exclusion`)."""

    status: str | None
    excluded: str | None


_STATUS_WORDS = {
    Standing(Status.OPEN.value, None): (
        "new, open, opened, reopened, re-opened, active, pending, waiting, in progress, "
        "work in progress, on hold, hold, on-hold, assigned, unassigned, snoozed, escalated, to do, "
        "triage, waiting for customer, waiting on customer, waiting for support, waiting on us, "
        "waiting on third party, awaiting user info, awaiting customer, awaiting reply, "
        "awaiting response, awaiting vendor, awaiting problem, awaiting evidence, customer responded"
    ),
    Standing(Status.RESOLVED.value, None): (
        "resolved, solved, closed, done, complete, completed, archived, fixed, cancelled, canceled, finished"
    ),
    Standing(None, Exclusion.SPAM.value): "spam, junk, suspended",
    Standing(None, Exclusion.DELETED.value): "deleted, trash, trashed, removed",
    Standing(None, Exclusion.MERGED.value): "merged, duplicate, duplicated",
    Standing(None, Exclusion.TEST.value): "test, testing",
}
STATUSES = {word.strip(): standing for standing, words in _STATUS_WORDS.items() for word in words.split(",")}


def is_nothing(text: str) -> bool:
    """Whether the text, without spaces around it, is one of the ways in which exports write nothing."""
    return not text or (len(text) < 8 and text.lower() in _NOTHING)


def label(text: str, longest: int = LONGEST_LABEL) -> str | None:
    """One line without control characters, cut at `longest`; None for nothing."""
    line = " ".join(text.split())
    if not line.isprintable():
        line = line.translate(_REMOVED)
    return None if is_nothing(line) else line[:longest].rstrip()


def link(text: str) -> str | None:
    """A web address that may be shown as a link, else None."""
    address = text.strip()
    safe = len(address) <= LONGEST_LINK and address.isprintable() and _LINK.fullmatch(address)
    return address if safe else None


def ticket_number(text: str) -> str:
    """The number as its help desk shows it, without the “.0” of a spreadsheet.

    Raises ValueError, with the reason in plain words, for what does not tell tickets apart.
    """
    if text.isalnum() and 8 < len(text) <= LONGEST_LABEL:
        return text  # Nearly all are: none of what follows can be true of them.
    number = label(text, LONGEST_LABEL + 1)
    if number is None:
        raise ValueError("no ticket number")
    if len(number) > LONGEST_LABEL:
        raise ValueError(f"ticket number of more than {LONGEST_LABEL} characters")
    if _SCIENTIFIC.fullmatch(number):
        raise ValueError("ticket number rounded by a spreadsheet")
    whole = _WHOLE_NUMBER.fullmatch(number)
    return whole[1] if whole else number


def standing(text: str) -> Standing | None:
    """What a status means; None if it is not known."""
    word = label(text.replace("_", " "))
    return Standing(None, None) if word is None else STATUSES.get(word.casefold())

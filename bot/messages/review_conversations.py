"""The conversations that a review names, as rows of tables and as entries with a menu of causes.

All in a channel see them, so they have no subjects.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import buttons
from bot.messages import data_limits
from bot.messages.measuring import size
from bot.messages.mrkdwn import address, shorten
from bot.messages.rows import ROOM as FULL_ROOM
from bot.messages.rows import fitting
from bot.messages.ticket_rows import LONGEST_ADDRESS, local, said
from kpi import words
from kpi.answering.behind import Conversation
from kpi.catalogue import Unit
from kpi.review.record.causes import Cause, Key

AT_ONCE = 20
"""So many entries with a menu stand in one message: fifty blocks would be as long as a book."""

MOST_ENTRIES = 20
"""Of a week; of several weeks, where the list is the report, all."""

ROOM = 3_400
"""Characters of the first table of a list: it stands in a post beside that of the KPIs, and may not be alone."""

_MOST_ROWS = data_limits.ROWS - 1  # below the header


@dataclass(frozen=True)
class Row:
    """One conversation, in words; `said` is how it was rated, or for how long it has waited, and `value` sorts it."""

    id: str
    url: str
    said: str
    value: float
    intent: str
    channel: str
    when: str


@dataclass(frozen=True)
class Listed:
    """Some of the `total` rows of a list, as many as a table has room for. `said_is` and `when_is` head its columns."""

    title: str
    rows: list[Row]
    total: int
    said_is: str
    when_is: str

    def has(self, column: str) -> bool:
        """Whether any row says something there."""
        return any(getattr(row, column) for row in self.rows)


@dataclass(frozen=True)
class Entry:
    """One conversation with a low rating, and the day on which it was given.

    `choices` are causes, each with what choosing it carries; none in a test, and where its number is too long for a
    menu. `cause` is what somebody has said of it, "" if nobody has.
    """

    row: Row
    when: str
    choices: tuple[tuple[str, str], ...]
    cause: str


def rows(conversations: Sequence[Conversation], unit: Unit, zone: ZoneInfo, *, opened: bool = False) -> list[Row]:
    """With what each counts with, in this unit, and when that was, or when it was `opened`."""
    return [_row(each, unit, each.opened_at if opened else each.happened_at, zone) for each in conversations]


def tables(title: str, said_is: str, when_is: str, rows: Sequence[Row]) -> list[Listed]:
    """All of these rows, in as many tables as they need; the first one has the least room."""
    found: list[Listed] = []
    left = list(rows)
    while left:
        shown = fitting(left[:_MOST_ROWS], FULL_ROOM if found else ROOM)
        name = f"{title}, continued" if found else title
        found.append(Listed(name, shown, len(rows), said_is, when_is))
        left = left[len(shown) :]
    return found


def entries(
    conversations: Sequence[Conversation], labelled: Mapping[Key, Cause], zone: ZoneInfo, *, menus: bool
) -> Iterator[Sequence[Entry]]:
    """As many at once as a message takes, with `menus` of causes or without."""
    found = [
        _entry(each, row, _day(each.happened_at, zone), labelled, menus)
        for each, row in zip(conversations, rows(conversations, Unit.POINTS, zone), strict=True)
    ]
    return (found[start : start + AT_ONCE] for start in range(0, len(found), AT_ONCE))


def _day(instant: int, zone: ZoneInfo) -> str:
    """ "Fri 24 Jul" """
    local = datetime.fromtimestamp(instant, zone)
    return f"{local:%a} {local.day} {local:%b}"


def _entry(found: Conversation, row: Row, when: str, labelled: Mapping[Key, Cause], menu: bool) -> Entry:
    key = found.source, found.external_id
    fits = menu and buttons.fits_a_cause(*key, Cause)
    choices = ((words.sentence(each), buttons.cause_value(*key, each)) for each in Cause) if fits else ()
    return Entry(row, when, tuple(choices), labelled.get(key, ""))


def _row(found: Conversation, unit: Unit, at: int | None, zone: ZoneInfo) -> Row:
    url = address(found.url)
    return Row(
        id=shorten(found.external_id, 40),
        url=url if size(url) <= LONGEST_ADDRESS else "",
        said=said(unit, found),
        value=found.value or 0.0,
        intent=shorten(found.intent or "", 40),
        channel=shorten(found.channel or "", 30),
        when=local(at, zone),
    )

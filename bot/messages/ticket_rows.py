"""The conversations behind a number as rows of a table: a page of them, as wide as Slack has room for."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages.measuring import size
from bot.messages.mrkdwn import address, shorten
from kpi import words
from kpi.answering.behind import Behind, Conversation
from kpi.answering.listings import REPLY_AFTER, RESOLVED_AFTER
from kpi.catalogue import Unit
from kpi.model import RatingScale

MOST_ROWS = 50
LONGEST_ADDRESS = 500
ROOM = 8_500  # characters of cells and addresses, of the 10,000 that Slack gives to the tables of a message

_HEADINGS = (
    ("outcome", "Outcome"),
    ("intent", "Intent"),
    ("subject", "Subject"),
    ("first_reply", "First reply"),
    ("resolution", RESOLVED_AFTER),
    ("rating", "Rating"),
    ("channel", "Channel"),
    ("opened", "Opened"),
)
_COLUMNS = 11  # characters that mark them

_FACES = {-1: "bad", 0: "neutral", 1: "good"}


@dataclass(frozen=True)
class Figure:
    """What a cell says, and the number by which Slack sorts it."""

    value: float
    said: str


@dataclass(frozen=True)
class TicketRow:
    """One conversation, in words; None and "" where there is nothing. `value` is what it counts with, and `outcome`
    what became of it."""

    id: str
    url: str
    opened: str
    channel: str
    intent: str
    value: Figure | None
    first_reply: Figure | None
    resolution: Figure | None
    rating: Figure | None
    outcome: str
    subject: str

    @property
    def size(self) -> int:
        """How much of the room of a table it takes."""
        figures = (each.said for each in (self.value, self.first_reply, self.resolution, self.rating) if each)
        texts = (self.id, self.url, self.opened, self.channel, self.intent, self.outcome, self.subject, *figures)
        return sum(map(size, texts)) + _COLUMNS


@dataclass(frozen=True)
class TicketRows:
    """Some rows of `total`; `value_is` heads the column of what each counts with, and `leading` is the one that they
    are sorted by, if that was named. `without_links`: addresses had to give way, so that all rows have room."""

    rows: list[TicketRow]
    total: int
    order: str
    value_is: str
    without_links: bool = False
    leading: str = ""

    @classmethod
    def of(cls, behind: Behind, zone: ZoneInfo, *, with_subjects: bool, sorted_by: str = "") -> "TicketRows":
        """Subjects are for the asker alone, so others get rows without them."""
        rows, links = _fitting(behind, zone, with_subjects=with_subjects)
        return cls(rows, behind.total, behind.order, behind.heading, not links, sorted_by.replace(" ", "_"))

    @property
    def columns(self) -> list[tuple[str, str]]:
        """Those beside the number in which any row says something, and what heads them. The first are those that a
        phone shows without scrolling: what the rows are sorted by, and what they count with."""
        every = [("value", self.value_is), *_HEADINGS]
        every.sort(key=lambda column: column[0] != self.leading)
        return [(name, heading) for name, heading in every if self.have(name)]

    def have(self, column: str) -> bool:
        """Whether any row says something there."""
        return any(getattr(row, column) for row in self.rows)


@dataclass(frozen=True)
class _Widths:
    """At most so many characters of each, so that a page has room in one table; and whether there are links."""

    subject: int
    label: int = 40
    links: bool = True


_WIDTHS = (_Widths(80), _Widths(40), _Widths(20, 24), _Widths(40, 24, links=False), _Widths(20, 16, links=False))


def _fitting(behind: Behind, zone: ZoneInfo, *, with_subjects: bool) -> tuple[list[TicketRow], bool]:
    """The rows as wide as all of them have room for, and whether they have links. What is cut ends in "…"."""
    for widths in _WIDTHS:
        rows = [_row(behind, each, zone, widths, with_subjects) for each in behind.conversations[:MOST_ROWS]]
        if sum(row.size for row in rows) <= ROOM:
            break
    return rows, widths.links


def said(unit: Unit | None, found: Conversation) -> str:
    """What a conversation counts with: "1 h 20 min", "2 of 5", "bad"."""
    if found.value is None:
        return ""
    if unit is Unit.SECONDS:
        return words.duration(found.value)
    if found.rating_scale == RatingScale.FACES:
        return _FACES.get(round(found.value), words.points(found.value))
    return f"{words.points(found.value)} of {10 if found.rating_scale == RatingScale.PROMOTER else 5}"


def _row(behind: Behind, found: Conversation, zone: ZoneInfo, widths: _Widths, with_subject: bool) -> TicketRow:
    rated = Unit.POINTS, replace(found, value=found.rating)
    has = behind.heading
    return TicketRow(
        id=shorten(found.external_id, 40),
        url=_url(found) if widths.links else "",
        opened=local(found.opened_at, zone),
        channel=shorten(found.channel or "", widths.label),
        intent=shorten(found.intent or "", widths.label),
        value=None if found.value is None else Figure(found.value, said(behind.unit, found)),
        first_reply=None if has == REPLY_AFTER else _duration(found.first_reply),
        resolution=None if has == RESOLVED_AFTER else _duration(found.resolution),
        rating=None if found.rating is None or behind.unit is Unit.POINTS else Figure(found.rating, said(*rated)),
        outcome=found.outcome,
        subject=shorten(found.subject or "", widths.subject) if with_subject else "",
    )


def _duration(seconds: float | None) -> Figure | None:
    return None if seconds is None else Figure(seconds, words.duration(seconds))


def _url(found: Conversation) -> str:
    """Where it can be opened; nowhere if the address is so long that a few of them would fill a table."""
    url = address(found.url)
    return url if size(url) <= LONGEST_ADDRESS else ""


def local(instant: int | None, zone: ZoneInfo) -> str:
    """A minute so that the column sorts by time, though Slack sorts it as text."""
    return f"{datetime.fromtimestamp(instant, zone):%Y-%m-%d %H:%M}" if instant is not None else ""

"""The conversations behind a number as rows of a table, as many as Slack has room for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.messages.measuring import size
from bot.messages.mrkdwn import address, shorten
from kpi import words
from kpi.answering.behind import Behind, Conversation
from kpi.catalogue import Unit
from kpi.model import RatingScale

MOST_ROWS = 50
LONGEST_ADDRESS = 500
ROOM = 8_500  # characters of cells and addresses, of the 10,000 that Slack gives to the tables of a message

_FACES = {-1: "bad", 0: "neutral", 1: "good"}


@dataclass(frozen=True)
class TicketRow:
    """One conversation, in words; `value` is what `said` says, for sorting, and `outcome` what became of it."""

    id: str
    url: str
    opened: str
    channel: str
    intent: str
    value: float
    said: str
    outcome: str
    subject: str


@dataclass(frozen=True)
class TicketRows:
    """The first rows of `total`; `value_is` heads the column of what each counts with."""

    rows: list[TicketRow]
    total: int
    order: str
    value_is: str

    @classmethod
    def of(cls, behind: Behind, zone: ZoneInfo, *, with_subjects: bool) -> "TicketRows":
        """Subjects are for the asker alone, so others get rows without them."""
        rows = (_row(behind.unit, each, zone, with_subjects) for each in behind.conversations[:MOST_ROWS])
        return cls(list(_fitting(rows)), behind.total, behind.order, behind.heading)

    def have(self, column: str) -> bool:
        """Whether any row says something there."""
        return any(getattr(row, column) for row in self.rows)


def said(unit: Unit | None, found: Conversation) -> str:
    """What a conversation counts with: "1 h 20 min", "2 of 5", "bad"."""
    if found.value is None:
        return ""
    if unit is Unit.SECONDS:
        return words.duration(found.value)
    if found.rating_scale == RatingScale.FACES:
        return _FACES.get(round(found.value), words.points(found.value))
    return f"{words.points(found.value)} of {10 if found.rating_scale == RatingScale.PROMOTER else 5}"


def _row(unit: Unit | None, found: Conversation, zone: ZoneInfo, with_subject: bool) -> TicketRow:
    return TicketRow(
        id=shorten(found.external_id, 40),
        url=_url(found),
        opened=local(found.opened_at, zone),
        channel=shorten(found.channel or "", 30),
        intent=shorten(found.intent or "", 40),
        value=found.value or 0,
        said=said(unit, found),
        outcome=found.outcome,
        subject=shorten(found.subject or "", 80) if with_subject else "",
    )


def _url(found: Conversation) -> str:
    """Where it can be opened; nowhere if the address is so long that a few of them would fill a table."""
    url = address(found.url)
    return url if size(url) <= LONGEST_ADDRESS else ""


def local(instant: int | None, zone: ZoneInfo) -> str:
    """A minute so that the column sorts by time, though Slack sorts it as text."""
    return f"{datetime.fromtimestamp(instant, zone):%Y-%m-%d %H:%M}" if instant is not None else ""


def _fitting(rows: Iterable[TicketRow]) -> Iterator[TicketRow]:
    room = ROOM
    for row in rows:
        texts = (row.id, row.url, row.opened, row.channel, row.intent, row.said, row.outcome, row.subject)
        room -= sum(map(size, texts)) + len(texts)
        if room < 0:
            return
        yield row

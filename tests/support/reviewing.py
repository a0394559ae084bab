"""Reviews posted into a local Slack: a clock that is set by hand, posts that say only what is looked for, and a process
that dies wherever it is to.

As a program it is one of two that post the reviews of a year at the same time: it gets the store's address, Slack's, a
token, the first week's Monday and a number of weeks, says that it is ready, and begins when it is told to.
"""

import sys
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from sqlalchemy import Connection

from bot.calls import Calls
from bot.delivery import Delivery
from bot.memory import Memory
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.pace import Pace
from bot.reviewing.history import History
from bot.reviewing.owner import Owner
from bot.reviewing.posting import Posting, Record
from bot.reviewing.rounds import IsCounted, Rounds, nobody_knows
from kpi.review.agenda import Kind
from kpi.schedule.cadence import WEEK
from kpi.schedule.schedules import Schedule, save
from kpi.store import Store

BERLIN = ZoneInfo("Europe/Berlin")
SUPPORT, RANDOM, IT_WAS = "C0SUPPORT1", "C0RANDOM01", "It was a week."
THREAD = 2
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class CrashError(BaseException):
    """The process is dead: nothing of it is left to clear up, or to be told."""


@dataclass
class Clock:
    """Stands still until it is set."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


class MortalClient(WebClient):
    """A client in a process that dies before or after its nth call of a method, as `dies` says."""

    dies: tuple[str, str, int] | None = None
    calls = 0

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        when, method, number = self.dies or ("", "", 0)
        self.calls += api_method == method
        meant = api_method == method and self.calls == number
        if meant and when == "before":
            raise CrashError
        answer = super().api_call(api_method, **arguments)
        if meant and when == "after":
            raise CrashError
        return answer


@dataclass(frozen=True)
class Agenda:
    """What is looked at of one while it is posted."""

    monday: date
    untaken: int = 0


@dataclass(frozen=True)
class Plain:
    """A post without findings."""

    kind: Kind
    message: Message
    thread: tuple[Message, ...]
    agenda: Agenda


@dataclass
class PlainComposer:
    """`trouble` is raised by the next post; each has so many messages in its `thread`."""

    kind: Kind = Kind.REVIEW
    thread: int = THREAD
    untaken: int = 0
    trouble: BaseException | None = None
    made: int = 0

    def compose(self, schedule: Schedule, monday: date, weeks: int, *, late: bool = False) -> Plain:
        self.made += 1
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        text = f"{schedule.channel}: {weeks} × {monday}{' (late)' if late else ''}"
        thread = tuple(said(f"{text}: {number}") for number in range(1, self.thread + 1))
        return Plain(self.kind, said(text, f"review {monday:%G-W%V}"), thread, Agenda(monday, self.untaken))


def said(text: str, question: str | None = None) -> Message:
    """A message of one paragraph."""
    section = {"type": "section", "text": {"type": "mrkdwn", "verbatim": True, "text": text}}
    return Message(text, [section], question)


@dataclass
class Process:
    """A bot's process that posts; another one begins with the store and Slack as the last has left them."""

    store: Store
    api_url: str
    token: str
    clock: Callable[[], datetime]
    composer: PlainComposer = field(default_factory=PlainComposer)
    concluded: Callable[[Agenda], None] = lambda _agenda: None
    timeout: float = 30
    stopping: Callable[[], bool] = lambda: False
    recounted: int = 0
    is_counted: IsCounted = nobody_knows
    counted: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = MortalClient(token=self.token, base_url=self.api_url, retry_handlers=[])
        self.client.timeout = self.timeout  # type: ignore[assignment]
        calls = Calls(self.client, lambda _seconds: None)
        delivery = Delivery(calls, Memory(self.store, self.clock), Pace(0))
        owner = Owner(delivery, Messages())
        record = Record(self._conclude, lambda agenda: {"monday": agenda.monday.isoformat()})
        history, count = History(calls), self.counted.append
        posting = Posting(self.store, delivery, history, self.composer, record, owner, self.clock, self.stopping, count)
        self.rounds = Rounds(self.store, BERLIN, posting, owner, self.clock, self._recount, self.is_counted)

    def looks(self) -> bool:
        """Look once at what is due; whether the process lives on."""
        try:
            self.rounds.run()
        except CrashError:
            return False
        return True

    def _conclude(self, _connection: Connection, agenda: Agenda, _channel: str, _at: int) -> None:
        self.concluded(agenda)

    def _recount(self) -> None:
        self.recounted += 1


def scheduled(store: Store, owner: str, made: datetime, **differently: Any) -> Schedule:
    """Every Monday at nine in Berlin in #support, unless it is to be otherwise."""
    usual: dict[str, Any] = {"weekday": 0, "minute": 9 * 60, "zone": BERLIN, "weeks": 1, "channel": SUPPORT}
    schedule = Schedule(**{**usual, **differently}, owner=owner, who="Ada", at=int(made.timestamp()))
    with store.writing() as connection:
        save(connection, schedule)
    return schedule


def mondays(first: date, weeks: int) -> Iterator[date]:
    """The first days of weeks that follow each other."""
    return (first + number * WEEK for number in range(weeks))


def keys(metadata: Collection[Any], part: int = 0) -> list[str]:
    """The keys of all reviews, or of the nth messages of their threads, as they came."""
    payloads = [each["event_payload"] for each in metadata if each and each["event_type"] == "kpibot_review"]
    return [each["key"] for each in payloads if each.get("part", 0) == part]


def main(database: str, api_url: str, token: str, first: str, weeks: str) -> None:
    """Look at the hour of each review, and shortly after, as one process of two."""
    store, clock = Store(database), Clock(datetime.now(UTC))
    process = Process(store, api_url, token, clock)
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    for monday in mondays(date.fromisoformat(first), int(weeks)):
        nine = datetime.combine(monday + WEEK, datetime.min.time(), BERLIN) + 9 * HOUR
        for later in (0, 1, 6):
            clock.now = (nine + later * MINUTE).astimezone(UTC)
            process.looks()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])

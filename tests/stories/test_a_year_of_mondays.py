"""The reviews of a year, over both changes of the clocks, while everything that can go wrong does so: they are counted.

The clock is passed in, so that a year takes seconds; the store, Slack and its client are real.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.playground.server import LocalSlack
from kpi.schedule import posts
from kpi.schedule.cadence import WEEK
from kpi.schedule.posts import LEASE, State
from kpi.store import Store
from tests.support.local_slack import Json, Person, call
from tests.support.reviewing import (
    BERLIN,
    DAY,
    MINUTE,
    RANDOM,
    SUPPORT,
    THREAD,
    Agenda,
    Clock,
    CrashError,
    PlainComposer,
    Process,
    keys,
    mondays,
    scheduled,
)
from tests.support.waiting import wait_until

FIRST, WEEKS = date(2026, 1, 5), 52  # Berlin's clocks change on 29 March and 25 October
RACES = 12  # weeks for which two processes race
BEGIN = datetime(2026, 1, 6, 12, tzinfo=BERLIN).astimezone(UTC)
ROOT = Path(__file__).parents[2]
AGAIN = timedelta(seconds=LEASE) + MINUTE
INTERVALS = (timedelta(), MINUTE, AGAIN, 2 * AGAIN, 3 * AGAIN, 4 * AGAIN, 5 * AGAIN)


@pytest.fixture
def clock() -> Clock:
    return Clock(BEGIN)


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    with LocalSlack(clock=clock.seconds) as slack:
        yield slack


@pytest.fixture
def ada(slack: LocalSlack) -> Person:
    return Person(slack, "Ada")


def process(slack: LocalSlack, store: Store, clock: Clock, **otherwise: object) -> Process:
    return Process(store, slack.api_url, slack.bot_token, clock, **otherwise)  # type: ignore[arg-type]


def nine(monday: date) -> datetime:
    """When the review of the week from this Monday on is due."""
    return datetime.combine(monday + WEEK, time(9), BERLIN).astimezone(UTC)


def posted(slack: LocalSlack, channel: str = SUPPORT, part: int = 0) -> list[str]:
    """The weeks whose reviews are in the channel, in the order in which they came."""
    state = call(slack, f"state?person={Person(slack, 'Ada').id}")
    there = [each.get("metadata") for each in state["messages"] if each["channel"] == channel]
    return [key.removeprefix(f"{channel}/") for key in keys(there, part)]


def wait_until_posted(slack: LocalSlack, monday: date) -> None:
    wait_until(lambda: monday.isoformat() in posted(slack))


def is_over(store: Store, monday: date) -> bool:
    """Whether the review of that week and all of its thread are known to be there."""
    with store.reading() as connection:
        post = posts.of(connection, SUPPORT, monday)
    return post is not None and post.state is State.POSTED and post.is_over


def a_year() -> list[str]:
    return [monday.isoformat() for monday in mondays(FIRST, WEEKS)]


def at_local_time(slack: LocalSlack, channel: str, zone: ZoneInfo) -> dict[str, str]:
    """When the review of each week came, on the clocks of that zone."""
    state = call(slack, f"state?person={Person(slack, 'Ada').id}")
    roots = [each for each in state["messages"] if each["channel"] == channel and each.get("metadata")]
    shown = {}
    for each in roots:
        at = datetime.fromtimestamp(int(each["ts"].partition(".")[0]), zone)
        shown[each["metadata"]["event_payload"]["key"].partition("/")[2]] = f"{at:%a %H:%M %z}"
    return shown


def test_each_week_has_one_review_at_its_hour_whatever_the_clocks_do(
    store: Store, slack: LocalSlack, clock: Clock, ada: Person
) -> None:
    new_york = ZoneInfo("America/New_York")
    call(slack, "invite", {"person": ada.id, "channel": RANDOM})
    scheduled(store, ada.id, BEGIN, zone=new_york)
    scheduled(store, ada.id, BEGIN + WEEK, channel=RANDOM, weekday=6, minute=2 * 60 + 30)
    one = process(slack, store, clock, composer=PlainComposer(thread=0))
    for monday in mondays(FIRST, WEEKS):
        new_yorks = datetime.combine(monday + WEEK, time(9), new_york).astimezone(UTC)
        sunday = datetime.combine(monday + WEEK + 6 * DAY, time(), UTC)
        for at in (new_yorks - MINUTE, new_yorks, *(sunday + 30 * number * MINUTE for number in range(5))):
            clock.now = at
            assert one.looks()
    assert posted(slack) == posted(slack, RANDOM) == a_year()
    mornings = at_local_time(slack, SUPPORT, new_york)
    assert set(mornings.values()) == {"Mon 09:00 -0500", "Mon 09:00 -0400"}
    nights = at_local_time(slack, RANDOM, BERLIN)
    assert nights.pop("2026-03-16") == "Sun 03:00 +0200"  # there is no 02:30 on that night
    assert nights.pop("2026-10-12") == "Sun 02:30 +0200"  # the first of two
    assert set(nights.values()) == {"Sun 02:30 +0100", "Sun 02:30 +0200"}


@dataclass(frozen=True)
class Fault:
    """Something that goes wrong on a Monday: of the process that is to post, or of Slack."""

    name: str
    dies: tuple[str, str, int] | None = None
    composing: bool = False
    marking: bool = False
    slack: Json | None = None
    impatient: bool = False


POST, READ = "chat.postMessage", "conversations.history"
FAULTS = (
    Fault("nothing"),
    Fault("the process dies when it has claimed", composing=True),
    Fault("the process dies before it posts", dies=("before", POST, 1)),
    Fault("the process dies when it has posted", dies=("after", POST, 1)),
    Fault("the process dies while it marks what it has posted", marking=True),
    Fault("the process dies before the thread", dies=("before", POST, 2)),
    Fault("the process dies in the thread", dies=("after", POST, 2)),
    Fault("the process dies at the end of the thread", dies=("after", POST, 3)),
    Fault("the answer gets lost", slack={"slow": {"method": POST, "seconds": 0.3}}, impatient=True),
    Fault("the answer gets lost on its way", slack={"break": {"method": POST, "status": 504, "after": True}}),
    Fault("Slack is down", slack={"break": {"method": "*", "status": 503, "times": 9}}),
    Fault("Slack says that it failed, and has done it", slack={"fail": {"method": POST, "error": "fatal_error"}}),
    Fault("Slack is busy for a moment", slack={"rate_limit": {"method": POST, "retry_after": 2}}),
    Fault("Slack is busy for long", slack={"rate_limit": {"method": POST, "retry_after": 600}}),
    Fault("Slack is too busy to be read", slack={"rate_limit": {"method": READ, "retry_after": 600, "times": 2}}),
    Fault("Slack cannot be read", slack={"fail": {"method": READ, "error": "missing_scope"}}),
)


def begins(fault: Fault, slack: LocalSlack, store: Store, clock: Clock) -> Process:
    """A process to which this happens at the hour."""

    def mark(_agenda: Agenda) -> None:
        raise CrashError

    one = process(slack, store, clock, timeout=0.1 if fault.impatient else 30)
    one.client.dies = fault.dies
    if fault.composing:
        one.composer.trouble = CrashError()
    if fault.marking:
        one.concluded = mark
    call(slack, "faults", fault.slack or {})
    return one


def test_at_most_one_review_a_week_and_one_in_the_end_whatever_breaks_at_whichever_step(
    any_store: Store, slack: LocalSlack, clock: Clock, ada: Person
) -> None:
    scheduled(any_store, ada.id, BEGIN)
    for monday, fault in zip(mondays(FIRST, WEEKS), cycle(FAULTS), strict=False):
        one = begins(fault, slack, any_store, clock)
        for later in INTERVALS:
            clock.now = nine(monday) + later
            was_over = is_over(any_store, monday)
            if not one.looks():
                one = process(slack, any_store, clock)
            if fault.impatient and not was_over:  # Slack does it while nobody waits any more
                wait_until_posted(slack, monday)
            if was_over:
                break
        call(slack, "faults", {"clear": True})
        assert posted(slack).count(monday.isoformat()) == 1, fault.name
        assert is_over(any_store, monday), fault.name
    assert posted(slack) == a_year()
    assert [posted(slack, part=number) for number in range(1, THREAD + 1)] == [a_year()] * THREAD
    assert ada.sees(ada.direct) == []  # all of it has passed by itself


def test_two_processes_at_the_same_time_post_each_review_once(
    any_store: Store, slack: LocalSlack, clock: Clock, ada: Person
) -> None:
    scheduled(any_store, ada.id, BEGIN)
    clock.now = nine(FIRST + RACES * WEEK)
    address = any_store.url.render_as_string(hide_password=False)
    asked = [address, slack.api_url, slack.bot_token, FIRST.isoformat(), str(RACES)]
    both = [started(asked) for _ in range(2)]
    for each in both:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in both:
        _, complaints = each.communicate("begin\n", timeout=100)
        assert (each.returncode, complaints) == (0, "")
    races = [monday.isoformat() for monday in mondays(FIRST, RACES)]
    assert sorted(posted(slack)) == races
    assert [sorted(posted(slack, part=number)) for number in range(1, THREAD + 1)] == [races] * THREAD


def started(asked: list[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.support.reviewing", *asked],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )

"""The channels with reviews, as App Home shows them: what each works on, who has it, and when reviews come."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot import buttons
from bot.messages.focus_rows import FocusNow
from bot.messages.mrkdwn import escaped_size
from bot.messages.rows import fitting
from bot.messages.schedule_words import often
from kpi import words
from kpi.review.agenda import Kind
from kpi.review.record import foci
from kpi.schedule import posts
from kpi.schedule.due import upcoming
from kpi.schedule.posts import Post, State
from kpi.schedule.schedules import Schedule
from kpi.team.settings import TeamSettings

_LONGEST_FOCUS, _LONGEST_WHY, _LONGEST_FILTERS = 300, 160, 80
_WITHOUT_FINDINGS = (Kind.NOT_ENOUGH, Kind.NOT_CONNECTED)


@dataclass(frozen=True)
class ChannelRow:
    """A channel. `focus` is what it works on ("" if nothing), `owner` the id of who has taken it on ("" if nobody has),
    and `value` what a button that takes it on carries. `often`, `next` and `last` are of its reviews."""

    channel: str
    focus: str
    owner: str
    taken: str
    value: str
    often: str
    next: str
    last: str


@dataclass(frozen=True)
class ChannelRows:
    """The first of `total`, as many as have room: those whose focus nobody has stand first."""

    rows: list[ChannelRow]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def channel_rows(
    connection: Connection, team: TeamSettings, every: Iterable[Schedule], now: datetime, most: int, room: int
) -> ChannelRows:
    """At most so many, of so many characters when escaped."""
    telling = _Telling(connection, team, now)
    found = sorted(((each, telling.focus(each.channel)) for each in every), key=_rank)
    rows = [telling.row(schedule, focus) for schedule, focus in found[:most]]
    return ChannelRows(fitting(rows, room, escaped_size), len(found))


def _rank(found: tuple[Schedule, FocusNow | None]) -> tuple[bool, bool, str]:
    schedule, focus = found
    return focus is None, focus is not None and focus.owner is not None, schedule.channel


@dataclass(frozen=True)
class _Telling:
    connection: Connection
    team: TeamSettings
    now: datetime

    def focus(self, channel: str) -> FocusNow | None:
        return FocusNow.of(foci.current(self.connection, channel), self.moment)

    def row(self, schedule: Schedule, focus: FocusNow | None) -> ChannelRow:
        last = posts.last_posted(self.connection, schedule.channel)
        run = upcoming(self.connection, schedule, self.team, self.now)
        shown = partial(words.instant, zone=schedule.zone)
        often_ = often(schedule, run.weeks)
        narrowed = f", only {words.shorten(schedule.filters, _LONGEST_FILTERS)}" if schedule.filters else ""
        rests = words.shorten(schedule.paused or "", _LONGEST_WHY)
        return ChannelRow(
            channel=schedule.channel,
            focus=_focus(focus),
            owner=(focus and focus.owner) or "",
            taken=focus.taken if focus else "",
            value=_value(schedule.channel, focus, last),
            often=f"{often_}{narrowed}",
            next=f"they rest: {rests}" if rests else f"the next one {shown(run.due_at.timestamp())}",
            last=_last(posts.recent(self.connection, schedule.channel), shown),
        )

    def moment(self, at: int) -> str:
        return words.instant(at, self.team.zone).partition(" ")[2]


def _focus(now: FocusNow | None) -> str:
    if now is None:
        return ""
    place = ": ".join(filter(None, (words.sentence(now.focus.place), now.focus.worth)))
    told = " ".join(filter(None, (_ended(now.focus.text), place and _ended(place), now.focus.figure)))
    return words.shorten(told, _LONGEST_FOCUS)


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def _value(channel: str, now: FocusNow | None, last: Post | None) -> str:
    """What the buttons of the latest review carry, which names the focus."""
    if now is None:
        return ""
    return buttons.review_value(channel, max(now.monday, last.monday) if last else now.monday)


def _last(recent: Sequence[Post], moment: Callable[[float], str]) -> str:
    """What became of the latest: "posted Mon 27 Jul 2026, 09:00", "skipped: …", "failed: …"."""
    if not recent:
        return "none has come yet"
    post = recent[-1]
    why = words.shorten(post.why or "", _LONGEST_WHY).rstrip(".")
    match post.state:
        case State.POSTED:
            nothing = ", without findings: too little data" if post.kind in _WITHOUT_FINDINGS else ""
            return f"the last one was posted {moment(post.posted_at or post.due_at)}{nothing}"
        case State.SKIPPED:
            return f"the last one was skipped: {why or 'it was due while kpibot could not post'}"
        case State.UNSURE:
            return f"nobody can tell whether the last one was posted: {why}"
        case State.WANTED | State.CLAIMED:
            return f"the last one failed, and is tried again: {why}" if why else "one is on its way"

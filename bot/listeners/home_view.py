"""What App Home shows: the headline figures, what is worked on, when reviews come, how fresh the data are."""

from dataclasses import dataclass, replace
from typing import Any

from bot.buttons import OVERVIEW
from bot.commands.deciding import Deciding, deciding
from bot.commands.headlines import Headlines, headlines
from bot.commands.quickly import quick
from bot.commands.registry import Workbench
from bot.messages.home_channels import ChannelRows, channel_rows
from bot.messages.message import Message
from bot.messages.source_rows import Live, SourceRows, SourceWords
from kpi.ingest.history.feeds import feeds
from kpi.review.record.normal_intents import normal
from kpi.schedule import schedules
from kpi.schedule.cadence import EACH_WEEK
from kpi.schedule.schedules import Schedule
from kpi.schedule.typed_schedule import EXAMPLE
from kpi.silence import silences
from kpi.store_facts import StoreFacts
from kpi.team import settings

MOST_CHANNELS, ROOM_FOR_CHANNELS = 8, 3_500
MOST_SOURCES, ROOM_FOR_SOURCES = 5, 2_500
_OWN_DECISIONS = ("hours", "target.")


@dataclass(frozen=True)
class Steps:
    """How far a team has come: whether data are there, and whether it has `decided` on opening hours, a target or the
    first review. That the bot is connected to Slack goes without saying where Home is seen."""

    has_data: bool
    decided: bool

    @property
    def left(self) -> bool:
        """Whether anything is left to be done."""
        return not (self.has_data and self.decided)


def home(bench: Workbench, person: str, *, is_admin: bool = False) -> Message:
    """For this person, as of now; who `is_admin` finds buttons for what only these may do."""
    with deciding(bench) as at:
        looked = _Looked(at)
        told = {
            **looked.told,
            "channels": _channels(at, looked.scheduled, slow=looked.slow),
            "sources": _sources(looked),
        }
    return bench.messages.render("home.j2", person=person, is_admin=is_admin, **told)


def modal(bench: Workbench, title: str) -> dict[str, Any]:
    """The figures alone, as a modal."""
    with deciding(bench) as at:
        told = _Looked(at).told
    return bench.messages.modal("overview_modal.j2", title=title, name=OVERVIEW, **told)


class _Looked:
    """What is there, as far as it can be told while somebody waits."""

    def __init__(self, at: Deciding) -> None:
        self.at = at
        self.facts = StoreFacts(at.connection, at.team)
        self.slow = not quick(self.facts, at.connection)
        self.feeds, self.scheduled = feeds(at.connection), schedules.all_(at.connection)

    @property
    def told(self) -> dict[str, Any]:
        """What every template is told."""
        has_data = any(each.complete_until is not None for each in self.feeds)
        numbers = self._numbers() if has_data and not self.slow else None
        steps = Steps(has_data, bool(self.scheduled) or _has_decided(self.at))
        return {"numbers": numbers, "slow": self.slow, "steps": steps, "example": EXAMPLE}

    def _numbers(self) -> Headlines:
        return headlines(self.facts, self.at.now, normal(self.at.connection))


def _channels(at: Deciding, scheduled: list[Schedule], *, slow: bool) -> ChannelRows:
    if slow:  # how many conversations come in a week would be counted for each; so many come every week
        scheduled = [replace(each, weeks=each.weeks or EACH_WEEK) for each in scheduled]
    return channel_rows(at.connection, at.team, scheduled, at.now, MOST_CHANNELS, ROOM_FOR_CHANNELS)


def _sources(looked: _Looked) -> SourceRows:
    at = looked.at
    quiet = {} if looked.slow else silences(looked.facts, at.today)
    live = Live.now(at.connection, at.at)
    told = SourceWords(at.connection, at.team.zone, at.today, quiet, {}, alone=True, brief=True, live=live)
    return told.rows(looked.feeds, MOST_SOURCES, ROOM_FOR_SOURCES)


def _has_decided(at: Deciding) -> bool:
    return any(key.startswith(_OWN_DECISIONS) for key in settings.decided(at.connection))

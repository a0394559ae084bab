"""Builds the parts that every way of running the bot needs. Nothing is built when a module is imported."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.commands import verbs
from bot.commands.registry import Registry, Workbench
from bot.memory import Memory
from bot.messages.environment import Messages
from bot.messages.playbook import playbook
from bot.operations.metrics import Metrics
from bot.operations.watch import Watch
from bot.pace import Pace
from bot.recounting import Recounting
from bot.replies import Replies
from bot.settings import Settings
from bot.sources.door import Door
from bot.suggesting import Suggestions
from kpi import forgetting
from kpi.ingest.planning.options import NOT_KEPT_BY_DEFAULT
from kpi.migrating import migrate
from kpi.store import Store
from kpi.team import settings as team_settings
from kpi.team.settings import TeamSettings


@dataclass(frozen=True)
class Kpibot:
    """The bot, but for its connection to Slack."""

    settings: Settings
    bench: Workbench
    registry: Registry
    replies: Replies
    memory: Memory
    pace: Pace
    recounting: Recounting
    suggestions: Suggestions
    metrics: Metrics


def now() -> datetime:
    """The time, aware."""
    return datetime.now(UTC)


def open_store(settings: Settings) -> Store:
    """The store, brought up to date; ConfigurationError if that cannot be done."""
    store = Store(settings.database_url)
    migrate(store)
    return store


def team_of(settings: Settings) -> TeamSettings:
    """What the team has decided. Where there is no store yet, none is made."""
    with closing(Store(settings.database_url)) as store:
        if store.is_new:
            return TeamSettings(settings.zone)
        migrate(store)
        with store.reading() as connection:
            return team_settings.read(connection, settings.zone)


def zone_of(settings: Settings) -> ZoneInfo:
    """The zone that the team has chosen, else the environment's."""
    return team_of(settings).zone


def not_kept_in(settings: Settings) -> frozenset[str]:
    """What the team does not keep of conversations. Where there is no store yet, none is made."""
    with closing(Store(settings.database_url)) as store:
        if store.is_new:
            return NOT_KEPT_BY_DEFAULT
        migrate(store)
        with store.reading() as connection:
            return forgetting.not_kept(connection)


def door_of(settings: Settings) -> Door:
    """Where deliveries of help desks come in."""
    return Door(settings.public_url, settings.http_host, settings.http_port)


def build(settings: Settings, clock: Callable[[], datetime] = now) -> Kpibot:
    """The bot, but for its connection to Slack; ConfigurationError if its store cannot be used."""
    store = open_store(settings)
    messages = Messages(settings.templates_dir)
    recounting = Recounting(store, settings.zone, clock)
    steps = playbook(settings.templates_dir)
    suggestions = Suggestions(store, settings.zone)
    bench = Workbench(
        store,
        messages,
        settings.zone,
        clock,
        recounting.soon,
        recounting.pause,
        steps,
        suggestions=suggestions,
        first_admins=settings.admins,
        door=door_of(settings),
    )
    metrics = Metrics()
    registry = verbs.registry(bench, Watch(metrics))
    replies, memory = Replies(registry, messages), Memory(store, clock)
    return Kpibot(settings, bench, registry, replies, memory, Pace(), recounting, suggestions, metrics)

"""Looks at one thing after another, and says what it could not look at because something before it is wrong."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from jinja2 import TemplateSyntaxError

from bot.bootstrap import build
from bot.doctor import (
    clock,
    configuration,
    data,
    database,
    http_mode,
    messages,
    network,
    scopes,
    tables,
    tokens,
    webhooks,
)
from bot.doctor.finding import Finding, explained, skipped
from bot.settings import Settings, load
from kpi.errors import ConfigurationError
from kpi.store import Store

Clock = Callable[[], datetime]


def examine(now: Clock) -> Iterator[Finding]:
    """Every finding, as soon as it is made; `now` gives the time (aware)."""
    try:
        settings = load()
    except ConfigurationError as error:
        yield explained(configuration.NAME, error)
        yield skipped("everything else", "It depends on the settings.")
        return
    yield configuration.check(settings)
    yield from _store(settings, now)
    yield from _slack(settings, now)


def _store(settings: Settings, now: Clock) -> Iterator[Finding]:
    try:
        store = Store(settings.database_url)
    except ConfigurationError as error:
        yield from _without_database(error)
        return
    try:
        yield from (_kept_store if database.is_there(store) else _new_store)(store, settings, now)
    finally:
        store.close()


def _without_database(error: ConfigurationError) -> Iterator[Finding]:
    yield explained(database.NAME, error)
    rest = (tables.NAME, messages.NAME, data.NAME, webhooks.NAME)
    yield from (skipped(name, "It depends on the database.") for name in rest)


def _new_store(store: Store, settings: Settings, now: Clock) -> Iterator[Finding]:
    """Nothing is there yet. The messages are tried with an empty store of their own."""
    yield database.check_place(store)
    yield from _without_tables(settings, now)


def _without_tables(settings: Settings, now: Clock) -> Iterator[Finding]:
    with TemporaryDirectory() as folder:
        empty = settings.model_copy(update={"database_url": f"sqlite:///{Path(folder) / 'empty.db'}"})
        yield _messages(empty, now)
    yield webhooks.check(settings, None)


def _kept_store(store: Store, settings: Settings, now: Clock) -> Iterator[Finding]:
    try:
        standing = tables.check(store)
    except ConfigurationError as error:
        yield from _without_database(error)
        return
    yield database.check(store) if standing.ours else skipped(database.NAME, "Nothing was written to it.")
    yield standing.finding
    if standing.is_empty:
        yield from _without_tables(settings, now)
    elif standing.finding.ok:
        yield _messages(settings, now)
        yield data.check(store, settings.zone, now())
        yield webhooks.check(settings, store)
    else:
        rest = (messages.NAME, data.NAME, webhooks.NAME)
        yield from (skipped(name, "It depends on the tables.") for name in rest)


def _messages(settings: Settings, now: Clock) -> Finding:
    try:
        kpibot = build(settings, now)
    except ConfigurationError as error:
        return explained(messages.NAME, error)
    except TemplateSyntaxError as error:  # in the macros, which every template needs
        return messages.broken(messages.in_words(error))
    try:
        return messages.check(kpibot)
    finally:
        kpibot.bench.store.close()


def _slack(settings: Settings, now: Clock) -> Iterator[Finding]:
    url = settings.slack_api_url
    reached = network.check(url)
    yield reached.finding
    if not reached.finding.ok:
        names = (clock.NAME, tokens.BOT, scopes.NAME, tokens.APP)
        yield from (skipped(name, "It depends on reaching Slack.") for name in names)
        return
    yield clock.check(now(), reached.at)
    identity = tokens.check_bot(settings.slack_bot_token, url)
    yield identity.finding
    if identity.answer is None:
        yield skipped(scopes.NAME, "They depend on the bot token.")
    else:
        yield scopes.check(identity.answer.headers)
    if http_mode.is_used(settings):
        yield http_mode.check(settings)
    else:
        yield tokens.check_app(settings.slack_app_token, url)

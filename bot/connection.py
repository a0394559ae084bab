"""The bot's connection to Slack: Socket Mode, which needs no public address, or HTTP."""

import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from http.client import HTTPException
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import proxy_bypass

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from starlette.routing import Route

from bot import listeners
from bot.bootstrap import Kpibot
from bot.calls import Answer, Calls
from bot.delivery import Delivery
from bot.lanes import Lanes
from bot.listeners.desk import Desk
from bot.messages.mrkdwn import shorten
from bot.operations.pulse import Pulse
from bot.operations.readiness import Readiness
from bot.operations.state import Look
from bot.people import People
from bot.requests import Executor
from bot.reviewing.building import ticks
from bot.uploads.building import Uploading
from bot.web.app import http_app
from bot.web.listening import Listening
from bot.web.operations import metrics_route, readyz
from bot.web.slack_events import slack_events
from bot.web.webhooks import Webhooks
from kpi.errors import ConfigurationError
from kpi.team.settings import usable
from kpi.webhooks import connecting

T = TypeVar("T")

LISTENER_THREADS = 16
PING_EVERY = 5.0  # seconds; a connection that broke is noticed, and made anew, within these
FINISH_WITHIN = 5.0  # seconds for answers that are on their way when the bot is stopped
UPLOADS_WITHIN = 10.0  # seconds for files that are being read and imported then

PEOPLE_A_PAGE, MOST_PAGES = 200, 5
"""https://docs.slack.dev/reference/methods/users.list"""

_TOKEN_REST = re.compile("[A-Za-z0-9-]+")

# What Slack says when it is the token that is wrong: https://docs.slack.dev/reference/methods/auth.test#errors
_TOKEN_ERRORS = {
    "access_denied",
    "account_inactive",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "token_expired",
    "token_revoked",
}


@dataclass
class _Line:
    """What is known of the lines to the outside: whether that to Slack is `up`, and whether the bot `listens`."""

    up: Callable[[], bool]
    listens: Callable[[], bool] = bool


@contextmanager
def connected(kpibot: Kpibot) -> Iterator[str]:
    """The address at which the bot is connected, for as long as the context lasts.

    That is Slack's in Socket Mode; the bot's own by HTTP, when there is a signing secret and no app-level token.
    ConfigurationError if a token is missing, or Slack refuses it, or cannot be reached.
    """
    settings = kpibot.settings
    bot_token = checked_token("SLACK_BOT_TOKEN", settings.slack_bot_token, "xoxb-")
    secret = settings.slack_signing_secret if settings.slack_app_token is None else None
    app_token = "" if secret else checked_token("SLACK_APP_TOKEN", settings.slack_app_token, "xapp-")
    client = WebClient(token=bot_token, base_url=settings.slack_api_url, retry_handlers=[])
    identity = _reach("SLACK_BOT_TOKEN", settings.slack_api_url, client.auth_test)
    app, lanes = _app(settings.slack_api_url, bot_token, identity), Lanes()
    line = _Line(up=lambda: secret is not None)
    webhooks = Webhooks(kpibot.bench.store, settings, kpibot.bench.clock, kpibot.metrics)
    with Executor(LISTENER_THREADS, thread_name_prefix="answer") as executor:
        desk = _desk(kpibot, client, identity, lanes)
        uploads = Uploading(desk, Calls(client), bot_token, settings, kpibot.metrics)
        listeners.register(app, desk, executor, uploads.handling)
        kpibot.recounting.listens = lambda: line.listens()
        with _working(kpibot, client, uploads, executor, lanes) as pulses:
            look = Look(kpibot.bench.store)
            readiness = Readiness(look, lambda: line.up(), [*pulses, webhooks.pulse], kpibot.recounting.uncounted)
            slack = slack_events(app, secret.get_secret_value()) if secret else None
            with _listening(kpibot, webhooks, slack, readiness, line) as url:
                if secret:
                    yield url
                else:
                    with _socket_mode(app, app_token, settings.slack_api_url, line):
                        yield settings.slack_api_url


@contextmanager
def _working(
    kpibot: Kpibot, client: WebClient, uploads: Uploading, executor: Executor, lanes: Lanes
) -> Iterator[list[Pulse]]:
    """What goes on by itself does so for as long as the context lasts; in the end what was begun is finished.

    The pulses tell whether it does.
    """
    counted = kpibot.recounting.is_counted
    posting = ticks(kpibot.bench, kpibot.memory, kpibot.pace, client, kpibot.metrics, counted)
    kpibot.recounting.start()
    kpibot.suggestions.start()
    posting.start()
    uploads.start()
    try:
        yield [kpibot.recounting.pulse, *posting.pulses]
    finally:
        uploads.stop(UPLOADS_WITHIN)
        posting.stop()
        kpibot.recounting.stop()
        executor.finish(FINISH_WITHIN)
        lanes.finish(FINISH_WITHIN)
        uploads.close()


@contextmanager
def _listening(
    kpibot: Kpibot, webhooks: Webhooks, slack: Route | None, readiness: Readiness, line: _Line
) -> Iterator[str]:
    """The address at which help desks, and Slack if there is a route for it, reach the bot.

    Where nobody sends anything there, a port that is taken keeps nobody from starting: then the address is empty until
    the port is free.
    """
    bench, settings = kpibot.bench, kpibot.settings
    behind_a_proxy = slack is not None or bool(settings.public_url)
    measured = metrics_route(kpibot.metrics, readiness, settings, behind_a_proxy=behind_a_proxy)
    web = http_app(webhooks.route, readyz(readiness), measured, *([slack] if slack else []))

    def awaiting() -> list[str]:
        with bench.store.reading() as connection:
            return [each.source for each in connecting.all_(connection)]

    listening = Listening(web, settings.http_host, settings.http_port, awaiting)
    line.listens = lambda: bool(listening.url)
    is_needed = slack is not None or bool(awaiting())
    with webhooks.open(), listening.at_once() if is_needed else listening.soon() as url:
        yield url


def checked_token(setting: str, token: SecretStr | None, beginning: str) -> str:
    """The token of this setting; ConfigurationError, which does not show it, if it can be none of this kind.

    One that fits into no HTTP header must not get that far: libraries put it into what they raise and log.
    """
    if token is None:
        raise ConfigurationError(f"{setting} is not set.", f"Put the token that begins with {beginning} into .env.")
    value = token.get_secret_value()
    if not value.startswith(beginning):
        raise ConfigurationError(f"{setting} does not begin with {beginning}.", "The two tokens may be swapped.")
    if not _TOKEN_REST.fullmatch(value.removeprefix(beginning)):
        sentence = f"{setting} is cut short, or holds a character that no token has."
        raise ConfigurationError(sentence, "Copy it again from the app's settings.")
    return value


def _app(url: str, bot_token: str, identity: SlackResponse) -> App:
    """The Bolt app of one workspace, whose `auth.test` has been answered with `identity`."""
    authorized = AuthorizeResult.from_auth_test_response(auth_test_response=identity, bot_token=bot_token)
    return App(
        client=WebClient(base_url=url),
        # Given in so many words: with SLACK_CLIENT_ID in the environment, Bolt would look for an installation instead.
        authorize=lambda: authorized,
        request_verification_enabled=False,  # slack_events does so; Socket Mode has no signatures
        # Listeners only acknowledge and hand on. Bolt would run them in other threads, and look every 10 ms whether
        # they have acknowledged.
        process_before_response=True,
    )


def _desk(kpibot: Kpibot, client: WebClient, identity: SlackResponse, lanes: Lanes) -> Desk:
    calls = Calls(client)
    people = People(
        lambda person: calls.api(client.users_info, repeatable=True, user=person)["user"],
        identity["team_id"],
        admins=partial(_named_admins, kpibot),
        everybody=partial(_everybody, calls),
    )
    return Desk(
        kpibot.bench,
        kpibot.registry,
        kpibot.replies,
        Delivery(calls, kpibot.memory, kpibot.pace),
        people,
        kpibot.memory,
        lanes,
        identity["user_id"],
    )


def _named_admins(kpibot: Kpibot) -> frozenset[str]:
    """Those whom the operator has named, and the workspace's admins."""
    with kpibot.bench.store.reading() as connection:
        return kpibot.settings.admins | usable(connection, kpibot.settings.zone).admins


def _everybody(calls: Calls) -> Iterator[Answer]:
    """The people of the workspace, page by page; of a very large one not all."""
    cursor = ""
    for _ in range(MOST_PAGES):
        page = calls.api(calls.client.users_list, repeatable=True, limit=PEOPLE_A_PAGE, cursor=cursor or None)
        yield from page["members"]
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


@contextmanager
def _socket_mode(app: App, app_token: str, url: str, line: _Line) -> Iterator[None]:
    handler = SocketModeHandler(app, app_token, concurrency=LISTENER_THREADS, ping_interval=PING_EVERY)
    if proxy_bypass(urlsplit(url).hostname or ""):
        handler.client.proxy = None  # unlike the Web API's client, this one does not heed NO_PROXY
    try:
        _reach("SLACK_APP_TOKEN", url, handler.connect)
        if not handler.client.is_connected():
            raise ConfigurationError("Slack's Socket Mode cannot be reached.", "Let WebSockets through to Slack.")
        line.up = handler.client.is_connected
        yield
    finally:
        _close(handler)


def _close(handler: SocketModeHandler) -> None:
    """The library's own close waits up to three seconds for one more message; a socket that is shut down has none."""
    session = handler.client.current_session
    if session is not None and session.sock is not None:
        with suppress(OSError):  # the other end may have gone already
            session.sock.shutdown(socket.SHUT_RDWR)
    handler.close()  # type: ignore[no-untyped-call]


def _reach(setting: str, url: str, call: Callable[[], T]) -> T:
    """Make a first call with a token, and say what is wrong with the token or the address if it fails."""
    try:
        return call()
    except SlackApiError as error:
        raise _refused(setting, url, str(error.response["error"])) from error
    except (OSError, HTTPException) as error:
        raise ConfigurationError(
            f"Slack cannot be reached at {url}: {getattr(error, 'reason', error)}.",
            "Check the network, and SLACK_API_URL.",
        ) from error


def _refused(setting: str, url: str, why: str) -> ConfigurationError:
    if why in _TOKEN_ERRORS:
        return ConfigurationError(f"Slack does not accept {setting} ({why}).", "Copy it again from the app's settings.")
    return ConfigurationError(f"{url} answers: {shorten(why, 100)}.", "Check SLACK_API_URL, or try again in a minute.")

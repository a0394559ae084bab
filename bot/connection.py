"""The bot's connection to Slack, by Socket Mode: no public address is needed."""

import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
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

from bot import listeners
from bot.bootstrap import Kpibot
from bot.delivery import Delivery
from bot.messages.mrkdwn import shorten
from kpi.errors import ConfigurationError

T = TypeVar("T")

LISTENER_THREADS = 16  # Bolt's own pool has 5, which ten people asking at once would fill

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


@contextmanager
def connected(kpibot: Kpibot) -> Iterator[None]:
    """The bot listens for as long as the context lasts.

    ConfigurationError if a token is missing, or Slack refuses it, or cannot be reached.
    """
    url = kpibot.settings.slack_api_url
    bot_token = _token("SLACK_BOT_TOKEN", kpibot.settings.slack_bot_token, "xoxb-")
    app_token = _token("SLACK_APP_TOKEN", kpibot.settings.slack_app_token, "xapp-")
    client = WebClient(token=bot_token, base_url=url)
    app = _app(url, bot_token, _reach("SLACK_BOT_TOKEN", url, client.auth_test))
    listeners.register(app, kpibot.registry, kpibot.replies, Delivery(client))
    handler = SocketModeHandler(app, app_token)
    if proxy_bypass(urlsplit(url).hostname or ""):
        handler.client.proxy = None  # unlike the Web API's client, this one does not heed NO_PROXY
    try:
        _reach("SLACK_APP_TOKEN", url, handler.connect)
        if not handler.client.is_connected():
            raise ConfigurationError("Slack's Socket Mode cannot be reached.", "Let WebSockets through to Slack.")
        yield
    finally:
        _close(handler)


def _app(url: str, bot_token: str, identity: SlackResponse) -> App:
    """The Bolt app of one workspace, whose `auth.test` has been answered with `identity`."""
    authorized = AuthorizeResult.from_auth_test_response(auth_test_response=identity, bot_token=bot_token)
    return App(
        client=WebClient(base_url=url),
        # Given in so many words: with SLACK_CLIENT_ID in the environment, Bolt would look for an installation instead.
        authorize=lambda: authorized,
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener"),
    )


def _close(handler: SocketModeHandler) -> None:
    """The library's own close waits up to three seconds for one more message; a socket that is shut down has none."""
    session = handler.client.current_session
    if session is not None and session.sock is not None:
        with suppress(OSError):  # the other end may have gone already
            session.sock.shutdown(socket.SHUT_RDWR)
    handler.close()  # type: ignore[no-untyped-call]


def _token(setting: str, token: SecretStr | None, beginning: str) -> str:
    if token is None:
        raise ConfigurationError(f"{setting} is not set.", f"Put the token that begins with {beginning} into .env.")
    if not token.get_secret_value().startswith(beginning):
        raise ConfigurationError(f"{setting} does not begin with {beginning}.", "The two tokens may be swapped.")
    return token.get_secret_value()


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

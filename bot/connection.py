"""The bot's connection to Slack, by Socket Mode: no public address is needed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.error import URLError

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import listeners
from bot.bootstrap import Kpibot
from bot.delivery import Delivery
from kpi.errors import ConfigurationError

LISTENER_THREADS = 16  # Bolt's own pool has 5, which ten people asking at once would fill


@contextmanager
def connected(kpibot: Kpibot) -> Iterator[None]:
    """The bot listens for as long as the context lasts.

    ConfigurationError if a token is missing, or Slack refuses it, or cannot be reached.
    """
    url = kpibot.settings.slack_api_url
    bot_token = _token("SLACK_BOT_TOKEN", kpibot.settings.slack_bot_token, "xoxb-")
    app_token = _token("SLACK_APP_TOKEN", kpibot.settings.slack_app_token, "xapp-")
    client = WebClient(token=bot_token, base_url=url)
    _reach("SLACK_BOT_TOKEN", url, client.auth_test)
    app = App(
        client=client,
        token_verification_enabled=False,  # done just now, in better words
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener"),
    )
    listeners.register(app, kpibot.registry, kpibot.replies, Delivery(client))
    handler = SocketModeHandler(app, app_token)
    try:
        _reach("SLACK_APP_TOKEN", url, handler.connect)
        yield
    finally:
        handler.close()  # type: ignore[no-untyped-call]


def _token(setting: str, token: SecretStr | None, beginning: str) -> str:
    if token is None:
        raise ConfigurationError(f"{setting} is not set.", f"Put the token that begins with {beginning} into .env.")
    if not token.get_secret_value().startswith(beginning):
        raise ConfigurationError(f"{setting} does not begin with {beginning}.", "The two tokens may be swapped.")
    return token.get_secret_value()


def _reach(setting: str, url: str, call: Callable[[], object]) -> None:
    """Make a first call with a token, and say what is wrong with the token or the address if it fails."""
    try:
        call()
    except SlackApiError as error:
        raise ConfigurationError(
            f"Slack does not accept {setting} ({error.response['error']}).", "Copy it again from the app's settings."
        ) from error
    except (URLError, OSError) as error:
        raise ConfigurationError(
            f"Slack cannot be reached at {url}: {getattr(error, 'reason', error)}.",
            "Check the network, and SLACK_API_URL.",
        ) from error

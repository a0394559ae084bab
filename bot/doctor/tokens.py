"""The two tokens: their form, and what Slack says to them. They are never shown."""

from dataclasses import dataclass
from http.client import HTTPException

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.connection import checked_token
from bot.doctor import network
from bot.doctor.finding import Finding, fine, wrong
from bot.doctor.refusals import refused
from bot.messages.mrkdwn import shorten
from kpi.errors import ConfigurationError

BOT, APP = "bot token", "app token"


@dataclass(frozen=True)
class Identity:
    """`answer` is that of `auth.test`; None if there was none."""

    finding: Finding
    answer: SlackResponse | None = None


def check_bot(token: SecretStr | None, url: str) -> Identity:
    """https://docs.slack.dev/reference/methods/auth.test"""
    try:
        secret = checked_token("SLACK_BOT_TOKEN", token, "xoxb-")
    except ConfigurationError as error:
        where = "It is the Bot User OAuth Token under OAuth & Permissions in the app's settings."
        return Identity(wrong(BOT, error.sentence, f"{error.hint} {where}"))
    client = WebClient(secret, base_url=url, timeout=int(network.TIMEOUT))
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        return Identity(refused(BOT, "SLACK_BOT_TOKEN", error))
    except (OSError, HTTPException) as error:
        return Identity(network.unreachable(BOT, url, error))
    bot, team = (shorten(answer.get(key) or "?", 60) for key in ("user", "team"))
    return Identity(fine(BOT, f"Belongs to @{bot} in the workspace {team} ({answer.get('url')})."), answer)


def check_app(token: SecretStr | None, url: str) -> Finding:
    """https://docs.slack.dev/reference/methods/apps.connections.open"""
    try:
        secret = checked_token("SLACK_APP_TOKEN", token, "xapp-")
    except ConfigurationError as error:
        where = "It is generated under Basic Information → App-Level Tokens, with connections:write."
        return wrong(APP, error.sentence, f"{error.hint} {where}")
    client = WebClient(base_url=url, timeout=int(network.TIMEOUT))
    try:
        address = str(client.apps_connections_open(app_token=secret)["url"])
    except SlackApiError as error:
        return refused(APP, "SLACK_APP_TOKEN", error)
    except (OSError, HTTPException) as error:
        return network.unreachable(APP, url, error)
    return _socket(address)


def _socket(address: str) -> Finding:
    if network.proxy(address.replace("ws", "http", 1)):
        return fine(APP, "Socket Mode is open to it. Whether the proxy lets WebSockets pass, kpibot serve shows.")
    try:
        network.connects(address)
    except OSError as error:
        return network.unreachable(APP, address, error)
    return fine(APP, "Socket Mode is open to it.")

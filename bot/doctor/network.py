"""The way to Slack: names resolved, certificates trusted, a proxy passed; and what time it is there."""

import json
import socket
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import OpenerDirector, ProxyHandler, Request, build_opener, proxy_bypass

from slack_sdk import WebClient

from bot.doctor.finding import Finding, fine, wrong

NAME = "Slack"
TIMEOUT = 10.0  # seconds

T = TypeVar("T")


@dataclass(frozen=True)
class Reached:
    """`at` is Slack's clock when it answered, to the second; None if it did not."""

    finding: Finding
    at: datetime | None = None


def check(url: str) -> Reached:
    """Calls a method that needs no token, so that no token can be at fault.

    https://docs.slack.dev/reference/methods/api.test
    """
    via = proxy(url)
    try:
        with opener(url).open(Request(f"{url}api.test", data=b""), timeout=TIMEOUT) as response:  # noqa: S310
            answer, date = response.read(100_000), response.headers["date"]
    except HTTPError as error:
        with error:
            return Reached(_not_slack(url, f"HTTP {error.code} {error.reason}"))
    except (OSError, HTTPException, ValueError) as error:
        return Reached(unreachable(NAME, url, error))
    if not _is_slacks(answer):
        return Reached(_not_slack(url, "what answers there is not Slack's API"))
    through = f" through the proxy {_without_secrets(via)}" if via else ""
    return Reached(fine(NAME, f"{url} answers{through}."), parsedate_to_datetime(date) if date else None)


def opener(url: str) -> OpenerDirector:
    """What opens addresses in the way in which slack_sdk does, through the same proxy."""
    via = proxy(url)
    return build_opener(ProxyHandler({"http": via, "https": via} if via else {}))


def proxy(url: str) -> str | None:
    """The proxy that slack_sdk takes from the environment for this address, if any."""
    return None if proxy_bypass(urlsplit(url).hostname or "") else WebClient().proxy


def connects(url: str) -> None:
    """Open a TLS connection to an address (https or wss, or without TLS http or ws) and close it. OSError if it fails.

    Nothing is said on it: on a socket that Slack counts as open, some of the running bot's events would arrive.
    """
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme in ("https", "wss")
    with socket.create_connection((host, parts.port or (443 if secure else 80)), TIMEOUT) as plain:
        if secure:
            with ssl.create_default_context().wrap_socket(plain, server_hostname=host):
                pass


def unreachable(name: str, url: str, error: Exception) -> Finding:
    """Why an address cannot be reached, and what to do about it."""
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    host, via = urlsplit(url).hostname or url, proxy(url)
    for kind, what, hint in _TROUBLES:
        if isinstance(cause, kind):
            return wrong(name, f"{what.format(host=host)}.", hint(via))
    return wrong(name, f"{host} cannot be reached: {getattr(cause, 'strerror', None) or cause}.", _look_around(via))


def _is_slacks(answer: bytes) -> bool:
    """Whether it is what the Web API answers with, be it well or not."""
    try:
        found = json.loads(answer)
    except ValueError:
        return False
    return isinstance(found, dict) and "ok" in found


def _look_around(via: str | None) -> str:
    if via:
        return f"Check the proxy {_without_secrets(via)} (HTTPS_PROXY), or except Slack from it with NO_PROXY."
    return "Check the network, the firewall and SLACK_API_URL; if there is a proxy, set HTTPS_PROXY."


def _trust(_via: str | None) -> str:
    return "If a proxy opens TLS, let SSL_CERT_FILE point at a file with its certificate; check the clock as well."


_TROUBLES: tuple[tuple[type[Exception], str, Callable[[str | None], str]], ...] = (
    (socket.gaierror, "The name {host} cannot be resolved", _look_around),
    (ssl.SSLCertVerificationError, "The certificate of {host} is not trusted", _trust),
    (ssl.SSLError, "{host} does not speak TLS", _look_around),
    (TimeoutError, f"{{host}} does not answer within {TIMEOUT:.0f} seconds", _look_around),
    (ConnectionRefusedError, "Nobody listens at {host}", _look_around),
)


def _not_slack(url: str, what: str) -> Finding:
    return wrong(NAME, f"{url}: {what}.", "Check SLACK_API_URL; behind a proxy or a portal, sign in there first.")


def _without_secrets(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.hostname}:{parts.port}" if parts.port else f"{parts.scheme}://{parts.hostname}"

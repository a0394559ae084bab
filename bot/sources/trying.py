"""Sends a source a signed sample over HTTP, as its help desk would, and says in words what came back."""

import json
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from bot.messages.mrkdwn import clean, shorten
from kpi.webhooks.vendor import Sample

WITHIN = 10.0
"""Seconds: longer, and most help desks would take it for lost as well."""
_READ = 2_000
_LONGEST = 200
_HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Tried:
    """Whether it came in and was understood, in a sentence, and what to mend if not."""

    well: bool
    sentence: str
    hint: str = ""


def send_sample(sample: Sample, address: str, *, is_public: bool) -> Tried:
    """`is_public` if the address is PUBLIC_URL, and not where the bot listens."""
    headers = {"Content-Type": "application/json", **sample.headers}
    request = Request(address, data=sample.body, headers=headers, method="POST")  # noqa: S310
    try:
        with _opener(address).open(request, timeout=WITHIN) as answer:
            return _answered(answer.status, "", address)
    except HTTPError as refusal:
        with refusal:
            return _answered(refusal.code, _said(refusal), address)
    except URLError as error:
        return _unreached(error.reason, address, is_public=is_public)
    except (OSError, HTTPException, ValueError) as error:
        return _unreached(error, address, is_public=is_public)


def _answered(status: int, said: str, address: str) -> Tried:
    if status == 200:
        return Tried(True, f"It works: {address} took a signed sample, and understood it.")
    sentence = f"{address} answers {status}"
    known = _KNOWN.get(status)
    if known is None:
        known = _REDIRECTED if 300 <= status < 400 else _BROKEN if status >= 500 else _OTHER
    what, hint = known
    return Tried(False, f"{sentence}: {what}{f' It says: {said}' if said else ''}", hint)


_KNOWN: Mapping[int, tuple[str, str]] = {
    401: (
        "the signature is not accepted.",
        "Another kpibot may listen there, with another store (DATABASE_URL), or your proxy changes what it passes on.",
    ),
    403: ("something before kpibot refuses it.", "Let POST to /webhooks/ through in your proxy or firewall."),
    404: ("no kpibot is there.", "Let your proxy pass /webhooks/ on to HTTP_HOST and HTTP_PORT, and check PUBLIC_URL."),
    405: ("it takes no POST.", "Let your proxy pass POST to /webhooks/ on to HTTP_HOST and HTTP_PORT."),
    413: ("the sample is too large for it.", "Set WEBHOOK_MAX_BYTES higher, and the limit of your proxy."),
    422: ("it was signed, but not understood.", "kpibot deliveries says why. Look whether a newer kpibot is there."),
    429: ("something before kpibot lets no more through.", "Look at the limits of your proxy."),
    502: ("your proxy reaches no kpibot.", "Is kpibot serve running, at HTTP_HOST and HTTP_PORT?"),
    503: ("it cannot write its store just now.", "Look at its log, and at the disk and database."),
    504: ("your proxy got no answer from kpibot.", "Is kpibot serve running, at HTTP_HOST and HTTP_PORT?"),
}
_REDIRECTED = ("it leads elsewhere.", "Help desks do not follow that: set PUBLIC_URL to the address that it leads to.")
_BROKEN = ("something broke there.", "Look at the log of kpibot serve, and of your proxy.")
_OTHER = ("it is not taken.", "Look at the log of kpibot serve, and of your proxy.")


def _unreached(reason: object, address: str, *, is_public: bool) -> Tried:
    """Nobody has answered."""
    setting = "PUBLIC_URL" if is_public else "HTTP_HOST and HTTP_PORT"
    host = urlsplit(address).hostname or ""
    match reason:
        case ConnectionRefusedError():
            return Tried(False, f"Nothing listens at {address}.", f"Is kpibot serve running? Check {setting}.")
        case socket.gaierror():
            return Tried(False, f"Nobody knows the name {host}.", f"Check {setting}.")
        case ssl.SSLError():
            why = getattr(reason, "verify_message", "") or reason.reason or "it speaks no TLS"
            return Tried(False, f"The connection to {host} is not safe: {why}.", "Mend its certificate.")
        case TimeoutError():
            sentence = f"{address} has not answered within {WITHIN:.0f} seconds."
            return Tried(False, sentence, "A firewall may be in the way, or kpibot hangs: look at its log.")
    return Tried(False, f"{address} cannot be reached: {shorten(reason, _LONGEST)}.", f"Check {setting}.")


def _said(refusal: HTTPError) -> str:
    """What the answer says in a line: the reason of a kpibot, and nothing of a page in HTML."""
    try:
        text = refusal.read(_READ).decode(errors="replace")
    except (OSError, HTTPException):
        return ""
    try:
        found = json.loads(text)
    except ValueError:
        found = text
    line = next((each for each in found.values() if isinstance(each, str)), "") if isinstance(found, dict) else found
    return "" if not isinstance(line, str) or "<" in line else shorten(clean(line), _LONGEST)


class _NotFollowed(HTTPRedirectHandler):
    """Help desks do not follow one either, and a signed body goes nowhere else."""

    def redirect_request(self, *_request: Any, **_more: Any) -> Request | None:
        return None


def _opener(address: str) -> OpenerDirector:
    """The machine's HTTP proxy has no business with a server on this machine."""
    is_here = urlsplit(address).hostname in _HERE
    return build_opener(_NotFollowed, *([ProxyHandler({})] if is_here else []))

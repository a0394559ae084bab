"""Slack's other way to the bot: signed requests to a public address of the bot's own.

Signing: https://docs.slack.dev/authentication/verifying-requests-from-slack. Events, their retries and the
verification of the address: https://docs.slack.dev/apis/events-api/using-http-request-urls
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode, urlsplit

from bot.playground.json_text import read_json
from bot.playground.transport import ACKNOWLEDGE_WITHIN, EnvelopeKind, Json, Retry, UndeliveredError

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpMode:
    """`events_url` is plain HTTP; `verification_token` is the one that Slack repeats in every payload."""

    def __init__(
        self,
        events_url: str,
        signing_secret: str,
        verification_token: str,
        acknowledge_within: float = ACKNOWLEDGE_WITHIN,
    ) -> None:
        self._url = urlsplit(events_url)
        self._secret = signing_secret.encode()
        self._token = verification_token
        self._within = acknowledge_within
        self.is_connected = False

    async def verify(self) -> bool:
        """Whether the address repeats a challenge, which Slack asks of it before anything else."""
        challenge = secrets.token_urlsafe(39)
        asked = {"token": self._token, "challenge": challenge, "type": "url_verification"}
        try:
            answer = await self._post(json.dumps(asked).encode(), JSON)
        except UndeliveredError:
            self.is_connected = False
        else:
            self.is_connected = answer.status == 200 and challenge in _repeated(answer)
        return self.is_connected

    async def deliver(
        self, kind: EnvelopeKind, payload: Json, *, accepts_response: bool = False, retry: Retry | None = None
    ) -> Json:
        """Post one payload; see `Transport`. The answer's body counts only where `accepts_response`."""
        if not self.is_connected and not await self.verify():
            raise UndeliveredError("dispatch_failed", "connection_failed")
        body, content_type = _encoded(kind, payload)
        told = {"X-Slack-Retry-Num": str(retry.attempt), "X-Slack-Retry-Reason": retry.reason} if retry else {}
        answer = await self._post(body, content_type, told)
        if not 200 <= answer.status < 300:
            # Words seen by people: https://github.com/Netflix/dispatch/issues/495 (404) and the like of it for 5xx.
            error = "http_client_error" if answer.status < 500 else "http_service_error"
            may_retry = answer.headers.get("x-slack-no-retry") != "1"
            raise UndeliveredError(error, "http_error", may_retry=may_retry)
        return _payload(answer) if accepts_response else {}

    async def _post(self, body: bytes, content_type: str, more: Mapping[str, str] | None = None) -> _Answer:
        headers = {"Content-Type": content_type, "User-Agent": USER_AGENT, **self._signed(body), **(more or {})}
        try:
            return await asyncio.wait_for(asyncio.to_thread(self._request, body, headers), self._within)
        except TimeoutError:
            raise UndeliveredError("operation_timeout", "http_timeout") from None
        except (OSError, HTTPException):
            raise UndeliveredError("dispatch_failed", "connection_failed") from None

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        signature = hmac.new(self._secret, b"v0:%s:%s" % (timestamp.encode(), body), hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={signature}"}

    def _request(self, body: bytes, headers: Mapping[str, str]) -> _Answer:
        # A little longer than the limit, so that only the limit speaks of a timeout.
        connection = HTTPConnection(self._url.hostname or "", self._url.port, timeout=self._within + 1)
        try:
            connection.request("POST", self._url.path or "/", body, dict(headers))
            response = connection.getresponse()
            named = {name.lower(): value for name, value in response.getheaders()}
            return _Answer(response.status, named, response.read())
        finally:
            connection.close()


def _encoded(kind: EnvelopeKind, payload: Json) -> tuple[bytes, str]:
    """Commands are forms, interactions a form with one field, events JSON."""
    if kind == "slash_commands":
        return urlencode(payload).encode(), FORM
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM
    return json.dumps(payload).encode(), JSON


def _payload(answer: _Answer) -> Json:
    """https://docs.slack.dev/interactivity/implementing-slash-commands#responding_immediate_response"""
    text = answer.body.decode("utf-8", "replace")
    if not text.strip():
        return {}
    if answer.headers.get("content-type", "").startswith(JSON):
        try:
            payload = read_json(text)
        except ValueError:
            payload = None
        # What is no object is no message either: whoever reads it refuses it.
        return payload if isinstance(payload, dict) else {"blocks": "not JSON"}
    return {"text": text}


def _repeated(answer: _Answer) -> str:
    """As plain text, as a form or as JSON: the challenge stands in the body in every case."""
    return answer.body.decode("utf-8", "replace")

"""Calls to Slack, made again where that can do no harm."""

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPException
from socket import gaierror
from typing import Any
from urllib.error import URLError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient, WebhookResponse

from bot.refusals import NOT_JSON, TROUBLE, LostError, refusal, unreachable

Answer = Mapping[str, Any]

# How long, in all, a call waits because Slack says Retry-After. Whoever asked is waiting too.
PATIENCE = 60.0
PAUSES = (0.2, 1.0, 3.0)  # before a call that did not get through is made again

_LIMITED = ("ratelimited", "rate_limited")
_WORD = re.compile(r"[a-z0-9_]{2,60}")


class Calls:
    """Calls of one workspace. `sleep` takes seconds.

    `client` is to have no retry handlers of its own: the library's default one repeats a post whose answer got lost.
    """

    def __init__(self, client: WebClient, sleep: Callable[[float], None] = time.sleep) -> None:
        self.client = client
        self._sleep = sleep

    def api(self, method: Callable[..., SlackResponse], *, repeatable: bool, **arguments: Any) -> Answer:
        """The client's answer from a Web API method. `repeatable`: doing it twice is the same as doing it once.

        RefusedError, LostError or UnexpectedRefusalError if there is none that is `ok`.
        """
        given = {name: value for name, value in arguments.items() if value is not None}
        return self._until_answered(lambda: _asked(method, given), repeatable)

    def respond(self, response_url: str, *, repeatable: bool, **arguments: Any) -> Answer:
        """Hand something to a `response_url`; the same errors as `api`."""
        hook = WebhookClient(response_url, proxy=self.client.proxy, ssl=self.client.ssl, retry_handlers=[])
        return self._until_answered(lambda: _handed(hook.send_dict(arguments)), repeatable)

    def _until_answered(self, call: Callable[[], Answer], repeatable: bool) -> Answer:
        pauses, patience = iter(PAUSES), PATIENCE
        while True:
            try:
                answer = call()
            except (OSError, HTTPException) as error:
                sent = not _never_sent(error)
                pause = None if sent and not repeatable else next(pauses, None)
                if pause is None:
                    raise (LostError() if sent else unreachable()) from error
            else:
                if answer["ok"]:
                    return answer
                pause = _pause(answer, repeatable, pauses)
                if pause is None or pause > patience:
                    raise refusal(answer)
                patience -= pause
            self._sleep(pause)


def _asked(method: Callable[..., SlackResponse], arguments: dict[str, Any]) -> Answer:
    try:
        answer = method(**arguments)
    except SlackApiError as error:
        answer = error.response
    told = answer.data if isinstance(answer.data, dict) else {}
    return _answer(told, answer.headers)


def _handed(answer: WebhookResponse) -> Answer:
    """A `response_url` says "ok", or why not: as JSON, or as a bare word."""
    try:
        told = json.loads(answer.body)
    except ValueError:
        told = {"ok": answer.status_code == 200 and answer.body == "ok", "error": answer.body}
    return _answer(told if isinstance(told, dict) else {}, answer.headers)


def _answer(told: Answer, headers: Mapping[str, str]) -> Answer:
    """With `ok`; else with Slack's word for why not, and the seconds to wait if it names some."""
    if told.get("ok"):
        return told
    error = str(told.get("error"))
    after = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    seconds = max(1.0, float(after)) if after.isdecimal() else None
    return {**told, "ok": False, "error": error if _WORD.fullmatch(error) else NOT_JSON, "retry_after": seconds}


def _pause(refused: Answer, repeatable: bool, pauses: Iterator[float]) -> float | None:
    """How long to wait before asking again; None if that makes no sense."""
    wait: float | None = refused["retry_after"]
    if refused["error"] in _LIMITED:
        return wait or 1.0
    if wait is not None and repeatable:
        return wait
    if refused["error"] in TROUBLE and repeatable:
        return next(pauses, None)
    return None


def _never_sent(error: Exception) -> bool:
    """Whether there was no connection on which anything could have been sent."""
    reason = error.reason if isinstance(error, URLError) else error
    return isinstance(reason, ConnectionRefusedError | gaierror)

"""Ways of asking that the real client does not offer, and of being refused."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

Json = dict[str, Any]

ADA, BEN, MIA = "U0ADA00001", "U0BEN00001", "U0MIA00001"
BOT = "U0KPIBOT01"
SUPPORT, FOUNDERS, RANDOM = "C0SUPPORT1", "C0FOUNDERS", "C0RANDOM01"
LEADERSHIP, OLD_PROJECT, ADAS_DM = "C0LEADERS1", "C0OLDPROJ1", "D0ADA00001"


def refusal(call: Callable[..., Any], *arguments: Any, **named: Any) -> SlackResponse:
    """The answer with which Slack refuses this call."""
    with pytest.raises(SlackApiError) as caught:
        call(*arguments, **named)
    response: SlackResponse = caught.value.response
    return response


def error(call: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    return str(refusal(call, *arguments, **named)["error"])


@dataclass
class Answer:
    """A bare HTTP answer."""

    status: int
    headers: Message
    body: bytes

    @property
    def json(self) -> Json:
        content: Json = json.loads(self.body)
        return content


def ask(url: str, body: bytes | None = None, **headers: str) -> Answer:
    """GET, or POST of `body`; underscores in the names of headers stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, headers=named)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=10) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as refused:
        with refused:
            return Answer(refused.code, refused.headers, refused.read())

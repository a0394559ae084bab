"""What went between Slack and the bot lately, with all tokens blanked."""

import json
import re
import time
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from bot.playground.json_text import read_json

MOST_KEPT = 500
MOST_SHOWN = 50_000
SECRETS = (
    (re.compile(r"\b(xox[a-z]|xapp)-[\w-]+"), r"\1-…"),
    (re.compile(r'("token": ")[^"]+'), r"\1…"),
    (re.compile(r"(\bticket=)[\w-]+"), r"\1…"),
)

Direction = Literal["to_bot", "from_bot"]
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True)
class Exchange:
    """A request and its answer; `n` counts from 1, `at` is in seconds since 1970, `ms` how long the answer took."""

    n: int
    at: float
    direction: Direction
    kind: str
    name: str
    request: Any
    answer: Any
    ms: float


class Traffic:
    """The last exchanges; `tell` hears of each."""

    def __init__(self, tell: Callable[[Exchange], None]) -> None:
        self._tell = tell
        self._kept: deque[Exchange] = deque(maxlen=MOST_KEPT)
        self._count = 0

    def record(self, direction: Direction, kind: str, name: str, request: Any, answer: Any, seconds: float) -> None:
        self._count += 1
        at, ms = time.time() - seconds, round(seconds * 1000, 1)
        exchange = Exchange(self._count, at, direction, kind, name, _blanked(request), _blanked(answer), ms)
        self._kept.append(exchange)
        self._tell(exchange)

    def since(self, n: int) -> list[dict[str, Any]]:
        """Those after the `n`th, oldest first."""
        return [asdict(exchange) for exchange in self._kept if exchange.n > n]

    def clear(self) -> None:
        self._kept.clear()

    def recorded(self, kind: str, endpoint: Endpoint, *, shows_body: bool = True) -> Endpoint:
        """The same endpoint, by which the bot asks something of Slack, with what it is asked kept."""

        async def serve(request: Request) -> Response:
            begun = time.perf_counter()
            body = await request.body() if shows_body else b""
            response = await endpoint(request)
            name = request.path_params.get("method") or request.url.path
            asked = _shown(request.url.query.encode() or body)
            self.record("from_bot", kind, name, asked, _answer(response), time.perf_counter() - begun)
            return response

        return serve


def _answer(response: Response) -> Any:
    answer = _shown(response.body)
    if response.status_code == 200:
        return answer
    facts = {"status": response.status_code, "retry_after": response.headers.get("retry-after")}
    return facts | (answer if isinstance(answer, dict) else {"body": answer})


def _shown(body: bytes | memoryview) -> Any:
    """A body as a reader wants it: JSON or a form taken apart, and of files only the length."""
    try:
        text = bytes(body).decode()
    except UnicodeDecodeError:
        return {"bytes": len(body)}
    if len(text) > MOST_SHOWN:
        return {"characters": len(text), "begins": text[:1000]}
    if (decoded := _json(text)) is not None:
        return decoded
    fields = parse_qsl(text)
    return {name: decoded if (decoded := _json(value)) is not None else value for name, value in fields} or text


def _json(text: str) -> Any:
    try:
        return read_json(text) if text.startswith(("{", "[")) else None
    except ValueError:
        return None


def _blanked(value: Any) -> Any:
    text = json.dumps(value)
    for secret, blank in SECRETS:
        text = secret.sub(blank, text)
    return json.loads(text)

"""The arguments of one call, which come in a query, a form or JSON and mean the same in each.

https://docs.slack.dev/apis/web-api/#basics
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.playground.content import RefusalError
from bot.playground.json_text import read_json
from bot.playground.workspace import Json

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"


class Arguments(Mapping[str, Any]):
    """A mapping that also reads each argument as the type that the method documents for it."""

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    def __getitem__(self, name: str) -> Any:
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._given)

    def __len__(self) -> int:
        return len(self._given)

    def text(self, name: str) -> str:
        """ "" where it is missing."""
        value = self.get(name)
        return "" if value is None else str(value)

    def required(self, name: str) -> str:
        if not (value := self.text(name)):
            raise RefusalError("invalid_arguments", [f"missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1")

    def number(self, name: str, otherwise: int, most: int) -> int:
        """A whole number from 1 to `most`; `invalid_limit` for anything else."""
        text = self.text(name)
        if not text:
            return otherwise
        if not text.isascii() or not text.isdigit() or not 0 < int(text) <= most:
            raise RefusalError("invalid_limit")
        return int(text)

    def names(self, name: str) -> list[str]:
        """A list, which may also come as text with commas."""
        value = self.get(name)
        parts = value if isinstance(value, list) else self.text(name).split(",")
        return [str(part).strip() for part in parts if str(part).strip()]


async def read_arguments(request: Request) -> Arguments:
    """https://docs.slack.dev/apis/web-api/#post_bodies: a form or JSON; `token` counts only in a form.

    slack_sdk labels forms as JSON too, and Slack takes them, so what the body looks like decides.
    """
    body = await request.body()
    query = dict(request.query_params)
    kind, _ = content_type(request)
    if request.method == "POST" and body and not kind:
        raise RefusalError("missing_post_type")
    if not (kind == JSON_TYPE and body.startswith((b"{", b"["))):
        return Arguments(query | _form(body, kind))
    try:
        given = read_json(body)
    except ValueError:
        raise RefusalError("invalid_json") from None
    if not isinstance(given, dict):
        raise RefusalError("json_not_object")
    return Arguments(query | {name: value for name, value in given.items() if name != "token"})


def content_type(request: Request) -> tuple[str, str]:
    """The media type and its charset, "" where they are not told."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2]
    return kind.strip().lower(), charset.strip().lower()


def warnings(request: Request) -> list[str]:
    """https://docs.slack.dev/reference/methods/chat.postMessage#errors: what Slack remarks on in a call it takes."""
    kind, charset = content_type(request)
    if request.method == "POST" and kind == JSON_TYPE and not charset:
        return ["missing_charset"]
    if request.method == "POST" and kind == FORM_TYPE and charset:
        return ["superfluous_charset"]
    return []


def _form(body: bytes, kind: str) -> Json:
    if body and kind not in (FORM_TYPE, JSON_TYPE):
        raise RefusalError("invalid_post_type")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True))
    except UnicodeDecodeError:
        raise RefusalError("invalid_form_data") from None

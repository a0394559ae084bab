"""What a bot wants to say: its `text` and `blocks`, checked as Slack checks them.

The same content comes by the Web API, through a response URL and inside an acknowledgement.
"""

import json
import secrets
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground import block_kit
from bot.playground.json_text import read_json
from bot.playground.shapes import bot_profile, file_shape
from bot.playground.workspace import APP_ID, BOT_ID, BOT_USER_ID, SLACKBOT_ID, TEAM_ID, Json, Message

# https://docs.slack.dev/changelog/2018-truncating-really-long-messages
MOST_TEXT_POSTED = 40_000
# Slack documents msg_blocks_too_long without a number; bots met it at about 13,200 characters
# (https://github.com/slackapi/bolt-js/issues/2509), so the limit of one markdown block is on the safe side.
MOST_TEXT_IN_BLOCKS = 12_000
# https://docs.slack.dev/messaging/message-metadata
MOST_METADATA = 16_000

# Large blocks in which Slack has nothing to fill in.
WITHOUT_ELEMENTS = {"data_table", "data_visualization", "rich_text", "table"}
INTERACTIVE = {
    "button",
    "channels_select",
    "checkboxes",
    "conversations_select",
    "datepicker",
    "datetimepicker",
    "email_text_input",
    "file_input",
    "multi_channels_select",
    "multi_conversations_select",
    "multi_external_select",
    "multi_static_select",
    "multi_users_select",
    "number_input",
    "overflow",
    "plain_text_input",
    "radio_buttons",
    "rich_text_input",
    "static_select",
    "timepicker",
    "url_text_input",
    "users_select",
    "external_select",
}


class RefusalError(Exception):
    """Slack does not take this; `error` is its word for it, `problems` what is wrong, each with its place.

    `details` are further keys of the answer, such as `needed` and `provided`.
    """

    def __init__(self, error: str, problems: Iterable[str] = (), **details: Any) -> None:
        super().__init__(error)
        self.error = error
        self.problems = list(problems)
        self.details = details

    def answer(self) -> Json:
        """The body of the Web API's refusal."""
        answer: Json = {"ok": False, "error": self.error, **self.details}
        if self.problems and self.error == "invalid_blocks":
            answer["errors"] = self.problems
        if self.problems:
            answer["response_metadata"] = {"messages": [f"[ERROR] {problem}" for problem in self.problems]}
        return answer


class RateLimitedError(RefusalError):
    """https://docs.slack.dev/apis/web-api/rate-limits: HTTP 429, to be tried again after `retry_after` seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("ratelimited")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Content:
    """Text and blocks that Slack takes; every block has its `block_id`, every interactive element its `action_id`."""

    text: str
    blocks: list[Json]


def read_content(arguments: Mapping[str, Any], refused: Collection[str] = ()) -> Content:
    """Raise `RefusalError` as https://docs.slack.dev/reference/methods/chat.postMessage#errors says.

    `refused` are block types that this workspace does not know.
    """
    text = str(arguments.get("text") or "")
    blocks = decoded(arguments.get("blocks"), "invalid_blocks_format", [])
    if not isinstance(blocks, list):
        raise RefusalError("invalid_blocks_format")
    if not text and not blocks:
        raise RefusalError("no_text")
    if problems := [*_unknown(blocks, refused, "/blocks"), *block_kit.message_problems(blocks)]:
        raise RefusalError("invalid_blocks", problems)
    if sum(map(len, block_kit.texts(blocks))) > MOST_TEXT_IN_BLOCKS:
        raise RefusalError("msg_blocks_too_long")
    return Content(text[:MOST_TEXT_POSTED], completed(blocks))


def read_view(view: Any, types: Collection[str], refused: Collection[str] = ()) -> Json:
    """A modal or home tab of one of these types, ids filled in; raise `RefusalError` with what is wrong in it."""
    view = decoded(view, "invalid_arguments", None)
    if not isinstance(view, dict):
        raise RefusalError("invalid_arguments", ["missing required field: view [json-pointer:/view]"])
    problems = [*_unknown(view.get("blocks"), refused, "/view/blocks"), *block_kit.view_problems(view)]
    if view.get("type") not in types:
        problems.insert(0, f"must be one of: {', '.join(types)} [json-pointer:/view/type]")
    if problems:
        raise RefusalError("invalid_arguments", problems)
    return view | {"blocks": completed(view["blocks"])}


def read_metadata(arguments: Mapping[str, Any]) -> Json | None:
    """https://docs.slack.dev/messaging/message-metadata; None where there is none, `{}` where it is to go."""
    metadata = decoded(arguments.get("metadata"), "invalid_metadata_format", None)
    if metadata in (None, {}):
        return metadata  # type: ignore[no-any-return]
    if not isinstance(metadata, dict):
        raise RefusalError("invalid_metadata_format")
    type_, payload = metadata.get("event_type"), metadata.get("event_payload")
    if not (isinstance(type_, str) and isinstance(payload, dict)):
        raise RefusalError("invalid_metadata_format")
    if len(json.dumps(metadata)) > MOST_METADATA:
        raise RefusalError("metadata_too_large")
    return {"event_type": type_, "event_payload": payload}


def as_slack_shows_it(message: Message) -> Json:
    """A message in the shape of https://docs.slack.dev/reference/events/message."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.user == BOT_USER_ID:
        shown |= {"bot_id": BOT_ID, "app_id": APP_ID, "team": TEAM_ID, "bot_profile": bot_profile()}
    elif message.user != SLACKBOT_ID:
        shown |= {"client_msg_id": _client_msg_id(message), "team": TEAM_ID}
    if message.blocks:
        shown["blocks"] = message.blocks
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.files:
        shown |= {"files": [file_shape(file) for file in message.files], "upload": False, "display_as_bot": False}
    if message.metadata:
        shown["metadata"] = message.metadata
    if message.edited_ts:
        shown["edited"] = {"user": message.user, "ts": message.edited_ts}
    return shown


def escaped(text: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def decoded(value: Any, error: str, otherwise: Any) -> Any:
    """Forms carry objects as JSON text, JSON bodies as they are or as JSON text; `otherwise` where there is none."""
    if isinstance(value, str) and value:
        try:
            value = read_json(value)
        except ValueError:
            raise RefusalError(error) from None
    return otherwise if value in (None, "") else value


def completed(blocks: list[Json]) -> list[Json]:
    """The blocks with what Slack fills in: `block_id`, `action_id`, and the flags of text objects."""
    named = [dict(block) if block["type"] in WITHOUT_ELEMENTS else _completed(block) for block in blocks]
    for block in named:
        block.setdefault("block_id", _new_id())
    return named


def _completed(value: Any) -> Any:
    """A copy, all the way down."""
    if isinstance(value, list):
        return [_completed(part) for part in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _completed(part) for name, part in value.items()}
    kind = copy.get("type")
    if kind in INTERACTIVE:
        copy.setdefault("action_id", _new_id())
    elif kind == "plain_text":
        copy.setdefault("emoji", True)
    elif kind == "mrkdwn":
        copy.setdefault("verbatim", False)
    return copy


def _unknown(blocks: Any, refused: Collection[str], at: str) -> Iterator[str]:
    for index, block in enumerate(blocks if isinstance(blocks, list) and refused else ()):
        if isinstance(block, dict) and block.get("type") in refused:
            yield f"unsupported type: {block['type']} [json-pointer:{at}/{index}/type]"


def _client_msg_id(message: Message) -> str:
    """The id that a person's Slack client gives to what they send."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{message.channel}/{message.ts}"))


def _new_id() -> str:
    return secrets.token_urlsafe(4)[:5]

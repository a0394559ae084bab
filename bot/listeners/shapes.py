"""What listeners read of what Slack sends has to be there, and of its kind: what has been made up gets no further.

https://docs.slack.dev/reference/interaction-payloads and https://docs.slack.dev/apis/events-api/#event-type-structure
"""

import json
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

import structlog
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from slack_bolt import BoltResponse

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,255}$")]
Trigger = Annotated[str, StringConstraints(min_length=1, max_length=255)]
Ts = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}(\.[0-9]{1,20})?$")]

HOSTS = ("slack.com", "slack-gov.com")
"""Slack's own, and all below them: only there does a `response_url` lead, or to where the Web API is."""

REFUSED = "This is not what Slack sends."


class _Shape(BaseModel):
    model_config = ConfigDict(strict=True, extra="ignore", protected_namespaces=())


class _Named(_Shape):
    id: Id
    name: str = ""


class _Option(_Shape):
    value: str = ""


class _Entry(_Shape):
    """What stands in an input, or was chosen in a menu."""

    value: str | None = None
    selected_option: _Option | None = None
    selected_options: list[_Option] | None = None
    selected_users: list[Id] | None = None
    selected_date: str | None = None
    selected_time: str | None = None
    files: list[_Named] | None = None


class _Action(_Entry):
    action_id: str
    block_id: str


class _State(_Shape):
    values: dict[str, dict[str, _Entry]]


class _View(_Shape):
    id: Id
    type: str
    callback_id: str = ""
    private_metadata: str


class _Opened(_View):
    state: _State


class _Text(_Shape):
    text: str


class _Element(_Shape):
    action_id: str = ""
    options: list[_Option] = []


class _Block(_Shape):
    block_id: str = ""
    text: _Text | str | None = None
    accessory: _Element | None = None


class _File(_Shape):
    id: Id | None = None
    mimetype: str | None = None


class _Message(_Shape):
    ts: Ts | None = None
    thread_ts: Ts | None = None
    user: Id | None = None
    text: str | None = None
    blocks: list[_Block] = []
    files: list[_File] | None = None
    metadata: dict[str, Any] | None = None


class _Container(_Shape):
    message_ts: Ts | None = None
    thread_ts: Ts | None = None
    is_ephemeral: bool = False


class _By(_Shape):
    user: _Named


class _Press(_By):
    actions: Annotated[list[_Action], Field(min_length=1)]
    container: _Container
    channel: _Named | None = None
    message: _Message | None = None
    view: _Opened | None = None
    trigger_id: Trigger
    response_url: str = ""

    @model_validator(mode="after")
    def _stands_somewhere(self) -> Self:
        """In a view, or in a message, which can be answered."""
        if self.view is None and not (self.container.message_ts and self.response_url):
            raise ValueError("neither in a view nor in a message")
        return self


class _Submission(_By):
    view: _Opened


class _Closed(_By):
    view: _View


class _Shortcut(_By):
    callback_id: str
    trigger_id: Trigger


class _MessageShortcut(_Shortcut):
    channel: _Named | None = None
    message: _Message
    response_url: str = ""


class _Command(_Shape):
    command: str
    text: str = ""
    user_id: Id
    channel_id: Id
    channel_name: str = ""
    trigger_id: Trigger
    response_url: str


class _Kind(_Shape):
    type: str


class _HomeOpened(_Kind):
    user: Id
    tab: str = ""


class _Joined(_Kind):
    user: Id
    channel: Id


class _Posted(_Message, _Kind):
    """In a channel, or in direct messages."""

    ts: Ts
    channel: Id
    subtype: str | None = None
    channel_type: str | None = None
    message: _Message | None = None
    previous_message: _Message | None = None

    @model_validator(mode="after")
    def _says_what_changed(self) -> Self:
        if self.subtype == "message_changed" and not (self.message and self.message.ts):
            raise ValueError("no message that was changed")
        return self


class _Event(_Shape):
    event_id: str
    event: _Kind


_EVENTS: Mapping[str, type[_Shape]] = {
    "app_mention": _Posted,
    "message": _Posted,
    "app_home_opened": _HomeOpened,
    "member_joined_channel": _Joined,
}
_INTERACTIONS: Mapping[str, type[_Shape]] = {
    "block_actions": _Press,
    "view_submission": _Submission,
    "view_closed": _Closed,
    "shortcut": _Shortcut,
    "message_action": _MessageShortcut,
}
_OF_BOLT = frozenset({"url_verification"})


class Shapes:
    """Of what comes from the Slack whose Web API is at `api_url`."""

    def __init__(self, api_url: str) -> None:
        self._own = urlsplit(api_url).netloc

    def __call__(self, body: dict[str, Any], next_: Callable[[], BoltResponse]) -> BoltResponse:
        """As Bolt's middleware."""
        return next_() if self.fits(body) else BoltResponse(status=400, body=REFUSED)

    def fits(self, body: object) -> bool:
        """Whether it can be what Slack sends; of anything else nothing but its kind is logged."""
        try:
            return self._fits(body)
        except (ValidationError, ValueError, RecursionError) as error:
            why = error.errors()[0]["loc"] if isinstance(error, ValidationError) else type(error).__name__
            structlog.get_logger("kpibot").warning("not what Slack sends", why=f"{why}"[:100])
            return False

    def _fits(self, body: Any) -> bool:
        # Half of a character in two parts can be in JSON, and nowhere else.
        json.dumps(body, ensure_ascii=False).encode()
        match body:
            case {"type": str(kind)} if kind in _OF_BOLT:
                return True
            case {"type": "event_callback"}:
                kind = _Event.model_validate(body).event.type
                _EVENTS.get(kind, _Kind).model_validate(body["event"])
                return True
            case {"type": str(kind)} if kind in _INTERACTIONS:
                _INTERACTIONS[kind].model_validate(body)
            case {"command": _}:
                _Command.model_validate(body)
            case {"ssl_check": _}:
                return True
            case _:
                raise ValueError("of no kind that the bot has asked for")
        self._reach(body.get("response_url", ""))
        return True

    def _reach(self, url: str) -> None:
        """ValueError if it leads elsewhere than to Slack."""
        parts = urlsplit(url)
        host = parts.hostname or ""
        is_slacks = parts.scheme == "https" and any(host == each or host.endswith(f".{each}") for each in HOSTS)
        if url and not is_slacks and parts.netloc != self._own:
            raise ValueError("a response_url that is not Slack's")

"""What every method of the Web API is given, and what the registry knows of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from bot.playground.content import RefusalError
from bot.playground.faults import Faults
from bot.playground.web_api.arguments import Arguments
from bot.playground.workspace import BOT_USER_ID, Channel, Json, Member, Workspace


class Triggers(Protocol):
    """Who knows which trigger ids are good."""

    def redeem(self, trigger_id: str) -> Member:
        """Whose action it was; raise `RefusalError` for an id that is unknown, expired or used."""
        ...


class Connections(Protocol):
    """Who takes the WebSocket connections of Socket Mode."""

    @property
    def is_full(self) -> bool: ...

    def new_ticket(self) -> str: ...


@dataclass(frozen=True)
class Backend:
    """The parts of the local Slack that the methods work on."""

    workspace: Workspace
    faults: Faults
    triggers: Triggers
    connections: Connections

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the bot's token may do now."""
        return tuple(scope for scope in self.workspace.manifest.scopes if scope not in self.faults.missing_scopes)

    def need(self, *any_of: str) -> None:
        """https://docs.slack.dev/authentication/installing-with-oauth: one of these scopes, or `missing_scope`."""
        if any_of and not set(any_of) & set(self.scopes):
            raise RefusalError("missing_scope", needed=",".join(any_of), provided=",".join(self.scopes))

    def channel(self, channel_id: str, *, named: bool = False) -> Channel:
        """A conversation that the bot may know of; only the methods that post take a name instead of an id.

        A private channel without the bot is `channel_not_found`, as if it were not there:
        https://docs.slack.dev/reference/methods/conversations.info#errors
        """
        channel = self.workspace.channel(channel_id)
        if channel is None or not channel.visible_to(BOT_USER_ID) or not (named or channel.id == channel_id):
            raise RefusalError("channel_not_found")
        return channel

    def channel_with_bot(self, channel_id: str, *, named: bool = False) -> Channel:
        channel = self.channel(channel_id, named=named)
        if not channel.has_bot:
            raise RefusalError("not_in_channel")
        return channel

    def thread(self, channel: Channel, thread_ts: str) -> str | None:
        """The root of the thread that is meant, by itself or by one of its replies.

        Slack posts an answer to a message that is gone at the channel's top level, without a word:
        https://github.com/slack-go/slack/issues/1571
        """
        root = self.workspace.posted(channel.id, thread_ts)
        return None if root is None else root.thread_ts or root.ts


Function = Callable[[Backend, Arguments], Json]


@dataclass(frozen=True)
class Method:
    """A method is called with the token of `caller`, which has any one of `scopes`, about `per_minute` times a minute.

    `per_minute` is the floor of the method's tier: https://docs.slack.dev/apis/web-api/rate-limits
    """

    name: str
    function: Function
    scopes: Sequence[str] = ()
    per_minute: int = 100
    caller: Literal["bot", "app"] = "bot"

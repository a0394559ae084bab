"""What a thread is about: the question that its first message carries, read from Slack, so that it is known for ever.

https://docs.slack.dev/reference/methods/conversations.replies and https://docs.slack.dev/messaging/message-metadata
"""

from collections.abc import Iterable, Mapping
from typing import Any

import structlog

from bot.commands.in_context import NO_CONTEXT, Context
from bot.listeners import typed
from bot.listeners.desk import EVENT, VERSION, Desk
from bot.refusals import LostError, RefusedError, UnexpectedRefusalError
from bot.reviewing import history

LOOKED_AT = 20
"""Messages in a thread that a person began, of which the bot's first answer says what it is about."""

_VERSIONS = {EVENT: VERSION, history.EVENT: history.VERSION}


_OTHER_VERSION = Context(why_none="What this thread is about was written by another version of kpibot.")


def thread_context(desk: Desk, channel: str, root_ts: str, *, direct: bool) -> Context:
    """Of a thread that the bot began, or a person by asking the bot; `direct`: whatever is said there is said to it.

    Where Slack does not let the bot read the thread there is no context, and what was said is taken by itself.
    """
    try:
        root = next(iter(desk.delivery.replies(channel, root_ts, 1)), {})
        if root.get("user") == desk.bot_user_id:
            return _carried([root])
        if direct:
            return _said(desk, root)  # it is answered below it, not in its thread
        if f"<@{desk.bot_user_id}" in root.get("text", ""):
            thread = desk.delivery.replies(channel, root_ts, LOOKED_AT)
            return _carried(each for each in thread if each.get("user") == desk.bot_user_id)
    except (RefusedError, LostError, UnexpectedRefusalError) as error:
        structlog.get_logger("kpibot").info("a thread cannot be read", channel=channel, why=str(error))
        return Context(why_none="I cannot read what this thread is about.")
    return NO_CONTEXT


def _said(desk: Desk, root: Mapping[str, Any]) -> Context:
    """What somebody asked in their own words, when they said it."""
    text = typed.said_to(desk.bot_user_id, root.get("text", ""))
    return Context(text or None, said_at=float(root.get("ts", 0)))


def _carried(messages: Iterable[Mapping[str, Any]]) -> Context:
    """The question that the first of the bot's messages carries which carry one."""
    for message in messages:
        match message.get("metadata"):
            case {"event_type": str(kind), "event_payload": {"v": version, "question": str(question)}} if (
                _VERSIONS.get(kind) == version
            ):
                return Context(question)
            case {"event_type": str(kind)} if kind in _VERSIONS:
                return _OTHER_VERSION
    return NO_CONTEXT

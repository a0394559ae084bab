"""The channels in which the bot may post by itself: those that it is a member of."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.refusals import RefusedError
from kpi.errors import UserError

Lookup = Callable[[str], Mapping[str, Any]]
"""Slack's `channel` object: https://docs.slack.dev/reference/objects/conversation-object"""

_DIRECT = "D"  # with which the ids of direct messages begin
_UNSEEN = ("channel_not_found", "not_in_channel")


def posting_place(lookup: Lookup, channel: str | None) -> str:
    """The channel, if the bot may post there; UserError, with what to do, if not.

    Private channels of which it is no member are not even shown to it.
    """
    if channel is None or channel.startswith(_DIRECT):
        hint = "Type it in your team's channel; if I am not there yet, type `/invite @kpibot` there first."
        raise UserError("I post in channels, and this is none.", hint)
    try:
        found = lookup(channel)
    except RefusedError as refusal:
        if refusal.code in _UNSEEN:
            raise _absent() from refusal
        raise
    if found.get("is_im") or found.get("is_mpim"):
        raise UserError("I post in channels, and this is a direct message.", "Type it in a channel.")
    if found.get("is_archived"):
        raise UserError("This channel is archived.", "Type it in a channel that is in use.")
    if not found.get("is_member"):
        raise _absent()
    return channel


def _absent() -> UserError:
    return UserError("I am not in this channel yet.", "Type `/invite @kpibot` here, then try again.")

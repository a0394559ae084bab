"""users.info, users.list and users.conversations."""

from bot.playground.content import RefusalError
from bot.playground.shapes import bot_user_shape, channel_shape, member_shape
from bot.playground.web_api.arguments import Arguments
from bot.playground.web_api.conversations import READ_SCOPES, wanted_kinds
from bot.playground.web_api.method import Backend, Method
from bot.playground.web_api.pages import page
from bot.playground.workspace import BOT_USER_ID, Json


def info(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/users.info"""
    user = given.required("user")
    member = slack.workspace.member(user)
    if member is None and user != BOT_USER_ID:
        raise RefusalError("user_not_found")
    shown = member_shape(member) if member else bot_user_shape()
    return {"user": shown | ({"locale": "en-GB"} if given.flag("include_locale") else {})}


def list_(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/users.list; everybody, unless a limit is told."""
    everybody = [*(member_shape(member) for member in slack.workspace.members), bot_user_shape()]
    members, after = page(everybody, given, lambda user: str(user["id"]), otherwise=1000, most=1000)
    return {
        "members": members,
        "cache_ts": int(slack.workspace.clock()),
        "response_metadata": {"next_cursor": after},
    }


def conversations(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/users.conversations: those of the bot, or that it shares with `user`."""
    user = given.text("user") or BOT_USER_ID
    if user != BOT_USER_ID and slack.workspace.member(user) is None:
        raise RefusalError("user_not_found")
    kinds = wanted_kinds(slack, given)
    found = [
        channel
        for channel in slack.workspace.channels_seen_by(BOT_USER_ID)
        if channel.kind in kinds
        and user in channel.members
        and not (channel.is_archived and given.flag("exclude_archived"))
    ]
    channels, after = page(found, given, lambda channel: channel.id)
    shown = [channel_shape(channel) for channel in channels]
    for each in shown:
        each.pop("is_member", None)
    return {"channels": shown, "response_metadata": {"next_cursor": after}}


METHODS = (
    Method("users.info", info, ("users:read",)),
    Method("users.list", list_, ("users:read",), per_minute=20),
    Method("users.conversations", conversations, tuple(READ_SCOPES.values()), per_minute=50),
)

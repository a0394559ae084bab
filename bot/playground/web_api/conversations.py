"""conversations.*: channels and direct messages, who is in them, and what was said."""

import re

from bot.playground.content import RefusalError, as_slack_shows_it
from bot.playground.shapes import channel_shape
from bot.playground.web_api.arguments import Arguments
from bot.playground.web_api.method import Backend, Method
from bot.playground.web_api.pages import page
from bot.playground.workspace import BOT_USER_ID, Channel, Json, Message

READ_SCOPES = {"public": "channels:read", "private": "groups:read", "im": "im:read"}
HISTORY_SCOPES = {"public": "channels:history", "private": "groups:history", "im": "im:history"}
KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}


def wanted_kinds(slack: Backend, given: Arguments) -> set[str]:
    """What `types` asks for, each with its scope; a lost scope is told as `missing_scope`."""
    types = given.names("types") or ["public_channel"]
    if unknown := set(types) - KINDS.keys():
        raise RefusalError("invalid_types", [f"unknown type: {each}" for each in sorted(unknown)])
    kinds = {KINDS[each] for each in types}
    for kind in sorted(kinds & READ_SCOPES.keys()):
        slack.need(READ_SCOPES[kind])
    return kinds


def info(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.info"""
    channel = slack.channel(given.required("channel"))
    slack.need(READ_SCOPES[channel.kind])
    shown = channel_shape(channel)
    if given.flag("include_num_members"):
        shown["num_members"] = len(channel.members)
    if channel.has_bot:
        shown["last_read"] = "0000000000.000000"
    return {"channel": shown}


def list_(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.list"""
    kinds = wanted_kinds(slack, given)
    found = [
        channel
        for channel in slack.workspace.channels_seen_by(BOT_USER_ID)
        if channel.kind in kinds and not (channel.is_archived and given.flag("exclude_archived"))
    ]
    channels, after = page(found, given, lambda channel: channel.id)
    shown = [
        channel_shape(each) | ({} if each.kind == "im" else {"num_members": len(each.members)}) for each in channels
    ]
    return {"channels": shown, "response_metadata": {"next_cursor": after}}


def members(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.members"""
    channel = slack.channel(given.required("channel"))
    slack.need(READ_SCOPES[channel.kind])
    found, after = page(sorted(channel.members), given, str)
    return {"members": found, "response_metadata": {"next_cursor": after}}


def history(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.history: newest first, replies left out."""
    channel = _readable(slack, given)
    roots = [each for each in slack.workspace.history(channel.id) if each.thread_ts in (None, each.ts)]
    found, after = page(_between(roots, given)[::-1], given, lambda message: message.ts)
    answer: Json = {
        "messages": [_shown(slack, message, given) for message in found],
        "has_more": bool(after),
        "pin_count": 0,
        "channel_actions_ts": None,
        "channel_actions_count": 0,
    }
    for bound in ("oldest", "latest"):
        if given.text(bound):
            answer[bound] = given.text(bound)
    return answer | _next(after)


def replies(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.replies: the root first, then the oldest reply."""
    channel = _readable(slack, given)
    named = slack.workspace.posted(channel.id, given.text("ts"))
    if named is None:
        raise RefusalError("thread_not_found")
    root = slack.workspace.posted(channel.id, named.thread_ts or named.ts) or named
    thread = [root, *_between(slack.workspace.replies(channel.id, root.ts), given)]
    found, after = page(thread, given, lambda message: message.ts, otherwise=1000, most=1000)
    shown = [_shown(slack, message, given) for message in found]
    for each in shown:
        if each["ts"] != root.ts:
            each["parent_user_id"] = root.user
    return {"messages": shown, "has_more": bool(after)} | _next(after)


def open_(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.open: the direct conversation with one person."""
    users = given.names("users")
    if channel_id := given.text("channel"):
        channel: Channel | None = slack.channel(channel_id)
    elif not users:
        raise RefusalError("users_list_not_supplied")
    elif any(slack.workspace.member(user) is None for user in users):
        raise RefusalError("user_not_found")
    elif len(users) > 1:
        # The only conversations here of more than two are channels, so the token has no scope for any other.
        slack.need("mpim:write")
        raise RefusalError("method_not_supported_for_channel_type")
    else:
        channel = slack.workspace.im_with(users[0])
    if channel is None or channel.kind != "im":
        raise RefusalError("method_not_supported_for_channel_type")
    shown = channel_shape(channel) if given.flag("return_im") else {"id": channel.id}
    return {"no_op": True, "already_open": True, "channel": shown}


def join(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.join; joining twice is only remarked on."""
    channel = slack.channel(given.required("channel"))
    if channel.kind != "public":
        raise RefusalError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise RefusalError("is_archived")
    if channel.has_bot:
        remark = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": channel_shape(channel)} | remark
    joined = slack.workspace.join(channel, BOT_USER_ID)
    slack.workspace.post(joined, BOT_USER_ID, f"<@{BOT_USER_ID}> has joined the channel", subtype="channel_join")
    return {"channel": channel_shape(joined)}


def _readable(slack: Backend, given: Arguments) -> Channel:
    channel = slack.channel(given.required("channel"))
    slack.need(HISTORY_SCOPES[channel.kind])
    return slack.channel_with_bot(channel.id)


def _between(messages: list[Message], given: Arguments) -> list[Message]:
    """Those after `oldest` and before `latest`, or on them with `inclusive`."""
    oldest, latest = (_bound(given, name) for name in ("oldest", "latest"))
    inclusive = given.flag("inclusive")

    def within(ts: int) -> bool:
        if inclusive and ts in (oldest, latest):
            return True
        return (oldest is None or ts > oldest) and (latest is None or ts < latest)

    return [message for message in messages if within(_micros(message.ts))]


def _bound(given: Arguments, name: str) -> int | None:
    text = given.text(name)
    if text in ("", "now"):
        return None
    if not re.fullmatch(r"\d{1,12}(\.\d{1,6})?", text):
        raise RefusalError(f"invalid_ts_{name}")
    return _micros(text)


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0"))


def _shown(slack: Backend, message: Message, given: Arguments) -> Json:
    """A message of a conversation's history; metadata only for who asks for it, a root with facts of its thread."""
    shown = as_slack_shows_it(message)
    if not given.flag("include_all_metadata"):
        shown.pop("metadata", None)
    if below := slack.workspace.replies(message.channel, message.ts):
        people = list(dict.fromkeys(reply.user for reply in below))
        shown |= {
            "thread_ts": message.ts,
            "reply_count": len(below),
            "reply_users_count": len(people),
            "latest_reply": below[-1].ts,
            "reply_users": people[:5],
            "is_locked": False,
            "subscribed": False,
        }
    return shown


def _next(after: str) -> Json:
    return {"response_metadata": {"next_cursor": after}} if after else {}


METHODS = (
    Method("conversations.info", info, tuple(READ_SCOPES.values()), per_minute=50),
    Method("conversations.list", list_, tuple(READ_SCOPES.values()), per_minute=20),
    Method("conversations.members", members, tuple(READ_SCOPES.values())),
    Method("conversations.history", history, tuple(HISTORY_SCOPES.values()), per_minute=50),
    Method("conversations.replies", replies, tuple(HISTORY_SCOPES.values()), per_minute=50),
    Method("conversations.open", open_, ("im:write", "mpim:write"), per_minute=50),
    Method("conversations.join", join, ("channels:join",), per_minute=50),
)

"""chat.postMessage, chat.postEphemeral, chat.update, chat.delete and chat.getPermalink."""

from typing import Literal

from bot.playground.content import Content, RefusalError, as_slack_shows_it, read_content, read_metadata
from bot.playground.references import names_linked
from bot.playground.web_api.arguments import Arguments
from bot.playground.web_api.method import Backend, Method
from bot.playground.workspace import BOT_USER_ID, Channel, Json, Message

# https://docs.slack.dev/reference/methods/chat.update#errors: msg_too_long
MOST_TEXT_UPDATED = 4_000
# https://docs.slack.dev/apis/web-api/rate-limits#posting_messages: one a second and channel, short bursts allowed
POSTS_PER_MINUTE = 60


def post_message(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage; to a person's id it goes into the direct messages."""
    channel = _where_to_post(slack, given)
    content = _content(slack, given)
    message = slack.workspace.post(
        channel,
        BOT_USER_ID,
        content.text,
        content.blocks,
        thread_ts=slack.thread(channel, given.text("thread_ts")),
        metadata=read_metadata(given) or None,
    )
    return {"channel": channel.id, "ts": message.ts, "message": as_slack_shows_it(message)}


def post_ephemeral(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral; in a thread only where there are replies already."""
    channel = _where_to_post(slack, given)
    user = given.required("user")
    if user not in channel.members:
        raise RefusalError("user_not_in_channel")
    content = _content(slack, given)
    thread_ts = given.text("thread_ts") or None
    if thread_ts and not slack.workspace.replies(channel.id, thread_ts):
        return {"message_ts": slack.workspace.next_ts()}
    message = slack.workspace.post(
        channel, BOT_USER_ID, content.text, content.blocks, thread_ts=thread_ts, seen_by=user
    )
    return {"message_ts": message.ts}


def update(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update; text without blocks takes the blocks away."""
    channel = slack.channel(given.required("channel"))
    message = slack.workspace.posted(channel.id, given.required("ts"))
    if message is None:
        raise RefusalError("message_not_found")
    if message.user != BOT_USER_ID:
        raise RefusalError("cant_update_message")
    if channel.is_archived:
        raise RefusalError("is_inactive")
    content = _updated(slack, message, given)
    if len(content.text) > MOST_TEXT_UPDATED:
        raise RefusalError("msg_too_long")
    metadata = read_metadata(given)
    changed = slack.workspace.change(
        message, content.text, content.blocks, message.metadata if metadata is None else metadata or None
    )
    shown = as_slack_shows_it(changed)
    return {"channel": channel.id, "ts": changed.ts, "text": changed.text, "message": shown}


def delete(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.delete: only what the bot has said itself."""
    channel = slack.channel(given.required("channel"))
    message = slack.workspace.posted(channel.id, given.required("ts"))
    if message is None:
        raise RefusalError("message_not_found")
    if message.user != BOT_USER_ID:
        raise RefusalError("cant_delete_message")
    slack.workspace.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def permalink(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/chat.getPermalink"""
    channel = slack.channel(given.required("channel"))
    message = slack.workspace.posted(channel.id, given.required("message_ts"))
    if message is None:
        raise RefusalError("message_not_found")
    link = f"{slack.workspace.address()}/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts and message.thread_ts != message.ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _where_to_post(slack: Backend, given: Arguments) -> Channel:
    """Without the scope chat:write.public a bot posts only where it is a member."""
    wanted = given.required("channel")
    own = slack.workspace.im_with(wanted) if slack.workspace.member(wanted) else None
    channel = own or slack.channel(wanted, named=True)
    if channel.is_archived:
        raise RefusalError("is_archived")
    return slack.channel_with_bot(channel.id)


def _content(slack: Backend, given: Arguments, parse: Literal["none", "client"] = "none") -> Content:
    """What a message is to say; `parse` is the method's own mode, for calls that do not name one.

    https://docs.slack.dev/reference/methods/chat.postMessage#formatting and, for its other default,
    https://docs.slack.dev/reference/methods/chat.update: names of people and channels become links with `link_names`,
    and without a word about it in every mode but "none".
    """
    content = read_content(given, slack.faults.refused_blocks)
    is_told = given.get("link_names") is not None
    links_names = given.flag("link_names") if is_told else (given.text("parse") or parse) != "none"
    text = names_linked(content.text, slack.workspace, BOT_USER_ID) if links_names else content.text
    return Content(text, content.blocks)


def _updated(slack: Backend, message: Message, given: Arguments) -> Content:
    if not given.text("text") and not given.get("blocks") and given.get("metadata") is not None:
        return Content(message.text, message.blocks)
    return _content(slack, given, parse="client")


METHODS = (
    Method("chat.postMessage", post_message, ("chat:write",), per_minute=POSTS_PER_MINUTE),
    Method("chat.postEphemeral", post_ephemeral, ("chat:write",)),
    Method("chat.update", update, ("chat:write",), per_minute=50),
    Method("chat.delete", delete, ("chat:write",), per_minute=50),
    Method("chat.getPermalink", permalink, per_minute=600),
)

"""files.*: the external upload in three steps, and what becomes of a file.

https://docs.slack.dev/messaging/working-with-files
"""

import re
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from bot.playground.content import Content, RefusalError, decoded, read_content
from bot.playground.files import File, TooLargeError
from bot.playground.shapes import file_with_shares
from bot.playground.web_api.arguments import Arguments
from bot.playground.web_api.method import Backend, Method
from bot.playground.workspace import BOT_USER_ID, TEAM_ID, Channel, Json

# A person's id is none: https://github.com/slackapi/bolt-js/issues/2115
CONVERSATION = re.compile("[CGDZ][A-Z0-9]{8,}")

SIGN_IN = (
    "<!DOCTYPE html><html lang='en'><head><title>Sign in | Slack</title></head><body>Sign in to Slack</body></html>"
)


def upload_url(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/files.getUploadURLExternal; a length of 0 is `missing_argument`."""
    name, length = given.required("filename"), given.text("length")
    if not length.isascii() or not length.isdigit():
        raise RefusalError("invalid_arguments", ["missing required field: length"])
    if int(length) == 0:
        raise RefusalError("missing_argument")
    try:
        file, key = slack.workspace.files.reserve(name, int(length), BOT_USER_ID)
    except TooLargeError:
        raise RefusalError("file_upload_size_restricted") from None
    return {"upload_url": f"{slack.workspace.address()}/upload/v1/{key}", "file_id": file.id}


def complete(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/files.completeUploadExternal, once; shared where the bot is a member."""
    brought = _brought(slack, given)
    if (channel_id := given.text("channel_id")) and not CONVERSATION.fullmatch(channel_id):
        rule = f"input must match regex pattern: ^{CONVERSATION.pattern}$ [json-pointer:/channel_id]"
        raise RefusalError("invalid_arguments", [rule])
    names = given.names("channels") or given.names("channel_id")
    channels = [_channel(slack, name) for name in names]
    content = _comment(slack, given)
    files = [slack.workspace.files.complete(file, title) for file, title in brought]
    for channel in channels:
        message = slack.workspace.post(
            channel,
            BOT_USER_ID,
            content.text,
            content.blocks,
            thread_ts=slack.thread(channel, given.text("thread_ts")),
            subtype="file_share",
            files=files,
        )
        files = list(message.files)
    return {"files": [file_with_shares(file) for file in files]}


def info(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/files.info"""
    file = visible(slack, given.required("file"))
    return {"file": file_with_shares(file), "comments": [], "response_metadata": {"next_cursor": ""}}


def delete(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/files.delete: only what the bot has brought itself."""
    file = visible(slack, given.required("file"))
    if file.user != BOT_USER_ID:
        raise RefusalError("cant_delete_file")
    slack.workspace.delete_file(file)
    return {}


def visible(slack: Backend, file_id: str) -> File:
    """A file that the bot brought, was handed in a modal, or meets in a conversation of its own."""
    file = slack.workspace.files.find(file_id)
    if file is None:
        raise RefusalError("file_not_found")
    if file.is_deleted:
        raise RefusalError("file_deleted")
    shown_in = [slack.workspace.channel(share.channel) for share in file.shares]
    if file.user != BOT_USER_ID and shown_in and not any(channel and channel.has_bot for channel in shown_in):
        raise RefusalError("file_not_found")
    return file


async def take_upload(slack: Backend, request: Request) -> Response:
    """The bytes, as the body of a POST to the upload URL, which works once and needs no token."""
    key = request.path_params["key"]
    awaited = slack.workspace.files.awaited(key)
    if awaited is None:
        return PlainTextResponse("Not found", status_code=404)
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > awaited.size:
            return PlainTextResponse("More bytes than announced", status_code=400)
    file = slack.workspace.files.bring(key, bytes(content))
    return PlainTextResponse(f"OK - {file.size}")


def serve_private(slack: Backend, request: Request, *, is_authorized: bool) -> Response:
    """`url_private`: the bytes for a token with files:read, for anybody else the page on which people sign in.

    https://docs.slack.dev/messaging/working-with-files#authentication
    """
    if not is_authorized or "files:read" not in slack.scopes:
        return HTMLResponse(SIGN_IN)
    file_id = request.path_params["reference"].removeprefix(f"{TEAM_ID}-")
    try:
        file = visible(slack, file_id)
    except RefusalError:
        return HTMLResponse("<!DOCTYPE html><title>Slack</title>This file is gone", status_code=404)
    kind = "attachment" if "/download/" in request.url.path else "inline"
    headers = {
        "content-disposition": f"{kind}; filename*=UTF-8''{quote(file.name, safe='')}",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox",
    }
    return Response(file.content, media_type=file.mimetype, headers=headers)


def _brought(slack: Backend, given: Arguments) -> list[tuple[File, str]]:
    """The files that are to be completed, each with its title."""
    asked: Any = decoded(given.get("files"), "invalid_arguments", None)
    if not isinstance(asked, list) or not asked or not all(isinstance(each, dict) for each in asked):
        raise RefusalError("invalid_arguments", ["missing required field: files"])
    found = []
    for each in asked:
        file = slack.workspace.files.brought(str(each.get("id")))
        if file is None:
            raise RefusalError("file_not_found")
        found.append((file, str(each.get("title") or file.name)))
    return found


def _channel(slack: Backend, name: str) -> Channel:
    own = slack.workspace.im_with(name) if slack.workspace.member(name) else None
    channel = own or slack.channel_with_bot(name)
    if channel.is_archived:
        raise RefusalError("posting_to_channel_denied")
    return channel


def _comment(slack: Backend, given: Arguments) -> Content:
    """`initial_comment`, or `blocks` where there is none."""
    text = given.text("initial_comment")
    if text or not given.get("blocks"):
        return Content(text, [])
    return read_content({"blocks": given["blocks"]}, slack.faults.refused_blocks)


METHODS = (
    Method("files.getUploadURLExternal", upload_url, ("files:write",)),
    Method("files.completeUploadExternal", complete, ("files:write",)),
    Method("files.info", info, ("files:read",)),
    Method("files.delete", delete, ("files:write",), per_minute=50),
)

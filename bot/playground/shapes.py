"""The workspace's people, conversations, files and views in the shapes in which Slack shows them to an app."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playground.files import File
from bot.playground.views import View
from bot.playground.workspace import (
    APP_ID,
    BOT_ID,
    BOT_NAME,
    BOT_USER_ID,
    TEAM_ID,
    Channel,
    Json,
    Member,
)

UPDATED = 1_767_261_600
PICTURE = "https://a.slack-edge.com/80588/img/plugins/app/bot_{size}.png"


def icons() -> Json:
    """The pictures of an app that has none of its own."""
    return {f"image_{size}": PICTURE.format(size=size) for size in (36, 48, 72)}


def bot_profile() -> Json:
    """What stands in every message of a bot: https://docs.slack.dev/reference/events/message/bot_message"""
    return {
        "id": BOT_ID,
        "app_id": APP_ID,
        "user_id": BOT_USER_ID,
        "name": BOT_NAME,
        "icons": icons(),
        "deleted": False,
        "updated": UPDATED,
        "team_id": TEAM_ID,
    }


def channel_shape(channel: Channel) -> Json:
    """https://docs.slack.dev/reference/objects/conversation-object"""
    facts: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.kind == "im",
        "is_org_shared": False,
        "context_team_id": TEAM_ID,
        "updated": channel.created * 1000,
    }
    if channel.kind == "im":
        person = next(iter(channel.members - {BOT_USER_ID}))
        return facts | {"user": person, "is_user_deleted": False, "priority": 0}
    return facts | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": True,
        "is_group": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_general": False,
        "is_member": channel.has_bot,
        "is_shared": False,
        "is_ext_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "pending_connected_team_ids": [],
        "shared_team_ids": [TEAM_ID],
        "parent_conversation": None,
        "unlinked": 0,
        "creator": channel.creator,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": channel.purpose, "creator": channel.creator, "last_set": channel.created},
        "previous_names": [],
    }


def member_shape(member: Member) -> Json:
    """https://docs.slack.dev/reference/objects/user-object"""
    first, _, last = member.real_name.partition(" ")
    profile = _profile(member.name, member.real_name) | {
        "title": member.title,
        "first_name": first,
        "last_name": last,
    }
    return _user(member.id, member.name, member.real_name, member.tz) | {
        "profile": profile,
        "is_admin": member.is_admin,
        "is_owner": member.is_owner,
        "is_primary_owner": member.is_owner,
        "is_email_confirmed": True,
    }


def bot_user_shape() -> Json:
    """The bot among the users: https://docs.slack.dev/reference/objects/user-object"""
    profile = _profile("", BOT_NAME) | {"api_app_id": APP_ID, "bot_id": BOT_ID, "always_active": True}
    return _user(BOT_USER_ID, BOT_NAME, BOT_NAME, "America/Los_Angeles") | {"profile": profile, "is_bot": True}


def file_shape(file: File) -> Json:
    """https://docs.slack.dev/reference/objects/file-object; of a deleted file only its id is left."""
    if file.is_deleted:
        return {"id": file.id, "mode": "tombstone"}
    name = re.sub(r"[^a-z0-9._-]+", "_", file.name.lower())
    private = f"{file.address}/files-pri/{TEAM_ID}-{file.id}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.filetype,
        "pretty_type": file.pretty_type,
        "user": file.user,
        "user_team": TEAM_ID,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": any(share.kind == "public" for share in file.shares),
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{private}/{name}",
        "url_private_download": f"{private}/download/{name}",
        "media_display_type": "unknown",
        "permalink": f"{file.address}/files/{file.user}/{file.id}/{name}",
        "permalink_public": f"{file.address}/public/{file.id}",
        "is_starred": False,
        "skipped_shares": True,
        "has_rich_preview": False,
        "file_access": "visible",
    }


def file_with_shares(file: File) -> Json:
    """A file as https://docs.slack.dev/reference/methods/files.info shows it: with the messages that show it."""
    facts = file_shape(file) | {"shares": {}, "channels": [], "groups": [], "ims": []}
    lists = {"public": "channels", "private": "groups", "im": "ims"}
    for share in file.shares:
        if share.channel not in facts[lists[share.kind]]:
            facts[lists[share.kind]].append(share.channel)
        shown: Json = {
            "reply_users": [],
            "reply_users_count": 0,
            "reply_count": 0,
            "ts": share.ts,
            "channel_name": share.channel_name,
            "team_id": TEAM_ID,
            "share_user_id": file.user,
            "source": "UNKNOWN",
            "is_silent_share": False,
        }
        if share.thread_ts:
            shown["thread_ts"] = share.thread_ts
        by_channel = facts["shares"].setdefault("public" if share.kind == "public" else "private", {})
        by_channel.setdefault(share.channel, []).append(shown)
    return facts | {"skipped_shares": False, "has_more_shares": False}


def view_shape(view: View, values: Json | None = None) -> Json:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload; `values` is what was put in."""
    content = view.content
    untitled = {"type": "plain_text", "text": "View Title", "emoji": True}
    return {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": content["type"],
        "blocks": content["blocks"],
        "private_metadata": content.get("private_metadata") or "",
        "callback_id": content.get("callback_id") or "",
        "state": {"values": values or {}},
        "hash": view.hash,
        "title": content.get("title", untitled),
        "clear_on_close": bool(content.get("clear_on_close")),
        "notify_on_close": bool(content.get("notify_on_close")),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": APP_ID,
        "external_id": view.external_id,
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }


def _user(user_id: str, name: str, real_name: str, zone: str) -> Json:
    local = datetime.fromtimestamp(UPDATED, UTC).astimezone(ZoneInfo(zone))
    offset = local.utcoffset()
    return {
        "id": user_id,
        "team_id": TEAM_ID,
        "name": name,
        "deleted": False,
        "color": "9f69e7",
        "real_name": real_name,
        "tz": zone,
        "tz_label": local.tzname(),
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "updated": UPDATED,
        "is_email_confirmed": False,
        "who_can_share_contact_card": "EVERYONE",
    }


def _profile(display_name: str, real_name: str) -> Json:
    facts: Json = {
        "title": "",
        "phone": "",
        "skype": "",
        "real_name": real_name,
        "real_name_normalized": real_name,
        "display_name": display_name,
        "display_name_normalized": display_name,
        "fields": None,
        "status_text": "",
        "status_emoji": "",
        "status_emoji_display_info": [],
        "status_expiration": 0,
        "status_text_canonical": "",
        "avatar_hash": "",
        "team": TEAM_ID,
    }
    return facts | {f"image_{size}": PICTURE.format(size=size) for size in (24, 32, 48, 72, 192, 512)}

"""Answers of the Web API, as Slack's SDK for Java has logged them from the real one.

Each log is made of many calls, so that it has the keys of all cases; refusals are samples of their own.
"""

from tests.bot.playground.published.objects import (
    CHANNEL,
    CHANNEL_PAGE,
    ICONS,
    LOGS,
    MESSAGE,
    MESSAGE_SOURCES,
    NEWER,
    NEXT,
    OK,
    PROFILE,
    SHARED_FILE,
    USER,
    VIEW,
)
from tests.bot.playground.published.trees import ANYTHING, OrNull, Sample, booleans, integers, lists, strings


def log(method: str) -> str:
    return f"{LOGS}/{method}.json"


def view(method: str) -> Sample:
    return Sample((log("views.publish"), log(method)), {**OK, "view": VIEW})


SAMPLES = {
    "auth.test": Sample(
        (log("auth.test"),),
        {
            **OK,
            **strings("url team user team_id user_id bot_id app_name app_id enterprise_id"),
            **booleans("is_enterprise_install"),
        },
    ),
    "apps.connections.open": Sample((log("apps.connections.open"),), {**OK, **strings("url")}),
    "chat.postMessage": Sample(
        (log("chat.postMessage"), *MESSAGE_SOURCES), {**OK, **strings("channel ts"), "message": MESSAGE}
    ),
    "chat.update": Sample(
        (log("chat.update"), *MESSAGE_SOURCES), {**OK, **strings("channel ts text"), "message": MESSAGE}
    ),
    "chat.delete": Sample((log("chat.delete"),), {**OK, **strings("channel ts")}),
    "chat.postEphemeral": Sample((log("chat.postEphemeral"),), {**OK, **strings("message_ts")}),
    "conversations.info": Sample(
        (log("conversations.info"), CHANNEL_PAGE),
        {
            **OK,
            "channel": {
                **CHANNEL,
                **NEWER,
                **strings("last_read locale conversation_host_id"),
                **integers("num_members is_moved"),
                **booleans(
                    "is_member is_read_only is_thread_only is_non_threadable is_global_shared is_org_default"
                    " is_org_mandatory"
                ),
                **lists("internal_team_ids connected_team_ids connected_limited_team_ids"),
            },
        },
    ),
    "conversations.list": Sample(
        (log("conversations.list"), log("users.conversations"), CHANNEL_PAGE),
        {
            **OK,
            "channels": [
                {
                    **CHANNEL,
                    **NEWER,
                    **strings("conversation_host_id user"),
                    **integers("num_members is_moved priority"),
                    **booleans("is_member is_user_deleted"),
                    "internal_team_ids": ["string"],
                }
            ],
            "response_metadata": NEXT,
        },
    ),
    "users.conversations": Sample(
        (log("users.conversations"), CHANNEL_PAGE),
        {
            **OK,
            "channels": [
                {
                    **CHANNEL,
                    **NEWER,
                    **strings("conversation_host_id enterprise_id last_read user"),
                    **integers("is_moved priority"),
                    **booleans("is_global_shared is_org_default is_org_mandatory is_open is_user_deleted"),
                    "internal_team_ids": ["string"],
                }
            ],
            "response_metadata": NEXT,
        },
    ),
    "conversations.join": Sample(
        (log("conversations.join"), CHANNEL_PAGE),
        {
            **OK,
            "channel": {
                **CHANNEL,
                **NEWER,
                **strings("last_read"),
                **integers("priority is_moved"),
                **booleans("is_member is_starred"),
                "internal_team_ids": ["string"],
            },
        },
    ),
    "conversations.open": Sample(
        (log("conversations.open"), log("users.conversations")),
        {
            **OK,
            **booleans("no_op already_open"),
            "channel": {
                **strings("id user last_read context_team_id"),
                **integers("created unread_count unread_count_display priority updated"),
                **booleans("is_archived is_im is_org_shared is_open is_user_deleted"),
                "latest": ANYTHING,
            },
        },
    ),
    "conversations.members": Sample(
        (log("conversations.members"),), {**OK, "members": ["string"], "response_metadata": NEXT}
    ),
    "conversations.history": Sample(
        MESSAGE_SOURCES,
        {**OK, "messages": [MESSAGE], **booleans("has_more"), **integers("pin_count"), "response_metadata": NEXT},
    ),
    "conversations.replies": Sample(
        MESSAGE_SOURCES, {**OK, "messages": [MESSAGE], **booleans("has_more"), "response_metadata": NEXT}
    ),
    "users.info": Sample(
        (log("users.info"), log("users.list")),
        {
            **OK,
            "user": {
                **USER,
                **booleans("is_stranger"),
                "profile": {
                    **PROFILE,
                    **strings("status_emoji_url"),
                    "status_emoji_display_info": ANYTHING,
                    "fields": OrNull(ANYTHING),
                },
            },
        },
    ),
    "users.list": Sample(
        (log("users.list"),),
        {
            **OK,
            "members": [
                {
                    **USER,
                    **booleans("is_workflow_bot is_invited_user"),
                    "profile": {
                        **PROFILE,
                        **strings("pronouns guest_invited_by huddle_state"),
                        **integers("guest_expiration_ts huddle_state_expiration_ts"),
                        "status_emoji_display_info": ANYTHING,
                        "fields": OrNull(ANYTHING),
                    },
                }
            ],
            **integers("cache_ts"),
            **strings("offset"),
            "response_metadata": NEXT,
        },
    ),
    "bots.info": Sample(
        (log("bots.info"),),
        {
            **OK,
            "bot": {
                **strings("id name app_id user_id"),
                **booleans("deleted"),
                **integers("updated"),
                "icons": ICONS,
            },
        },
    ),
    "team.info": Sample(
        (log("team.info"),),
        {
            **OK,
            "team": {
                **strings(
                    "id name domain email_domain url enterprise_id enterprise_name enterprise_domain discoverable"
                    " avatar_base_url"
                ),
                **booleans("is_verified"),
                "icon": {
                    **strings("image_34 image_44 image_68 image_88 image_102 image_132 image_230 image_original"),
                    **booleans("image_default"),
                },
            },
        },
    ),
    "files.getUploadURLExternal": Sample((log("files.getUploadURLExternal"),), {**OK, **strings("upload_url file_id")}),
    "files.completeUploadExternal": Sample(
        (log("files.completeUploadExternal"), log("files.info"), "abdolence/slack-morphism-rust#277"),
        {**OK, "files": [SHARED_FILE]},
    ),
    "files.info": Sample(
        (log("files.info"),),
        {
            **OK,
            "file": SHARED_FILE,
        },
    ),
    "views.open": view("views.open"),
    "views.push": view("views.push"),
    "views.update": view("views.update"),
    "views.publish": view("views.publish"),
    "missing_scope": Sample((log("users.list"),), {**OK, **strings("error needed provided")}),
    "refusal": Sample((log("bots.info"),), {**OK, **strings("error")}),
}

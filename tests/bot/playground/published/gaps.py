"""What the local Slack leaves out of published payloads, or adds to them, on purpose: each with its reason."""

from collections.abc import Mapping

GRID = "belongs to organisations of several workspaces (Enterprise Grid)"
CONNECT = "belongs to channels that are shared with other workspaces (Slack Connect)"
PERSON = "is told to people, not to bots"
OTHER_CASE = "belongs to another case of the same payload"
NO_ATTACHMENTS = "belongs to legacy attachments and unfurled links, which the local Slack has not"
NO_REACTIONS = "the local Slack has no reactions"
NO_PICTURES = "people and apps of the local Slack have no pictures of their own"
NO_GUESTS = "the local Slack has no guests and no invitations"
NO_HUDDLES = "the local Slack has no huddles"
CUSTOMIZED = "needs the scope chat:write.customize, which the bot has not"
EMAIL = "needs the scope users:read.email, which the bot has not"
ASKED = "is only there when it is asked for"
SUPERSEDED = "is no longer sent: https://docs.slack.dev/changelog"
PLATFORM = "belongs to functions and workflows of Slack's own platform"
WORKFLOW_STEP = "belongs to the steps of workflows: https://docs.slack.dev/reference/views/modal-views"
SENT_AS_IT_CAME = "Slack adds it to the text objects of a view's own frame; no bot reads it"
NEWER = "is newer than the sample"


def lacks(reason: str, names: str) -> dict[str, str]:
    """What the published payload has and ours has not."""
    return {f"lacks {name}": reason for name in names.split()}


def adds(reason: str, names: str) -> dict[str, str]:
    """What ours has and the published payload has not."""
    return {f"adds {name}": reason for name in names.split()}


def at(place: str, gaps: Mapping[str, str]) -> dict[str, str]:
    """The same in an object that stands at `place`."""
    return {line.replace(" ", f" {place}.", 1): reason for line, reason in gaps.items()}


IN_THREAD = "thread_ts parent_user_id is_locked latest_reply reply_count reply_users reply_users_count subscribed"
POSTED = {
    **lacks(NO_ATTACHMENTS, "attachments root"),
    **lacks(NO_REACTIONS, "reactions"),
    **lacks(CUSTOMIZED, "username icons"),
    **lacks(PERSON, "last_read"),
    **lacks(SUPERSEDED, "replies x_files"),
    **lacks(OTHER_CASE, "subtype topic purpose client_msg_id files upload display_as_bot"),
    **adds(NEWER, "bot_profile.user_id"),
}
UNTHREADED = {**POSTED, **lacks(OTHER_CASE, IN_THREAD)}
CONVERSATION = {
    **lacks(CONNECT, "internal_team_ids"),
    **lacks(OTHER_CASE, "is_frozen is_moved"),
}
UPLOADED = {
    **lacks(CONNECT, "source_team"),
    **lacks(
        OTHER_CASE,
        "alt_txt app_id app_name edit_link editor external_id external_url last_editor lines lines_more"
        " non_owner_editable plain_text preview preview_highlight preview_is_truncated subject updated",
    ),
}
PERSONAL = {
    **lacks(GRID, "enterprise_user"),
    **lacks(PERSON, "has_2fa"),
    **lacks(EMAIL, "profile.email"),
    **lacks(NO_PICTURES, "profile.image_1024 profile.image_original profile.is_custom_image"),
}
MODAL = {
    **lacks(SENT_AS_IT_CAME, "title.emoji submit.emoji close.emoji"),
    **lacks(WORKFLOW_STEP, "submit_disabled"),
}
EVENT = {
    **lacks(GRID, "enterprise_id"),
    **lacks("gave way to `authorizations`: https://docs.slack.dev/apis/events-api", "authed_users authed_teams"),
}
INTERACTION = lacks(GRID, "team.enterprise_id team.enterprise_name")
PRESSED = {**INTERACTION, **at("actions[]", lacks(OTHER_CASE, "confirm initial_option style url"))}
BUTTON = {**PRESSED, **at("actions[]", lacks(OTHER_CASE, "placeholder selected_option"))}
SELECT = {**PRESSED, **at("actions[]", lacks(OTHER_CASE, "text value"))}
IN_MESSAGE = {
    **lacks(NO_ATTACHMENTS, "app_unfurl"),
    **at("container", lacks(NO_ATTACHMENTS, "app_unfurl_url attachment_id is_app_unfurl text")),
    **lacks(OTHER_CASE, "container.thread_ts"),
}
IN_VIEW = lacks("a view tells its state in `view.state`", "state")
VIEW_END = {
    **INTERACTION,
    **at("view", MODAL),
    **lacks(PLATFORM, "bot_access_token function_data interactivity"),
}

GAPS: dict[str, dict[str, str]] = {
    "auth.test": {**lacks(GRID, "enterprise_id"), **lacks("is told of app-level tokens", "app_id app_name")},
    "chat.postMessage": {**at("message", UNTHREADED), **lacks(OTHER_CASE, "message.edited")},
    "chat.update": at("message", UNTHREADED),
    "conversations.info": at(
        "channel",
        {
            **CONVERSATION,
            **lacks(CONNECT, "connected_limited_team_ids connected_team_ids conversation_host_id"),
            **lacks(GRID, "is_global_shared is_org_default is_org_mandatory"),
            **lacks(OTHER_CASE, "is_read_only is_thread_only is_non_threadable"),
            **lacks(ASKED, "locale"),
        },
    ),
    "conversations.list": at("channels[]", {**CONVERSATION, **lacks(CONNECT, "conversation_host_id")}),
    "users.conversations": at(
        "channels[]",
        {
            **CONVERSATION,
            **lacks(CONNECT, "conversation_host_id"),
            **lacks(GRID, "enterprise_id is_global_shared is_org_default is_org_mandatory"),
            **lacks(PERSON, "is_open last_read"),
        },
    ),
    "conversations.join": at("channel", {**CONVERSATION, **lacks(PERSON, "is_starred last_read priority")}),
    "conversations.open": lacks(
        PERSON,
        "channel.is_open channel.last_read channel.latest channel.unread_count channel.unread_count_display",
    ),
    "conversations.history": {
        **at("messages[]", POSTED),
        **lacks(OTHER_CASE, "messages[].parent_user_id response_metadata"),
        **adds(NEWER, "channel_actions_count channel_actions_ts"),
    },
    "conversations.replies": {**at("messages[]", POSTED), **lacks(OTHER_CASE, "response_metadata")},
    "users.info": at(
        "user",
        {
            **PERSONAL,
            **lacks(CONNECT, "is_stranger"),
            **lacks(OTHER_CASE, "profile.always_active profile.api_app_id profile.bot_id profile.status_emoji_url"),
        },
    ),
    "users.list": {
        **at(
            "members[]",
            {
                **PERSONAL,
                **lacks(ASKED, "locale"),
                **lacks(NO_GUESTS, "is_invited_user profile.guest_expiration_ts profile.guest_invited_by"),
                **lacks(NO_HUDDLES, "profile.huddle_state profile.huddle_state_expiration_ts"),
                **lacks(PLATFORM, "is_workflow_bot"),
                **lacks(PERSON, "profile.pronouns"),
            },
        ),
        **lacks(SUPERSEDED, "offset"),
    },
    "team.info": at(
        "team",
        {
            **lacks(GRID, "discoverable enterprise_domain enterprise_id enterprise_name"),
            **at("icon", lacks(NO_PICTURES, "image_34 image_44 image_68 image_88 image_102 image_132")),
            **at("icon", lacks(NO_PICTURES, "image_230 image_original")),
            **at("icon", adds("the pictures of an app without its own", "image_36 image_48 image_72")),
        },
    ),
    "files.completeUploadExternal": {
        **at("files[]", UPLOADED),
        **lacks("is shared in direct messages here", "files[].shares.public"),
    },
    "files.info": {
        **at("file", UPLOADED),
        **lacks("is shared in direct messages here", "file.shares.public"),
        **adds("stands on https://docs.slack.dev/reference/methods/files.info", "comments response_metadata"),
    },
    "views.open": at("view", MODAL),
    "views.push": at("view", MODAL),
    "views.update": at("view", MODAL),
    "views.publish": lacks(WORKFLOW_STEP, "view.submit_disabled"),
    "slash_command": {**lacks(GRID, "enterprise_id enterprise_name"), **adds(NEWER, "is_enterprise_install")},
    "button_in_message": {**BUTTON, **IN_MESSAGE, **at("message", UNTHREADED)},
    "select_in_message": {**SELECT, **IN_MESSAGE, **at("message", UNTHREADED)},
    "button_in_ephemeral_message": {
        **BUTTON,
        **IN_MESSAGE,
        **lacks("ephemeral messages do not come along: https://docs.slack.dev/interactivity", "message"),
    },
    "button_in_home": {**BUTTON, **IN_VIEW, **lacks(WORKFLOW_STEP, "view.submit_disabled")},
    "select_in_modal": {**SELECT, **IN_VIEW, **at("view", MODAL)},
    "view_submission": {**VIEW_END, **lacks(OTHER_CASE, "is_cleared")},
    "view_closed": {**VIEW_END, **lacks("nothing was submitted", "response_urls")},
    "global_shortcut": {**INTERACTION, **adds(NEWER, "api_app_id user.name")},
    "message_shortcut": {**INTERACTION, **at("message", UNTHREADED), **adds(NEWER, "api_app_id")},
    "app_mention": {**EVENT, **lacks("belongs to mentions by other bots", "event.bot_id event.bot_profile")},
    "app_mention_in_thread": EVENT,
    "message_in_channel": EVENT,
    "message_in_thread": EVENT,
    "bot_invited": EVENT,
    "message_im": EVENT,
    "message_changed": {**EVENT, **lacks(OTHER_CASE, "event.previous_message.edited")},
    "message_deleted": EVENT,
    "file_share": {**EVENT, **at("event.files[]", UPLOADED)},
    "file_shared": EVENT,
    "app_home_first_opened": {**EVENT, **lacks("there is no home tab yet", "event.view")},
    "app_home_opened": {**EVENT, **lacks(WORKFLOW_STEP, "event.view.submit_disabled")},
    "member_joined_channel": {
        **at("payload", EVENT),
        **lacks("the bot came by itself", "payload.event.inviter"),
    },
    "hello": lacks("is in the page's example and not in what is sent", "debug_info.started"),
}

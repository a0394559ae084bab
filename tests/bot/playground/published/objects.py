"""Slack's objects, as its SDK for Java has logged them and its pages show them: with the keys of all cases."""

from tests.bot.playground.published.trees import ANYTHING, OrNull, Tree, booleans, integers, lists, strings

LOGS = "slackapi/java-slack-sdk: json-logs/samples/api"

ICONS = strings("image_36 image_48 image_72")
BOT_PROFILE = {**strings("id name app_id team_id"), **booleans("deleted"), **integers("updated"), "icons": ICONS}
EDITED = strings("user ts")
FILE: dict[str, Tree] = {
    **strings(
        "id name title mimetype filetype pretty_type user user_team mode external_type username url_private"
        " url_private_download permalink permalink_public media_display_type file_access subject source_team editor"
        " last_editor alt_txt external_id external_url app_id app_name edit_link preview preview_highlight plain_text"
    ),
    **integers("created timestamp size updated lines lines_more"),
    **booleans(
        "editable is_external is_public public_url_shared display_as_bot has_rich_preview is_starred"
        " non_owner_editable preview_is_truncated skipped_shares"
    ),
}
SHARED_FILE: dict[str, Tree] = {
    **FILE,
    **lists("channels groups ims"),
    **booleans("has_more_shares"),
    "shares": {"public": ANYTHING, "private": ANYTHING},
}
MESSAGE: dict[str, Tree] = {
    **strings(
        "type subtype text user ts bot_id app_id team username thread_ts parent_user_id latest_reply last_read"
        " client_msg_id topic purpose"
    ),
    **integers("reply_count reply_users_count"),
    **booleans("subscribed is_locked upload display_as_bot"),
    "bot_profile": BOT_PROFILE,
    "edited": EDITED,
    "blocks": ANYTHING,
    "attachments": ANYTHING,
    "files": [FILE],
    "x_files": ["string"],
    "icons": ANYTHING,
    "root": ANYTHING,
    "replies": ANYTHING,
    "reply_users": ["string"],
    "reactions": ANYTHING,
    "metadata": {"event_type": "string", "event_payload": ANYTHING},
}
MESSAGE_SOURCES = (
    f"{LOGS}/chat.update.json",
    f"{LOGS}/conversations.history.json",
    f"{LOGS}/conversations.replies.json",
    "slackapi/java-slack-sdk: json-logs/samples/app-backend/interactive-components/BlockActionPayload.json",
)
TOPIC = {**strings("value creator"), **integers("last_set")}
CHANNEL: dict[str, Tree] = {
    **strings("id name name_normalized creator"),
    **integers("created unlinked"),
    **booleans(
        "is_channel is_group is_im is_archived is_general is_shared is_ext_shared is_org_shared is_pending_ext_shared"
        " is_private is_mpim"
    ),
    **lists("shared_team_ids pending_shared pending_connected_team_ids previous_names"),
    "topic": TOPIC,
    "purpose": TOPIC,
}
# In the page's example and not in the logs, which are older.
CHANNEL_PAGE = "https://docs.slack.dev/reference/objects/conversation-object"
NEWER: dict[str, Tree] = {
    **strings("context_team_id"),
    **integers("updated"),
    **booleans("is_frozen"),
    "parent_conversation": OrNull("string"),
}
PROFILE: dict[str, Tree] = {
    **strings(
        "title phone skype real_name real_name_normalized display_name display_name_normalized status_text status_emoji"
        " status_text_canonical avatar_hash team image_24 image_32 image_48 image_72 image_192 image_512 image_1024"
        " image_original email first_name last_name api_app_id bot_id"
    ),
    **integers("status_expiration"),
    **booleans("always_active is_custom_image"),
}
USER: dict[str, Tree] = {
    **strings("id team_id name color real_name tz tz_label locale who_can_share_contact_card"),
    **integers("tz_offset updated"),
    **booleans(
        "deleted is_admin is_owner is_primary_owner is_restricted is_ultra_restricted is_bot is_app_user has_2fa"
        " is_email_confirmed"
    ),
    "enterprise_user": ANYTHING,
}
NEXT = strings("next_cursor")
OK = booleans("ok")
TEXT = {**strings("type text"), **booleans("emoji")}
VIEW: dict[str, Tree] = {
    **strings(
        "id team_id type private_metadata callback_id external_id hash root_view_id app_id app_installed_team_id bot_id"
    ),
    **booleans("clear_on_close notify_on_close submit_disabled"),
    "title": TEXT,
    "submit": OrNull(TEXT),
    "close": OrNull(TEXT),
    "blocks": ANYTHING,
    "state": {"values": ANYTHING},
    "previous_view_id": OrNull("string"),
}

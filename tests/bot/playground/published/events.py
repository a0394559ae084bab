"""Events and Socket Mode's frames: logged by Slack's SDK for Java, and written out in the tests of Bolt."""

from tests.bot.playground.published.interactions import BOLT, SOCKETS
from tests.bot.playground.published.objects import BOT_PROFILE, EDITED, FILE, VIEW
from tests.bot.playground.published.trees import ANYTHING, OrNull, Sample, Tree, booleans, integers, strings

JAVA = "slackapi/java-slack-sdk: json-logs/samples/events"
DOCS = "https://docs.slack.dev/apis/events-api/using-socket-mode"


def callback(event: Tree) -> dict[str, Tree]:
    """The envelope of every event: …/events/MemberJoinedChannelPayload.json has its newest form."""
    authorization: Tree = {
        **strings("team_id user_id"),
        **booleans("is_bot is_enterprise_install"),
        "enterprise_id": OrNull("string"),
    }
    return {
        **strings("token team_id enterprise_id api_app_id type event_id event_context context_team_id"),
        **integers("event_time"),
        **booleans("is_ext_shared_channel"),
        "context_enterprise_id": OrNull("string"),
        "authorizations": [authorization],
        "authed_users": ["string"],
        "authed_teams": ["string"],
        "event": event,
    }


WRITTEN: dict[str, Tree] = {
    **strings("client_msg_id type text user ts team channel event_ts"),
    "blocks": ANYTHING,
}
OLD: dict[str, Tree] = {**strings("client_msg_id type text user team ts"), "blocks": ANYTHING, "edited": EDITED}
HIDDEN: dict[str, Tree] = {**strings("type subtype channel ts event_ts channel_type"), **booleans("hidden")}
ENVELOPE: dict[str, Tree] = {**strings("envelope_id type"), **booleans("accepts_response_payload")}

MENTION = callback({**WRITTEN, **strings("bot_id"), "bot_profile": BOT_PROFILE})
MENTION_SOURCES = (f"{JAVA}/AppMentionPayload.json", f"{BOLT}/test_events.py", SOCKETS)

SAMPLES = {
    "app_mention": Sample(MENTION_SOURCES, MENTION),
    "message_in_channel": Sample(
        (f"{BOLT}/test_message.py", SOCKETS), callback({**WRITTEN, **strings("channel_type")})
    ),
    "message_im": Sample((f"{BOLT}/test_message.py", SOCKETS), callback({**WRITTEN, **strings("channel_type")})),
    "app_mention_in_thread": Sample(
        (*MENTION_SOURCES, f"{BOLT}/test_events_assistant.py"),
        callback({**WRITTEN, **strings("thread_ts parent_user_id")}),
    ),
    "message_in_thread": Sample(
        (f"{BOLT}/test_events_assistant.py", f"{BOLT}/test_message.py"),
        callback({**WRITTEN, **strings("channel_type thread_ts parent_user_id")}),
    ),
    "message_changed": Sample(
        (f"{JAVA}/MessageChangedPayload.json", f"{BOLT}/test_message_changed.py"),
        callback({**HIDDEN, "message": OLD, "previous_message": OLD}),
    ),
    "message_deleted": Sample(
        (f"{JAVA}/MessageDeletedPayload.json", f"{BOLT}/test_message_deleted.py"),
        callback({**HIDDEN, **strings("deleted_ts"), "previous_message": OLD}),
    ),
    "file_share": Sample(
        (f"{BOLT}/test_message_file_share.py", f"{JAVA}/MessageFileSharePayload.json"),
        callback({**WRITTEN, **strings("channel_type subtype"), **booleans("upload display_as_bot"), "files": [FILE]}),
    ),
    "file_shared": Sample(
        (f"{JAVA}/FileSharedPayload.json",),
        callback({**strings("type file_id user_id channel_id event_ts"), "file": strings("id")}),
    ),
    "app_home_first_opened": Sample(
        (f"{JAVA}/AppHomeOpenedPayload.json",),
        callback({**strings("type user channel tab event_ts"), "view": VIEW}),
    ),
    "app_home_opened": Sample(
        (f"{JAVA}/AppHomeOpenedPayload.json",),
        callback({**strings("type user channel tab event_ts"), "view": VIEW}),
    ),
    "member_joined_channel": Sample(
        (f"{JAVA}/MemberJoinedChannelPayload.json", SOCKETS),
        {
            **ENVELOPE,
            **strings("retry_reason"),
            **integers("retry_attempt"),
            "payload": callback(strings("type user channel channel_type team event_ts inviter")),
        },
    ),
    "bot_invited": Sample(
        (f"{JAVA}/MemberJoinedChannelPayload.json", f"{BOLT}/test_events.py"),
        callback(strings("type user channel channel_type team event_ts inviter")),
    ),
    "event_envelope": Sample(
        (SOCKETS,),
        {**ENVELOPE, **strings("retry_reason"), **integers("retry_attempt"), "payload": ANYTHING},
    ),
    "slash_command_envelope": Sample((SOCKETS,), {**ENVELOPE, "payload": ANYTHING}),
    "hello": Sample(
        (DOCS, SOCKETS),
        {
            **strings("type"),
            **integers("num_connections"),
            "debug_info": {**strings("host started"), **integers("build_number approximate_connection_time")},
            "connection_info": strings("app_id"),
        },
    ),
    "disconnect": Sample((DOCS,), {**strings("type reason"), "debug_info": strings("host")}),
}

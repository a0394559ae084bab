"""What people do, as Slack tells an app of it: logged by Slack's SDK for Java, and written out in the tests of Bolt."""

from tests.bot.playground.published.objects import MESSAGE, MESSAGE_SOURCES, TEXT, VIEW
from tests.bot.playground.published.trees import ANYTHING, OrNull, Sample, Tree, booleans, integers, strings

JAVA = "slackapi/java-slack-sdk: json-logs/samples/app-backend"
BOLT = "slackapi/bolt-python: tests/scenario_tests"
SOCKETS = "slackapi/python-slack-sdk: tests/slack_sdk/socket_mode/mock_socket_mode_server.py"

# An app that is installed in one workspace is told `null`.
ENTERPRISE = OrNull(strings("id name"))
WHO: dict[str, Tree] = {
    **strings("type api_app_id token"),
    **booleans("is_enterprise_install"),
    "enterprise": ENTERPRISE,
    "team": strings("id domain enterprise_id enterprise_name"),
    "user": strings("id username name team_id"),
}
IN_MESSAGE: Tree = {
    **strings("type message_ts channel_id thread_ts text app_unfurl_url"),
    **integers("attachment_id"),
    **booleans("is_ephemeral is_app_unfurl"),
}
ACTION: dict[str, Tree] = {
    **strings("action_id block_id type action_ts value style url"),
    "text": TEXT,
    "placeholder": TEXT,
    "confirm": ANYTHING,
    "initial_option": ANYTHING,
    "selected_option": {"text": TEXT, "value": "string"},
}
# Steps of workflows and functions of Slack's own platform carry more.
PRESSED: dict[str, Tree] = {**WHO, **strings("trigger_id"), "actions": [ACTION], "state": {"values": ANYTHING}}
IN_CHANNEL: dict[str, Tree] = {
    **PRESSED,
    **strings("response_url"),
    "container": IN_MESSAGE,
    "channel": strings("id name"),
    "message": MESSAGE,
    "app_unfurl": ANYTHING,
}
IN_VIEW: dict[str, Tree] = {**PRESSED, "container": strings("type view_id"), "view": VIEW}
PRESS_SOURCES = (
    f"{JAVA}/interactive-components/BlockActionPayload.json",
    f"{BOLT}/test_block_actions.py",
    *MESSAGE_SOURCES,
)

SAMPLES = {
    "slash_command": Sample(
        (f"{JAVA}/slash-commands/SlashCommandPayload.json", f"{BOLT}/test_slash_command.py", SOCKETS),
        strings(
            "token api_app_id team_id team_domain enterprise_id enterprise_name channel_id channel_name user_id"
            " user_name command text response_url trigger_id"
        ),
    ),
    "button_in_message": Sample(PRESS_SOURCES, IN_CHANNEL),
    "select_in_message": Sample(PRESS_SOURCES, IN_CHANNEL),
    "button_in_ephemeral_message": Sample(PRESS_SOURCES, IN_CHANNEL),
    "button_in_home": Sample((PRESS_SOURCES[0], SOCKETS), IN_VIEW),
    "select_in_modal": Sample((PRESS_SOURCES[0], SOCKETS), IN_VIEW),
    "view_submission": Sample(
        (f"{JAVA}/views/ViewSubmissionPayload.json", f"{BOLT}/test_view_submission.py"),
        {
            **WHO,
            **strings("trigger_id bot_access_token"),
            **booleans("is_cleared"),
            "view": VIEW,
            "response_urls": [strings("block_id action_id channel_id response_url")],
            "function_data": ANYTHING,
            "interactivity": ANYTHING,
        },
    ),
    "view_closed": Sample(
        (f"{JAVA}/views/ViewClosedPayload.json", f"{BOLT}/test_view_closed.py"),
        {
            **WHO,
            **strings("bot_access_token"),
            **booleans("is_cleared"),
            "view": VIEW,
            "response_urls": [ANYTHING],
            "function_data": ANYTHING,
            "interactivity": ANYTHING,
        },
    ),
    "global_shortcut": Sample(
        (f"{BOLT}/test_shortcut.py", SOCKETS),
        {
            **strings("type token action_ts callback_id trigger_id"),
            **booleans("is_enterprise_install"),
            "team": strings("id domain enterprise_id enterprise_name"),
            "user": strings("id username team_id"),
            "enterprise": ENTERPRISE,
        },
    ),
    "message_shortcut": Sample(
        (f"{JAVA}/interactive-components/MessageShortcutPayload.json", *MESSAGE_SOURCES),
        {
            **strings("type callback_id trigger_id message_ts response_url token action_ts"),
            **booleans("is_enterprise_install"),
            "enterprise": ENTERPRISE,
            "team": strings("id domain enterprise_id enterprise_name"),
            "user": strings("id name username team_id"),
            "channel": strings("id name"),
            "message": MESSAGE,
        },
    ),
}

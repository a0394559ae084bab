"""What Slack says when it does not take something, and what a person can do about it.

    UserError
    ├── RefusedError              Slack said why, and somebody can mend it
    └── LostError                 Slack's answer got lost: nobody knows whether it took what was sent
    UnexpectedRefusalError        Slack said something that is not foreseen here: a bug, of one side or the other

The words are those of https://docs.slack.dev/reference/methods/chat.postMessage#errors and of the pages beside it
(chat.postEphemeral, chat.update, conversations.join, files.info, users.info, views.open, views.publish). A
`response_url` answers 404 with `used_url` or `expired_url`: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
"""

from collections.abc import Mapping
from typing import Any

from kpi.errors import UserError

_INSTALLER = "Ask whoever runs kpibot to install it again."
_ADMIN = "Ask a workspace admin to allow it, or ask in another channel."
_AGAIN = "Ask again with `/kpi`."

_WORDS = {
    # where the bot is not
    "not_in_channel": ("I am not in this channel yet.", "Type `/invite @kpibot` here, then try again."),
    "channel_not_found": ("I cannot see this conversation.", "Type `/invite @kpibot` here, then try again."),
    "is_archived": ("This channel is archived.", "Ask in a channel that is in use."),
    "user_not_in_channel": ("You have left this channel.", "Ask in a channel that you are in."),
    "user_not_found": ("I cannot see who you are in this workspace.", "Ask from an account of this workspace."),
    "user_not_visible": ("I cannot see who you are in this workspace.", "Ask from an account of this workspace."),
    "messages_tab_disabled": ("I have no direct messages in this workspace.", "Ask with `/kpi` instead."),
    "method_not_supported_for_channel_type": ("I cannot join this conversation.", "Ask in a public channel."),
    # what the workspace does not allow
    "restricted_action": ("This workspace does not let me post here.", _ADMIN),
    "restricted_action_read_only_channel": ("Only some people may post in this channel.", _ADMIN),
    "restricted_action_thread_only_channel": ("In this channel I may only answer in threads.", "Ask in a thread."),
    "restricted_action_thread_locked": ("This thread is locked.", "Ask outside of it."),
    "restricted_action_non_threadable_channel": ("This channel has no threads.", "Ask with `/kpi` instead."),
    "cannot_reply_to_message": ("Nobody can reply to this message.", "Ask with `/kpi` instead."),
    "thread_not_found": ("This thread is no longer there.", "Ask outside of it."),
    "ekm_access_denied": ("Your workspace's admins have suspended messages here.", "Ask a workspace admin."),
    "team_access_not_granted": ("I have no access to this workspace.", _INSTALLER),
    "not_allowed_for_grant_type": ("My token does not allow this.", _INSTALLER),
    "access_denied": ("Slack does not let me in.", "Ask a workspace admin to allow kpibot."),
    "message_limit_exceeded": ("This workspace has sent more messages than its plan allows.", "Ask an admin."),
    # tokens
    "account_inactive": ("My account in this workspace has been switched off.", _INSTALLER),
    "invalid_auth": ("Slack does not accept my token.", _INSTALLER),
    "not_authed": ("Slack does not accept my token.", _INSTALLER),
    "token_expired": ("My token has expired.", _INSTALLER),
    "token_revoked": ("My token has been revoked.", _INSTALLER),
    # too much at once
    "ratelimited": ("Slack asks me to slow down.", "Try again in a minute."),
    "rate_limited": ("Slack asks me to slow down.", "Try again in a minute."),
    # files
    "file_upload_size_restricted": ("The file is larger than Slack takes.", "Ask for a shorter period, or by channel."),
    "file_uploads_disabled": ("This workspace does not let anybody send files.", "Ask a workspace admin to allow it."),
    "file_uploads_except_images_disabled": (
        "This workspace lets nobody send files but pictures.",
        "Ask a workspace admin to allow it.",
    ),
    "file_type_not_allowed": ("This workspace does not take CSV files.", "Ask a workspace admin to allow them."),
    "storage_limit_reached": ("This workspace has no room left for files.", "Ask a workspace admin."),
    "posting_to_channel_denied": ("I may not send files there.", "Ask a workspace admin to allow it."),
    # messages that are gone or closed
    "message_not_found": ("The message is no longer there.", _AGAIN),
    "cant_update_message": ("I cannot change this message.", _AGAIN),
    "edit_window_closed": ("This message can no longer be changed.", _AGAIN),
    # files
    "file_not_found": ("I cannot see this file.", "Send it to me in a direct message."),
    "file_deleted": ("This file was deleted in Slack.", "Send it again."),
    # what has run out
    "expired_trigger_id": ("This took longer than the three seconds that Slack gives me.", "Please press again."),
    "exchanged_trigger_id": ("This press has opened something already.", "Please press again."),
    "trigger_expired": ("This took longer than the three seconds that Slack gives me.", "Please press again."),
    "trigger_exchanged": ("This press has opened something already.", "Please press again."),
    "used_url": ("This message has changed as often as Slack allows.", _AGAIN),
    "expired_url": ("This took longer than the half hour that Slack gives me.", _AGAIN),
    # Slack itself
    "unreachable": ("I cannot reach Slack.", "Try again in a minute."),
}

# Slack failed on its way, so it may have done what was asked: https://docs.slack.dev/apis/web-api#errors
NOT_JSON = "not_json"
TROUBLE = frozenset({"fatal_error", "internal_error", "request_timeout", "service_unavailable", NOT_JSON})


class RefusedError(UserError):
    """Slack does not take this; `code` is its word for why."""

    def __init__(self, code: str, sentence: str, hint: str) -> None:
        super().__init__(sentence, hint)
        self.code = code


class LostError(UserError):
    """The connection broke, or Slack failed, after something was sent."""

    def __init__(self) -> None:
        super().__init__(
            "I do not know whether my answer arrived: Slack broke off.",
            "Look whether it is there before you ask again.",
        )


class UnexpectedRefusalError(Exception):
    """Slack does not take this, and no person can do anything about it. `problems` are what it says of the blocks."""

    def __init__(self, code: str, problems: list[str]) -> None:
        super().__init__("; ".join((code, *problems)))
        self.code = code
        self.problems = problems


def refusal(answer: Mapping[str, Any]) -> RefusedError | LostError | UnexpectedRefusalError:
    """The error that stands for an answer of Slack's with `"ok": false`."""
    code = str(answer.get("error") or "no reason given")
    if code in ("missing_scope", "no_permission"):
        what = f"the scope `{answer['needed']}`" if answer.get("needed") else "every scope of its manifest"
        hint = f"Ask whoever installed kpibot to give it {what}, and to install it again."
        return RefusedError(code, "I lack a permission for this.", hint)
    if words := _WORDS.get(code):
        return RefusedError(code, *words)
    if code in TROUBLE:
        return LostError()
    return UnexpectedRefusalError(code, _problems(answer))


def unreachable() -> RefusedError:
    """Nothing could be sent at all."""
    return RefusedError("unreachable", *_WORDS["unreachable"])


def _problems(answer: Mapping[str, Any]) -> list[str]:
    """https://docs.slack.dev/reference/methods/chat.postMessage#errors: `errors`, or only among the messages."""
    metadata = answer.get("response_metadata") or {}
    return [str(each) for each in answer.get("errors") or metadata.get("messages") or ()]

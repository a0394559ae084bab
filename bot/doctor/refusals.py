"""What Slack says when it refuses a token, and what to do about it."""

from slack_sdk.errors import SlackApiError

from bot.doctor.finding import Finding, wrong
from bot.messages.mrkdwn import shorten

_REINSTALL = "Install the app again (Install App in its settings), and copy the token anew."
_WAIT = "Try again in a minute; https://slack-status.com/ says whether it is Slack."

# https://docs.slack.dev/reference/methods/auth.test#errors
# https://docs.slack.dev/reference/methods/apps.connections.open#errors
_REFUSALS = {
    "access_denied": ("this token may not do this", _REINSTALL),
    "account_inactive": ("the workspace or the bot's account is gone, or the app was uninstalled", _REINSTALL),
    "fatal_error": ("Slack is in trouble", _WAIT),
    "internal_error": ("Slack is in trouble", _WAIT),
    "invalid_auth": ("there is no such token, or this machine's address is not on the app's list", "Copy it again."),
    "missing_scope": ("a scope is missing", "An app-level token needs connections:write: generate a new one."),
    "no_permission": ("this token may not do this", _REINSTALL),
    "not_allowed_token_type": (
        "it is a token of another kind",
        "A bot token begins with xoxb-, an app's with xapp-.",
    ),
    "org_login_required": (
        "the workspace is being moved to an enterprise organization",
        "Try again afterwards.",
    ),
    "ratelimited": ("it was asked too often", _WAIT),
    "service_unavailable": ("Slack is in trouble", _WAIT),
    "team_access_not_granted": ("the app is not approved for this workspace", "Ask a workspace admin to approve it."),
    "token_expired": ("it has expired", "Switch token rotation off in the app's settings (OAuth & Permissions)."),
    "token_revoked": ("it was revoked", _REINSTALL),
    "too_many_websockets": ("ten connections are open already", "Stop other running copies of kpibot."),
}


def refused(name: str, setting: str, error: SlackApiError) -> Finding:
    """Why Slack did not take the token of this setting."""
    said = str(error.response.get("error", error))
    if said not in _REFUSALS:
        return wrong(name, f"Slack says: {shorten(said, 100)}.", "Check SLACK_API_URL, or try again in a minute.")
    why, hint = _REFUSALS[said]
    return wrong(name, f"Slack refuses {setting}: {why} ({said}).", hint)

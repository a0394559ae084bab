"""What the app may do in the workspace: its scopes, and what does not work without each."""

from collections.abc import Mapping

from bot.doctor.finding import Finding, fine, skipped, wrong

NAME = "scopes"

# The same as in slack-app-manifest.yaml. https://docs.slack.dev/reference/scopes
NEEDED = {
    "app_mentions:read": "mentions (@kpibot csat) are not answered",
    "channels:history": "a review of which the bot is not sure whether it is in a public channel is not posted",
    "channels:join": "“Join and share” does not work: the bot has to be invited by hand",
    "channels:read": "the bot says no word of welcome in public channels",
    "chat:write": "nothing can be posted: no sharing, and no answers to mentions and direct messages",
    "commands": "there is no /kpi",
    "files:read": "files that people hand over cannot be read",
    "files:write": "files cannot be sent",
    "groups:history": "a review of which the bot is not sure whether it is in a private channel is not posted",
    "groups:read": "the bot says no word of welcome in private channels",
    "im:history": "direct messages are not answered",
    "users:read": "nobody is answered, for the bot cannot tell members from guests",
}


def check(headers: Mapping[str, str]) -> Finding:
    """Every answer of Slack has a token's scopes in a header.

    https://docs.slack.dev/authentication/installing-with-oauth
    """
    told = next((value for name, value in headers.items() if name.lower() == "x-oauth-scopes"), None)
    if told is None:
        return skipped(NAME, "Slack did not tell the token's scopes (header x-oauth-scopes).")
    granted = {scope.strip() for scope in told.split(",")}
    missing = {scope: without for scope, without in NEEDED.items() if scope not in granted}
    if missing:
        without = "; ".join(f"without {scope} {what}" for scope, what in missing.items())
        return wrong(
            NAME,
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing: {without}.",
            "Add them under OAuth & Permissions in the app's settings, and install the app again; the tokens stay.",
        )
    return fine(NAME, f"All {len(NEEDED)} are granted.")

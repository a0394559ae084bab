"""HTTP instead of Socket Mode: the signing secret, and the place where Slack's requests arrive."""

from bot.doctor import listening
from bot.doctor.finding import Finding, fine, wrong
from bot.settings import Settings

NAME = "signing secret"
_TOKENS = ("xoxb-", "xoxp-", "xapp-")


def is_used(settings: Settings) -> bool:
    """Whether Slack is to reach the bot by HTTP: that is so with a signing secret and no app-level token."""
    return settings.slack_signing_secret is not None and settings.slack_app_token is None


def check(settings: Settings) -> Finding:
    """https://docs.slack.dev/authentication/verifying-requests-from-slack"""
    secret = settings.slack_signing_secret.get_secret_value() if settings.slack_signing_secret else ""
    if secret.startswith(_TOKENS) or len(secret.split()) != 1:
        return wrong(
            NAME,
            "SLACK_SIGNING_SECRET is no signing secret.",
            "Copy it from Basic Information → App Credentials in the app's settings.",
        )
    place = listening.look(settings)
    if place.trouble:
        return wrong(
            NAME, f"kpibot cannot listen at {place.address}: {place.trouble}.", "Mend HTTP_HOST and HTTP_PORT."
        )
    if place.ours:
        return fine(NAME, f"Set. kpibot listens at {place.address}.")
    if place.ours is False:
        return wrong(NAME, f"Another program listens at {place.address}.", "Set HTTP_PORT to a free one.")
    return fine(
        NAME, f"Set. kpibot will listen at {place.address}.", "Only Slack can tell whether its requests arrive there."
    )

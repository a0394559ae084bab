"""What surrounds every event: https://docs.slack.dev/apis/events-api/#callback-field"""

import base64
import json
import secrets
from collections.abc import Callable

from bot.playground.workspace import APP_ID, BOT_USER_ID, TEAM_ID, Json


def envelope(event: Json, verification_token: str, clock: Callable[[], float]) -> Json:
    """An event on its way to the one installation of the app; its `event_context` names it to the Web API."""
    channel = event.get("channel") or event.get("channel_id")
    context = {"et": event["type"], "tid": TEAM_ID, "aid": APP_ID, "cid": channel}
    encoded = base64.b64encode(json.dumps(context, separators=(",", ":")).encode()).decode().rstrip("=")
    return {
        "token": verification_token,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev0{secrets.token_hex(5).upper()[:9]}",
        "event_time": int(clock()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER_ID,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{encoded}",
    }

"""auth.test, apps.connections.open, bots.info and team.info: who the bot is, and where."""

from bot.playground.content import RefusalError
from bot.playground.shapes import UPDATED, icons
from bot.playground.web_api.arguments import Arguments
from bot.playground.web_api.method import Backend, Method
from bot.playground.workspace import (
    APP_ID,
    BOT_ID,
    BOT_NAME,
    BOT_USER_ID,
    TEAM_DOMAIN,
    TEAM_ID,
    TEAM_NAME,
    Json,
)


def test(slack: Backend, _given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/auth.test"""
    return {
        "url": f"{slack.workspace.address()}/",
        "team": TEAM_NAME,
        "user": BOT_NAME,
        "team_id": TEAM_ID,
        "user_id": BOT_USER_ID,
        "bot_id": BOT_ID,
        "is_enterprise_install": False,
    }


def open_connection(slack: Backend, _given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/apps.connections.open; ten connections at most."""
    if slack.connections.is_full:
        raise RefusalError("too_many_websockets")
    address = slack.workspace.address().replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={slack.connections.new_ticket()}&app_id={APP_ID}"}


def bot_info(_slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/bots.info"""
    if given.required("bot") != BOT_ID:
        raise RefusalError("bot_not_found")
    return {
        "bot": {
            "id": BOT_ID,
            "deleted": False,
            "name": BOT_NAME,
            "updated": UPDATED,
            "app_id": APP_ID,
            "user_id": BOT_USER_ID,
            "icons": icons(),
        }
    }


def team_info(slack: Backend, given: Arguments) -> Json:
    """https://docs.slack.dev/reference/methods/team.info"""
    if given.text("team") not in ("", TEAM_ID):
        raise RefusalError("team_not_found")
    return {
        "team": {
            "id": TEAM_ID,
            "name": TEAM_NAME,
            "url": f"{slack.workspace.address()}/",
            "domain": TEAM_DOMAIN,
            "email_domain": "",
            "icon": {"image_default": True, **icons()},
            "avatar_base_url": "https://ca.slack-edge.com/",
            "is_verified": False,
        }
    }


METHODS = (
    Method("auth.test", test, per_minute=600),
    Method("apps.connections.open", open_connection, ("connections:write",), per_minute=20, caller="app"),
    Method("bots.info", bot_info, ("users:read",), per_minute=50),
    Method("team.info", team_info, ("team:read",), per_minute=50),
)

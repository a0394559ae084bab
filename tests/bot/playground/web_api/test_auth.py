import re

import pytest
from slack_sdk import WebClient

from bot.playground.socket_mode import MOST_CONNECTIONS
from tests.bot.playground.web_api.asking import BOT, error
from tests.bot.playground.web_api.conftest import APP_TOKEN, Served


def test_auth_test_names_the_team_and_the_bot(slack: Served, client: WebClient) -> None:
    answer = client.auth_test().data
    assert answer == {
        "ok": True,
        "url": f"{slack.address}/",
        "team": "Local Slack",
        "user": "kpibot",
        "team_id": "T0LOCAL001",
        "user_id": BOT,
        "bot_id": "B0KPIBOT01",
        "is_enterprise_install": False,
    }


def test_a_connection_is_opened_with_the_app_token(slack: Served, client: WebClient) -> None:
    url = client.apps_connections_open(app_token=APP_TOKEN)["url"]
    address = slack.address.replace("http", "ws")
    assert re.fullmatch(rf"{re.escape(address)}/link/\?ticket=[\w-]+&app_id=A0KPIBOT01", url)


def test_connections_are_refused_beyond_ten(slack: Served, client: WebClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slack.socket_mode, "_connections", [object()] * MOST_CONNECTIONS)
    assert error(client.apps_connections_open, app_token=APP_TOKEN) == "too_many_websockets"


def test_the_bot_is_described_as_an_app(client: WebClient) -> None:
    bot = client.bots_info(bot="B0KPIBOT01")["bot"]
    assert (bot["name"], bot["app_id"], bot["user_id"], bot["deleted"]) == ("kpibot", "A0KPIBOT01", BOT, False)
    assert error(client.bots_info, bot="B0NOBODY") == "bot_not_found"


def test_the_team_is_described(client: WebClient) -> None:
    team = client.team_info()["team"]
    assert (team["id"], team["name"], team["domain"]) == ("T0LOCAL001", "Local Slack", "local-slack")
    assert error(client.team_info, team="T0OTHER") == "team_not_found"

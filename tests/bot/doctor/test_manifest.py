"""slack-app-manifest.yaml against Slack's rules, the code that needs it, and the local Slack."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import SecretStr
from slack_sdk import WebClient

from bot import buttons
from bot.bootstrap import build
from bot.doctor import scopes
from bot.doctor.live import run
from bot.doctor.live.proof import Proof
from bot.playground.manifest import MANIFEST, Command, Manifest, Shortcut
from bot.playground.server import LocalSlack
from bot.settings import Settings
from bot.uploads import buttons as upload_buttons
from tests.support.databases import no_database

ROOT = Path(__file__).parents[3]

# The scopes of each method: any one of them, by the kind of channel. https://docs.slack.dev/reference/methods/<method>
METHODS: dict[str, set[str]] = {
    "api.test": set(),
    "apps.connections.open": set(),  # of the app-level token
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.postEphemeral": {"chat:write"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.join": {"channels:join"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.replies": {"channels:history", "groups:history"},
    "files.completeUploadExternal": {"files:write"},
    "files.delete": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "files.info": {"files:read"},
    "files.upload.v2": {"files:write"},  # the library's name for three calls
    "users.info": {"users:read"},
    "users.list": {"users:read"},
    "views.open": set(),
    "views.publish": set(),
    "views.update": set(),
}
# https://docs.slack.dev/reference/events/<event>; message.im is bound as "message"
EVENTS: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
}


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "slack-app-manifest.yaml").read_text("utf-8"))
    return loaded


@pytest.fixture
def command(manifest: dict[str, Any]) -> dict[str, Any]:
    [command] = manifest["features"]["slash_commands"]
    return dict(command)


def as_loaded(manifest: dict[str, Any]) -> Manifest:
    """What the local Slack makes of a manifest."""
    return Manifest(
        scopes=tuple(manifest["oauth_config"]["scopes"]["bot"]),
        commands=tuple(
            Command(each["command"], each["description"], each["usage_hint"], (), each["should_escape"])
            for each in manifest["features"]["slash_commands"]
        ),
        shortcuts=tuple(
            Shortcut(each["name"], each["type"], each["callback_id"], each["description"])
            for each in manifest["features"]["shortcuts"]
        ),
        events=tuple(manifest["settings"]["event_subscriptions"]["bot_events"]),
    )


def test_it_is_within_slacks_limits(manifest: dict[str, Any], command: dict[str, Any]) -> None:
    """https://docs.slack.dev/reference/app-manifest and https://github.com/slackapi/manifest-schema (version 1)"""
    assert manifest.keys() == {"_metadata", "display_information", "features", "oauth_config", "settings"}
    assert manifest["_metadata"]["major_version"] == 1
    shown = manifest["display_information"]
    assert shown.keys() == {"name", "description", "long_description", "background_color"}
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4_000
    assert re.fullmatch("#[0-9a-f]{6}", shown["background_color"])
    assert manifest["features"].keys() == {"app_home", "bot_user", "shortcuts", "slash_commands"}
    assert re.fullmatch("[a-z0-9._-]{1,80}", manifest["features"]["bot_user"]["display_name"])
    assert command.keys() == {"command", "description", "usage_hint", "should_escape"}
    assert re.fullmatch("/[a-z]{1,31}", command["command"])
    assert len(command["description"]) <= 2_000
    assert len(command["usage_hint"]) <= 1_000
    for shortcut in manifest["features"]["shortcuts"]:
        assert shortcut.keys() == {"name", "type", "callback_id", "description"}
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150


def test_it_makes_the_app_that_the_product_is(manifest: dict[str, Any]) -> None:
    assert manifest["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert manifest["features"]["bot_user"]["always_online"] is True
    settings = manifest["settings"]
    assert settings["interactivity"] == {"is_enabled": True}
    assert settings["socket_mode_enabled"] is True
    assert settings["token_rotation_enabled"] is False
    assert settings["org_deploy_enabled"] is False


def test_the_hint_is_the_registrys(command: dict[str, Any], tmp_path: Path) -> None:
    kpibot = build(Settings(_env_file=None, database_url=no_database(tmp_path)))
    kpibot.bench.store.close()
    assert command["usage_hint"] == kpibot.registry.usage_hint


def test_names_are_escaped_into_ids(command: dict[str, Any]) -> None:
    assert command["should_escape"] is True


def test_it_asks_for_the_scopes_that_the_code_needs_and_for_no_others(manifest: dict[str, Any]) -> None:
    needed = {"commands"}
    for method in methods_called():
        needed |= METHODS[method]
    for event in events_bound():
        needed |= EVENTS[event]
    # What people hand over is read by url_private, which is no method; files.info is beside it.
    assert set(manifest["oauth_config"]["scopes"]["bot"]) == needed
    assert "user" not in manifest["oauth_config"]["scopes"]


def test_the_doctor_looks_for_the_same_scopes(manifest: dict[str, Any]) -> None:
    assert list(scopes.NEEDED) == sorted(manifest["oauth_config"]["scopes"]["bot"])


def test_it_subscribes_to_the_events_that_listeners_are_bound_to(manifest: dict[str, Any]) -> None:
    assert set(manifest["settings"]["event_subscriptions"]["bot_events"]) == set(events_bound())


def test_each_shortcut_is_bound_to_a_listener(manifest: dict[str, Any]) -> None:
    declared = {each["callback_id"] for each in manifest["features"]["shortcuts"]}
    assert declared == {buttons.OVERVIEW, upload_buttons.SHORTCUT}


def test_the_local_slack_has_the_same_command_shortcuts_scopes_and_events(manifest: dict[str, Any]) -> None:
    loaded = as_loaded(manifest)
    described = [(each.name, each.description, each.usage_hint, each.should_escape) for each in MANIFEST.commands]
    assert described == [(each.name, each.description, each.usage_hint, each.should_escape) for each in loaded.commands]
    assert set(loaded.scopes) == set(MANIFEST.scopes)
    assert set(loaded.events) == set(MANIFEST.events)
    assert loaded.shortcuts == MANIFEST.shortcuts


def test_an_app_made_from_it_may_do_all_that_the_doctor_proves(manifest: dict[str, Any]) -> None:
    with LocalSlack(manifest=as_loaded(manifest)) as slack:
        token = SecretStr(slack.bot_token)
        settings = Settings(_env_file=None, slack_bot_token=token, slack_api_url=slack.api_url)
        answer = WebClient(slack.bot_token, base_url=slack.api_url).auth_test()
        assert scopes.check(answer.headers).ok
        proofs: list[Proof] = []
        run.run(run.bench(settings, "support", pause=lambda _: None), proofs.append, lambda: None)
    assert [(each.fact.sentence, each.seen) for each in proofs if not each.holds] == []


def methods_called() -> set[str]:
    """The Web API methods that the bot calls through slack_sdk's client, but for the local Slack, which serves them."""
    names = {method.replace(".", "_"): method for method in METHODS}
    called = set()
    for node in nodes():
        if isinstance(node, ast.Attribute) and re.match("(apps|auth|chat|conversations|files|users|views)_", node.attr):
            called.add(names.get(node.attr, node.attr.replace("_", ".")))
    return called


def events_bound() -> set[str]:
    bound = {
        node.args[0].value
        for node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "event"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    return {"message.im" if event == "message" else str(event) for event in bound}


def nodes() -> Iterator[ast.AST]:
    for path in sorted((ROOT / "bot").rglob("*.py")):
        if "playground" not in path.parts:
            yield from ast.walk(ast.parse(path.read_text("utf-8")))

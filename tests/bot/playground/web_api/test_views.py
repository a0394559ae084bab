from typing import Any

import pytest
from slack_sdk import WebClient

from tests.bot.playground.conftest import Json, section
from tests.bot.playground.web_api.asking import ADA, BEN, error, refusal
from tests.bot.playground.web_api.conftest import Served

FORGED = "1.2.abc"


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def modal(title: str = "Import", **more: Any) -> Json:
    field: Json = {
        "type": "input",
        "label": text("Note"),
        "element": {"type": "plain_text_input", "action_id": "note"},
    }
    return {"type": "modal", "title": text(title), "submit": text("Go"), "blocks": [field], **more}


def home(words: str = "Hello", **more: Any) -> Json:
    return {"type": "home", "blocks": [section(words)], **more}


@pytest.fixture
def trigger(slack: Served) -> Any:
    """What a person's action gives the bot."""
    return lambda name="ada": slack.triggers.open(slack.member(name))


def titles(slack: Served, person: str = ADA) -> list[str]:
    return [view.content["title"]["text"] for view in slack.workspace.views.stack_of(person)]


def test_a_modal_opens_for_the_person_who_did_something(slack: Served, client: WebClient, trigger: Any) -> None:
    view = client.views_open(trigger_id=trigger(), view=modal(private_metadata="7", callback_id="import"))["view"]
    assert titles(slack) == ["Import"]
    assert titles(slack, BEN) == []
    assert (view["type"], view["private_metadata"], view["callback_id"], view["external_id"]) == (
        "modal",
        "7",
        "import",
        "",
    )
    assert (view["root_view_id"], view["previous_view_id"], view["state"]) == (view["id"], None, {"values": {}})
    assert (view["team_id"], view["app_id"], view["bot_id"]) == ("T0LOCAL001", "A0KPIBOT01", "B0KPIBOT01")
    assert (view["clear_on_close"], view["notify_on_close"], view["close"]) == (False, False, None)
    assert view["blocks"][0]["block_id"]


def test_a_trigger_is_good_once_and_for_three_seconds(slack: Served, client: WebClient, trigger: Any) -> None:
    used, late = trigger(), trigger()
    client.views_open(trigger_id=used, view=modal())
    assert error(client.views_open, trigger_id=used, view=modal()) == "exchanged_trigger_id"
    slack.clock.passes(3.1)
    assert error(client.views_open, trigger_id=late, view=modal()) == "expired_trigger_id"
    assert error(client.views_open, trigger_id=FORGED, view=modal()) == "invalid_trigger_id"


def test_three_views_lie_on_each_other_and_a_fourth_is_refused(slack: Served, client: WebClient, trigger: Any) -> None:
    root = client.views_open(trigger_id=trigger(), view=modal("One"))["view"]
    second = client.views_push(trigger_id=trigger(), view=modal("Two"))["view"]
    assert (second["root_view_id"], second["previous_view_id"]) == (root["id"], root["id"])
    client.views_push(trigger_id=trigger(), view=modal("Three"))
    assert error(client.views_push, trigger_id=trigger(), view=modal("Four")) == "push_limit_reached"
    assert titles(slack) == ["One", "Two", "Three"]


def test_nothing_can_be_pushed_where_nothing_is_open(client: WebClient, trigger: Any) -> None:
    assert error(client.views_push, trigger_id=trigger(), view=modal()) == "not_found"


def test_a_view_is_updated_by_its_id_or_by_ours(slack: Served, client: WebClient, trigger: Any) -> None:
    view = client.views_open(trigger_id=trigger(), view=modal(external_id="mine"))["view"]
    by_id = client.views_update(view_id=view["id"], view=modal("By id", external_id="mine"))["view"]
    assert titles(slack) == ["By id"]
    assert by_id["id"] == view["id"]
    assert by_id["hash"] != view["hash"]
    client.views_update(external_id="mine", view=modal("By ours"))
    assert titles(slack) == ["By ours"]
    assert error(client.views_update, view_id="V0NOWHERE", view=modal()) == "not_found"
    assert error(client.api_call, "views.update", json={"view": modal()}) == "invalid_arguments"


def test_an_update_on_an_old_hash_is_refused(slack: Served, client: WebClient, trigger: Any) -> None:
    view = client.views_open(trigger_id=trigger(), view=modal())["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=modal("First"))
    assert error(client.views_update, view_id=view["id"], hash=view["hash"], view=modal("Late")) == "hash_conflict"
    assert titles(slack) == ["First"]


def test_an_external_id_is_taken_while_its_view_is_open(slack: Served, client: WebClient, trigger: Any) -> None:
    client.views_open(trigger_id=trigger(), view=modal(external_id="mine"))
    late = trigger("ben")
    assert error(client.views_open, trigger_id=late, view=modal(external_id="mine")) == "duplicate_external_id"
    slack.workspace.views.close_all(ADA)
    assert client.views_open(trigger_id=late, view=modal(external_id="mine"))["ok"]


def test_a_modal_stays_a_modal(client: WebClient, trigger: Any) -> None:
    assert error(client.views_open, trigger_id=trigger(), view=home()) == "invalid_arguments"
    view = client.views_open(trigger_id=trigger(), view=modal())["view"]
    answer = refusal(client.views_update, view_id=view["id"], view=home())
    assert answer["error"] == "invalid_arguments"
    assert answer["response_metadata"]["messages"][0] == "[ERROR] must be one of: modal [json-pointer:/view/type]"
    assert error(client.views_publish, user_id=ADA, view=modal()) == "invalid_arguments"


def test_a_view_that_is_no_view_spends_no_trigger(client: WebClient, trigger: Any) -> None:
    good = trigger()
    for bad in ("{", "[]", ""):
        call = {"trigger_id": good, "view": bad}
        assert error(client.api_call, "views.open", json=call) == "invalid_arguments"
    huge = modal(private_metadata="x" * 250_000)
    assert error(client.views_open, trigger_id=good, view=huge) == "view_too_large"
    assert client.views_open(trigger_id=good, view=modal())["ok"]


def test_a_home_tab_is_published_for_one_person_and_keeps_its_id(slack: Served, client: WebClient) -> None:
    first = client.views_publish(user_id=ADA, view=home("First"))["view"]
    second = client.views_publish(user_id=ADA, view=home("Second"), hash=first["hash"])["view"]
    assert (first["type"], first["title"]["text"]) == ("home", "View Title")
    assert first["id"] == second["id"]
    shown = slack.workspace.home_of(ADA)
    assert shown is not None
    assert shown.content["blocks"][0]["text"]["text"] == "Second"
    assert slack.workspace.home_of(BEN) is None
    assert error(client.views_publish, user_id=ADA, view=home(), hash=first["hash"]) == "hash_conflict"
    assert error(client.views_publish, user_id="U0NOBODY", view=home()) == "invalid_arguments"


def test_a_workspace_without_the_new_blocks_refuses_them_in_views_too(slack: Served, client: WebClient) -> None:
    slack.faults.set({"refuse_new_blocks": True})
    table = {"type": "data_table", "caption": "CSAT", "rows": []}
    answer = refusal(client.views_publish, user_id=ADA, view={"type": "home", "blocks": [table]})
    problem = "[ERROR] unsupported type: data_table [json-pointer:/view/blocks/0/type]"
    assert answer["response_metadata"]["messages"][0] == problem

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Clock, Connect, Json, actions, button, noting, section, upload
from tests.bot.playground.delivery.raw_bot import RawBot
from tests.support.local_slack import Person, call


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def field(block_id: str, element: Json, **more: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(block_id),
        "element": {**element, "action_id": "a"},
        **more,
    }


def modal(title: str, *blocks: Json, **more: Any) -> Json:
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": plain(title),
        "submit": plain("Go"),
        "blocks": list(blocks) or [section("hello")],
        **more,
    }


TEXT = {"type": "plain_text_input"}
Opens = Callable[..., Json]


@pytest.fixture
def opens(connect: Connect, client: WebClient, ada: Person) -> Opens:
    """`opens(view, submitted=…)`: Ada types `/kpi`, the app opens this modal, and it is answered by `submitted`."""

    def opens(
        view: Json, submitted: Callable[..., Any] | None = None, setup: Callable[[App], None] = lambda _: None
    ) -> Json:
        def kpi(ack: Ack, command: Json) -> None:
            # Before the acknowledgement, for which Ada waits.
            client.views_open(trigger_id=command["trigger_id"], view=view)
            ack()

        def listen(app: App) -> None:
            setup(app)
            if submitted:
                app.view("ask")(submitted)

        connect(kpi=kpi, setup=listen)
        call(ada.slack, "say", {"person": ada.id, "channel": "support", "text": "/kpi", "wait": True})
        return stack(ada)[-1]

    return opens


def stack(person: Person) -> list[Json]:
    views: list[Json] = call(person.slack, f"state?person={person.id}")["views"]
    return views


def submit(person: Person, view: Json, **values: Any) -> Json:
    filled = {block_id: {"a": value} for block_id, value in values.items()}
    asked = {"person": person.id, "view_id": view["id"], "values": filled, "wait": True}
    return call(person.slack, "submit", asked)


def test_a_submitted_modal_tells_what_stands_in_it_and_closes(opens: Opens, ada: Person) -> None:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission"""
    heard: list[Json] = []
    options = [{"text": plain("One"), "value": "1"}]
    blocks = (
        field("name", TEXT),
        field("day", {"type": "datepicker", "initial_date": "2026-11-22"}),
        field("kinds", {"type": "checkboxes", "options": options}, optional=True),
        field("note", TEXT, optional=True),
    )
    view = opens(modal("Import", *blocks, private_metadata="m"), noting(heard))
    assert submit(ada, view, name="csat")["error"] is None
    [body] = heard
    assert body["view"]["state"]["values"] == {
        "name": {"a": {"type": "plain_text_input", "value": "csat"}},
        "day": {"a": {"type": "datepicker", "selected_date": "2026-11-22"}},
        "kinds": {"a": {"type": "checkboxes", "selected_options": []}},
        "note": {"a": {"type": "plain_text_input", "value": None}},
    }
    assert (body["view"]["private_metadata"], body["user"]["id"]) == ("m", ada.id)
    assert stack(ada) == []


def test_what_is_required_is_asked_for_before_the_bot_hears_of_it(opens: Opens, ada: Person) -> None:
    view = opens(modal("Import", field("name", TEXT)), lambda _: pytest.fail("The bot heard of it."))
    assert submit(ada, view)["errors"] == {"name": "Please complete this required field."}


def test_the_bot_may_refuse_what_was_put_in(opens: Opens, ada: Person) -> None:
    """https://docs.slack.dev/surfaces/modals#displaying_errors"""
    errors = {"name": "There is no such KPI."}
    view = opens(modal("Import", field("name", TEXT)), lambda ack: ack(response_action="errors", errors=errors))
    assert submit(ada, view, name="cast")["errors"] == errors
    assert [each["id"] for each in stack(ada)] == [view["id"]]


def test_errors_for_what_is_no_input_are_trouble(opens: Opens, ada: Person) -> None:
    view = opens(modal("Import"), lambda ack: ack(response_action="errors", errors={"nothing": "wrong"}))
    assert submit(ada, view)["error"] == "invalid_response"
    assert len(stack(ada)) == 1


def test_the_answer_may_update_push_or_clear(opens: Opens, ada: Person) -> None:
    answers: list[Json] = [
        {"response_action": "update", "view": modal("Second")},
        {"response_action": "push", "view": modal("Third")},
        {"response_action": "push", "view": {"type": "modal"}},
        {"response_action": "clear"},
    ]
    view = opens(modal("First"), lambda ack: ack(**answers.pop(0)))

    def titles() -> list[str]:
        return [each["title"]["text"] for each in stack(ada)]

    submit(ada, view)
    assert titles() == ["Second"]
    submit(ada, view)
    assert titles() == ["Second", "Third"]
    assert submit(ada, stack(ada)[-1])["error"] == "invalid_response"
    submit(ada, stack(ada)[-1])
    assert titles() == []


def test_an_unanswered_modal_stays_open(opens: Opens, ada: Person) -> None:
    view = opens(modal("Import"), lambda: None)
    assert submit(ada, view)["error"] == "operation_timeout"
    assert len(stack(ada)) == 1


def test_the_bot_hears_of_a_closed_modal_if_it_asked_to(opens: Opens, ada: Person) -> None:
    """https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed"""
    heard: list[Json] = []
    view = opens(
        modal("Import", notify_on_close=True),
        setup=lambda app: app.view_closed("ask")(noting(heard)),
    )
    call(ada.slack, "close_view", {"person": ada.id, "view_id": view["id"], "wait": True})
    assert (heard[0]["view"]["id"], heard[0]["is_cleared"], stack(ada)) == (view["id"], False, [])


def test_an_action_in_a_modal_brings_the_view_and_what_stands_in_it(opens: Opens, ada: Person) -> None:
    heard: list[Json] = []
    view = opens(
        modal("Import", field("name", TEXT), actions(button("Look", "look")) | {"block_id": "b"}),
        setup=lambda app: app.action("look")(noting(heard)),
    )
    look = {"person": ada.id, "view_id": view["id"], "block_id": "b", "action_id": "look", "wait": True}
    call(ada.slack, "act", look | {"values": {"name": {"a": "csa"}}})
    [body] = heard
    assert body["container"] == {"type": "view", "view_id": view["id"]}
    assert body["view"]["state"]["values"]["name"]["a"]["value"] == "csa"
    assert body.keys().isdisjoint({"message", "channel", "response_url"})


def test_files_in_a_modal_are_small_and_of_the_kind_that_is_asked_for(opens: Opens, ada: Person) -> None:
    """https://docs.slack.dev/reference/block-kit/block-elements/file-input-element"""
    heard: list[Json] = []
    element = {"type": "file_input", "filetypes": ["csv"], "max_files": 1}
    view = opens(modal("Import", field("file", element)), noting(heard))
    csv, text = upload(ada, "a.csv", b"a"), upload(ada, "a.txt", b"a")
    large = upload(ada, "b.csv", b"a" * (10 * 1024 * 1024 + 1))
    for files, why in (([text], "none of these: csv"), ([csv, csv], "At most 1"), ([large], "larger than 10 MB")):
        with pytest.raises(AssertionError, match=why):
            submit(ada, view, file=[file["id"] for file in files])
    submit(ada, view, file=[csv["id"]])
    assert heard[0]["view"]["state"]["values"]["file"]["a"]["files"][0]["id"] == csv["id"]


def test_nobody_acts_in_another_persons_modal(opens: Opens, ada: Person, ben: Person) -> None:
    view = opens(modal("Import"), lambda ack: ack())
    with pytest.raises(AssertionError, match="no such view"):
        submit(ben, view)
    assert len(stack(ada)) == 1


def test_a_trigger_is_good_for_three_seconds_and_once(
    slack: LocalSlack, client: WebClient, clock: Clock, ada: Person
) -> None:
    """https://docs.slack.dev/reference/methods/views.open#errors"""

    def trigger() -> str:
        call(slack, "say", {"person": ada.id, "channel": "support", "text": "/kpi", "wait": True})
        return str(bot.payloads("slash_commands")[-1]["trigger_id"])

    with RawBot(slack) as bot:
        first = trigger()
        clock.passes(3)
        client.views_open(trigger_id=first, view=modal("In time"))
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            client.views_open(trigger_id=first, view=modal("Twice"))
        second = trigger()
        clock.passes(3.1)
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            client.views_open(trigger_id=second, view=modal("Late"))
        with pytest.raises(SlackApiError, match="invalid_trigger_id"):
            client.views_open(trigger_id="1.2.3", view=modal("Invented"))

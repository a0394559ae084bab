"""A bot that answers on every surface, so that the page has something to show."""

from typing import Any

from slack_bolt import Ack, App, Say
from slack_sdk import WebClient

from tests.bot.playground.page import samples
from tests.bot.playground.page.samples import Json, button, mrkdwn, section


def answer(ack: Ack, command: Json) -> None:
    ack(text=f"You asked for {command['text']}")


def opened_home(event: Json, client: WebClient) -> None:
    blocks = [
        {"type": "header", "text": samples.plain("Good morning")},
        section("Three numbers for *last week*.", accessory=button("Set a target", "open")),
        {"type": "divider"},
        section("CSAT: 82 %", fields=[mrkdwn("*Ratings*\n253"), mrkdwn("*Target*\n85 %")]),
        samples.actions(samples.select(), button("Refresh", "refresh", style="primary")),
        {"type": "context", "elements": [mrkdwn("Data to 09:12")]},
    ]
    client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})


def in_dm(event: Json, say: Say) -> None:
    """What people write, and not what the bot says itself."""
    if event.get("channel_type") == "im" and not event.get("bot_id"):
        files = ", ".join(file["name"] for file in event.get("files", []))
        say(text=f"You said: {event['text'] or 'nothing'}" + (f" and sent {files}" if files else ""))


def refreshed(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    blocks = [section("Refreshed"), samples.actions(button("Refresh", "refresh"))]
    client.views_publish(user_id=body["user"]["id"], view={"type": "home", "blocks": blocks})


def open_stack(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    blocks = [section("The first"), samples.actions(button("Further", "push"))]
    client.views_open(trigger_id=body["trigger_id"], view=samples.modal(blocks, "First"))


def push(ack: Ack, body: Json, client: WebClient) -> None:
    ack()
    client.views_push(trigger_id=body["trigger_id"], view=samples.modal([section("The second")], "Second"))


class SampleApp:
    """`submitted` are the values of the modals that were sent, `chosen` the actions that came.

    `modal` is the one that it opens; with `errors` it refuses what is sent.
    """

    def __init__(self) -> None:
        self.submitted: list[Json] = []
        self.chosen: list[Json] = []
        self.errors: dict[str, str] = {}
        self.modal = samples.modal(samples.every_input())

    def listen(self, app: App) -> None:
        app.command("/kpi")(answer)
        app.event("app_home_opened")(opened_home)
        app.event("message")(in_dm)
        app.event("app_mention")(lambda event, say: say(text="You called?", thread_ts=event["ts"]))
        app.event("file_shared")(lambda: None)
        app.event("member_joined_channel")(lambda: None)
        app.action("refresh")(refreshed)
        app.action("open")(self._open)
        app.action("stack")(open_stack)
        app.action("push")(push)
        app.shortcut("new_target")(self._open)
        app.shortcut("explain_this")(lambda ack, shortcut, say: (ack(), say(text=f"On: {shortcut['message']['text']}")))
        app.view("sample")(self._submit)
        for action_id in ("period", "more", "day", "time", "who", "where", "public", "which", "what"):
            app.action(action_id)(self._choose)

    def _open(self, ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=self.modal)

    def _submit(self, ack: Ack, view: Json) -> None:
        if self.errors:
            ack(response_action="errors", errors=self.errors)
            return
        self.submitted.append(view["state"]["values"])
        ack()

    def _choose(self, ack: Ack, action: Json) -> None:
        self.chosen.append(action)
        ack()


def value(entry: Json) -> Any:
    """What an entry of `state.values` holds, whatever its type calls it."""
    return next(value for key, value in entry.items() if key != "type")

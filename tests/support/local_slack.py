"""People who use the local Slack: they type, press buttons and read, over its HTTP control API."""

import json
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from slack_bolt.adapter.socket_mode.base_handler import BaseSocketModeHandler

from bot.playground.server import LocalSlack

Json = dict[str, Any]
BOT_NAME = "kpibot"


@dataclass(frozen=True)
class SeenMessage:
    """A message as the control API shows it to one person."""

    raw: Json
    author: str

    @property
    def ts(self) -> str:
        return str(self.raw["ts"])

    @property
    def text(self) -> str:
        return str(self.raw["text"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.raw.get("blocks", []))

    @property
    def ephemeral(self) -> bool:
        return bool(self.raw["ephemeral"])

    @property
    def thread_ts(self) -> str | None:
        return self.raw.get("thread_ts")

    @property
    def metadata(self) -> Json | None:
        return self.raw.get("metadata")

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons."""
        return [button["text"]["text"] for _, button in self._buttons()]

    @property
    def plain(self) -> str:
        """All words that a reader sees: those of the blocks, or the text when there are none."""
        return "\n".join(_words(self.blocks)) if self.blocks else self.text

    def button(self, label: str) -> tuple[str, Json]:
        """The block id and the element of a button."""
        for block_id, button in self._buttons():
            if button["text"]["text"] == label:
                return block_id, button
        raise AssertionError(f"No button {label!r}; there are {self.buttons} in:\n{self.plain}")

    def option(self, label: str) -> tuple[str, str, str]:
        """The block id and the action id of the menu that offers this, and the option's value."""
        for block_id, element in self._elements():
            for option in element.get("options", ()):
                if option["text"]["text"] == label:
                    return block_id, element["action_id"], option["value"]
        raise AssertionError(f"No menu offers {label!r} in:\n{self.plain}")

    def _buttons(self) -> Iterator[tuple[str, Json]]:
        yield from ((block_id, element) for block_id, element in self._elements() if element.get("type") == "button")

    def _elements(self) -> Iterator[tuple[str, Json]]:
        for block in self.blocks:
            for element in (*block.get("elements", ()), block.get("accessory", {})):
                yield block["block_id"], element


class Person:
    """Someone of the workspace, named by the first name; waits at most `deadline` seconds for anything."""

    def __init__(self, slack: LocalSlack, name: str, deadline: float = 5.0) -> None:
        self.slack = slack
        self._deadline = deadline
        self.id = next(person.id for person in slack.people if person.name == name.lower())

    @property
    def direct(self) -> str:
        """The id of this person's direct messages with the bot."""
        return next(str(each["id"]) for each in self._state()["channels"] if each["kind"] == "im")

    def types(self, text: str, channel: str = "support", thread: SeenMessage | None = None) -> SeenMessage:
        """Type `text` and press Enter: the answer to a slash command, else the message itself."""
        before = {message.ts for message in self.sees(channel)}
        said = call(
            self.slack,
            "say",
            {
                "person": self.id,
                "channel": channel,
                "text": text,
                "thread_ts": thread and (thread.thread_ts or thread.ts),
                "wait": True,
            },
        )
        if said["message"]:
            return self._seen(said["message"])
        return self._wait_for(
            channel,
            lambda message: message.ts not in before and message.author == BOT_NAME,
            f"No answer to {text!r}",
        )

    def enters(self, command: str, channel: str = "support") -> None:
        """Type a command that opens a modal, and wait until the bot has acknowledged it."""
        call(self.slack, "say", {"person": self.id, "channel": channel, "text": command, "wait": True})

    def asks(self, text: str, channel: str = "support", thread: SeenMessage | None = None) -> SeenMessage:
        """Write `text` where everybody there reads it, and wait for the bot's answer."""
        return self.hears(self.types(text, channel, thread))

    def hears(self, said: SeenMessage) -> SeenMessage:
        """The bot's first answer after a message, in the message's channel."""
        return self._wait_for(
            said.raw["channel"],
            lambda message: message.ts > said.ts and message.author == BOT_NAME,
            f"No answer to {said.text!r}",
        )

    def presses(self, message: SeenMessage, label: str) -> None:
        """Press the button with this label, and wait until the bot has acknowledged it."""
        block_id, button = message.button(label)
        self._act(message, block_id, button["action_id"])

    def chooses(self, message: SeenMessage, label: str) -> None:
        """Choose what a menu offers, and wait until the bot has acknowledged it."""
        block_id, action_id, value = message.option(label)
        self._act(message, block_id, action_id, value)

    def waits_for_modal(self, title: str) -> Json:
        """The modal on top as soon as it has this title."""
        give_up_at = time.monotonic() + self._deadline
        while True:
            views = self._state()["views"]
            if views and views[-1]["title"]["text"] == title:
                return dict(views[-1])
            assert time.monotonic() < give_up_at, f"No modal {title!r}: {views}"
            time.sleep(0.01)

    @property
    def modals(self) -> list[Json]:
        """Those that are open, the one on top last."""
        return list(self._state()["views"])

    def submits(self, view: Json, **values: str | list[str] | None) -> Json:
        """Fill a modal's inputs, each with the action_id "value", and submit it: what is wrong with which input."""
        filled = {block_id: {"value": value} for block_id, value in values.items()}
        told = call(self.slack, "submit", {"person": self.id, "view_id": view["id"], "values": filled, "wait": True})
        assert told["error"] is None, told
        return dict(told["errors"] or {})

    def chooses_in(self, view: Json, block_id: str, action_id: str, value: str) -> None:
        """Choose in a modal's menu of which the bot is told at once."""
        at = {"person": self.id, "view_id": view["id"], "block_id": block_id, "action_id": action_id, "value": value}
        acted = call(self.slack, "act", at | {"wait": True})
        assert acted["error"] is None, f"{action_id!r} failed: {acted['error']}"

    def edits(self, message: SeenMessage, text: str) -> None:
        self._does("edit", message, text=text)

    def deletes(self, message: SeenMessage) -> None:
        self._does("delete", message)

    def opens_home(self, wanted: str = "") -> SeenMessage:
        """The bot's Home tab as soon as these words stand in it."""
        call(self.slack, "open_home", {"person": self.id})
        give_up_at = time.monotonic() + self._deadline
        while True:
            home = self._state()["home"]
            if home is not None and wanted in (shown := SeenMessage(home, BOT_NAME)).plain:
                return shown
            assert time.monotonic() < give_up_at, f"No {wanted!r} in the Home tab: {home}"
            time.sleep(0.01)

    def _act(self, message: SeenMessage, block_id: str, action_id: str, value: str | None = None) -> None:
        view = {"view_id": message.raw.get("id"), "channel": message.raw.get("channel"), "ts": message.raw.get("ts")}
        at = {"person": self.id, "block_id": block_id, "action_id": action_id, "value": value, "wait": True}
        acted = call(self.slack, "act", at | view)
        assert acted["error"] is None, f"{action_id!r} failed: {acted['error']}"

    def _does(self, what: str, message: SeenMessage, **more: str) -> None:
        call(self.slack, what, {"person": self.id, "channel": message.raw["channel"], "ts": message.ts, **more})

    def _state(self) -> Json:
        return call(self.slack, f"state?person={self.id}")

    def sees(self, channel: str = "support") -> list[SeenMessage]:
        """The messages of a channel and its threads, oldest first."""
        state = self._state()
        channel_id = next(each["id"] for each in state["channels"] if channel in (each["id"], each["name"]))
        return [self._seen(raw, state) for raw in state["messages"] if raw["channel"] == channel_id]

    def waits_for(self, words: str, channel: str = "support") -> SeenMessage:
        """The newest message in which these words stand, as soon as there is one."""
        return self._wait_for(channel, lambda message: words in message.plain, f"Nobody said {words!r}")

    def waits_for_whisper(self, words: str, channel: str = "support") -> SeenMessage:
        """The same among what this person alone sees."""
        return self._wait_for(
            channel, lambda message: message.ephemeral and words in message.plain, f"Nobody whispered {words!r}"
        )

    def waits_for_file(self, channel: str) -> SeenMessage:
        """The newest message with a file of the bot's, as soon as there is one."""
        return self._wait_for(
            channel, lambda message: bool(message.raw.get("files")) and message.author == BOT_NAME, "No file came"
        )

    def waits_until_changed(self, seen: SeenMessage) -> SeenMessage:
        """The message as it is as soon as it says something else."""
        return self._wait_for(
            seen.raw["channel"],
            lambda message: message.ts == seen.ts and message.plain != seen.plain,
            f"It still says {seen.plain!r}",
        )

    def waits_until_gone(self, seen: SeenMessage) -> None:
        """Until the message is no longer there."""
        give_up_at = time.monotonic() + self._deadline
        while seen.ts in {message.ts for message in self.sees(seen.raw["channel"])}:
            assert time.monotonic() < give_up_at, f"It is still there:\n{seen.plain}"
            time.sleep(0.01)

    def _wait_for(self, channel: str, wanted: Callable[[SeenMessage], bool], otherwise: str) -> SeenMessage:
        give_up_at = time.monotonic() + self._deadline
        while True:
            messages = self.sees(channel)
            for message in reversed(messages):
                if wanted(message):
                    return message
            if time.monotonic() > give_up_at:
                seen = "\n---\n".join(message.plain for message in messages)
                raise AssertionError(f"{otherwise} within {self._deadline} s; in #{channel} there is:\n{seen}")
            time.sleep(0.01)

    def _seen(self, raw: Json, state: Json | None = None) -> SeenMessage:
        state = state or self._state()
        names = {each["id"]: each["name"] for each in (*state["people"], *state["apps"])}
        return SeenMessage(raw, names[raw["user"]])


def wait_for_bot(slack: LocalSlack, deadline: float = 5.0) -> None:
    """Wait until a bot has connected; before that, Slack would say dispatch_failed."""
    give_up_at = time.monotonic() + deadline
    while not call(slack, f"state?person={slack.people[0].id}")["bot_is_connected"]:
        if time.monotonic() > give_up_at:
            raise AssertionError(f"No bot has connected within {deadline} s.")
        time.sleep(0.01)


def close_soon(handler: BaseSocketModeHandler) -> None:
    """Close a bot's connection without waiting for its threads, which notice only at their next ping."""

    def close() -> None:
        # websocket-client closes its socket in two threads, and the later one stumbles over the earlier.
        with suppress(AttributeError):
            handler.close()  # type: ignore[no-untyped-call]

    threading.Thread(target=close, daemon=True).start()


def call(slack: LocalSlack, path: str, asked: Json | bytes | None = None) -> Json:
    """Ask the control API: GET without `asked`, else POST of JSON or of a file's bytes."""
    is_file = isinstance(asked, bytes)
    body = asked if isinstance(asked, bytes | None) else json.dumps(asked).encode()
    request = urllib.request.Request(
        f"{slack.url}/_local/{path}",
        data=body,
        headers={"content-type": "application/octet-stream" if is_file else "application/json"},
    )
    # The machine's HTTP proxy has no business with a server on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=30) as response:
            answer: Json = json.load(response)
    except urllib.error.HTTPError as refusal:
        with refusal:
            raise AssertionError(f"{path}: {refusal.code} {refusal.read().decode()}") from None
    return answer


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
    elif isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        else:
            for part in value.values():
                yield from _words(part)

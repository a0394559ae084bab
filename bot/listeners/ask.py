"""Somebody pressed a button, or chose from a menu, that asks a question."""

from typing import Any

from slack_bolt import Ack

from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, DIRECT, MENTION, Desk, metadata
from bot.listeners.press import Press
from bot.listeners.sequel import Posted, follow_alone, follow_posted


class Ask:
    """Answers where it was pressed: in place of what one person sees alone, else below what was pressed.

    What is pressed in App Home is answered in the person's direct messages.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, ack: Ack, body: dict[str, Any]) -> None:
        ack()
        press = Press.read(body)
        if press.ephemeral:
            self._desk.put(press.person, lambda: self._replace(press), press.tell(self._desk), prompt=COMMAND)
            return
        prompt = DIRECT if press.is_direct else MENTION
        self._desk.put(press.place, lambda: self._post(press, prompt), press.tell(self._desk), prompt=prompt)

    def _replace(self, press: Press) -> None:
        answer = self._desk.answer(press.asked(COMMAND))
        self._desk.delivery.respond(press.response_url, answer, replace=True)
        follow_alone(self._desk, answer, AnswerPlace.of(press), press.person, COMMAND)

    def _post(self, press: Press, prompt: str) -> None:
        answer = self._desk.answer(press.asked(prompt))
        ts = self._desk.delivery.post(press.place, answer, press.thread, metadata(answer))
        follow_posted(self._desk, answer, Posted(press.place, ts, press.thread), prompt)

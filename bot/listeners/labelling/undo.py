"""Somebody pressed *Undo that*: the label is taken back, and the conversation is shown again."""

from functools import partial
from typing import Any

from slack_bolt import Ack

from bot import label_buttons
from bot.commands import unclassified
from bot.commands.deciding import Deciding, deciding
from bot.label_buttons import Key
from bot.listeners.desk import Desk
from bot.listeners.labelling.spot import Spot, put_pressed
from bot.listeners.press import Press
from bot.messages.label_card import Done
from kpi.labelling import by_hand, finding
from kpi.labelling.queue import Unlabelled
from kpi.labelling.spellings import spellings


class Undo:
    """Takes back just the label that was given then: what somebody has said of the conversation since stays."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, ack: Ack, body: dict[str, Any]) -> None:
        """Whatever goes wrong is told to the presser alone."""
        ack()
        put_pressed(self._desk, body, self._undo)

    def _undo(self, press: Press) -> None:
        key, intent = label_buttons.read_given(press.value)
        done = self._taken_back(press.person, key, intent)
        spot = Spot.of(press)
        message = unclassified.shown(self._desk.bench, spot.asked(press.person), partial(_this_one, key), done)
        spot.put(self._desk, press.person, message)

    def _taken_back(self, person: str, key: Key, intent: str) -> Done:
        who = self._desk.people.member(person)
        with deciding(self._desk.bench, writing=True) as at:
            found, now = finding.told(at.connection, key), finding.by_hand(at.connection, key)
            if found is None:
                return Done.of("gone", key)
            known = spellings(at.connection)
            if now is not None and now.intent != intent:
                return Done.of("other since", key, found.url, intent=known.get(now.called, now.called), who=now.who)
            counts = by_hand.take_back(at.connection, *key, who, at.at).intent if now else found.now
        self._desk.bench.recount()
        return Done.of("taken back", key, found.url, intent=known.get(counts, counts) if counts else "")


def _this_one(key: Key, at: Deciding) -> Unlabelled | None:
    return finding.unlabelled(at.connection, at.team, key)

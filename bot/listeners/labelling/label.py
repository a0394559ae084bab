"""Somebody chose an intent from the menu of a conversation, or pressed the one that was suggested."""

from typing import Any

from slack_bolt import Ack

from bot import label_buttons
from bot.commands import unclassified
from bot.commands.deciding import deciding
from bot.label_buttons import Key
from bot.listeners.desk import Desk
from bot.listeners.labelling.spot import Spot, put_pressed
from bot.listeners.press import Press
from bot.messages.label_card import Done
from kpi.labelling import by_hand, finding
from kpi.labelling.in_force import in_force
from kpi.labelling.spellings import spellings
from kpi.labels import fold


class Label:
    """Labels the conversation and shows the next one in its place, with what was done and a way back."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_choose(self, ack: Ack, body: dict[str, Any]) -> None:
        """From the menu: the id of its block says which conversation it is."""
        ack()
        block = body["actions"][0]["block_id"]
        put_pressed(self._desk, body, lambda press: self._choose(press, block))

    def on_suggested(self, ack: Ack, body: dict[str, Any]) -> None:
        """The button carries both."""
        ack()
        put_pressed(self._desk, body, self._suggested)

    def _choose(self, press: Press, block: str) -> None:
        key = label_buttons.read_conversation(block)
        with deciding(self._desk.bench) as at:
            intent = label_buttons.read_option(press.value, spellings(at.connection))
        self._label(press, key, intent)

    def _suggested(self, press: Press) -> None:
        self._label(press, *label_buttons.read_given(press.value))

    def _label(self, press: Press, key: Key, intent: str) -> None:
        show_next(self._desk, Spot.of(press), press.person, key, labelled(self._desk, press.person, key, intent))


def labelled(desk: Desk, person: str, key: Key, intent: str) -> Done:
    """Give the conversation an intent, as somebody typed it or folded, and say so. What another person has said of it
    meanwhile stays. UserError for who may not, and for what is no name of an intent.
    """
    who = desk.people.member(person)
    with deciding(desk.bench, writing=True) as at:
        found, before = finding.told(at.connection, key), finding.by_hand(at.connection, key)
        if found is None:
            return Done.of("gone", key)
        known, called = spellings(at.connection), in_force(at.connection).called(fold(intent))
        if before and before.called != called and before.called not in at.team.unclassified:
            return Done.of("already", key, found.url, intent=known.get(before.called, before.called), who=before.who)
        given = by_hand.give(at.connection, *key, known.get(intent, intent), who, at.at)
    desk.bench.recount()
    own = known.get(given.own, given.own) if given.own and given.own != given.intent else ""
    undo = label_buttons.given(key, fold(intent))
    return Done.of("labelled", key, found.url, intent=given.spelling or intent, own=own, undo=undo)


def show_next(desk: Desk, spot: Spot, person: str, after: Key, done: Done | None = None) -> None:
    """The conversation after this one, in the place of what was pressed."""
    message = unclassified.card(desk.bench, spot.asked(person), after=after, done=done)
    spot.put(desk, person, message)

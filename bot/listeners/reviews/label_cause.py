"""Somebody chose what was behind a low rating, from the menu beside the conversation."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import structlog
from slack_bolt import Ack

from bot.buttons import CAUSE, OfTicket, read_cause_value
from bot.commands.deciding import deciding
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.press import Press
from bot.listeners.reviews.shown import Shown
from bot.messages.message import Message
from bot.refusals import LostError, RefusedError, UnexpectedRefusalError
from kpi.errors import UserError
from kpi.labelling import finding
from kpi.review.record import causes
from kpi.review.record.causes import Cause, Key, Labelled, labelled

Json = dict[str, Any]

SO_FAR = "\n\nSo far: "
"""What templates/review_low_rated.j2 puts before a cause that is known."""


class LabelCause:
    """Keeps the cause, in the place of what was said before, and shows in the message what is known of each.

    Where the message cannot show it, as it is for one person only, the chooser is told so alone.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, ack: Ack, body: dict[str, Any]) -> None:
        """Whatever goes wrong is told to the chooser alone."""
        ack()
        press = Press.read(body)
        self._desk.put(press.place, lambda: self._label(press, body), press.tell(self._desk), prompt=COMMAND)

    def _label(self, press: Press, body: Json) -> None:
        self._desk.people.admit(press.person)
        chosen = read_cause_value(press.value)
        if chosen.cause not in set(Cause):
            raise UserError("This cause is not known any more.", "Choose another from the menu.")
        with deciding(self._desk.bench, writing=True) as at:
            key = chosen.source, chosen.external_id
            if finding.told(at.connection, key) is None:
                raise UserError("This conversation is not in the store any more.", "Nothing was kept.")
            causes.label(at.connection, *key, Cause(chosen.cause), press.person, at.at)
        shown = Shown.pressed(press, body)
        if shown is None or not self._show(shown):
            press.tell(self._desk)(self._desk.bench.messages.render("cause_kept.j2", chosen=chosen))

    def _show(self, shown: Shown) -> bool:
        """Whether the message shows it now."""
        blocks = shown.content.blocks
        keys = {key for block in blocks if (key := _key(block))}
        with self._desk.bench.store.reading() as connection:
            known = labelled(connection, keys)
        content = replace(shown.content, blocks=list(self._with_causes(blocks, known)))
        try:
            shown.put(self._desk, content)
        except (RefusedError, LostError, UnexpectedRefusalError) as error:  # the label is kept all the same
            structlog.get_logger("kpibot").info("a label is not shown", channel=shown.channel, why=str(error))
            return False
        return True

    def _with_causes(self, blocks: list[Json], known: Mapping[Key, Labelled]) -> Iterator[Json]:
        for block in blocks:
            found = known.get(key) if (key := _key(block)) else None
            yield self._with_cause(block, found) if found else block

    def _with_cause(self, block: Json, found: Labelled) -> Json:
        """The conversation with its cause, and with that one chosen in its menu."""
        said: Message = self._desk.bench.messages.render("cause_said.j2", cause=found.cause, who=found.who)
        text = block["text"]["text"].partition(SO_FAR)[0] + SO_FAR + said.blocks[0]["text"]["text"]
        menu = block["accessory"]
        chosen = [each for each in menu["options"] if _ticket(each).cause == found.cause]
        accessory = {**menu, "initial_option": chosen[0]} if chosen else menu
        return {**block, "text": {**block["text"], "text": text}, "accessory": accessory}


def _key(block: Json) -> Key | None:
    """The conversation beside whose menu of causes a block stands; None for any other block."""
    menu = block.get("accessory") or {}
    if menu.get("action_id") != CAUSE or not menu.get("options"):
        return None
    found = _ticket(menu["options"][0])
    return found.source, found.external_id


def _ticket(option: Json) -> OfTicket:
    return read_cause_value(option["value"])

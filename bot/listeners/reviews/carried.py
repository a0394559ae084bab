"""What a modal about a review carries from the press that opened it to its submission."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.buttons import OfReview, read_review_value, review_value
from bot.carried import read
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.reviews.at_review import Pressed
from bot.messages.message import Message
from kpi.errors import UserError


@dataclass(frozen=True)
class Carried:
    """Where to answer, the review, the `ts` of its message if it was pressed there, and what else it is `about`."""

    place: AnswerPlace
    of: OfReview
    ts: str
    about: str = ""

    @classmethod
    def by(cls, pressed: Pressed, about: str = "") -> "Carried":
        """From a press."""
        return cls(AnswerPlace.of(pressed.press), pressed.of, pressed.shown.ts if pressed.shown else "", about)

    @classmethod
    def read(cls, text: str) -> "Carried":
        """From a modal's private_metadata; UserError if another version of kpibot has opened it."""
        match read(text):
            case {"place": str(place), "of": str(of), "ts": str(ts), "about": str(about)}:
                return cls(AnswerPlace.read(place), read_review_value(of), ts, about)
        raise UserError("This form is from another version of kpibot.", "Nothing was changed. Open it once more.")

    @property
    def text(self) -> str:
        """For a modal's private_metadata."""
        of = review_value(self.of.channel, self.of.monday)
        carried = {"place": self.place.carried, "of": of, "ts": self.ts, "about": self.about}
        return json.dumps(carried, ensure_ascii=False, separators=(",", ":"))


def put_submitted(desk: Desk, body: dict[str, Any], view: dict[str, Any], work: Callable[[Carried, str], None]) -> None:
    """Do what a person wants who has submitted a modal; what goes wrong is told to them where they opened it."""
    person, carried = body["user"]["id"], view["private_metadata"]

    def tell(message: Message) -> None:
        Carried.read(carried).place.tell(desk, person, message)

    lane = f"{view['callback_id']} {person}"
    ways = (tell, lambda message: desk.tell_directly(person, message))
    desk.put(lane, lambda: work(Carried.read(carried), person), *ways, prompt=COMMAND)


def typed(view: dict[str, Any], field: str) -> str:
    """What was filled into a field of a modal, or the value of what was chosen in it; "" if nothing was."""
    entry = view["state"]["values"].get(field, {}).get("value", {})
    return str((entry.get("selected_option") or entry).get("value") or "")

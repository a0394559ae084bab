"""Somebody pressed *Remove* at a source, and then said yes."""

from typing import Any

from slack_bolt import Ack

from bot.commands import sources as command
from bot.commands.deciding import deciding
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import Desk
from bot.listeners.opening import View
from bot.listeners.sources.carried import Carried
from bot.listeners.sources.stepping import Next, Stepping
from bot.sources import buttons
from kpi.webhooks import connecting
from kpi.webhooks.vendor import Vendor


class RemoveSource:
    """For admins: looked at when it is opened, and again when it is submitted."""

    def __init__(self, desk: Desk, stepping: Stepping) -> None:
        self._desk = desk
        self._stepping = stepping

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Asks; what is in the way is told to the presser alone."""
        ack()
        self._stepping.open(body, buttons.REMOVE, self.open)

    def open(self, person: str, place: AnswerPlace, trigger_id: str, source: str) -> None:
        """Asks whether this one is meant."""
        self._stepping.open_about(source, self.form, person, place, trigger_id)

    def form(self, vendor: Vendor, about: Carried) -> View:
        """What becomes of it."""
        told = {"carried": about.text, "source": about.source, "title": vendor.title}
        return self._desk.bench.messages.modal("source_remove_modal.j2", name=buttons.REMOVE, **told)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: View) -> None:
        """Takes nothing more of it."""
        self._stepping.take(ack, body, view, self._remove)

    def _remove(self, person: str, carried: Carried) -> Next:
        who, source = self._desk.people.author(person), carried.source
        with deciding(self._desk.bench, writing=True, mending=True) as at:
            title = connecting.connected(at.connection, source).vendor.title
            connecting.remove(at.connection, source, at.at, who)
        hint = f"What it has sent stays. Take its webhook out of {title} as well."
        return Next(None, command.told(self._desk.bench, f"{source} takes nothing more from {title}.", hint))

"""Somebody typed `/kpi sources add zendesk`, or another line for which there is a form."""

from functools import partial

from slack_bolt import Ack

from bot.commands import sources
from bot.commands.registry import Asked
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.opening import lane
from bot.listeners.sources.add_source import AddSource
from bot.listeners.sources.new_secret import NewSecret
from bot.listeners.sources.remove_source import RemoveSource


class SourceForms:
    """Opens the form that is meant; what is in the way is told to whoever typed alone."""

    def __init__(self, desk: Desk, add: AddSource, new_secret: NewSecret, remove: RemoveSource) -> None:
        self._desk = desk
        self._forms = {sources.ADD: add.open, sources.SECRET: new_secret.open, sources.REMOVE: remove.open}

    def on_command(self, ack: Ack, asked: Asked, place: AnswerPlace, trigger_id: str, form: tuple[str, str]) -> None:
        """`form` is which one, and what it is about."""
        ack()
        what, about = form
        person = asked.person or ""
        work = partial(self._forms[what], person, place, trigger_id, about)
        self._desk.put(lane(what, person), work, partial(place.tell, self._desk, person), prompt=COMMAND)

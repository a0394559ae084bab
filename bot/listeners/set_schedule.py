"""Somebody typed `/kpi schedule`, or pressed what opens the same form, and then submitted it."""

from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.buttons import SCHEDULE
from bot.commands import schedule
from bot.commands.deciding import deciding
from bot.commands.registry import Asked
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.opening import lane
from bot.listeners.press import Press
from bot.listeners.schedule_form import LONGEST_FILTERS, ScheduleForm
from bot.listeners.submitting import Submitting
from bot.messages.message import Message
from kpi.span import WEEKDAYS


class SetSchedule:
    """A modal for the channel in which it is opened, filled in as its schedule is.

    Who may do it, and whether the bot is in the channel, is looked at when it is opened, and when it is submitted.
    """

    def __init__(self, desk: Desk, submitting: Submitting) -> None:
        self._desk = desk
        self._submitting = submitting

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        press = Press.read(body)
        self._put_open(press.asker(COMMAND), AnswerPlace.of(press), body["trigger_id"])

    def on_command(self, ack: Ack, asked: Asked, place: AnswerPlace, trigger_id: str) -> None:
        """The same for who typed it."""
        ack()
        self._put_open(asked, place, trigger_id)

    def on_submit(self, ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Keeps the schedule."""
        form = ScheduleForm.read(view["state"])
        self._submitting.take(ack, body, view, lambda person, carried: self._keep(person, carried, form))

    def _put_open(self, asked: Asked, place: AnswerPlace, trigger_id: str) -> None:
        person = asked.person or ""
        work = partial(self._open, asked, place, trigger_id)
        tell = partial(place.tell, self._desk, person)
        self._desk.put(lane(SCHEDULE, person), work, tell, prompt=COMMAND)

    def _open(self, asked: Asked, place: AnswerPlace, trigger_id: str) -> None:
        signed = self._desk.signed(asked)
        signed.here()
        schedule.changer(self._desk.bench, signed)
        with deciding(self._desk.bench) as at:
            form = ScheduleForm.of(schedule.known_in(at, asked.channel), at.team.zone)
        view = self._desk.bench.messages.modal(
            "schedule_modal.j2",
            name=SCHEDULE,
            carried=place.carried,
            days=WEEKDAYS,
            schedule=form,
            longest=LONGEST_FILTERS,
        )
        self._desk.delivery.open(trigger_id, view)

    def _keep(self, person: str, carried: str, form: ScheduleForm) -> Message:
        """FormError for what has to be mended in the modal; KpibotError for anything else that people can mend."""
        asked = self._desk.signed(Asked("", COMMAND, person=person, channel=AnswerPlace.read(carried).channel))
        with deciding(self._desk.bench) as at:
            new = form.schedule(at)
        who = schedule.changer(self._desk.bench, asked)
        return schedule.save(self._desk.bench, new, asked.here(), person, who)

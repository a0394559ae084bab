"""Somebody typed `/kpi schedule`, or pressed what opens the same form, and then submitted it."""

from concurrent.futures import Executor, Future
from typing import Any

from slack_bolt import Ack

from bot.buttons import SCHEDULE
from bot.commands import schedule
from bot.commands.deciding import deciding
from bot.commands.registry import Asked
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.cost_form import FormError
from bot.listeners.desk import ACKNOWLEDGE_WITHIN, COMMAND, Desk
from bot.listeners.press import Press
from bot.listeners.schedule_form import LONGEST_FILTERS, ScheduleForm
from bot.messages.message import Message
from kpi.span import WEEKDAYS


class SetSchedule:
    """A modal for the channel in which it is opened, filled in as its schedule is.

    Who may do it, and whether the bot is in the channel, is looked at when it is opened, and when it is submitted.
    """

    def __init__(self, desk: Desk, executor: Executor, within: float = ACKNOWLEDGE_WITHIN) -> None:
        self._desk = desk
        self._executor = executor
        self._within = within

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
        """Keeps the schedule. What is wrong with a field is shown there; the rest where the modal was opened."""
        person, carried = body["user"]["id"], view.get("private_metadata", "")
        keeping = self._executor.submit(self._keep, person, carried, ScheduleForm.read(view["state"]))
        try:
            error = keeping.exception(self._within)
        except TimeoutError:
            error = None  # Slack closes the modal, and everything is told where it was opened
        if isinstance(error, FormError):
            ack(response_action="errors", errors=error.problems)
            return
        ack()
        self._put(person, lambda: self._tell(person, carried, keeping), None)

    def _put_open(self, asked: Asked, place: AnswerPlace, trigger_id: str) -> None:
        person = asked.person or ""
        self._put(person, lambda: self._open(asked, place, trigger_id), place)

    def _put(self, person: str, work: Any, place: AnswerPlace | None) -> None:
        """In a lane of its own: a trigger is good for three seconds, and another answer may have to wait for longer."""

        def tell(message: Message) -> None:
            if place is None:
                self._desk.tell_directly(person, message)
            else:
                place.tell(self._desk, person, message)

        self._desk.put(f"{SCHEDULE} {person}", work, tell, prompt=COMMAND)

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

    def _tell(self, person: str, carried: str, keeping: Future[Message]) -> None:
        message = self._desk.replies.instead(keeping.result, COMMAND)
        AnswerPlace.read(carried).tell(self._desk, person, message)

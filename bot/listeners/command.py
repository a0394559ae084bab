"""Somebody typed `/kpi …`."""

from concurrent.futures import Executor
from dataclasses import replace
from typing import Any

from slack_bolt import Ack

from bot.commands import import_, sources
from bot.commands.registry import Asked
from bot.commands.schedule import opens_form
from bot.listeners import typed
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import ACKNOWLEDGE_WITHIN, Desk
from bot.listeners.in_channel import InChannel
from bot.listeners.sequel import follow_alone
from bot.listeners.set_schedule import SetSchedule
from bot.listeners.sources import SourceForms
from bot.listeners.uploads import ImportForm
from bot.messages.message import Message


class Command:
    """Answers the asker alone: inside the acknowledgement if it can go that way and soon, else right after it; or all
    in the channel, where that is what the answer is for. Where a form says it better than words, it opens that."""

    def __init__(
        self,
        desk: Desk,
        executor: Executor,
        schedule: SetSchedule,
        import_form: ImportForm,
        source_forms: SourceForms,
        within: float = ACKNOWLEDGE_WITHIN,
    ) -> None:
        self._desk = desk
        self._schedule = schedule
        self._import_form = import_form
        self._source_forms = source_forms
        self._executor = executor
        self._in_channel = InChannel(desk)
        self._within = within

    def __call__(self, ack: Ack, command: dict[str, Any]) -> None:
        text = typed.said_to(self._desk.bot_user_id, command.get("text", ""))
        asked = Asked(text, command["command"], person=command["user_id"], channel=command["channel_id"])
        place = AnswerPlace(command["channel_id"], None, command["response_url"])
        if opens_form(text):
            self._schedule.on_command(ack, asked, place, command["trigger_id"])
            return
        if import_.opens_form(text):
            self._import_form.on_command(ack, asked, place, command["trigger_id"])
            return
        if (form_of := sources.form(text)) is not None:
            self._source_forms.on_command(ack, asked, place, command["trigger_id"], form_of)
            return
        reply = self._executor.submit(self._desk.reply, replace(asked, for_all=True))
        try:
            form = self._desk.delivery.ready(reply.result(self._within))
        except TimeoutError:
            form = None
        if form is not None and not form.for_all:
            ack(text=form.text, blocks=form.blocks, response_type="ephemeral")
            follow_alone(self._desk, form, place, command["user_id"], asked.prompt)
            return
        ack()

        def tell(message: Message) -> None:
            self._desk.delivery.respond(command["response_url"], message)

        def work() -> None:
            if reply.result().for_all:
                self._in_channel.post(asked, reply.result(), command.get("channel_name", ""), tell)
                return
            tell(reply.result())
            follow_alone(self._desk, reply.result(), place, command["user_id"], asked.prompt)

        self._desk.put(command["user_id"], work, tell, prompt=asked.prompt)

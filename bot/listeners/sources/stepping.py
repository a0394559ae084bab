"""Forms about a source: opened by a button, and submitted; another may take its place, and what came of it is told."""

from collections.abc import Callable
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack

from bot.commands.deciding import deciding
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import ACKNOWLEDGE_WITHIN, COMMAND, Desk
from bot.listeners.opening import View, lane, put_opening
from bot.listeners.press import Press
from bot.listeners.sources.carried import Carried
from bot.listeners.submitting import FormError
from bot.messages.message import Message
from bot.sources import buttons
from kpi.webhooks import connecting
from kpi.webhooks.vendor import Vendor


@dataclass(frozen=True)
class Paste:
    """A text to be pasted elsewhere, which goes as a file below a message that says what it is."""

    name: str
    text: str
    message: Message


@dataclass(frozen=True)
class Next:
    """What follows: a modal in the form's place, what is told where the form was opened or, if `directly`, in the
    person's direct messages, and a text to be pasted."""

    view: View | None = None
    tell: Message | None = None
    directly: bool = False
    paste: Paste | None = None


Open = Callable[[str, AnswerPlace, str, str], None]
"""Opens a form for a person, to be told of in a place, with a trigger, about what the button said."""

Form = Callable[[Vendor, Carried], View]
"""The form about a source, given its help desk and what the form is to carry."""

Work = Callable[[str, Carried], Next]
"""What a person does with a form that carried this; FormError, or any other KpibotError."""


@dataclass(frozen=True)
class Stepping:
    """Waits so long for what follows, in seconds: after that Slack waits no longer, and closes the modal."""

    desk: Desk
    executor: Executor
    within: float = ACKNOWLEDGE_WITHIN

    def open(self, body: dict[str, Any], name: str, work: Open) -> None:
        """The form of this name was asked for by a button; what is in the way is told to the presser alone."""

        def opening(press: Press, trigger_id: str) -> None:
            work(press.person, AnswerPlace.of(press), trigger_id, buttons.read(press.value))

        put_opening(self.desk, body, name, opening)

    def open_about(self, source: str, form: Form, person: str, place: AnswerPlace, trigger_id: str) -> None:
        """For admins: the form about a source that is connected."""
        self.desk.people.author(person)
        with deciding(self.desk.bench, mending=True) as at:
            vendor = connecting.connected(at.connection, source).vendor
        self.desk.delivery.open(trigger_id, form(vendor, Carried(place, source, vendor.key)))

    def take(self, ack: Ack, body: dict[str, Any], view: View, work: Work) -> None:
        """Acknowledge it with what is wrong with it, or with what takes its place."""
        person, carried = body["user"]["id"], view.get("private_metadata", "")
        doing = self.executor.submit(lambda: work(person, Carried.read(carried)))
        try:
            error, following = doing.exception(self.within), None
            following = doing.result() if error is None else None
        except TimeoutError:
            error, following = None, None
        if isinstance(error, FormError):
            ack(response_action="errors", errors=error.problems)
            return
        if following is not None and following.view is not None:
            ack(response_action="update", view=following.view)
        else:
            ack()
        self.desk.put(
            lane(view["callback_id"], person),
            lambda: self._tell(person, carried, doing),
            lambda message: self.desk.tell_directly(person, message),
            prompt=COMMAND,
        )

    def _tell(self, person: str, carried: str, doing: Future[Next]) -> None:
        try:
            following = doing.result()
        except Exception as error:  # noqa: BLE001
            # The outer edge of what was submitted: told where the form was opened.
            message = self.desk.replies.to_error(error, COMMAND)
            AnswerPlace.read(carried).tell(self.desk, person, message)
            return
        if following.tell is not None and following.directly:
            self.desk.tell_directly(person, following.tell)
        elif following.tell is not None:
            Carried.read(carried).place.tell(self.desk, person, following.tell)
        if (paste := following.paste) is not None:
            self.desk.delivery.upload(person, paste.name, paste.text.encode(), paste.message)

"""Modals are opened for who has just pressed something: the trigger is good for three seconds only."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.listeners.desk import COMMAND, Desk
from bot.listeners.press import Press
from bot.listeners.typed import unescaped
from bot.refusals import UnexpectedRefusalError

View = dict[str, Any]

_CLOSED = "not_found"  # https://docs.slack.dev/reference/methods/views.update#errors


def lane(name: str, person: str) -> str:
    """One for a person's modals of a kind: another answer may take longer than a trigger is good for."""
    return f"{name} {person}"


def put_opening(desk: Desk, body: dict[str, Any], name: str, opening: Callable[[Press, str], None]) -> None:
    """Open the modal of this name for who pressed, with the trigger; what is in the way is told to them alone."""
    press = Press.read(body)
    desk.put(lane(name, press.person), partial(opening, press, body["trigger_id"]), press.tell(desk), prompt=COMMAND)


def open_made(desk: Desk, trigger_id: str, title: str, make: Callable[[], View]) -> None:
    """Open one that says that it takes a moment, and put what is made in its place, or what went wrong meanwhile.

    RefusedError if Slack does not let it be opened.
    """
    waiting = desk.bench.messages.modal("notice_modal.j2", title=title, said=["One moment: I look at the numbers."])
    view_id = desk.delivery.open(trigger_id, waiting)
    try:
        view = make()
    except Exception as error:  # noqa: BLE001
        # The outer edge of what is done for a modal: without this it would say for ever that it takes a moment.
        told = desk.replies.to_error(error, COMMAND)
        view = desk.bench.messages.modal("notice_modal.j2", title=title, said=[unescaped(told.text)])
    try:
        desk.delivery.change(view_id, view)
    except UnexpectedRefusalError as refusal:
        if refusal.code != _CLOSED:  # somebody may have closed it meanwhile
            raise

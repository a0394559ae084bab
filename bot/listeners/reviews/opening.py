"""Modals that take a while to make: one that says so is opened at once, as a trigger is good for three seconds only."""

from collections.abc import Callable
from typing import Any

from bot.listeners.desk import COMMAND, Desk
from bot.listeners.typed import unescaped
from bot.refusals import UnexpectedRefusalError

View = dict[str, Any]

_CLOSED = "not_found"  # https://docs.slack.dev/reference/methods/views.update#errors


def open_made(desk: Desk, trigger_id: str, title: str, make: Callable[[], View]) -> None:
    """Open it; what goes wrong while it is made is said in it. RefusedError if Slack does not let it be opened."""
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

"""Somebody pressed *Copy as bug report* on an intent's card."""

from typing import Any

from slack_bolt import Ack

from bot.buttons import BUG_REPORT
from bot.commands.intent import card_of
from bot.commands.intent_asking import VERB
from bot.listeners.desk import COMMAND, Desk
from bot.listeners.opening import View, open_made, put_opening
from bot.listeners.press import Press
from bot.messages.bug_report import LONGEST, MOST_LINKS, bug_report

TITLE = "Bug report"


class BugReport:
    """A modal with the report in a field, from which it can be copied: only the presser sees it, so it has subjects."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the modal; what is in the way is told to the presser alone."""
        ack()
        put_opening(self._desk, body, BUG_REPORT, self._open)

    def on_done(self, ack: Ack) -> None:
        """Nothing is kept of it."""
        ack()

    def _open(self, press: Press, trigger_id: str) -> None:
        self._desk.people.admit(press.person)
        asked = press.asked(COMMAND)
        open_made(self._desk, trigger_id, TITLE, lambda: self._view(asked.text.removeprefix(VERB).strip(), press))

    def _view(self, line: str, press: Press) -> View:
        bench = self._desk.bench
        card = card_of(bench, press.asker(COMMAND), line, MOST_LINKS)
        told = {"title": TITLE, "report": bug_report(card), "longest": LONGEST}
        return bench.messages.modal("bug_report_modal.j2", name=BUG_REPORT, carried=press.value, **told)

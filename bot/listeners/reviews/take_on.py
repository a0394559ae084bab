"""Somebody pressed *Take it on*, or *Take it over*: from then on the focus is theirs."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack

from bot.commands.deciding import deciding
from bot.listeners.desk import Desk
from bot.listeners.reviews.at_review import Pressed, current, put, refresh
from kpi.review.record import foci
from kpi.review.record.foci import StoredFocus


class TakeOn:
    """Makes the presser the owner, shows it in the review and says it in its thread.

    Who presses when somebody has it already is told so alone, and can take it over. `show_home` shows App Home anew to
    a person who has pressed there.
    """

    def __init__(self, desk: Desk, show_home: Callable[[str], None]) -> None:
        self._desk = desk
        self._show_home = show_home

    def on_take(self, ack: Ack, body: dict[str, Any]) -> None:
        """Whoever is first has it."""
        self._start(ack, body, over=False)

    def on_take_over(self, ack: Ack, body: dict[str, Any]) -> None:
        """Whoever had it before."""
        self._start(ack, body, over=True)

    def _start(self, ack: Ack, body: dict[str, Any], *, over: bool) -> None:
        ack()
        put(self._desk, body, lambda pressed: self._take(pressed, over=over))

    def _take(self, pressed: Pressed, *, over: bool) -> None:
        person, of = pressed.press.person, pressed.of
        self._desk.people.admit(person)
        with deciding(self._desk.bench, writing=True) as at:
            before = current(at.connection, of)
            is_free = before.owner is None or (over and before.owner != person)
            now = foci.take(at.connection, of.channel, person, at.at) if is_free else before
            since = at.moment(before.taken_at) if before.taken_at else ""
        if not is_free or now is None:
            self._tell_owner(pressed, before, since)
            if pressed.press.in_home:  # what stands there is old
                self._show_home(person)
            return
        self._announce(pressed, now, before.owner)

    def _tell_owner(self, pressed: Pressed, focus: StoredFocus, since: str) -> None:
        mine = focus.owner == pressed.press.person
        told = {"owner": focus.owner, "mine": mine, "since": since, "value": pressed.press.value}
        pressed.press.tell(self._desk)(self._desk.bench.messages.render("focus_owned.j2", **told))

    def _announce(self, pressed: Pressed, focus: StoredFocus, former: str | None) -> None:
        thread = refresh(self._desk, pressed.of, pressed.shown)
        line = self._desk.bench.messages.render("focus_taken.j2", stored=focus, former=former)
        self._desk.delivery.post(pressed.of.channel, line, thread)
        if pressed.press.in_home:
            self._show_home(pressed.press.person)
        elif pressed.shown is None:  # whoever pressed elsewhere does not see the review change
            self._desk.delivery.respond(pressed.press.response_url, line, replace=pressed.press.ephemeral)

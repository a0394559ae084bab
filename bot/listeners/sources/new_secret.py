"""Somebody pressed *New secret* at a source, and then submitted the form that it opens."""

from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.commands import sources as command
from bot.commands.deciding import deciding
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import Desk
from bot.listeners.opening import View
from bot.listeners.sources.add_source import LONGEST_SECRET, SECRET
from bot.listeners.sources.carried import Carried
from bot.listeners.sources.fields import in_field, typed
from bot.listeners.sources.stepping import Next, Stepping
from bot.sources import buttons, words
from bot.sources.guide import Guide
from kpi.webhooks import connecting
from kpi.webhooks.vendor import Vendor

AGAIN = "Nothing was changed. Try again with `/kpi sources`."


class NewSecret:
    """For admins: looked at when it is opened, and again when it is submitted. One that is made is shown once, in the
    form's place."""

    def __init__(self, desk: Desk, stepping: Stepping) -> None:
        self._desk = desk
        self._stepping = stepping

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the form; what is in the way is told to the presser alone."""
        ack()
        self._stepping.open(body, buttons.NEW_SECRET, self.open)

    def open(self, person: str, place: AnswerPlace, trigger_id: str, source: str) -> None:
        """The form for this source."""
        self._stepping.open_about(source, self.form, person, place, trigger_id)

    def form(self, vendor: Vendor, about: Carried) -> View:
        """It asks for the secret only where that is the help desk's own."""
        return self._desk.bench.messages.modal(
            "source_new_secret_modal.j2",
            name=buttons.NEW_SECRET,
            carried=about.text,
            source=about.source,
            title=vendor.title,
            is_theirs=vendor.secret_is_theirs,
            longest=LONGEST_SECRET,
        )

    def on_submit(self, ack: Ack, body: dict[str, Any], view: View) -> None:
        """Keeps it."""
        given = typed(view["state"], SECRET)
        self._stepping.take(ack, body, view, lambda person, carried: self._keep(person, carried, given))

    def _keep(self, person: str, carried: Carried, given: str) -> Next:
        who, bench, source = self._desk.people.author(person), self._desk.bench, carried.source
        with deciding(bench, writing=True, mending=True) as at:
            vendor = connecting.connected(at.connection, source).vendor
            secret = given if vendor.secret_is_theirs else connecting.new_secret()
            change = partial(connecting.change_secret, at.connection, source, secret, at.at, who)
            if vendor.secret_is_theirs:
                in_field(SECRET, AGAIN, change)
            else:
                change()
            former = words.rotated(connecting.connected(at.connection, source).former_until, at.moment)
        told = command.told(bench, f"{source} has a new secret.", former)
        if vendor.secret_is_theirs:
            return Next(None, told)
        guide = Guide.of(vendor, source, bench.door)
        return Next(bench.messages.modal("source_secret_modal.j2", guide=guide, secret=secret, former=former), told)

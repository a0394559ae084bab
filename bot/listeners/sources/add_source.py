"""Somebody pressed *Add a source*, or typed it, and then filled the forms that follow."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack

from bot.commands.deciding import deciding
from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import Desk
from bot.listeners.opening import View
from bot.listeners.sources.carried import Carried
from bot.listeners.sources.fields import chosen, in_field, ticked, typed
from bot.listeners.sources.stepping import Next, Paste, Stepping
from bot.messages.message import Message
from bot.sources import buttons, known, words
from bot.sources.guide import Guide
from kpi.webhooks import connecting
from kpi.webhooks.vendor import Vendor

HELP_DESK, NAME, INTENTS, SECRET = "help_desk", "source", "intents", "secret"
LONGEST_NAME, LONGEST_SECRET = 60, 500
AGAIN = "Nothing was connected. Try again with `/kpi sources add`."


class AddSource:
    """First which help desk, and how it is called. Then what to set up there, with the secret that is made for it:
    shown once, in the first form's place.

    Where the help desk has a secret of its own, the second form asks for that, and only then is the source connected.
    Who may do it is looked at when it is opened, and each time it is submitted.
    """

    def __init__(self, desk: Desk, stepping: Stepping) -> None:
        self._desk = desk
        self._stepping = stepping

    def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        """Opens the first form; what is in the way is told to the presser alone."""
        ack()
        self._stepping.open(body, buttons.ADD, self.open)

    def open(self, person: str, place: AnswerPlace, trigger_id: str, help_desk: str) -> None:
        """The first form, with this help desk chosen if it is one."""
        self._desk.people.author(person)
        self._desk.delivery.open(trigger_id, self.first(place, help_desk))

    def first(self, place: AnswerPlace, help_desk: str) -> View:
        """Which help desk, and what it is to be called."""
        shown = known.help_desk(help_desk).key if help_desk else ""
        return self._desk.bench.messages.modal(
            "source_add_modal.j2",
            name=buttons.ADD,
            carried=Carried(place).text,
            desks=known.titles(),
            chosen=shown,
            longest=LONGEST_NAME,
        )

    def on_submit(self, ack: Ack, body: dict[str, Any], view: View) -> None:
        """What to set up, or what is wrong with a field."""
        state = view["state"]
        self._stepping.take(ack, body, view, lambda person, carried: self._next(person, carried, state))

    def on_secret(self, ack: Ack, body: dict[str, Any], view: View) -> None:
        """The help desk's own secret was given."""
        secret = typed(view["state"], SECRET)
        self._stepping.take(ack, body, view, lambda person, carried: self._with_secret(person, carried, secret))

    def _next(self, person: str, carried: Carried, state: Mapping[str, Any]) -> Next:
        self._desk.people.author(person)
        vendor = in_field(HELP_DESK, AGAIN, partial(known.help_desk, chosen(state, HELP_DESK)))
        options = self._options(vendor, is_tagged="tags" in ticked(state, INTENTS))
        with deciding(self._desk.bench, mending=True) as at:
            source = typed(state, NAME) or connecting.free_name(at.connection, vendor)
            in_field(NAME, AGAIN, partial(connecting.check, at.connection, vendor, source))
        about = Carried(carried.place, source, vendor.key, options)
        if vendor.secret_is_theirs:
            return Next(self.asking(vendor, about))
        secret = connecting.new_secret()
        self._connect(person, about, vendor, secret, NAME)
        return Next(self.shown(vendor, source, secret), *self._told(vendor, source))

    def _with_secret(self, person: str, carried: Carried, secret: str) -> Next:
        vendor = known.help_desk(carried.vendor)
        self._connect(person, carried, vendor, secret, SECRET)
        return Next(None, *self._told(vendor, carried.source))

    def _connect(self, person: str, about: Carried, vendor: Vendor, secret: str, field: str) -> None:
        """FormError, at this field, for what is in the way."""
        who = self._desk.people.author(person)
        with deciding(self._desk.bench, writing=True, mending=True) as at:
            add = partial(connecting.add, at.connection, vendor, about.source, secret, at.at, who)
            in_field(field, AGAIN, partial(add, person, about.options))

    def asking(self, vendor: Vendor, about: Carried) -> View:
        """What to set up, and the question for the secret that the help desk then shows."""
        return self._desk.bench.messages.modal(
            "source_give_modal.j2",
            name=buttons.GIVE_SECRET,
            carried=about.text,
            guide=Guide.of(vendor, about.source, self._desk.bench.door, "(the secret that you enter below)"),
            longest=LONGEST_SECRET,
        )

    def shown(self, vendor: Vendor, source: str, secret: str) -> View:
        """What to set up, with the secret, which is shown nowhere else."""
        guide = Guide.of(vendor, source, self._desk.bench.door, "(the secret above)")
        return self._desk.bench.messages.modal("source_secret_modal.j2", guide=guide, secret=secret, former="")

    def _told(self, vendor: Vendor, source: str) -> tuple[Message, bool, Paste | None]:
        """For direct messages: all but the secret."""
        messages, guide = self._desk.bench.messages, Guide.of(vendor, source, self._desk.bench.door)
        message = messages.render(
            "source_connected.j2",
            guide=guide,
            is_theirs=vendor.secret_is_theirs,
            last_step=words.LAST_STEP,
            value=buttons.value(source),
        )
        paste = Paste(guide.file_name, guide.body, messages.render("source_body.j2", guide=guide))
        return message, True, paste if guide.body else None

    @staticmethod
    def _options(vendor: Vendor, *, is_tagged: bool) -> Mapping[str, str]:
        if not is_tagged:
            return {}
        return in_field(INTENTS, AGAIN, lambda: known.options_with(vendor, "intents", "tags", {}))

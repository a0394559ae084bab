"""Settings that are changed in one form: how each is filled in to begin with, and what its being empty means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot import buttons
from bot.commands.deciding import Deciding
from bot.messages.measuring import size
from bot.messages.modal_limits import TYPED
from kpi.grammar.words import plain
from kpi.team import settings
from kpi.team.hour_keys import CLOSED_DAYS, HOLIDAYS, HOURS, OPEN_DAYS
from kpi.team.people_keys import ADMINS
from kpi.team.plain_keys import CURRENCY, UNCLASSIFIED, ZONE
from kpi.team.privacy_keys import ASSIGNEES, DELETE, OF_PRIVACY, OFF, SUBJECTS
from kpi.team.retention_key import RETENTION

_LISTS = {key.name for key in (UNCLASSIFIED, HOLIDAYS, CLOSED_DAYS, OPEN_DAYS, ADMINS)}
_NONE = "none"


@dataclass(frozen=True)
class Group:
    """Its form's `name` is the button's action_id and the modal's callback_id; the inputs are called as the settings.

    `deleting` are inputs that let a setting delete what is kept, by the setting.
    """

    name: str
    template: str
    settings: tuple[str, ...]
    deleting: Mapping[str, str]

    def present(self, at: Deciding) -> dict[str, str]:
        """What is in force, as one would type it, by setting: "" for an empty list and for no opening hours."""
        return {name: _typed(at, name) for name in self.settings}

    def read(self, state: Mapping[str, Any]) -> dict[str, str]:
        """What was filled in, likewise; of settings that the form had no room for there is nothing.

        `state` is a view's: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
        """
        values = state.get("values", {})
        given = {name: values[name]["value"] for name in self.settings if "value" in values.get(name, {})}
        ticked = {name for name, box in self.deleting.items() if _text(values.get(box, {}).get("value", {}))}
        texts = {name: _text(each) for name, each in given.items()}
        # What is kept for some months goes then; what is not kept at all goes at once.
        return {
            name: f"{text} {DELETE}" if name in ticked and (text == OFF) == (name in OF_PRIVACY) else text
            for name, text in texts.items()
        }


def in_words(name: str, text: str) -> str:
    """What was filled in as one types it after the setting's name, where nothing means something as well."""
    return ", ".join(plain(text).split("\n")).strip(" ,") or (_NONE if name in _LISTS else settings.DEFAULT)


def fits(text: str) -> bool:
    """Whether an input has room for it."""
    return size(text) <= TYPED


def _typed(at: Deciding, name: str) -> str:
    if name == ADMINS.name:
        return " ".join(sorted(at.team.admins))
    listed = settings.in_force(at.connection, name, at.first_zone)
    is_nothing = listed.value == _NONE or (name == HOURS.name and listed.who is None)
    return "" if is_nothing else listed.value


def _text(entry: Mapping[str, Any]) -> str:
    several = entry.get("selected_users") or [each["value"] for each in entry.get("selected_options") or ()]
    one = (entry.get("selected_option") or {}).get("value") or entry.get("value")
    return " ".join(several) or str(one or "")


GROUPS = (
    Group(
        buttons.CHANGE_NUMBERS, "settings_numbers_modal.j2", (ZONE.name, CURRENCY.name, UNCLASSIFIED.name), deleting={}
    ),
    Group(
        buttons.CHANGE_HOURS,
        "settings_hours_modal.j2",
        (HOURS.name, HOLIDAYS.name, CLOSED_DAYS.name, OPEN_DAYS.name),
        deleting={},
    ),
    Group(buttons.CHANGE_ADMINS, "settings_admins_modal.j2", (ADMINS.name,), deleting={}),
    Group(
        buttons.CHANGE_PRIVACY,
        "settings_privacy_modal.j2",
        (SUBJECTS.name, ASSIGNEES.name, RETENTION.name),
        deleting={name: f"delete_{name}" for name in (SUBJECTS.name, ASSIGNEES.name, RETENTION.name)},
    ),
)

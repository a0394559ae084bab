"""What the form of a target offers and holds: which KPI, in which channel, the target, and what is bad."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.buttons import OPTION_VALUE
from bot.commands.deciding import Deciding
from bot.listeners.settings import seen
from bot.listeners.settings.group_form import with_an_example
from bot.listeners.submitting import FormError
from bot.messages.measuring import size
from kpi import dimensions
from kpi.catalogue import KPIS
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.labels import StoreLabels
from kpi.team import settings, typed_settings, typed_targets
from kpi.team.key import CHANNEL as AFTER_TARGET
from kpi.team.keys import aim_of, find
from kpi.team.target_keys import aims, called
from kpi.team.targets import Aim

WHICH, WHERE, TARGET, BAD = "which", "where", "target", "bad"
ANYWHERE, IN = "*", ":"
"""The option for all channels, and what the option for one of them begins with."""
MOST_CHANNELS = 99


@dataclass(frozen=True)
class TargetFields:
    """Which setting of a target, and its texts: "" where there is none."""

    setting: str
    target: str = ""
    bad: str = ""

    @classmethod
    def of(cls, at: Deciding, setting: str) -> "TargetFields":
        """As it is in force."""
        aim = _aim(setting)
        kpi = next(kpi for kpi in KPIS if kpi.key == aim.kpi)
        found = at.team.targets.of(aim.kpi, aim.row, aim.channel)
        if found is None:
            return cls(setting)
        words = (typed_targets.value_in_words(each, kpi, at.team.currency) for each in (found.value, found.bad))
        return cls(setting, *words)

    @classmethod
    def read(cls, state: Mapping[str, Any]) -> "TargetFields":
        """As it was filled in; UserError if the form is another.

        https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
        """
        found = {
            block.partition(" ")[0]: entry for block, entries in state["values"].items() for entry in entries.values()
        }
        chosen = [(found.get(name, {}).get("selected_option") or {}).get("value") for name in (WHICH, WHERE)]
        match chosen:
            case [str(base), str(channel)] if {TARGET, BAD} <= found.keys():
                setting = base if channel == ANYWHERE else f"{base}{AFTER_TARGET}{channel.removeprefix(IN)}"
                return cls(setting, *((found[name].get("value") or "").strip() for name in (TARGET, BAD)))
        raise _of_another_version()

    @property
    def base(self) -> str:
        """The option of the KPI."""
        return self.setting.partition(AFTER_TARGET)[0]

    @property
    def channel(self) -> str:
        """The option of the channel."""
        channel = self.setting.partition(AFTER_TARGET)[2]
        return f"{IN}{channel}" if channel else ANYWHERE

    @property
    def example(self) -> str:
        """A value that works."""
        return find(self.setting).example

    @property
    def seen(self) -> dict[str, str]:
        """By which it is known again."""
        return vars(self)

    def wanted(self, at: Deciding, place: Mapping[str, str]) -> dict[str, Any]:
        """The new value by setting; FormError at the inputs that `place` names."""
        if not self.target and self.bad:
            raise FormError({place[BAD]: "What is bad needs a target beside it."}, seen.AGAIN)
        if self == TargetFields.of(at, self.setting):
            return {}
        new = self._value(at, self.target or settings.DEFAULT, place[TARGET])
        if self.target and self.bad:
            new = self._value(at, f"{self.target} bad {self.bad}", place[BAD])
        return {self.setting: new}

    def _value(self, at: Deciding, text: str, field: str) -> Any:
        try:
            new = typed_settings.value(at.connection, self.setting, text)
            if new is not None:
                find(self.setting).check(new)
        except QuestionError as error:
            raise FormError({field: with_an_example(error, self.setting)}, seen.AGAIN) from error
        return new


def kpis() -> list[tuple[str, str]]:
    """What there can be a target for: its name to people, and its setting."""
    return [(called(aim), name) for name, aim in aims().items()]


def channels(at: Deciding, chosen: str) -> list[tuple[str, str]]:
    """Their spellings and folded names, the chosen one among them; one with a very long name is for typing."""
    known = dict(StoreLabels(at.connection).values(dimensions.CHANNEL))
    if chosen != ANYWHERE:
        folded = chosen.removeprefix(IN)
        known = {folded: known.get(folded, folded), **known}
    offered = [(spelt, f"{IN}{folded}") for folded, spelt in known.items()]
    return [(spelt, value) for spelt, value in offered if size(value) <= OPTION_VALUE][:MOST_CHANNELS]


def _aim(setting: str) -> Aim:
    aim = aim_of(setting)
    if aim is None:
        raise _of_another_version()
    return aim


def _of_another_version() -> UserError:
    return UserError("This form is from another version of kpibot.", "Nothing was changed. Open it once more.")

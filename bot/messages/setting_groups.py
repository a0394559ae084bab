"""What a team decides, by what it is about: for the message that leads to all of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.messages.mrkdwn import shorten
from bot.messages.setting_rows import source
from kpi.team.keys import aim_of
from kpi.team.settings import Listed
from kpi.team.target_keys import PREFIX, called

LONGEST = 240
TARGETS_SHOWN = 5


@dataclass(frozen=True)
class SettingWords:
    """A setting's value, its source, and what one types to read all of it if that was too long; "" if not."""

    value: str
    source: str
    all_of_it: str

    @classmethod
    def of(cls, listed: Listed, moment: Callable[[int], str]) -> "SettingWords":
        """`moment` says an instant in words."""
        whole = "" if len(listed.value) <= LONGEST else f"config {listed.name}"
        return cls(shorten(listed.value, LONGEST), source(listed, moment), whole)


@dataclass(frozen=True)
class SettingGroups:
    """The settings by name, but for targets; and of those the ones that somebody has set, of which `more` are left
    out, by what they are for."""

    by_name: Mapping[str, SettingWords]
    targets: Sequence[tuple[str, SettingWords]]
    more: int

    @classmethod
    def of(cls, listed: Sequence[Listed], moment: Callable[[int], str]) -> "SettingGroups":
        """`moment` says an instant in words."""
        words = {each.name: SettingWords.of(each, moment) for each in listed}
        own = [each for each in listed if each.name.startswith(PREFIX) and each.who is not None]
        aims = ((aim_of(each.name), words[each.name]) for each in own)
        targets = [(shorten(called(aim), LONGEST), each) for aim, each in aims if aim is not None]
        plain = {name: each for name, each in words.items() if not name.startswith(PREFIX)}
        return cls(plain, targets[:TARGETS_SHOWN], len(targets[TARGETS_SHOWN:]))


@dataclass(frozen=True)
class Beside:
    """What is decided elsewhere: numbers of `costs`, `rules`, `sources` and scheduled `reviews`, the costs of this
    `month` in words, the ids of members whom the environment names as `admins`, and which fields of conversations are
    being deleted (`forgetting`)."""

    costs: int
    month: str
    rules: int
    sources: Sequence[str]
    reviews: int
    admins: Sequence[str]
    forgetting: Sequence[str] = ()

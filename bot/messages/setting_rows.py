"""Settings and changes of them as rows of a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.messages.mrkdwn import shorten
from bot.messages.rows import fitting
from kpi.team.plain_keys import ZONE
from kpi.team.settings import Change, Listed

LONGEST_VALUE = 240
LONGEST_CHANGE = 400


@dataclass(frozen=True)
class SettingRow:
    """One setting, in words; a value that is too long for a cell is cut, and ends with "…"."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class SettingRows:
    """The first rows of `total` settings; `cut` are the names of those whose value is not shown in full."""

    rows: list[SettingRow]
    total: int
    cut: list[str]

    @classmethod
    def of(cls, listed: Sequence[Listed], moment: Callable[[int], str]) -> "SettingRows":
        """`moment` says an instant in words."""
        rows = [SettingRow(each.name, shorten(each.value, LONGEST_VALUE), source(each, moment)) for each in listed]
        cut = [each.name for each in listed if len(each.value) > LONGEST_VALUE]
        return cls(fitting(rows), len(rows), cut)


@dataclass(frozen=True)
class ChangeRow:
    """A change, in words; one that is too long for a cell is cut, and ends with "…"."""

    when: str
    who: str
    what: str


def change_rows(changes: Sequence[Change], moment: Callable[[int], str]) -> list[ChangeRow]:
    """As many as Slack has room for."""
    return fitting(ChangeRow(moment(each.at), each.who, shorten(each.said, LONGEST_CHANGE)) for each in changes)


def source(setting: Listed, moment: Callable[[int], str]) -> str:
    """Where its value comes from."""
    if setting.who is not None and setting.at is not None:
        return f"{setting.who}, {moment(setting.at)}"
    return "environment (TIMEZONE)" if setting.name == ZONE.name else "default"

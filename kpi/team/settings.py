"""What a team has decided, as it is in force: read for every question, changed with who and when."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert, select

from kpi import forgetting
from kpi.errors import ConfigurationError, UserError
from kpi.model import Setting, table
from kpi.opening_hours.hours import OpeningHours
from kpi.team import history, hour_keys
from kpi.team.history import Kept
from kpi.team.key import SettingKey, set_line
from kpi.team.keys import KEYS, aim_of, find, restates
from kpi.team.people_keys import ADMINS
from kpi.team.plain_keys import CURRENCY, DEFAULT_CURRENCY, DEFAULT_UNCLASSIFIED, UNCLASSIFIED, ZONE
from kpi.team.privacy_keys import ASSIGNEES, OF_PRIVACY, SUBJECTS, keeps
from kpi.team.retention_key import RETENTION
from kpi.team.targets import NO_TARGETS, Targets

__all__ = [
    "KEYS",
    "Change",
    "Decided",
    "TeamSettings",
    "change",
    "change_all",
    "changes",
    "decided",
    "in_force",
    "listing",
    "read",
    "restates",
    "usable",
]

DEFAULT, NOTHING = "default", "nothing"
_ANY_ZONE = ZoneInfo("UTC")
_KEPT_READ = 8

_setting = table(Setting)


@dataclass(frozen=True)
class TeamSettings:
    """All that a team decides about its numbers.

    `zone` is that of all days, weeks and months; `currency` a code of ISO 4217. Without `hours` the clock never stops.
    `unclassified` are folded intents that say nothing. `admins` are the ids of members who may change all this without
    being an admin of the workspace. `keeps_subjects` and `assignees` say whether subjects, and who answered, are kept,
    and `keeps_months` for how long conversations are; 0 is for ever.
    """

    zone: ZoneInfo
    currency: str = DEFAULT_CURRENCY
    hours: OpeningHours | None = None
    targets: Targets = NO_TARGETS
    unclassified: frozenset[str] = DEFAULT_UNCLASSIFIED
    admins: frozenset[str] = frozenset()
    keeps_subjects: bool = True
    assignees: bool = False
    keeps_months: int = 0

    @property
    def not_kept(self) -> frozenset[str]:
        """What imports leave out: meanings of columns (`kpi.ingest.planning.options`)."""
        kept = {"subject": self.keeps_subjects, "assignee": self.assignees}
        return frozenset(meaning for meaning, is_kept in kept.items() if not is_kept)


class Decided(NamedTuple):
    """A setting that somebody has set: its value as JSON, by whom and when."""

    value: Any
    who: str
    at: int


class Change(NamedTuple):
    """Who changed what, from what to what, in words; a later change has a larger number."""

    what: str
    at: int
    who: str
    before: str
    after: str
    number: int = 0

    @property
    def said(self) -> str:
        """ "zone: UTC → Europe/Berlin", "cost 3: removed, it was 350 EUR in all for training in March 2026" """
        if self.before == NOTHING:
            return f"{self.what}: {self.after}"
        if self.after == NOTHING:
            return f"{self.what}: removed, it was {self.before}"
        return f"{self.what}: {self.before} → {self.after}"


class Listed(NamedTuple):
    """A setting and what is in force, in words; `who` and `at` are None where nobody has set it."""

    name: str
    value: str
    means: str
    who: str | None
    at: int | None


def read(connection: Connection, first_zone: ZoneInfo) -> TeamSettings:
    """What is in force. `first_zone` is the environment's: it counts until a zone is set. Takes one query.

    ConfigurationError for what another version has kept and this one cannot read.
    """
    rows = connection.execute(select(_setting.c.key, _setting.c.value).order_by(_setting.c.key))
    return _read(tuple((key, json.dumps(value)) for key, value in rows), first_zone)


def usable(connection: Connection, first_zone: ZoneInfo) -> TeamSettings:
    """The same, with what cannot be used as it is by default: for those who look at settings, and mend them."""
    try:
        return read(connection, first_zone)
    except ConfigurationError:
        known = {name: each.value for name, each in decided(connection).items()}
        return _made(_usable(known, first_zone), first_zone)


@lru_cache(_KEPT_READ)
def _read(kept: tuple[tuple[str, str], ...], first_zone: ZoneInfo) -> TeamSettings:
    values = {key: json.loads(value) for key, value in kept}
    try:
        return _made(values, first_zone)
    except UserError as error:
        wrong = next(name for name in values if name not in _usable(values, first_zone))
        hint = f"Look at it with kpibot config list, and take it back with: kpibot {set_line(wrong, DEFAULT)}"
        raise ConfigurationError(f"The setting {wrong} cannot be used: {error.sentence}", hint) from error


def _usable(values: Mapping[str, Any], first_zone: ZoneInfo) -> dict[str, Any]:
    """Each that can be used together with those before it."""
    good: dict[str, Any] = {}
    for name, value in values.items():
        try:
            _made({**good, name: value}, first_zone)
        except UserError:
            continue
        good[name] = value
    return good


def _made(values: Mapping[str, Any], first_zone: ZoneInfo) -> TeamSettings:
    """Raises UserError for values that cannot be, or not together."""
    zone = ZONE.check(values[ZONE.name]) if ZONE.name in values else first_zone
    own = [(aim, find(name).check(value)) for name, value in values.items() if (aim := aim_of(name))]
    return TeamSettings(
        zone,
        CURRENCY.check(values.get(CURRENCY.name, DEFAULT_CURRENCY)),
        hour_keys.hours_of(values, zone),
        Targets.made(own),
        UNCLASSIFIED.check(values.get(UNCLASSIFIED.name, list(DEFAULT_UNCLASSIFIED))),
        ADMINS.check(values.get(ADMINS.name, {})),
        SUBJECTS.check(values.get(SUBJECTS.name, True)),
        ASSIGNEES.check(values.get(ASSIGNEES.name, False)),
        RETENTION.check(values.get(RETENTION.name, 0)),
    )


def decided(connection: Connection) -> dict[str, Decided]:
    """What somebody has set, by name."""
    columns = (_setting.c.key, _setting.c.value, _setting.c.who, _setting.c.at)
    return {key: Decided(value, who, at) for key, value, who, at in connection.execute(select(*columns))}


def change(connection: Connection, key: str, value: Any, who: str, at: int) -> None:
    """Set it, or go back to the default with None. What is as it was is not changed, and nobody is said to have.

    Opening hours that name holidays or own days set those as well. UserError for a value that cannot be.
    """
    change_all(connection, {key: value}, who, at)


def change_all(connection: Connection, wanted: Mapping[str, Any], who: str, at: int) -> None:
    """Change several that make sense together, though they might not one after the other; UserError changes none."""
    new: dict[str, Any] = {}
    for key, value in wanted.items():
        setting = find(key)
        if value is not None:
            setting.check(value)
        new |= hour_keys.divided(value) if setting is hour_keys.HOURS and value is not None else {key: value}
    known = {name: each.value for name, each in decided(connection).items()}
    after = _without_defaults({**known, **new})
    try:
        _made(after, _ANY_ZONE)
    except UserError:
        # What could not be used before stands in nobody's way: else of two such settings neither could be taken back.
        _made(_without_defaults({**_usable(known, _ANY_ZONE), **new}), _ANY_ZONE)
    for name in new:
        if after.get(name) != known.get(name):
            _write(connection, Kept(name, at, who, known.get(name), after.get(name)))
            if name in OF_PRIVACY:
                follow = forgetting.end if keeps(name, after.get(name)) else forgetting.begin
                follow(connection, name)


def _without_defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _write(connection: Connection, changed: Kept) -> None:
    connection.execute(delete(_setting).where(_setting.c.key == changed.key))
    if changed.new is not None:
        row = {"key": changed.key, "value": changed.new, "who": changed.who, "at": changed.at}
        connection.execute(insert(_setting).values(row))
    history.keep(connection, changed)


def changes(connection: Connection, limit: int, before: int | None = None, about: Sequence[str] = ()) -> list[Change]:
    """The latest changes of all that is decided, the newest first; `before` and `about` as of `history.kept`."""
    currency = _currency(connection)
    return [
        Change(kept.key, kept.at, kept.who, *_both(kept, currency), number)
        for number, kept in history.kept(connection, limit, before, about)
    ]


def listing(connection: Connection, first_zone: ZoneInfo) -> list[Listed]:
    """All settings, and those of single channels that somebody has set."""
    known = decided(connection)
    currency = _currency(connection)
    return [_listed(name, known.get(name), first_zone, currency) for name in sorted({*KEYS, *known}, key=_place)]


def in_force(connection: Connection, name: str, first_zone: ZoneInfo) -> Listed:
    """One of them, be it set or not; QuestionError if there is none of this name."""
    return _listed(name, decided(connection).get(name), first_zone, _currency(connection))


def _place(name: str) -> tuple[int, str]:
    """Settings in their order, and after each what is set for single channels."""
    base = name.partition(" ")[0]
    return list(KEYS).index(base) if base in KEYS else len(KEYS), name


def _listed(name: str, known: Decided | None, first_zone: ZoneInfo, currency: str) -> Listed:
    if known is not None and not _is_setting(name):
        return Listed(name, "not known to this version of kpibot", "", known.who, known.at)
    setting = find(name)
    if known is None:
        value = first_zone.key if setting is ZONE else setting.by_default
        return Listed(name, value, setting.means, None, None)
    return Listed(name, _words(setting, known.value, currency), setting.means, known.who, known.at)


def _both(kept: Kept, currency: str) -> tuple[str, str]:
    """What it was before, and what it is now."""
    return _said(kept.key, kept.old, currency), _said(kept.key, kept.new, currency)


def _said(name: str, value: Any, currency: str) -> str:
    """All but settings is kept in words."""
    if value is None:
        return DEFAULT if _is_setting(name) else NOTHING
    return _words(find(name), value, currency) if _is_setting(name) else str(value)


def _words(setting: SettingKey, value: Any, currency: str) -> str:
    """What a setting is; or why that cannot be used, if another version has kept it."""
    try:
        setting.check(value)
    except UserError as error:
        return f"cannot be used ({error.sentence.rstrip('.')})"
    return setting.words(value, currency)


def _is_setting(name: str) -> bool:
    """Whether this is the name of a setting of this version."""
    return name.partition(" ")[0] in KEYS


def _currency(connection: Connection) -> str:
    value = connection.scalar(select(_setting.c.value).where(_setting.c.key == CURRENCY.name))
    return DEFAULT_CURRENCY if value is None else str(value)

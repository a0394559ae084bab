"""All settings by name."""

from collections.abc import Mapping

from kpi.grammar import slips
from kpi.grammar.errors import QuestionError
from kpi.ingest.columns.values import plain_line
from kpi.team.hour_keys import CLOSED_DAYS, HOLIDAYS, HOURS, OPEN_DAYS
from kpi.team.key import CHANNEL, SettingKey
from kpi.team.people_keys import ADMINS
from kpi.team.plain_keys import CURRENCY, UNCLASSIFIED, ZONE
from kpi.team.privacy_keys import ASSIGNEES, SUBJECTS
from kpi.team.retention_key import RETENTION
from kpi.team.target_keys import PREFIX, aims, full_name, target_key
from kpi.team.targets import Aim

_PLAIN = (ZONE, CURRENCY, HOURS, HOLIDAYS, CLOSED_DAYS, OPEN_DAYS, UNCLASSIFIED, ADMINS, SUBJECTS, ASSIGNEES, RETENTION)
_ALSO = {
    "timezone": "zone", "time_zone": "zone", "opening_hours": "hours", "business_hours": "hours", "holiday": "holidays",
    "closed": "closed_days", "open": "open_days", "admin": "admins", "subject": "subjects", "assignee": "assignees",
    "keep": "retention", "kept": "retention",
}  # fmt: skip
_ALIKE = 0.6
_LONGEST_CHANNEL = 200

KEYS: Mapping[str, SettingKey] = {key.name: key for key in _PLAIN} | {
    name: target_key(aim, name) for name, aim in aims().items()
}
"""All but those of targets in one channel, whose names end with the channel: "target.csat channel:email"."""


def find(name: str) -> SettingKey:
    """The setting of this name; QuestionError if there is none."""
    aim = aim_of(name)
    if aim is not None and aim.channel:
        return target_key(aim, name)
    if name in KEYS:
        return KEYS[name]
    of_kpi = full_name(f"{PREFIX}{name}")
    near = [of_kpi] if of_kpi else [each.phrase for each in slips.near(name, list(KEYS), _ALIKE)]
    said = plain_line(name)[:60]
    raise QuestionError(f"There is no setting “{said}”.", *(f"config get {each}" for each in near), "config list")


def aim_of(name: str) -> Aim | None:
    """What a setting of a target is for; None for any other setting."""
    base, _, channel = name.partition(CHANNEL)
    aim = aims().get(base)
    return None if aim is None else aim._replace(channel=channel[:_LONGEST_CHANNEL] or None)


def named(word: str) -> str:
    """The name of the setting that a word means, "target.frt" or "timezone" for some; the word if it means none."""
    said = word.casefold().replace("-", "_")
    if said.startswith(PREFIX):
        return full_name(said) or said
    return _ALSO.get(said, said)


def restates(name: str) -> bool:
    """Whether a change of this setting alters what past periods say."""
    return find(name).restates

"""The settings of what is kept about conversations, beside what the numbers need."""

from typing import Any

from kpi.grammar.errors import QuestionError
from kpi.ingest.columns.values import plain_line
from kpi.team.key import SettingKey, set_line
from kpi.team.retention_key import RETENTION

ON, OFF = "on", "off"
_MEANT = {
    ON: True, "yes": True, "true": True, "kept": True, "keep": True,
    OFF: False, "no": False, "false": False, "none": False,
}  # fmt: skip


def _parsed(text: str, name: str) -> bool:
    said = text.strip().casefold()
    if said not in _MEANT:
        lines = (set_line(name, ON), set_line(name, OFF))
        raise QuestionError(f"“{plain_line(text)[:60]}” is neither {ON} nor {OFF}.", *lines)
    return _MEANT[said]


def _checked(kept: Any, name: str) -> bool:
    if not isinstance(kept, bool):
        raise QuestionError(f"That is neither {ON} nor {OFF}.", set_line(name, ON), set_line(name, OFF))
    return kept


def _words(kept: Any, _currency: str = "") -> str:
    return ON if kept else OFF


def _switch(name: str, means: str, *, by_default: bool) -> SettingKey:
    return SettingKey(
        name,
        means,
        _words(not by_default),
        _words(by_default),
        restates=False,
        parse=lambda text, _current, _currency: _parsed(text, name),
        check=lambda kept: _checked(kept, name),
        words=_words,
    )


SUBJECTS = _switch(
    "subjects",
    "Whether the subjects of conversations are kept. Rules by words need them. Off deletes those that are kept.",
    by_default=True,
)
ASSIGNEES = _switch(
    "assignees",
    "Whether it is kept who answered a conversation, for admins alone. Off deletes what is kept of it.",
    by_default=False,
)

OF_PRIVACY = {SUBJECTS.name: SUBJECTS, ASSIGNEES.name: ASSIGNEES}
DELETE = "delete"
"""What is said after a value that deletes something which is kept."""


def deleting(name: str, text: str) -> tuple[str, bool]:
    """What was typed without the word that lets it delete, and whether it was there."""
    said, _, last = text.strip().rpartition(" ")
    is_said = name in (*OF_PRIVACY, RETENTION.name) and last.casefold() == DELETE
    return (said.rstrip(" ,"), True) if is_said else (text, False)


def keeps(name: str, value: Any) -> bool:
    """Whether it is kept by a value as JSON, None for the default."""
    return bool(value) if value is not None else OF_PRIVACY[name].by_default == ON

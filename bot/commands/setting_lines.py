"""Lines about settings as people say them, into the form in which they are read (`kpi.team.typed_settings`)."""

import re

from kpi.catalogue import EVERY, Kpi
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import quoted, words

_TARGET = re.compile(r"targets?\b[\s.]*(?:(?:of|for)\s+)?(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ROW = re.compile(r"\.(?P<row>person|bot)\b|\s*,?\s*(?:by|of|for)\s+(?:a |the )?(?P<said>person|bot)\b", re.IGNORECASE)
_BECOMES = re.compile(r"\s*(?:=|:(?!\w)|\b(?:is|be|to|at)\b)\s*", re.IGNORECASE)
_IN_CHANNEL = re.compile(
    r"(?P<value>.*\S)\s+(?:in|for|on)\s+(?:the\s+)?(?:channel\s+)?(?P<channel>\S.*?)(?:\s+channel)?\s*",
    re.IGNORECASE | re.DOTALL,
)
_NAMES = {name.replace("_", " "): kpi for kpi in EVERY for name in (kpi.key, *kpi.aliases)}


def as_read(line: str) -> str:
    """ "target first response 30 min in chat" → "target.first_response_time channel:chat 30 min".

    What is no target stays as it is. QuestionError for a target of nothing, and of what has none.
    """
    found = _TARGET.fullmatch(line.strip())
    if found is None:
        return line
    if not found["rest"].strip():
        raise QuestionError("The target of what?", "config list", "config target csat", "config target frt")
    kpi, rest = _kpi(found["rest"])
    if kpi is None:
        return line
    if kpi.supporting:
        raise QuestionError(f"{kpi.title} is a count that has no target.", "config list")
    row = _ROW.match(rest)
    name = f"target.{kpi.key}" + (f".{(row['row'] or row['said']).lower()}" if row else "")
    rest = rest[row.end() :] if row else rest
    becomes = _BECOMES.match(rest)
    return f"{name} {_channel_first((rest[becomes.end() :] if becomes else rest).strip())}".strip()


def _kpi(text: str) -> tuple[Kpi | None, str]:
    """The KPI by the longest of its names with which the text begins, and what comes after it."""
    folded = text.casefold().replace("_", " ")
    for name in sorted(_NAMES, key=len, reverse=True):
        if folded.startswith(name) and not folded[len(name) :][:1].isalnum():
            return _NAMES[name], text[len(name) :]
    return None, text


def _channel_first(value: str) -> str:
    """ "30 min in chat" → "channel:chat 30 min" """
    found = _IN_CHANNEL.fullmatch(value)
    if found is None or value.casefold().startswith("channel:"):
        return value
    said = words(found["channel"])
    name = said[0].text if len(said) == 1 else found["channel"]
    return f"channel:{quoted(name)} {found['value']}"

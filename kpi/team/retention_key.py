"""The setting that says for how long conversations are kept."""

import re
from typing import Any

from kpi.grammar.errors import QuestionError
from kpi.ingest.columns.values import plain_line
from kpi.team.key import SettingKey, set_line

FOREVER = "off"
FEWEST_MONTHS, MOST_MONTHS = 6, 240
_A_YEAR = 12
_MEANT = {FOREVER, "no", "none", "never", "forever", "0"}
_SPAN = re.compile(r"(\d{1,4})\s*(m|months?|y|years?)?")
_LEAST = (
    f"Conversations are kept for at least {FEWEST_MONTHS} months: for alerts, and for what is usual, half a year is"
    " looked back on."
)


def _parsed(text: str, _current: Any, _currency: str) -> int:
    said = " ".join(text.casefold().split())
    if said in _MEANT:
        return 0
    found = _SPAN.fullmatch(said)
    if found is None:
        raise QuestionError(f"“{plain_line(text)[:60]}” is neither a number of months nor off.", *_lines())
    return int(found[1]) * (_A_YEAR if (found[2] or "").startswith("y") else 1)


def _checked(months: Any) -> int:
    if not isinstance(months, int) or isinstance(months, bool):
        raise QuestionError("That is neither a number of months nor off.", *_lines())
    if 0 < months < FEWEST_MONTHS:
        raise QuestionError(
            _LEAST, set_line(RETENTION.name, in_words(FEWEST_MONTHS)), set_line(RETENTION.name, FOREVER)
        )
    if not 0 <= months <= MOST_MONTHS:
        raise QuestionError(f"That is more than {MOST_MONTHS // _A_YEAR} years. To keep all of them: off.", *_lines())
    return months


def in_words(months: int, _currency: str = "") -> str:
    """ "24 months", or "off" for none."""
    return f"{months} months" if months else FOREVER


def _lines() -> tuple[str, str]:
    return set_line(RETENTION.name, RETENTION.example), set_line(RETENTION.name, FOREVER)


def is_shorter(months: int | None, than: int | None) -> bool:
    """Whether so many months keep fewer conversations than so many others; 0 and None keep all."""
    return bool(months) and (not than or (months or 0) < than)


RETENTION = SettingKey(
    "retention",
    "For how many months conversations are kept. Older ones are deleted every night; the daily figures stay.",
    "24 months",
    FOREVER,
    restates=False,
    parse=_parsed,
    check=_checked,
    words=in_words,
)

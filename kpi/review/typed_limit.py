"""The limit of an intent as people type it: "40 %", "40", "12,5 percent"."""

from kpi.errors import UserError
from kpi.review.decisions import limit
from kpi.words import shorten

_LONGEST = 20


def read(text: str) -> float:
    """In percent; UserError for what is no share, or no limit of one."""
    said = text.strip().casefold().removesuffix("percent").removesuffix("%").strip().replace(",", ".")
    try:
        percent = float(said)
    except ValueError:
        raise UserError(f"“{shorten(text.strip(), _LONGEST)}” is no share of all conversations. As in: 40 %") from None
    try:
        limit(percent)
    except ValueError as error:
        raise UserError(f"“{shorten(text.strip(), _LONGEST)}” is no limit: {error}.") from error
    return percent

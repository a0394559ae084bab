"""Whether a text names a KPI, whatever else is in it."""

from kpi.catalogue import Kpi
from kpi.grammar.vocabulary import NAMES
from kpi.grammar.words import said, words


def named(text: str) -> tuple[Kpi, str] | None:
    """The KPI by the longest of its names that is there, and what else is said, in small letters; None without one.

    What stands in quotes names nothing.
    """
    spoken = f" {said([word for word in words(text) if not word.quoted])} "
    for name in sorted(NAMES, key=len, reverse=True):
        if f" {name} " in spoken:
            return NAMES[name], spoken.replace(f" {name} ", " ", 1).strip()
    return None

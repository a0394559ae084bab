"""Words that are like others, and lists of them.

Opening hours are among the facts that KPIs ask for, so that nothing here may need the catalogue, as `kpi.words` does.
"""

from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

_MOST_NEAR = 3
_LONGEST_QUOTE = 60


def near(said: str, known: Iterable[str], alike: float = 0.6) -> list[str]:
    """At most three that are written like what was said, the likeliest first; `alike`, up to 1, is how like."""
    found = process.extract(
        said.casefold(),
        list(known),
        scorer=OSA.normalized_similarity,
        score_cutoff=alike,
        limit=_MOST_NEAR,
        processor=None,
    )
    return [phrase for phrase, _, _ in found]


def joined(names: Sequence[str], last: str) -> str:
    """With commas, and with the word `last` before the last one."""
    return f" {last} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def tried(lines: Sequence[str]) -> str:
    """A hint with at most three of the lines, or nothing: "Try `DE` or `US`." """
    return f"Try {joined([f'`{line}`' for line in lines[:_MOST_NEAR]], 'or')}." if lines else ""


def quoted(text: str) -> str:
    """What was typed, cut where it is long."""
    return f"“{text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + '…'}”"

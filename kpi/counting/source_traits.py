"""What each source is able to tell, which decides what a missing value of its conversations means."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kpi.sources import SourceFacts


@dataclass(frozen=True)
class SourceTraits:
    """By the number of the source in `names`; `until` is the moment of completeness, NaN before its first import.

    `names_people` says when a person first replied; this and `says_who_answered` hold of conversations that were opened
    at `authors_since` or later, -inf where of all. In one that is `answering`, no reply by a person means that there
    was none. One that is `following` says whether a conversation is still open.
    """

    names: tuple[str, ...]
    until: npt.NDArray[np.float64]
    names_people: npt.NDArray[np.bool_]
    says_who_answered: npt.NDArray[np.bool_]
    authors_since: npt.NDArray[np.float64]
    answering: npt.NDArray[np.bool_]
    following: npt.NDArray[np.bool_]

    @classmethod
    def of(cls, sources: Sequence[SourceFacts]) -> "SourceTraits":
        """The traits of these sources."""
        people = ["first_human_response_at" in source.fields for source in sources]
        authors = [source.says_who_answered for source in sources]
        anonymous = ["first_response_at" in source.fields and not source.says_who_answered for source in sources]
        ends = [bool(source.fields & {"status", "resolved_at"}) for source in sources]
        since = [-np.inf if source.authors_since is None else source.authors_since for source in sources]
        return cls(
            names=tuple(source.name for source in sources),
            until=np.array([source.complete_until for source in sources], dtype=np.float64),
            names_people=np.array(people, dtype=np.bool_),
            says_who_answered=np.array(authors, dtype=np.bool_),
            authors_since=np.array(since, dtype=np.float64),
            answering=np.array(people, dtype=np.bool_) | np.array(anonymous, dtype=np.bool_),
            following=np.array(ends, dtype=np.bool_),
        )

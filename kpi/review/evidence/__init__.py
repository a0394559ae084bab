"""What speaks for one step rather than another: kinds of evidence, and the team's figures that a step can name."""

from kpi.review.evidence.found import gather
from kpi.review.evidence.kinds import FIGURES, Evidence
from kpi.review.evidence.place import (
    BOT_STEP,
    Place,
    everywhere,
    is_of_bot,
    labels_of,
    place_of,
    sample_of,
)
from kpi.review.evidence.subject import Found, Subject

__all__ = [
    "BOT_STEP",
    "FIGURES",
    "Evidence",
    "Found",
    "Place",
    "Subject",
    "everywhere",
    "gather",
    "is_of_bot",
    "labels_of",
    "place_of",
    "sample_of",
]

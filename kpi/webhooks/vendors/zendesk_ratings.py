"""How customers rate in Zendesk: the older question (good or bad), and surveys with a scale."""

from collections.abc import Iterator, Mapping
from typing import Any

from kpi.ingest.columns.ratings import NO_RATING, Rating, RatingReader, Scale
from kpi.model import RatingScale
from kpi.webhooks.reading import Node
from kpi.webhooks.request import NotUnderstoodError

_ASKED = ("requested", "offered", "sent")
_OLDER = ("satisfaction_score", "satisfaction_rating", "current", "")
_ANSWERS = ("survey_response.answers", "answers")
_PARTS = ("rating_category", "score", "rating")  # A category is one on every scale; a number need not be of 1 to 5.
_READER = RatingReader(Scale.STARS)


def rating_told(event: Node, what: str, at: int) -> Mapping[str, Any]:
    """The fields that an event about a survey tells; none of one that the customer has only been asked by.

    NotUnderstoodError if there is a rating to be expected and none to be found.
    """
    found = list(_found(event))
    ratings = [rating for rating in found if rating.scale not in (None, RatingScale.OFF_SCALE.value)]
    if ratings:
        return {"rating": ratings[0], "rated_at": at}
    if NO_RATING in found or any(word in what for word in _ASKED):
        return {}
    raise NotUnderstoodError("There is no rating in it that kpibot can read.")


def _found(event: Node) -> Iterator[Rating]:
    answers = [answer.value for path in _ANSWERS for answer in event.items(path)]
    older = [event.raw(path) if path else event.value for path in _OLDER]
    for part in [*answers, *older]:
        values = [part.get(name) for name in _PARTS] if isinstance(part, dict) else [part]
        for value in values:
            if isinstance(value, str | int | float) and not isinstance(value, bool):
                yield _READER.read(str(value))

"""What a ticket is, as of a moment: {"type": "ticket", …} of the generic webhook."""

from collections.abc import Callable, Mapping
from typing import Any

from kpi.ingest.columns import meaning
from kpi.ingest.columns.ratings import BAD, GOOD, NEUTRAL, Rating, RatingReader, Scale
from kpi.ingest.columns.values import standing
from kpi.model import Exclusion, RatingScale, Status
from kpi.webhooks.reading import Node, number_of, shown
from kpi.webhooks.told import Statement, Told

RATED_AT = "rated_at"  # it belongs to the rating
INSTANTS = tuple(each for each in meaning.INSTANTS if each != RATED_AT)
LABELS = meaning.LABELS
TEXTS = ("subject", "url")
STATES = ("status", "excluded")
RATING = ("rating", "rating_scale", RATED_AT)
FIELDS = frozenset((*INSTANTS, *LABELS, *TEXTS, *STATES, *RATING, "requester"))

SCALES: Mapping[str, Callable[[str], Rating]] = {
    RatingScale.STARS.value: RatingReader(Scale.STARS).read,
    RatingScale.PROMOTER.value: RatingReader(Scale.ZERO_TO_TEN).read,
    RatingScale.FACES.value: lambda text: _face(text),
}
"""By the name of a scale, what reads a rating on it."""

_FACES = {1.0: GOOD, 0.0: NEUTRAL, -1.0: BAD}
_OFF = Rating(None, RatingScale.OFF_SCALE.value)
_AROUND = ("type", "id", "as_of")


def told(item: Node) -> Told:
    """Only what is mentioned is stated; null says that there is none."""
    refuse_others(item, (*_AROUND, *FIELDS))
    as_of = item.maybe_instant("as_of")
    if as_of is None:
        as_of = item.instant("updated_at")
    fields: dict[str, Any] = {name: item.maybe_instant(name) for name in INSTANTS if item.has(name)}
    fields |= {name: item.maybe_text(name) for name in (*LABELS, *TEXTS) if item.has(name)}
    if item.has("requester"):
        fields["requester"] = item.maybe_key("requester")
    fields |= _states(item)
    if any(item.raw(name) is not None for name in RATING):
        fields |= {"rating": rating_of(item), "rated_at": item.maybe_instant("rated_at")}
    return Told([Statement(item.ticket("id"), as_of, fields)])


def rating_of(item: Node) -> Rating:
    """The rating in an item, on its scale: stars, if it names none."""
    scale = item.maybe_text("rating_scale") or RatingScale.STARS.value
    reader = SCALES.get(scale)
    if reader is None:
        raise item.wrong("rating_scale", f"none of {', '.join(SCALES)}")
    value = item.raw("rating")
    if value is None:
        raise item.wrong("rating", "missing, though the rest of it is told")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise item.wrong("rating", "neither a number nor a word")
    rating = reader(str(value))
    if rating.scale is None or rating.scale == RatingScale.OFF_SCALE:
        raise item.wrong("rating", f"not on its scale, {scale}: “{shown(str(value))}”")
    return rating


def refuse_others(item: Node, names: tuple[str, ...]) -> None:
    """NotUnderstoodError if an item says something that has no meaning: a slip would else go unseen."""
    others = sorted(item.value.keys() - set(names))
    if others:
        raise item.wrong(shown(others[0]), "not known here")


def _states(item: Node) -> dict[str, Any]:
    """A status may also say why a ticket does not count."""
    fields: dict[str, Any] = {}
    word = item.maybe_text("status")
    if word is not None:
        found = standing(word)
        if found is None:
            raise item.wrong("status", f"no status that is known: “{shown(word)}”")
        if found.status is not None:
            fields["status"] = Status(found.status)
        if found.excluded is not None:
            fields["excluded"] = Exclusion(found.excluded)
    if item.has("excluded"):
        reason = item.maybe_text("excluded")
        if reason is not None and reason not in set(Exclusion):
            raise item.wrong("excluded", f"none of {', '.join(Exclusion)}, null")
        fields["excluded"] = None if reason is None else Exclusion(reason)
    return fields


def _face(text: str) -> Rating:
    number = number_of(text)
    return RatingReader(Scale.WORDS).read(text) if number is None else _FACES.get(number, _OFF)

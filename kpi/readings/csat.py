"""CSAT: satisfied ratings out of all that customers gave."""

from collections.abc import Mapping, Sequence

from kpi.catalogue import Unit
from kpi.dimensions import Dimension
from kpi.facts import Event, Facts, Ratings, Sample, Share, TimeRange
from kpi.readings.reading import Part, Reading


def sample(facts: Facts, time: TimeRange) -> Share:
    """Satisfied ratings, of all."""
    return facts.ratings(time).share


def samples_by(facts: Facts, dimension: Dimension, time: TimeRange) -> Mapping[str | None, Sample]:
    """The same, told apart by a dimension's value."""
    return {value: ratings.share for value, ratings in facts.ratings_by(dimension, time).items()}


def samples_in(facts: Facts, times: Sequence[TimeRange]) -> Sequence[Sample]:
    """The same, in each time range."""
    return [ratings.share for ratings in facts.ratings_in(times)]


def read(facts: Facts, time: TimeRange) -> Reading:
    """CSAT over the time range, 0 to 100."""
    ratings = facts.ratings(time)
    response = Share(ratings.n, facts.count(Event.RESOLUTION, time))
    return Reading(
        sample=ratings.share,
        parts={
            "mean": Part(ratings.mean_stars, Unit.POINTS, ratings.stars),
            "response_rate": Part(response.value, Unit.PERCENT, response.n),
            **_interval(ratings.share),
        },
        left_out=facts.left_out(Event.RATING, time),
        notes=tuple(_proxies(ratings)),
    )


def _interval(share: Share) -> dict[str, Part]:
    low, high = share.interval or (None, None)
    return {
        "interval_low": Part(low, Unit.PERCENT, share.n),
        "interval_high": Part(high, Unit.PERCENT, share.n),
    }


def _proxies(ratings: Ratings) -> list[str]:
    if not ratings.dated_by_proxy:
        return []
    rated = "1 rating has" if ratings.dated_by_proxy == 1 else f"{ratings.dated_by_proxy:,} ratings have"
    return [f"{rated} no time of their own, and count when their conversation was resolved or last updated."]

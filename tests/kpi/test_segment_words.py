"""A number told apart, in words."""

import pytest

from kpi.answering.breakdown import Breakdown, Segment
from kpi.catalogue import CSAT, RESOLUTION_TIME, VOLUME
from kpi.comparison import Change, compare
from kpi.dimensions import CHANNEL
from kpi.samples import Durations, Number, Sample, Share
from kpi.wording import segment_words


def a_segment(sample: Sample, earlier: Sample | None, spelling: str = "email") -> Segment:
    change = compare(sample, earlier) if earlier else Change.none("no data in the period before")
    return Segment(spelling, spelling, sample, 0.48, change)


def test_a_segment_is_a_value_of_so_many_and_its_change() -> None:
    said = segment_words.said(a_segment(Share(98, 120), Share(94, 120)), CSAT)
    assert said == "email: 81.7 % of 120 ratings, 48 % of all; up 3.3 points (within noise)"
    assert segment_words.changed(a_segment(Share(1, 2), Share(1, 2)), CSAT) == "unchanged"
    assert segment_words.changed(a_segment(Share(1, 2), None), CSAT) == "no data in the period before"
    assert segment_words.said(
        a_segment(Durations([3_600.0] * 10), Durations([60.0] * 10), "x" * 100), RESOLUTION_TIME
    ) == (f"{'x' * 39}…: median 1 h of 10 resolved conversations, 48 % of all; up 59 min (slower, beyond noise)")


@pytest.mark.parametrize(
    ("rest", "n", "said"),
    [(0, 0, None), (1, 1, "1 more channel holds 1 rating"), (5, 1_234, "5 more channels hold 1,234 ratings")],
)
def test_segments_that_are_not_listed_are_counted(rest: int, n: int, said: str | None) -> None:
    assert segment_words.rest(Breakdown(CHANNEL, (), 2_000, rest, n), CSAT) == said


def test_how_much_of_all_is_listed_is_said() -> None:
    parts = (a_segment(Share(1, 2), None), a_segment(Share(3, 4), None))
    assert segment_words.held(Breakdown(CHANNEL, parts, 6, 0, 0), CSAT) == "these 2 rows hold all 6 ratings"
    assert segment_words.held(Breakdown(CHANNEL, parts[:1], 8, 3, 6), CSAT) == (
        "this row holds 25 % of 8 ratings; 3 more channels hold 6 ratings"
    )


def test_a_number_is_not_said_to_be_of_itself() -> None:
    said = segment_words.said(Segment("email", "email", Number(7), 0.5, Change.none("no data")), VOLUME)
    assert said == "email: 7 opened conversations, 50 % of all; no data"

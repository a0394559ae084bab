"""What a focus started from is kept, and read back as it was."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.comparison import compare
from kpi.review.record.kept_sample import from_json, to_json
from kpi.samples import Balance, Durations, Number, Ratio, Sample, Share

COUNTS = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
MONEY = st.floats(0, 1e9)


@st.composite
def samples(draw: st.DrawFn) -> Sample:
    """Of any kind, of nothing as well."""
    one, other, rest = draw(COUNTS)
    return draw(
        st.one_of(
            st.just(Share(one, one + other)),
            st.just(Balance(one, other, one + other + rest)),
            st.builds(Ratio, MONEY, st.integers(0, 10_000), st.sampled_from((1.0, 100.0))),
            st.builds(Number, st.integers(0, 10_000), st.booleans()),
            st.lists(st.integers(0, 3_000_000), max_size=60).map(Durations),
        )
    )


def kept(sample: Sample) -> Sample:
    """As a store keeps JSON: as text."""
    return from_json(json.loads(json.dumps(to_json(sample))))


def figures(sample: Sample) -> tuple[Any, ...]:
    return type(sample), sample.n, sample.value, sample.interval


@given(samples())
def test_a_sample_reads_back_with_its_value_and_its_interval(sample: Sample) -> None:
    assert figures(kept(sample)) == figures(sample)


@given(samples(), st.data())
def test_what_was_kept_compares_as_the_sample_itself(sample: Sample, data: st.DataObject) -> None:
    same_kind = samples().filter(lambda each: type(each) is type(sample) and each.value is not None)
    if sample.value is not None:
        now = data.draw(same_kind)
        assert compare(now, kept(sample)) == compare(now, sample)


def test_what_is_no_sample_is_not_taken_for_one() -> None:
    with pytest.raises(KeyError):
        from_json({"kind": "guess", "n": 3})

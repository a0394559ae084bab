from hypothesis import given
from hypothesis import strategies as st

from kpi.ingest.columns.sample import Sample


def sampled(rows: int, batch: int) -> tuple[list[str], list[str]]:
    sample = Sample(["Number", "Negative"])
    numbers = [str(number) for number in range(rows)]
    for start in range(0, rows, batch):
        part = numbers[start : start + batch]
        sample.observe({"Number": part, "Negative": [f"-{text}" for text in part], "Other": part})
    return sample.column("Number"), sample.column("Negative")


def test_a_short_file_is_kept_whole() -> None:
    numbers, _ = sampled(1_990, 400)
    assert numbers == [str(number) for number in range(1_990)]


@given(st.integers(0, 100_000), st.integers(50, 5_000))
def test_of_a_long_file_some_rows_are_kept_from_all_parts(rows: int, batch: int) -> None:
    numbers, negative = sampled(rows, batch)
    assert len(numbers) <= 2_000
    assert negative == [f"-{number}" for number in numbers]
    for part in range(4):
        kept = [number for number in numbers if part * rows <= 4 * int(number) < (part + 1) * rows]
        assert len(kept) >= min(rows // 8, 100)


def test_no_column_is_no_sample() -> None:
    sample = Sample([])
    sample.observe({"Number": ["1"]})

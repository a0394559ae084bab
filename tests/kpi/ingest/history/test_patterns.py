import pytest

from kpi.ingest.history.patterns import patterns
from kpi.ingest.problem import Problem

EARLY = "before the ticket was opened"


def problems(*values: str, column: str | None = "First response", why: str = EARLY) -> list[Problem]:
    return [Problem(number, column, value, why) for number, value in enumerate(values, start=2)]


def sentences(found: list[Problem], rows: int = 1_000) -> list[str]:
    return [pattern.sentence for pattern in patterns(found, rows)]


def minutes(day: str, count: int) -> list[str]:
    return [f"{day} 09:{minute:02}" for minute in range(count)]


@pytest.mark.parametrize("midnight", ["2026-07-03 00:00", "2026-07-03T00:00:00Z", "2026-07-03 12:00 AM", "2026-07-03"])
def test_a_day_without_its_times_is_seen_as_such(midnight: str) -> None:
    (found,) = patterns(problems(*[midnight] * 34), rows=1_000)
    assert found.sentence == (
        "“First response”: 34 values are before the ticket was opened, all at 00:00 on 3 July 2026:"
        " the times of that day seem to be missing."
    )
    assert (found.column, found.why, found.count, found.days) == ("First response", EARLY, 34, ("3 July 2026",))


def test_missing_times_of_several_days() -> None:
    several = [f"2026-07-{day:02} 00:00" for day in (3, 4) for _ in range(4)]
    assert sentences(problems(*several)) == [
        "“First response”: 8 values are before the ticket was opened, all at 00:00 on 3 July 2026 and 4 July 2026:"
        " the times of these days seem to be missing."
    ]
    many = [f"2026-07-{day:02} 00:00" for day in range(1, 21)]
    assert sentences(problems(*many)) == [
        "“First response”: 20 values are before the ticket was opened, all at 00:00: their times seem to be missing."
    ]


def test_one_time_of_the_day_that_is_not_midnight_is_said() -> None:
    assert sentences(problems(*(f"{day}/07/2026 1:00:00 PM" for day in range(10, 20)))) == [
        "“First response”: 10 values are before the ticket was opened, all at 13:00."
    ]


def test_a_few_days_that_hold_most_of_them_are_named() -> None:
    assert sentences(problems(*minutes("2026-07-03", 19))) == [
        "“First response”: 19 values are before the ticket was opened, all on 3 July 2026."
    ]
    assert sentences(problems(*minutes("2026-07-03", 19), "2026-07-09 10:00")) == [
        "“First response”: 20 values are before the ticket was opened, 19 of them on 3 July 2026."
    ]


def test_a_day_is_named_as_written_where_either_number_may_be_the_day() -> None:
    assert sentences(problems(*minutes("03/04/2026", 6))) == [
        "“First response”: 6 values are before the ticket was opened, all on 03/04/2026."
    ]


def test_one_value_again_and_again_is_named() -> None:
    found = problems(*["unknown [4]"] * 7, column="Status", why="not a status that is known")
    assert sentences(found) == ["“Status”: 7 values are not a status that is known, all of them “unknown [4]”."]


def test_much_of_a_file_is_a_pattern_whatever_the_values() -> None:
    found = problems(*[""] * 30, column="Created", why="no opening date")
    assert sentences(found, rows=100) == ["“Created”: 30 rows: no opening date, in 30 % of the rows."]
    assert sentences(found, rows=1_000) == []
    whole = problems(*[""] * 30, column=None, why="3 cells where the header has 4")
    assert sentences(whole, rows=60) == ["30 rows: 3 cells where the header has 4, in 50 % of the rows."]


def test_what_has_nothing_in_common_is_no_pattern() -> None:
    assert sentences(problems("2026-07-03 00:00", "2026-07-03 00:00", "2026-07-03 00:00", "2026-07-03 00:00")) == []
    assert sentences(problems(*(f"2026-{month:02}-11 10:{month:02}" for month in range(1, 9)))) == []
    assert sentences(problems(*(f"word {n}" for n in range(9)), why="not a date")) == []


def test_columns_and_kinds_are_told_apart_the_largest_first() -> None:
    found = problems(*["x"] * 5) + problems(*["x"] * 6, column="Solved") + problems(*["x"] * 7, why="in the future")
    assert [(each.column, each.why, each.count) for each in patterns(found, 1_000)] == [
        ("First response", "in the future", 7),
        ("Solved", EARLY, 6),
        ("First response", EARLY, 5),
    ]

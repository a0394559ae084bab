"""NPS beside satisfaction: which column is read, what is asked, and what is kept."""

from typing import Any

import pytest

from kpi.ingest.planning.questions import UnsureError
from kpi.store import Store
from tests.kpi.ingest.conftest import WriteFile, imported, source, tickets

DAY = "2026-06-01 09:00"


def ratings(store: Store) -> list[tuple[Any, Any]]:
    return [(row["rating"], row["rating_scale"]) for row in tickets(store).values()]


def rows(*cells: tuple[str, ...]) -> list[list[str]]:
    return [[str(number), DAY, *told] for number, told in enumerate(cells, 1)]


def test_a_column_that_is_named_nps_is_read(store: Store, table_file: WriteFile) -> None:
    path = table_file("Id,Created at,NPS", *rows(("0",), ("",), ("11",), *[("9",)] * 5))
    report = imported(store, path)
    assert ratings(store)[:4] == [(0, "0 to 10"), (None, None), (11, "off scale"), (9, "0 to 10")]
    assert [(problem.column, problem.value, problem.why) for problem in report.problems] == [
        ("NPS", "11", "not on the rating scale")
    ]
    assert {"rating", "rating_scale"} <= set(source(store)["fields"])


def test_five_and_below_alone_are_nps_as_well_if_the_name_says_so(store: Store, table_file: WriteFile) -> None:
    imported(store, table_file("Id,Created at,NPS score", *rows(("5",), ("1",))))
    assert ratings(store) == [(5, "0 to 10"), (1, "0 to 10")]


def test_a_rating_from_zero_to_ten_is_asked_about_and_the_answer_remembered(
    store: Store, table_file: WriteFile
) -> None:
    path = table_file("Id,Created at,Survey score", *rows(*[(str(value),) for value in range(11)]))
    with pytest.raises(UnsureError) as raised:
        imported(store, path)
    (question,) = raised.value.questions
    assert question.text == (
        "The column “Survey score” runs from 0 to 10. Does it tell how likely customers are to recommend you (NPS)?"
    )
    assert [choice.option for choice in question.choices] == ['--map "Survey score=ignore"', '--map "Survey score=nps"']
    imported(store, path, mapping={"Survey score": "nps"})
    assert ratings(store)[0] == (0, "0 to 10")
    imported(store, path)
    assert source(store)["confirmed"]["mapping"] == {"Survey score": "nps"}


def test_where_nobody_is_asked_a_rating_from_zero_to_ten_is_left_aside(store: Store, table_file: WriteFile) -> None:
    imported(store, table_file("Id,Created at,Score", *rows(("0",), ("9",), ("10",))), accept=True)
    assert ratings(store) == [(None, None)] * 3


def test_a_column_that_says_satisfaction_is_no_nps_and_not_asked_about(store: Store, table_file: WriteFile) -> None:
    imported(store, table_file("Id,Created at,CSAT score", *rows(("0",), ("9",), ("10",))))
    assert ratings(store) == [(None, None)] * 3


def test_of_two_ratings_one_is_read_and_that_is_said(store: Store, table_file: WriteFile) -> None:
    path = table_file("Id,Created at,NPS,CSAT", *rows(("9", "4"), ("2", "")))
    report = imported(store, path)
    assert ratings(store) == [(4, "stars"), (None, None)]
    assert report.plan.remarks[-1] == (
        'A ticket keeps one rating: “CSAT” is read, and “NPS” is not. The other way round: --map "CSAT=ignore"'
    )
    report = imported(store, path, mapping={"CSAT": None}, source="other")
    assert [row["rating"] for row in tickets(store).values() if row["source"] == "other"] == [9, 2]
    assert report.to_json()["columns"] == {
        "Id": "external_id", "Created at": "created_at", "NPS": "nps", "CSAT": None,
    }  # fmt: skip


def test_what_a_person_calls_nps_and_is_not_is_not_used(store: Store, table_file: WriteFile) -> None:
    report = imported(store, table_file("Id,Created at,Mood", *rows(("fine",), ("50",))), mapping={"Mood": "nps"})
    column = next(column for column in report.plan.columns if column.header == "Mood")
    assert (column.meaning, column.why) == (None, "most of its values are no whole numbers from 0 to 10")

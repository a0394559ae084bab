import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.ingest.history import problems as kept
from kpi.ingest.history.problems import KeptProblem, keep, problems, write_csv
from kpi.ingest.problem import Problem
from kpi.store import Store
from tests.kpi.ingest.imports import NOW, a_source, an_import

STATUS = Problem(7, "Status", "gone?", "not a status that is known")
WIDTH = Problem(9, None, "", "3 cells where the header has 4")


@pytest.fixture(autouse=True)
def desk(store: Store) -> None:
    a_source(store)


def listed(store: Store, number: int | None = None) -> list[KeptProblem]:
    with store.reading() as connection:
        return list(problems(connection, number))


def written(*rows: KeptProblem) -> list[list[str]]:
    file = io.StringIO(newline="")
    write_csv(rows, file)
    file.seek(0)
    return list(csv.reader(file))


def test_problems_are_kept_in_their_order(store: Store) -> None:
    number = an_import(store)
    for some in ([STATUS], [], [WIDTH, STATUS]):
        with store.writing() as connection:
            keep(connection, number, some)
    assert listed(store, number) == [KeptProblem(number, *each) for each in (STATUS, WIDTH, STATUS)]


def test_no_more_are_kept_than_anyone_reads(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "KEPT", 3)
    number = an_import(store)
    for _ in range(3):
        with store.writing() as connection:
            keep(connection, number, [STATUS, WIDTH])
    assert [each.row for each in listed(store, number)] == [7, 9, 7]


def test_without_a_number_it_is_the_newest_import_that_is_not_undone(store: Store) -> None:
    first = an_import(store)
    second = an_import(store, undone_at=NOW)
    with store.writing() as connection:
        keep(connection, first, [STATUS])
        keep(connection, second, [WIDTH])
    assert listed(store) == [KeptProblem(first, *STATUS)]
    assert listed(store, second) == [KeptProblem(second, *WIDTH)]


def test_an_import_that_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(UserError, match="Nothing is imported"):
        listed(store)
    an_import(store)
    with pytest.raises(UserError, match="There is no import 5: the newest is 1"):
        listed(store, 5)


def test_problems_are_written_as_a_table_that_excel_reads(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv([KeptProblem(3, *STATUS), KeptProblem(3, 8, "Größe", 'a "b",\nc', "no")], file)
    assert (
        path.read_bytes()
        == (
            "\ufeffimport,row,column,value,why\r\n"
            "3,7,Status,gone?,not a status that is known\r\n"
            '3,8,Größe,"a ""b"",\nc",no\r\n'
        ).encode()
    )


@pytest.mark.parametrize(
    "value",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\"=1", "' =1", "\u00a0=1", "\u200b=1", "＝1",
        "＋1", "－1", "＠a", "\t", "\rwords",
    ],
)  # fmt: skip
def test_nothing_is_taken_for_a_formula(value: str) -> None:
    _, row = written(KeptProblem(3, 7, value, value, value))
    assert row[2:] == [f"'{value}"] * 3


def test_what_is_no_formula_stays_as_it_is() -> None:
    _, row = written(KeptProblem(3, 7, "a=b", "3 - 2", "'tis"))
    assert row == ["3", "7", "a=b", "3 - 2", "'tis"]


@given(st.text(alphabet=st.sampled_from("=+-@＝\t\r\n \"'ab,;"), max_size=6))
def test_no_cell_begins_as_a_formula(value: str) -> None:
    _, row = written(KeptProblem(3, 7, None, value, "no"))
    assert row[3].lstrip(' "')[:1] not in tuple("=+-@＝\t\r\n")
    assert row[3] in (value, f"'{value}")

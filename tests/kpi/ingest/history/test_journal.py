from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from kpi.ingest.columns.meaning import ColumnReading
from kpi.ingest.history.journal import advance, begin, finish, imports, purge_images, refresh_source
from kpi.ingest.merging.merge import Counts, merge
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Part
from kpi.ingest.problem import Problem
from kpi.ingest.tables.table import Batch, Table
from kpi.model import BeforeImage, Import, ImportProblem, Source
from kpi.store import Store
from tests.kpi.ingest.imports import NOW, a_source, an_import, contents

DAY = 24 * 3600
OPTIONS = Options(zone=ZoneInfo("Europe/Berlin"), now=NOW, day_first=True, mapping={"Opened": "created_at"})


@dataclass
class NoTable:
    """A table without rows."""

    name: str = "tickets.csv"
    format: str = "csv"
    header: Sequence[str] = ()
    remarks: Sequence[str] = ()

    def batches(self) -> Iterator[Batch]:
        return iter(())


@dataclass
class NoPlan:
    """A plan without parts."""

    source: str = "desk"
    table: Table = field(default_factory=NoTable)
    options: Options = OPTIONS
    rows: int = 0
    complete_until: int | None = None
    kind: str = "tickets"
    fields: Sequence[str] = ("team", "created_at")
    columns: Sequence[ColumnReading] = ()
    headers: Sequence[str] = ("Id", "Opened", "Team")
    vendor: str | None = "zendesk"
    remarks: Sequence[str] = ()
    cannot_feed: Mapping[str, str] = field(default_factory=dict)

    def parts(self, _key: bytes) -> Iterator[Part]:
        return iter(())


def begun(store: Store, plan: NoPlan | None = None) -> int:
    with store.writing() as connection:
        return begin(connection, plan or NoPlan())


def advanced(store: Store, number: int, *problems: Problem, counts: Counts = Counts(added=1), **rejected: int) -> None:  # noqa: B008
    with store.writing() as connection:
        advance(connection, number, counts, 1 + sum(rejected.values()), rejected, problems)


def finished(store: Store, number: int, complete_until: int | None = NOW) -> None:
    with store.writing() as connection:
        finish(connection, number, complete_until, NOW + 60)


def source(store: Store) -> dict[str, Any]:
    (found,) = contents(store, Source)["source"]
    return found


def entries(store: Store) -> list[Import]:
    with store.reading() as connection:
        return imports(connection)


def test_a_new_source_begins_with_its_first_import_and_counts_when_it_has_finished(store: Store) -> None:
    number = begun(store)
    assert source(store) == {
        "name": "desk",
        "fields": [],
        "complete_until": None,
        "vendor": "zendesk",
        "headers": ["Id", "Opened", "Team"],
        "confirmed": {"mapping": {"Opened": "created_at"}, "day_first": True},
        "authors_since": None,
        "first_gone": None,
    }
    advanced(store, number)
    assert (source(store)["fields"], source(store)["complete_until"]) == (["created_at", "team"], None)
    finished(store, number)
    assert source(store)["complete_until"] == NOW


def test_what_was_confirmed_before_is_remembered(store: Store) -> None:
    begun(store)
    options = Options(zone=OPTIONS.zone, now=NOW, mapping={"Team": None}, zone_is_given=True)
    begun(store, NoPlan(options=options, vendor=None, headers=("Id",)))
    assert source(store)["vendor"] == "zendesk"
    assert source(store)["headers"] == ["Id"]
    assert source(store)["confirmed"] == {
        "mapping": {"Opened": "created_at", "Team": None},
        "day_first": True,
        "zone": "Europe/Berlin",
    }


def test_an_import_is_told_as_far_as_it_came(store: Store) -> None:
    number = begun(store)
    advanced(store, number, Problem(2, "Status", "gone", "unknown"), late=2)
    advanced(store, number, Problem(5, None, "", "short"), counts=Counts(1, 2, 3), late=1, early=1)
    (entry,) = entries(store)
    assert entry.model_dump() == {
        "id": number,
        "source": "desk",
        "file": "tickets.csv",
        "format": "csv",
        "kind": "tickets",
        "started_at": NOW,
        "finished_at": None,
        "undone_at": None,
        "fields": ["created_at", "team"],
        "complete_until": None,
        "rows": 6,
        "added": 2,
        "updated": 2,
        "unchanged": 3,
        "rejected": {"late": 3, "early": 1},
        "problems": 2,
    }
    problems = [(row["number"], row["row"]) for row in contents(store, ImportProblem)["import_problem"]]
    assert problems == [(1, 2), (2, 5)]
    finished(store, number, NOW - 5)
    assert (entries(store)[0].finished_at, entries(store)[0].complete_until) == (NOW + 60, NOW - 5)


def test_a_source_has_what_its_imports_tell_that_are_not_undone(store: Store) -> None:
    a_source(store)
    an_import(store, ("team",), added=1, finished_at=NOW, complete_until=50)
    an_import(store, ("channel",), unchanged=1, finished_at=NOW, complete_until=40)
    an_import(store, ("status",), added=1)
    an_import(store, ("rating",), complete_until=60)
    an_import(store, ("subject",), added=1, finished_at=NOW, complete_until=70, undone_at=NOW)
    an_import(store, ("url",), kind="inquiries", added=1, finished_at=NOW, complete_until=80)
    with store.writing() as connection:
        refresh_source(connection, "desk")
    assert (source(store)["fields"], source(store)["complete_until"]) == (["channel", "status", "team"], 50)


def test_imports_are_listed_from_the_newest(store: Store) -> None:
    assert entries(store) == []
    numbers = [begun(store), begun(store, replace(NoPlan(), source="chat"))]
    assert [(entry.id, entry.source) for entry in entries(store)] == [(numbers[1], "chat"), (numbers[0], "desk")]


def test_images_of_old_imports_go_however_many(store: Store) -> None:
    a_source(store)
    rows = [(str(number), 5, "a") for number in range(2_500)]
    for days_ago in (50, 40, 20):
        number = an_import(store, ("team",), started_at=NOW - days_ago * DAY)
        with store.writing() as connection:
            merge(connection, "desk", number, ("team",), [(key, as_of - days_ago, team) for key, as_of, team in rows])
    purge_images(store, NOW)
    assert {image["import_id"] for image in contents(store, BeforeImage)["before_image"]} == {3}
    assert len(contents(store, BeforeImage)["before_image"]) == len(rows)

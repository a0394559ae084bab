"""Two processes that import files of the same tickets at the same time."""

from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from pathlib import Path

from kpi.ingest.history.undo import undo
from kpi.ingest.importing import import_file
from kpi.model import Source
from kpi.store import Store
from tests.kpi.ingest.conftest import NOW, said
from tests.kpi.ingest.imports import contents, emptied, statements

TICKETS = 5_000


def bring(url: str, path: Path, gate: Barrier) -> None:
    """What each process does: it ends with an exit status other than 0 if anything is raised."""
    store = Store(url)
    gate.wait()
    import_file(store, path, said())
    store.close()


def at_once(store: Store, *paths: Path) -> list[int | None]:
    """The processes' exit statuses."""
    context = get_context("spawn")
    gate = context.Barrier(len(paths))
    running = [context.Process(target=bring, args=(str(store.url), path, gate)) for path in paths]
    for process in running:
        process.start()
    for process in running:
        process.join()
    return [process.exitcode for process in running]


def export(path: Path, *, day: int, status: str, team: str) -> Path:
    """All tickets as of a day of June 2026; those before number 1,000 were not updated since the first."""
    rows = [
        f"{number},2026-06-01 09:00:00,2026-06-{day if number >= 1_000 else 1:02} 10:00:00,{status},{team}"
        for number in range(TICKETS)
    ]
    path.write_text("\n".join(["id,created at,updated at,status,team", *rows]))
    return path


def test_neither_fails_and_no_update_is_lost(store: Store, tmp_path: Path) -> None:
    files = (
        export(tmp_path / "a.csv", day=5, status="open", team="First"),
        export(tmp_path / "b.csv", day=9, status="closed", team="Second"),
    )
    for path in files:
        import_file(store, path, said())
    expected = statements(store)
    assert len(expected) == TICKETS
    emptied(store)
    assert at_once(store, *files) == [0, 0]
    assert statements(store) == expected


def test_the_first_import_of_a_source_may_come_from_two_at_once_and_be_taken_back(store: Store, tmp_path: Path) -> None:
    path = export(tmp_path / "a.csv", day=5, status="open", team="First")
    assert at_once(store, path, path) == [0, 0]
    assert contents(store, Source)["source"][0]["complete_until"]
    for number in (2, 1):
        undo(store, number, NOW)
    assert statements(store) == {}

"""Whoever counts may die at any moment: the next one does what is left, and nothing is lost or counted twice."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from threading import Thread

from kpi.store import Store
from kpi.summary.catching_up import catch_up, days_behind, rebuild
from tests.kpi.summary.changes import UTC_ZONE, begin_empty
from tests.kpi.summary.comparing import assert_counted
from tests.kpi.summary.histories import Watched, a_minute_passes, import_into, summary, tickets

ROOT = Path(__file__).parents[3]


class _KilledError(BaseException):
    """This process is no more."""


def _dying(store: Store, number: int) -> Watched:
    """From this transaction on, none comes about."""

    def before(transaction: int) -> None:
        if transaction >= number:
            raise _KilledError

    return Watched(store, before=before)


def _dies(store: Store, number: int) -> bool:
    """Whether the catching up died at that transaction, be it when the claim was to be given back."""
    dying = _dying(store, number)
    try:
        catch_up(dying, UTC_ZONE)
    except _KilledError:
        return True
    finally:
        dying.close()
    return False


def test_a_first_summary_that_dies_between_any_two_transactions_is_made_by_the_next(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    catch_up(any_store, UTC_ZONE)
    expected = summary(any_store)
    number = 1
    while True:
        begin_empty(any_store)
        import_into(any_store, tickets(0, 3))
        died = _dies(any_store, number)
        a_minute_passes(any_store)
        catch_up(any_store, UTC_ZONE)
        assert summary(any_store) == expected, number
        if not died:
            break
        number += 1
    assert number > 5


def test_changed_days_that_die_between_any_two_transactions_are_counted_by_the_next(any_store: Store) -> None:
    number, died = 1, True
    while died:
        begin_empty(any_store)
        import_into(any_store, tickets(0, 2))
        catch_up(any_store, UTC_ZONE)
        import_into(any_store, tickets(1, 2, a_day=3))  # and then nobody counts
        died = _dies(any_store, number)
        a_minute_passes(any_store)
        catch_up(any_store, UTC_ZONE)
        found = summary(any_store)
        begin_empty(any_store)
        import_into(any_store, tickets(0, 2), tickets(1, 2, a_day=3))
        catch_up(any_store, UTC_ZONE)
        assert found == summary(any_store), number
        number += 1
    assert number > 4


def test_what_comes_in_at_any_moment_of_a_catching_up_is_counted_by_the_next(any_store: Store) -> None:
    for number in range(1, 9):
        begin_empty(any_store)
        import_into(any_store, tickets(0, 3))
        watched = Watched(any_store, before=partial(_bring_in_more, any_store, number))
        catch_up(watched, UTC_ZONE)
        watched.close()
        assert watched.transactions >= number
        catch_up(any_store, UTC_ZONE)
        assert rebuild(any_store, UTC_ZONE).differing == set()
    assert_counted(any_store)


def _bring_in_more(store: Store, at: int, transaction: int) -> None:
    if transaction == at:
        import_into(store, tickets(1, 1, a_day=4))


_CHILD = """
import sys
from zoneinfo import ZoneInfo
from kpi.store import Store
from kpi.summary.catching_up import catch_up

def progress(done, total):
    print(f"{done} of {total}", flush=True)
    sys.stdin.readline()

catch_up(Store(sys.argv[1]), ZoneInfo("UTC"), progress)
"""


@contextmanager
def _other_process(store: Store) -> Iterator["subprocess.Popen[str]"]:
    """It catches up, and stops after each of its steps until it is told a line. By now it has made the first."""
    command = [sys.executable, "-c", _CHILD, store.url.render_as_string(hide_password=False)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert " of " in process.stdout.readline()
        try:
            yield process
        finally:
            process.kill()


def test_days_of_a_process_that_is_killed_are_counted_by_the_next(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    with _other_process(any_store) as process:
        process.kill()
        process.wait()
    with any_store.reading() as connection:
        assert days_behind(connection) > 0
    a_minute_passes(any_store)
    assert_counted(any_store)


def test_of_two_processes_one_counts_and_the_other_waits(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    with _other_process(any_store) as process:
        waiting = Thread(target=catch_up, args=(any_store, UTC_ZONE))
        waiting.start()
        waiting.join(0.3)
        assert waiting.is_alive()
        _, errors = process.communicate("\n" * 100)
        waiting.join()
        assert (process.returncode, errors) == (0, "")
    assert_counted(any_store)


def test_who_stood_still_for_too_long_writes_nothing_more_and_begins_again(any_store: Store) -> None:
    import_into(any_store, tickets(0, 3))
    with _other_process(any_store) as process:
        a_minute_passes(any_store)
        catch_up(any_store, UTC_ZONE)
        import_into(any_store, tickets(1, 2, a_day=5))
        catch_up(any_store, UTC_ZONE)
        known = summary(any_store)
        _, errors = process.communicate("\n" * 100)
        assert (process.returncode, errors) == (0, "")
    assert summary(any_store) == known
    assert_counted(any_store)

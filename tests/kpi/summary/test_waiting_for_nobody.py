"""While days are counted, whoever asks is answered at once and whoever writes hardly waits."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from kpi import question
from kpi.answering.answer import answer
from kpi.counting.days import Days
from kpi.measures import Measure
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from tests.kpi.summary.changes import DAY, HOUR, START, UTC_ZONE, Tickets
from tests.kpi.summary.histories import UNTIL, Watched, import_into, tickets

NOW = datetime.fromtimestamp(UNTIL, UTC)
WHOLE = Days(date(2026, 3, 1), date(2026, 4, 30), ZoneInfo("UTC"))


def told(store: Store) -> tuple[int, int]:
    """How many were opened, and how many days are still to be counted."""
    with store.reading() as connection:
        facts = StoreFacts(connection, settings.read(connection, UTC_ZONE))
        [tally] = facts.tallies([Measure.OPENED], [WHOLE])[()]
        return tally[Measure.OPENED], facts.behind


def test_answers_come_in_the_midst_of_every_transaction_and_say_how_fresh_they_are(any_store: Store) -> None:
    import_into(any_store, tickets(0, 2))
    catch_up(any_store, UTC_ZONE)
    import_into(any_store, tickets(10, 4))
    seen: list[tuple[int, int]] = []
    watched = Watched(any_store)
    watched.at_end = lambda _connection: seen.append(told(any_store))
    catch_up(watched, UTC_ZONE)
    watched.close()
    opened, behind = zip(*seen, strict=True)
    assert opened[0] == 4
    assert list(opened) == sorted(opened)
    assert list(behind) == sorted(behind, reverse=True)
    assert behind[0] > 4
    assert told(any_store) == (12, 0)


def test_a_readout_says_how_many_days_are_still_to_be_counted(any_store: Store) -> None:
    import_into(any_store, tickets(0, 2))
    catch_up(any_store, UTC_ZONE)
    import_into(any_store, tickets(10, 4))
    for expected in (told(any_store)[1], 0):
        with any_store.reading() as connection:
            facts = StoreFacts(connection, settings.read(connection, UTC_ZONE))
            asked = question.parse("volume 30d", NOW.date(), facts.team.zone)
            assert answer(asked, facts, NOW).behind == expected
        catch_up(any_store, UTC_ZONE)


def test_no_transaction_writes_more_than_some_thousand_rows(any_store: Store) -> None:
    """Many intents, so that the rows of a day are some hundred, and ten of them would be too many."""
    fields = ("created_at", "first_response_at", "intent", "channel")
    rows = []
    for number in range(3_000):
        opened = START + number % 10 * DAY + number % 24 * HOUR
        rows.append((str(number), UNTIL, opened, opened + 600, f"intent {number}", f"channel {number % 40}"))
    import_into(any_store, Tickets("chat", fields, tuple(rows), UNTIL))
    written: list[int] = []
    watched = Watched(any_store)
    watched.at_end = _counting(written)
    catch_up(watched, UTC_ZONE)
    watched.close()
    assert sum(written) > 9_000
    assert max(written) <= 5_000


def _counting(written: list[int]) -> Callable[[Connection], None]:
    """How many rows there are more than before."""
    rows = text("SELECT (SELECT count(*) FROM kpi_day) + (SELECT count(*) FROM kpi_day_durations)")
    known = [0]

    def count(connection: Connection) -> None:
        found = connection.scalar(rows) or 0
        written.append(found - known[0])
        known[0] = found

    return count

"""Whether a source has gone quiet for longer than it ever does."""

from datetime import date, timedelta

from kpi.silence import Silence, silence, silences
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.team.settings import TeamSettings
from tests.support.tickets import BERLIN, add, ticket

JULY = date(2026, 7, 1)


def july(*days: int) -> list[date]:
    return [JULY + timedelta(days=day - 1) for day in days]


def test_a_silence_longer_than_any_before_is_one() -> None:
    assert silence(july(1, 2, 3, 6, 7), date(2026, 7, 11)) == Silence(date(2026, 7, 7), days=3, longest=2)


def test_a_usual_weekend_is_none() -> None:
    assert silence(july(1, 2, 3, 6, 7), date(2026, 7, 10)) is None


def test_a_single_quiet_day_counts_where_there_never_was_one() -> None:
    assert silence(july(1, 2, 3, 4, 5), date(2026, 7, 6)) is None
    assert silence(july(1, 2, 3, 4, 5), date(2026, 7, 7)) == Silence(date(2026, 7, 5), days=1, longest=0)


def test_of_a_source_that_has_hardly_begun_nobody_knows() -> None:
    assert silence(july(1, 2, 3, 4), date(2026, 7, 31)) is None
    assert silence([], date(2026, 7, 31)) is None


def opened(*days: int) -> list[dict[str, object]]:
    return [ticket(created_at=f"{JULY + timedelta(days=day - 1):%a %d %b %Y} 12:00", status="open") for day in days]


def test_conversations_are_looked_at_up_to_where_their_source_is_complete(store: Store) -> None:
    add(store, "quiet", *opened(1, 2, 3, 6, 7), complete_until="Sat 11 Jul 2026 08:00")
    add(store, "exported before it could be", *opened(1, 2, 3, 6, 7), complete_until="Fri 10 Jul 2026 08:00")
    add(store, "busy", *opened(6, 7, 8, 9, 10), complete_until="Fri 31 Jul 2026 08:00")
    add(store, "nothing yet", complete_until=None)
    with store.reading() as connection:
        found = silences(StoreFacts(connection, TeamSettings(BERLIN), from_tickets=True), date(2026, 7, 11))
    assert found == {"quiet": Silence(date(2026, 7, 7), days=3, longest=2)}

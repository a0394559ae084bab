from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from kpi.errors import UserError
from kpi.ingest.history import journal
from kpi.model import Cost, EventKind, Import, Inquiry, Source, Ticket, TicketEvent, table
from kpi.store import Store
from kpi.summary.building import day_of
from kpi.summary.catching_up import catch_up
from kpi.summary.tables import kpi_day
from kpi.webhooks import connecting, ledger, liveness
from kpi.webhooks.ledger import Counts, Outcome
from kpi.webhooks.replaying import replay
from kpi.webhooks.taking import keep_failed, take
from tests.kpi.summary.changes import UTC_ZONE
from tests.kpi.webhooks.plain_desk import DESK, NOW, connect, deliver, event, incoming

DAY = 86_400


def ticket(store: Store, number: str = "1", source: str = "desk") -> dict[str, object]:
    t = table(Ticket)
    with store.reading() as connection:
        row = connection.execute(select(t).where(t.c.source == source, t.c.external_id == number)).one()
    return dict(row._mapping)


def number_of(store: Store, model: type) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table(model))) or 0


def opened(number: str, at: int, name: str = "a") -> dict[str, object]:
    events = [event(number, EventKind.OPENED, at), event(number, EventKind.CUSTOMER_MESSAGE, at)]
    said = {"status": "open", "channel": "E-Mail", "subject": "<!channel> help", "requester": "jo@example.org"}
    return {"id": name, "statements": [{"external_id": number, "as_of": at, "fields": said}], "events": events}


def test_a_delivery_is_a_conversation_and_the_same_one_again_changes_nothing(store: Store) -> None:
    connect(store)
    [first] = deliver(store, opened("1", NOW - 60))
    before = ticket(store)
    assert (before["created_at"], before["status"], before["channel"]) == (NOW - 60, "open", "e-mail")
    assert before["requester"] != "jo@example.org"
    [second] = deliver(store, opened("1", NOW - 60))
    assert (first.why, first.repeated, second.why, second.repeated) == ("", False, "", True)
    assert ticket(store) == before
    with store.reading() as connection:
        assert ledger.counts(connection, "desk", NOW) == Counts(received=2, repeated=1, not_understood=0)


def test_one_request_twice_in_one_group_counts_once(store: Store) -> None:
    connect(store)
    first, second = deliver(store, opened("1", NOW), opened("1", NOW))
    assert (first.repeated, second.repeated) == (False, True)


def test_what_is_not_understood_is_kept_with_its_reason_until_it_is_replayed(store: Store) -> None:
    connect(store)
    riddle, nameless = deliver(store, {"id": "r", "event": "riddle"}, {"no": "id"})
    assert (riddle.why, nameless.why) == ("Nobody knows what a riddle means.", "It has no id.")
    with store.reading() as connection:
        kept = {each.why: each for each in ledger.kept(connection, "desk", Outcome.NOT_UNDERSTOOD)}
        assert kept["It has no id."].body == '{"no": "id"}'
    assert replay(store, NOW).understood == 0
    [again] = deliver(store, {"id": "r", "event": "riddle"})
    assert again.repeated
    assert not again.why
    deliver(store, {"id": "r"} | opened("1", NOW, "r"))
    assert ticket(store)["created_at"] == NOW
    with store.reading() as connection:
        assert [each.body for each in ledger.kept(connection, "desk", Outcome.NOT_UNDERSTOOD)] == ['{"no": "id"}']


def test_a_delivery_that_a_later_version_understands_is_replayed_and_its_body_deleted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect(store)
    with store.writing() as connection:
        keep_failed(connection, incoming(opened("1", NOW)), "kpibot failed on it.")
    monkeypatch.setattr(connecting, "_BY_KEY", {"zendesk": DESK})
    done = replay(store, NOW + 5)
    assert (done.tried, done.understood, done.left) == (1, 1, 0)
    assert ticket(store)["created_at"] == NOW
    with store.reading() as connection:
        assert [each.body for each in ledger.kept(connection)] == [None]


def test_an_error_of_ours_leaves_the_store_as_it_was(store: Store) -> None:
    connect(store)
    with pytest.raises(ZeroDivisionError), store.writing() as connection:
        take(connection, [incoming(opened("1", NOW)), incoming({"bug": True})])
    assert number_of(store, Ticket) == 0
    with store.reading() as connection:
        assert not ledger.kept(connection)


def test_only_fields_that_were_told_are_counted_on(store: Store) -> None:
    connect(store)
    deliver(store, opened("1", NOW - 50))
    with store.reading() as connection:
        fields = set(connection.scalars(select(table(Source).c.fields)).one())
    assert fields == {"created_at", "status", "resolved_at", "reopened_at", "channel", "subject", "requester"}
    deliver(store, {"id": "b", "events": [event("1", EventKind.HUMAN_REPLY, NOW)]})
    with store.reading() as connection:
        row = connection.execute(select(table(Source))).one()
    assert set(row.fields) > {"first_human_response_at", "first_automated_response_at"}
    assert row.authors_since == 0


def test_an_entry_of_the_journal_holds_a_day_and_a_file_in_between_ends_it(store: Store) -> None:
    connect(store)
    deliver(store, opened("1", NOW), at=NOW)
    deliver(store, opened("2", NOW, "b"), at=NOW + 1)
    assert number_of(store, Import) == 1
    with store.writing() as connection:
        row = dict.fromkeys(("rows", "added", "updated", "unchanged", "problems"), 0)
        values = {**row, "source": "desk", "file": "f", "format": "CSV", "kind": journal.TICKETS, "started_at": NOW}
        connection.execute(table(Import).insert().values(**values, fields=[], rejected={}))
    deliver(store, opened("3", NOW, "c"), at=NOW + 2)
    deliver(store, opened("4", NOW, "d"), at=NOW + DAY)
    assert number_of(store, Import) == 4


def test_inquiries_and_costs_come_in_as_well(store: Store) -> None:
    connect(store)
    inquiry = {"external_id": "q1", "as_of": NOW, "at": NOW - 9, "outcome": "resolved"}
    cost = {"entry": "c1", "as_of": NOW, "first_day": "2026-07-01", "last_day": None, "category": "agents"}
    deliver(store, {"id": "a", "inquiries": [inquiry], "costs": [{**cost, "cents": 9_000, "monthly": True}]})
    assert (number_of(store, Inquiry), number_of(store, Cost)) == (1, 1)
    bad = {**cost, "cents": 1, "monthly": False}
    assert deliver(store, {"id": "b", "costs": [bad]})[0].why == "A cost that is not monthly needs its last day."


def test_a_clock_that_runs_ahead_cannot_freeze_a_conversation(store: Store) -> None:
    connect(store)
    said = {"external_id": "1", "as_of": NOW + 10**8, "fields": {"team": "Later"}}
    deliver(store, {"id": "a", "statements": [said]})
    deliver(store, {"id": "b", "statements": [{**said, "as_of": NOW + 999, "fields": {"team": "Now"}}]}, at=NOW + 999)
    assert ticket(store)["team"] == "now"


def test_what_is_said_to_happen_in_the_future_counts_on_no_day_and_is_mended_by_the_truth(store: Store) -> None:
    connect(store)
    ahead = NOW + 400 * DAY
    reply = {"id": "b", "events": [event("1", EventKind.HUMAN_REPLY, ahead)]}
    deliver(store, opened("1", NOW), reply, opened("2", ahead, "c"))
    said = {"external_id": "1", "as_of": NOW + 20, "fields": {"team": "Now"}}
    deliver(store, {"id": "d", "statements": [said]}, at=NOW + 30)
    liveness.advance(store, NOW + 60)
    catch_up(store, UTC_ZONE)
    with store.reading() as connection:
        assert {day_of(day) for day in connection.scalars(select(kpi_day.c.day))} == {
            datetime.fromtimestamp(NOW, UTC).date()
        }
    assert ticket(store)["team"] == "now"
    deliver(store, {"id": "e", "events": [event("1", EventKind.HUMAN_REPLY, NOW + 40)]}, at=NOW + 90)
    assert ticket(store)["first_human_response_at"] == NOW + 40


def test_a_source_is_connected_once_under_a_name_that_fits_into_an_address(store: Store) -> None:
    connect(store)
    for name in ("desk", "Desk 2", "../x", ""):
        with pytest.raises(UserError), store.writing() as connection:
            connecting.add(connection, DESK, name, "correct-horse", NOW, "ada")
    with store.writing() as connection:
        assert connecting.free_name(connection, DESK) == "zendesk"
        connecting.change_secret(connection, "desk", "battery-staple", NOW, "ada")
        assert connecting.accepted(connection, NOW)["desk"].secrets == ("battery-staple", "correct-horse")
        assert connecting.accepted(connection, NOW + DAY)["desk"].secrets == ("battery-staple",)
        connecting.remove(connection, "desk", NOW, "ada")
        assert connecting.accepted(connection, NOW) == {}


def test_ids_are_forgotten_after_days_and_what_was_not_understood_after_two_weeks(store: Store) -> None:
    connect(store)
    deliver(store, opened("1", NOW), {"id": "r", "event": "riddle"})
    ledger.purge(store, NOW + 4 * DAY)
    with store.reading() as connection:
        assert [each.delivery_id for each in ledger.kept(connection)] == ["r"]
    ledger.purge(store, NOW + 15 * DAY)
    assert number_of(store, TicketEvent) == 2
    with store.reading() as connection:
        assert not ledger.kept(connection)

"""What is too old goes, with all that is kept of it, and however often that is broken off."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlmodel import SQLModel

from kpi.grammar.errors import QuestionError
from kpi.ingest.history.undo import undo
from kpi.ingest.importing import TOO_OLD, import_file
from kpi.ingest.planning.options import Options
from kpi.labelling import by_hand
from kpi.model import (
    BeforeImage,
    Import,
    ImportProblem,
    Inquiry,
    InquiryDay,
    Label,
    Search,
    Ticket,
    TicketCause,
    TicketEvent,
    TicketIntent,
    table,
)
from kpi.retention.freezing import freeze
from kpi.retention.limit import back
from kpi.retention.nightly import is_due
from kpi.retention.pruning import Pruned, prune, would_prune
from kpi.retention.turn import TakenError, taken
from kpi.review.record import causes
from kpi.review.record.causes import Cause
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from kpi.team.typed_settings import to_set
from tests.kpi.retention.histories import KEPT_FROM, NOW, rows, say
from tests.kpi.summary.changes import UTC_ZONE
from tests.kpi.summary.histories import Watched
from tests.support.tickets import at

MOMENT = int(NOW.timestamp())
OLD, NEW = "2026-03-0", "2026-09-0"


def pruned(store: Store, now: datetime = NOW) -> Pruned | None:
    return prune(store, UTC_ZONE, now, rest=lambda _seconds: None)


def export(folder: Path, *rows: str, header: str = "Ticket ID,Created at,Updated at,Solved at,Status,Channel") -> Path:
    file = folder / "desk.csv"
    file.write_text("\n".join((header, *rows)) + "\n")
    return file


def conversation(number: int, month: str, status: str = "solved", channel: str = "fax") -> str:
    """Opened at ten on that day of the month, and solved an hour later, if it was."""
    day = f"{month}{number % 9 + 1}"
    solved = f"{day} 11:00" if status == "solved" else ""
    return f"T-{month}{number},{day} 10:00,{day} 11:00,{solved},{status},{channel}"


def bring_in(store: Store, file: Path, now: int = MOMENT, source: str = "desk") -> Any:
    return import_file(store, file, Options(UTC_ZONE, now, source=source, accept=True, as_of=now))


def number(store: Store, model: type[SQLModel]) -> int:
    with store.reading() as connection:
        return len(connection.execute(select(table(model))).all())


def full(store: Store, folder: Path) -> int:
    """Six old conversations, of which one is open, and three new ones, with all that there can be of them; the number
    of the second import."""
    old = [conversation(each, OLD) for each in range(6)]
    new = [conversation(each, NEW, channel="email") for each in range(3)]
    bring_in(store, export(folder, *(row.replace("solved", "open") for row in old), *new), MOMENT - 100)
    second = bring_in(store, export(folder, *old[:5]))
    with store.writing() as connection:
        by_hand.give(connection, "desk", f"T-{OLD}1", "refund", "ada", at("Mon 2 Mar 2026 12:00"))
        causes.label(connection, "desk", f"T-{OLD}2", Cause.TONE, "ada", at("Mon 2 Mar 2026 12:00"))
        causes.label(connection, "desk", "unknown", Cause.TONE, "ada", at("Mon 2 Mar 2026 12:00"))
        of_import = {"source": "desk", "origin": second.number, "as_of": MOMENT}
        months = (at("Mon 2 Mar 2026 12:00"), at("Wed 2 Sep 2026 12:00"))
        days = (date(2026, 3, 2), date(2026, 9, 2))
        counts = {"resolved": 1, "contacted": 0, "abandoned": 0}
        for place, (instant, day) in enumerate(zip(months, days, strict=True)):
            inquiry = {"external_id": f"{place}", "at": instant, "outcome": "resolved", "conversation": None}
            connection.execute(insert(table(Inquiry)), [{**of_import, **inquiry}])
            connection.execute(insert(table(InquiryDay)), [{**of_import, **counts, "day": day}])
            connection.execute(insert(table(Search)), [{**of_import, "day": day, "query": "fax", "searches": 1}])
        event = {"external_id": f"T-{OLD}3", "event_id": "1", "kind": "customer message", "at": months[0]}
        connection.execute(insert(table(TicketEvent)), [{"source": "desk", "origin": second.number, **event}])
        problem = {"number": 1, "row": 1, "column": None, "value": "Ada", "why": "?"}
        long_ago = {**_journal(), "started_at": months[0]}
        before = connection.execute(insert(table(Import)).values(long_ago)).inserted_primary_key
        assert before is not None
        connection.execute(insert(table(ImportProblem)), [{"import_id": before[0], **problem}])
    catch_up(store, UTC_ZONE)
    return int(second.number)


def _journal() -> dict[str, Any]:
    numbers = dict.fromkeys(("rows", "added", "updated", "unchanged", "problems"), 0)
    return {
        "source": "desk",
        "file": "a.csv",
        "format": "csv",
        "kind": "costs",
        "fields": [],
        "rejected": {},
        **numbers,
    }


def test_everything_that_is_kept_of_an_old_conversation_goes_but_for_its_figures(
    any_store: Store, tmp_path: Path
) -> None:
    full(any_store, tmp_path)
    figures = rows(any_store)
    assert pruned(any_store) is None, "a team that has decided nothing keeps all"
    say(any_store, "retention 6 months delete")
    with any_store.reading() as connection:
        planned = would_prune(connection, UTC_ZONE, NOW)
    assert number(any_store, Ticket) == 9, "only looked at"
    assert pruned(any_store) == planned == Pruned(6, KEPT_FROM, conversations=5, inquiries=1, still_open=1)
    with any_store.reading() as connection:
        left = set(connection.scalars(select(table(Ticket).c.external_id)))
    assert left == {f"T-{OLD}5", *(f"T-{NEW}{each}" for each in range(3))}
    gone = (TicketEvent, TicketIntent, TicketCause, BeforeImage, ImportProblem)
    assert [number(any_store, model) for model in gone] == [0] * len(gone)
    assert [number(any_store, model) for model in (Inquiry, InquiryDay, Search)] == [1, 1, 1]
    with any_store.reading() as connection:
        channels = set(connection.scalars(select(table(Label).c.spelling).where(table(Label).c.field == "channel")))
    assert channels == {"email", "fax"}, "days of before are still told apart by it"
    assert rows(any_store) == figures
    assert pruned(any_store) == Pruned(6, KEPT_FROM, still_open=1), "nothing is left to do"


def test_killed_between_any_two_transactions_the_next_one_does_the_rest(any_store: Store, tmp_path: Path) -> None:
    full(any_store, tmp_path)
    figures = rows(any_store)
    say(any_store, "retention 6 months delete")
    left, transactions = [], 1
    while True:
        died = _dies_at(any_store, transactions)
        assert rows(any_store) == figures
        left.append(number(any_store, Ticket))
        if not died:
            break
        transactions += 1
    assert left[0] == 9
    assert left[-1] == 4
    assert number(any_store, BeforeImage) == 0


class _KilledError(BaseException):
    """This process is no more."""


def _dies_at(store: Store, number: int) -> bool:
    def before(transaction: int) -> None:
        if transaction >= number:
            raise _KilledError

    dying = Watched(store, before=before)
    later = NOW + timedelta(minutes=2 * number)
    try:
        with suppress(TakenError):
            pruned(dying, later)
    except _KilledError:
        with store.writing() as connection:  # a minute passes in which nothing is heard of it
            connection.exec_driver_sql("UPDATE retention SET held_at = 0")
            connection.exec_driver_sql("UPDATE summary_state SET claimed_at = 0")
        return True
    finally:
        dying.close()
    return False


def test_one_at_a_time_deletes(any_store: Store, tmp_path: Path) -> None:
    full(any_store, tmp_path)
    say(any_store, "retention 6 months delete")
    freeze(any_store, UTC_ZONE, NOW)
    with taken(any_store), pytest.raises(TakenError, match="Another kpibot is deleting"):
        pruned(any_store)
    assert number(any_store, Ticket) == 9
    assert pruned(any_store) is not None


def test_fewer_months_have_to_be_asked_for_twice(store: Store, tmp_path: Path) -> None:
    full(store, tmp_path)
    with store.reading() as connection, pytest.raises(QuestionError) as refused:
        to_set(connection, "retention 6 months", MOMENT)
    assert refused.value.sentence == (
        "That deletes 5 conversations from before 20 April 2026, for good. The figures of their days stay."
    )
    assert refused.value.lines == ("config set retention 6 months delete",)
    with store.reading() as connection:
        assert to_set(connection, "retention 2 years", MOMENT) == ("retention", 24), "none is as old as that"
        with pytest.raises(QuestionError, match="at least 6 months"):
            to_set(connection, "retention 3", MOMENT)
        with pytest.raises(QuestionError, match="neither a number of months nor off"):
            to_set(connection, "retention a while", MOMENT)
    say(store, "retention 6 months delete")
    with store.reading() as connection:
        assert to_set(connection, "retention off", MOMENT) == ("retention", 0)


def test_what_is_gone_stays_gone_when_all_is_kept_again(store: Store, tmp_path: Path) -> None:
    full(store, tmp_path)
    say(store, "retention 6 months delete")
    pruned(store)
    figures = rows(store)
    say(store, "retention off")
    assert pruned(store) is None
    freeze(store, UTC_ZONE, NOW)
    again = bring_in(store, export(tmp_path, *(conversation(each, OLD) for each in range(5))))
    catch_up(store, UTC_ZONE)
    assert again.rejected == {TOO_OLD: 5}
    assert rows(store) == figures


def test_where_nothing_was_deleted_yet_all_can_come_in_again(store: Store, tmp_path: Path) -> None:
    say(store, "retention 6 months")
    freeze(store, UTC_ZONE, NOW)
    old = export(tmp_path, *(conversation(each, OLD) for each in range(5)))
    assert bring_in(store, old).rejected == {TOO_OLD: 5}
    say(store, "retention off")
    assert freeze(store, UTC_ZONE, NOW) is None
    assert bring_in(store, old).counts.added == 5
    catch_up(store, UTC_ZONE)
    assert any(rows(store, before=KEPT_FROM).values())


def test_an_import_leaves_out_what_is_too_old_and_counts_it(any_store: Store, tmp_path: Path) -> None:
    say(any_store, "retention 6 months delete")
    freeze(any_store, UTC_ZONE, NOW)
    old = [conversation(each, OLD) for each in range(3)]
    file = export(tmp_path, *old, conversation(4, OLD, "open"), conversation(1, NEW))
    report = bring_in(any_store, file)
    catch_up(any_store, UTC_ZONE)
    assert (report.counts.added, report.rejected, report.rows) == (2, {TOO_OLD: 3}, 5)
    assert number(any_store, Ticket) == 2
    assert not any(rows(any_store, before=KEPT_FROM).values()), "nothing is counted by halves"
    assert bring_in(any_store, file).rejected == {TOO_OLD: 3}


def test_what_only_its_messages_tell_to_be_too_old_is_left_out_as_well(store: Store, tmp_path: Path) -> None:
    say(store, "retention 6 months delete")
    freeze(store, UTC_ZONE, NOW)
    header = "conversation_id,message_id,author_type,created_at,body"
    old = ("1,a,user,2026-03-01 10:00,Hi", "1,b,admin,2026-03-01 11:00,Hello")
    back_again = ("2,c,user,2026-03-02 10:00,Hi", "2,d,user,2026-09-02 10:00,Hi again")
    new = ("3,e,user,2026-09-01 10:00,Hi", "3,f,admin,2026-09-01 11:00,Hello")
    report = bring_in(store, export(tmp_path, *old, *back_again, *new, header=header), source="inbox")
    with store.reading() as connection:
        left = set(connection.scalars(select(table(Ticket).c.external_id)))
    # Nobody says that a conversation is over, so none is ever open.
    assert left == {"2", "3"}
    assert report.rejected[TOO_OLD] == 1
    assert number(store, TicketEvent) == 4


def test_an_import_is_taken_back_as_far_as_its_conversations_are_there(any_store: Store, tmp_path: Path) -> None:
    second = full(any_store, tmp_path)
    say(any_store, "retention 6 months delete")
    pruned(any_store)
    figures = rows(any_store, before=KEPT_FROM)
    undone = undo(any_store, second, MOMENT)
    assert (undone.restored, undone.kept_from) == (0, KEPT_FROM)
    undo(any_store, second - 1, MOMENT)
    catch_up(any_store, UTC_ZONE)
    assert number(any_store, Ticket) == 0
    assert rows(any_store, before=KEPT_FROM) == figures


def test_it_is_due_once_a_night_and_made_up_for_after_two_days(store: Store) -> None:
    def due(day: int, hour: int) -> bool:
        with store.reading() as connection:
            team = settings.read(connection, UTC_ZONE)
            return is_due(connection, team, datetime(2026, 10, day, hour, tzinfo=UTC))

    assert not due(21, 4), "nothing has been decided"
    say(store, "retention 6 months")
    assert not due(20, 12)
    assert due(21, 4)
    assert not due(21, 12), "the next night is early enough"
    assert due(22, 12)
    assert pruned(store, datetime(2026, 10, 22, 4, tzinfo=UTC)) is not None
    assert not due(22, 5)
    assert not due(23, 12)
    assert due(24, 12)


def test_a_month_that_is_shorter_ends_earlier() -> None:
    assert back(date(2026, 8, 31), 6) == date(2026, 2, 28)
    assert back(date(2026, 1, 15), 13) == date(2024, 12, 15)

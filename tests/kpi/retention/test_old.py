"""Which conversations are too old: the same whether they are in the store, or just being delivered."""

import random

from sqlalchemy import insert, select

from kpi.model import Source, Ticket, table
from kpi.retention.frozen import Limits
from kpi.retention.old import is_old, is_told_old
from kpi.store import Store
from tests.kpi.retention.histories import DAYS, FIELDS, UNTIL, conversation
from tests.kpi.summary.changes import DAY, START

TICKET = table(Ticket)
LIMITS = Limits(since=START + 40 * DAY, opened_before=START + 30 * DAY)


def test_a_row_is_judged_as_the_conversation_in_the_store_would_be(any_store: Store) -> None:
    draw = random.Random(3)
    rows = {f"{number}": _maybe_partial(draw, conversation(draw, number, UNTIL, DAYS)) for number in range(400)}
    with any_store.writing() as connection:
        connection.execute(insert(table(Source)).values(name="chat", fields=sorted(FIELDS), headers=[], confirmed={}))
        connection.execute(
            insert(TICKET),
            [
                {**dict.fromkeys(TICKET.columns.keys()), **told, "source": "chat", "external_id": key, "as_of": UNTIL}
                for key, told in rows.items()
            ],
        )
        stored = set(connection.scalars(select(TICKET.c.external_id).where(is_old(connection, LIMITS))))
    told_old = is_told_old(LIMITS, frozenset(FIELDS), None)
    assert {key for key, told in rows.items() if told_old(told)} == stored
    assert 50 < len(stored) < 200


def _maybe_partial(draw: random.Random, row: tuple[object, ...]) -> dict[str, object]:
    told = dict(zip(FIELDS, row[2:], strict=True))
    return {**told, "created_at": None} if draw.random() < 0.1 else told


def test_that_one_was_open_long_ago_is_not_believed() -> None:
    opened = {"created_at": START, "status": "open"}
    assert not is_told_old(LIMITS, frozenset(FIELDS), LIMITS.since)(opened)
    of_then = is_told_old(LIMITS, frozenset(FIELDS), LIMITS.since - 1)
    assert of_then(opened), "others may have told what became of it, and are gone"


def test_where_nobody_says_that_any_is_over_all_old_ones_go() -> None:
    assert is_told_old(LIMITS, frozenset({"created_at", "channel"}), None)({"created_at": START})
    assert not is_told_old(LIMITS, frozenset({"created_at", "resolved_at"}), None)({"created_at": START})

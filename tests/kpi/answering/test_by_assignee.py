"""Numbers by assignee against plain SQL over the tickets, and that nothing else ever looks at assignees."""

from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import insert, select

from kpi.answering.answer import answer
from kpi.answering.behind import behind
from kpi.answering.readout import Readout
from kpi.dimensions import ASSIGNEE, DIMENSIONS
from kpi.errors import UserError
from kpi.labels import HiddenError, NoLabels, StoreLabels
from kpi.model import Label, table
from kpi.question import Question, parse
from kpi.store import Store
from kpi.store_facts import StoreFacts
from kpi.summary.catching_up import catch_up
from kpi.summary.groupings import GROUPINGS
from kpi.summary.tables import COUNTED
from kpi.team.settings import TeamSettings
from tests.support.databases import a_store
from tests.support.past_the_program import as_sqlite
from tests.support.tickets import BERLIN, add, at, moment, ticket

NOW = moment("Mon 3 Aug 2026 09:00")
WEEK = (at("Mon 27 Jul 2026 00:00"), at("Mon 3 Aug 2026 00:00"))
PEOPLE = {"ada lovelace": "Ada Lovelace", "bo": "Bo", "<!channel> *cy*": "<!channel> *Cy*", "few": "Few"}
OF_SOME = ("ada lovelace", "ada lovelace", "bo", "<!channel> *cy*", None)


def drawn(random: Random) -> Iterator[dict[str, object]]:
    for number in range(200):
        opened = at("Mon 20 Jul 2026 00:00") + random.randrange(14 * 24 * 3600)
        resolved = opened + random.randrange(3 * 24 * 3600)
        who = "few" if number < 3 else random.choice(OF_SOME)
        told = {"rating": float(random.randint(1, 5)), "rating_scale": "stars", "rated_at": resolved}
        rated = told if random.random() < 0.7 else {}
        yield ticket(created_at=opened, resolved_at=resolved, status="resolved", assignee=who, channel="email", **rated)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = a_store(tmp_path_factory.mktemp("assignees"))
    rows = list(drawn(Random(7)))
    add(store, "desk", *rows, complete_until="Mon 10 Aug 2026 00:00")
    with store.writing() as connection:
        labels = [{"field": "assignee", "folded": folded, "spelling": spelt} for folded, spelt in PEOPLE.items()]
        connection.execute(insert(table(Label)), labels)
    catch_up(store, BERLIN)
    yield store
    store.close()


def asked(store: Store, text: str) -> Question:
    with store.reading() as connection:
        return parse(text, NOW.date(), BERLIN, StoreLabels(connection, lambda: None))


def answered(store: Store, text: str) -> Readout:
    with store.reading() as connection:
        return answer(asked(store, text), StoreFacts(connection, TeamSettings(BERLIN)), NOW)


def shown(readout: Readout) -> dict[str | None, tuple[float | None, int]]:
    assert readout.breakdown is not None
    return {each.value: (each.sample.value, each.sample.n) for each in readout.breakdown.segments}


def sql(store: Store, statement: str) -> dict[str | None, tuple[float, int]]:
    """What a statement says of the last week: by assignee, a value and n."""
    with as_sqlite(str(store.url), "ticket") as tickets:
        rows = tickets.execute(statement, {"start": WEEK[0], "end": WEEK[1]}).fetchall()
    return {who: (value, n) for who, value, n in rows}


CSAT = """
SELECT assignee, 100.0 * SUM(rating >= 4) / COUNT(*), COUNT(*) FROM ticket
WHERE rated_at >= :start AND rated_at < :end GROUP BY assignee
"""
RESOLUTION_TIME = """
WITH took AS (
    SELECT assignee, resolved_at - created_at AS seconds,
        ROW_NUMBER() OVER (PARTITION BY assignee ORDER BY resolved_at - created_at) AS place,
        COUNT(*) OVER (PARTITION BY assignee) AS n
    FROM ticket WHERE resolved_at >= :start AND resolved_at < :end
)
SELECT assignee, seconds, n FROM took WHERE place = (n + 1) / 2
"""
VOLUME = """
SELECT assignee, COUNT(*), COUNT(*) FROM ticket WHERE created_at >= :start AND created_at < :end GROUP BY assignee
"""


@pytest.mark.parametrize(("kpi", "statement"), [("csat", CSAT), ("resolution_time", RESOLUTION_TIME)])
def test_a_number_by_assignee_is_what_sql_counts(team: Store, kpi: str, statement: str) -> None:
    expected, found = sql(team, statement), shown(answered(team, f"{kpi} last week by assignee"))
    assert found.keys() == expected.keys() >= {None, "ada lovelace", "bo"}
    for who, (value, n) in expected.items():
        assert found[who][0] == pytest.approx(value)
        assert found[who][1] == n


def test_how_many_there_are_by_assignee_is_what_sql_counts(team: Store) -> None:
    found = shown(answered(team, "volume last week by assignee"))
    assert {who: value for who, (value, _) in found.items()} == {who: n for who, (_, n) in sql(team, VOLUME).items()}


def test_one_assignee_alone_weekly_and_the_tickets_behind_are_what_sql_counts(team: Store) -> None:
    value, n = sql(team, CSAT)["ada lovelace"]
    readout = answered(team, "csat last week assignee:lovelace weekly")
    assert readout.reading is not None
    assert readout.reading.sample.value == pytest.approx(value)
    assert readout.reading.n == n
    with team.reading() as connection:
        found = behind(asked(team, "csat last week assignee:lovelace"), connection, TeamSettings(BERLIN))
    assert found.total == n


def test_they_are_shown_by_how_many_conversations_they_had_and_never_by_how_good(team: Store) -> None:
    breakdown = answered(team, "csat last week by assignee").breakdown
    assert breakdown is not None
    sizes = [each.sample.n for each in breakdown.segments]
    assert sizes == sorted(sizes, reverse=True)
    assert [each.sample.value for each in breakdown.segments] != sorted(
        each.sample.value or 0 for each in breakdown.segments
    )


def test_the_summary_holds_no_row_by_assignee(team: Store) -> None:
    assert ASSIGNEE not in DIMENSIONS
    assert not any(ASSIGNEE in grouping for grouping in GROUPINGS)
    with team.reading() as connection:
        for counted in COUNTED:
            values = {value for row in connection.execute(select(counted)) for value in row if isinstance(value, str)}
            assert values.isdisjoint({"assignee", *PEOPLE})


def test_labels_of_assignees_are_read_only_for_whom_they_may_be_shown(team: Store) -> None:
    def refuse() -> None:
        raise UserError("Not for you.")

    with team.reading() as connection:
        assert StoreLabels(connection, lambda: None).values(ASSIGNEE) == PEOPLE
        with pytest.raises(UserError, match=r"Not for you\."):
            StoreLabels(connection, refuse).values(ASSIGNEE)
        with pytest.raises(HiddenError):
            StoreLabels(connection).values(ASSIGNEE)
    with pytest.raises(HiddenError):
        NoLabels().values(ASSIGNEE)

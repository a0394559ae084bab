"""The conversations that are read in a review, one by one."""

from typing import Any

from sqlalchemy import Connection, insert

from kpi.answering.behind import Conversation
from kpi.dimensions import ARRIVED, CHANNEL
from kpi.filters import Filter
from kpi.model import EventKind, Import, TicketEvent, table
from kpi.review.conversations import low_rated, unanswered, wrote_again
from kpi.store import Store
from kpi.team import settings
from tests.kpi.review.desk import FIELDS, NOW
from tests.support.tickets import BERLIN, add, at, days, ticket

WEEK = days("Mon 20 Jul 2026", "Mon 27 Jul 2026")
TUESDAY = "Tue 21 Jul 2026"
TOLD = (*FIELDS, "subject", "url")


def numbered(number: str, **cells: Any) -> dict[str, Any]:
    told = {"created_at": f"{TUESDAY} 09:00", "status": "open", **cells}
    return ticket(**told) | {"external_id": number}


def rated(number: str, rating: float, scale: str = "stars", **cells: Any) -> dict[str, Any]:
    told = {"rated_at": f"{TUESDAY} 12:00", "first_human_response_at": f"{TUESDAY} 10:00", **cells}
    return numbered(number, rating=rating, rating_scale=scale, **told)


def numbers(found: tuple[Conversation, ...]) -> list[str]:
    return [each.external_id for each in found]


def desk(store: Store, *tickets: dict[str, Any]) -> None:
    add(store, "desk", *tickets, fields=TOLD, complete_until=NOW)


def test_whoever_was_not_satisfied_is_listed_the_lowest_first(store: Store) -> None:
    desk(
        store,
        rated("five stars", 5),
        rated("three stars", 3, subject="Where is it?", url="https://desk.example/3"),
        rated("one star", 1),
        rated("thumb up", 1, "faces"),
        rated("a detractor", 2, "0 to 10"),
        rated("would recommend", 9, "0 to 10"),
        rated("would perhaps", 7, "0 to 10"),
        rated("not on the scale", 17, "off scale"),
        rated("spam", 1, excluded="spam"),
        rated("the week before", 1, created_at="Tue 14 Jul 2026 09:00", rated_at="Tue 14 Jul 2026 12:00"),
    )
    with store.reading() as connection:
        found = low_rated(connection, settings.read(connection, BERLIN), WEEK)
    assert numbers(found.conversations) == ["one star", "a detractor", "three stars"]
    assert found.total == 3
    last = found.conversations[-1]
    assert (last.source, last.subject, last.url) == ("desk", "Where is it?", "https://desk.example/3")
    assert (last.value, last.rating_scale, last.opened_at) == (3.0, "stars", at(f"{TUESDAY} 09:00"))


def test_a_list_may_be_cut_and_tells_how_many_there_are(store: Store) -> None:
    desk(store, *(rated(f"{number}", 1 + number / 10) for number in range(5)))
    with store.reading() as connection:
        found = low_rated(connection, settings.read(connection, BERLIN), WEEK, limit=2)
    assert (found.total, numbers(found.conversations)) == (5, ["0", "1"])


def test_whoever_waited_when_the_days_ended_is_listed_the_longest_first(store: Store) -> None:
    desk(
        store,
        numbered("waits"),
        numbered("has waited longer", created_at="Mon 6 Jul 2026 09:00"),
        numbered("has only heard from the bot", first_automated_response_at=f"{TUESDAY} 09:01"),
        numbered("answered", first_human_response_at=f"{TUESDAY} 10:00"),
        numbered("resolved", resolved_at=f"{TUESDAY} 10:00", status="resolved"),
        numbered("answered this morning", first_human_response_at="Mon 27 Jul 2026 08:00"),
    )
    with store.reading() as connection:
        team = settings.read(connection, BERLIN)
        then = unanswered(connection, team, WEEK)
        now = unanswered(connection, team, days("Mon 20 Jul 2026", "Tue 28 Jul 2026"))
    assert numbers(then.conversations)[0] == "has waited longer"
    assert set(numbers(then.conversations)[1:]) == {"waits", "has only heard from the bot", "answered this morning"}
    assert "answered this morning" not in numbers(now.conversations)
    assert now.conversations[0].value == at(NOW) - at("Mon 6 Jul 2026 09:00")


def by_bot(number: str, answered: str = f"{TUESDAY} 09:01", **cells: Any) -> dict[str, Any]:
    return numbered(number, first_automated_response_at=answered, **cells)


def write(connection: Connection, number: str, *times: str) -> None:
    """Messages of the customer."""
    for place, when in enumerate(times):
        row = {"source": "desk", "external_id": number, "event_id": str(place), "at": at(when), "origin": 1}
        connection.execute(insert(table(TicketEvent)).values(kind=EventKind.CUSTOMER_MESSAGE.value, **row))


def test_whoever_comes_back_after_an_automated_answer_is_listed(store: Store) -> None:
    resolved = {"resolved_at": f"{TUESDAY} 09:01", "reopened_at": f"{TUESDAY} 11:00"}
    desk(
        store,
        by_bot("opened again", **resolved),
        by_bot("opened again, but a person had answered", **resolved, first_human_response_at=f"{TUESDAY} 10:00"),
        by_bot("opened again, but handed over", **resolved, handed_over_at=f"{TUESDAY} 09:30"),
        by_bot("opened again the week after", **{**resolved, "reopened_at": "Mon 27 Jul 2026 08:00"}),
        by_bot("wrote again"),
        by_bot("wrote again when a person had answered", first_human_response_at=f"{TUESDAY} 10:00"),
        by_bot("was silent"),
        numbered("had no automated answer", **resolved),
        by_bot("answered long ago", answered="Tue 7 Jul 2026 09:01", created_at="Tue 7 Jul 2026 09:00"),
    )
    with store.writing() as connection:
        row = {"id": 1, "source": "desk", "file": "log.csv", "format": "csv", "kind": "log", "started_at": 0}
        connection.execute(insert(table(Import)).values(**row, fields=[], rejected={}))
        write(connection, "wrote again", f"{TUESDAY} 09:00", f"{TUESDAY} 12:01")
        write(connection, "wrote again when a person had answered", f"{TUESDAY} 10:30")
        write(connection, "was silent", f"{TUESDAY} 09:00")
        write(connection, "answered long ago", "Wed 22 Jul 2026 09:00")
    with store.reading() as connection:
        found = wrote_again(connection, settings.read(connection, BERLIN), WEEK)
    assert numbers(found.conversations) == ["answered long ago", "wrote again", "opened again"]
    assert found.conversations[1].value == 3 * 3600


def test_the_lists_keep_to_the_filters(store: Store) -> None:
    resolved = {"resolved_at": f"{TUESDAY} 09:01", "reopened_at": f"{TUESDAY} 11:00"}
    desk(
        store,
        rated("rated by phone", 1, channel="phone"),
        rated("rated by email", 1, channel="email"),
        by_bot("back by phone", channel="phone", **resolved),
        by_bot("back by email", channel="email", **resolved),
    )
    phone = [Filter(CHANNEL, "phone", "Phone")]
    closed = [Filter(ARRIVED, "closed", "outside opening hours")]
    with store.reading() as connection:
        team = settings.read(connection, BERLIN)
        assert numbers(low_rated(connection, team, WEEK, phone).conversations) == ["rated by phone"]
        assert numbers(unanswered(connection, team, WEEK, phone).conversations) == ["back by phone"]
        assert numbers(wrote_again(connection, team, WEEK, phone).conversations) == ["back by phone"]
        assert wrote_again(connection, team, WEEK, closed).total == 0


def test_without_data_there_are_none(store: Store) -> None:
    with store.reading() as connection:
        team = settings.read(connection, BERLIN)
        assert [find(connection, team, WEEK).total for find in (low_rated, unanswered, wrote_again)] == [0, 0, 0]

from kpi.labelling import queue
from kpi.labelling.queue import DOUBTFUL, NO_INTENT, SAYS_NOTHING, Unlabelled
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from tests.kpi.labelling.desk import SOURCE, TEAM, imported, labelled, renamed, ruled
from tests.kpi.summary.changes import START, UTC_ZONE, Tickets, do


def waiting(store: Store, after: str | None = None, limit: int = 10) -> list[tuple[str, str]]:
    """Which conversations are to be labelled, and why."""
    with store.reading() as connection:
        found = queue.next_(connection, TEAM, None if after is None else (SOURCE, after), limit)
        if limit == 10 and after is None:
            assert queue.left(connection, TEAM) == len(found)
    return [(each.external_id, each.why) for each in found]


def test_conversations_without_an_intent_that_says_something_wait_the_newest_first(store: Store) -> None:
    imported(store, ("1", None, "a"), ("2", "refund", "b"), ("3", "Other", "c"), ("4", None, None))
    assert waiting(store) == [("4", NO_INTENT), ("3", SAYS_NOTHING), ("1", NO_INTENT)]


def test_all_that_is_known_of_one_is_told(store: Store) -> None:
    told = (("1", START, START, "email", "other", "Where is it?", "https://desk.example/1"),)
    do(store, Tickets(SOURCE, ("created_at", "channel", "intent", "subject", "url"), told, START))
    ruled(store, "where is -> question")
    with store.reading() as connection:
        assert queue.next_(connection, TEAM) == [
            Unlabelled(
                source=SOURCE,
                external_id="1",
                url="https://desk.example/1",
                opened_at=START,
                channel="email",
                subject="Where is it?",
                own="other",
                now="question",
                why=SAYS_NOTHING,
            )
        ]


def test_they_come_one_after_the_other(store: Store) -> None:
    imported(store, *((str(number), None, None) for number in range(1, 6)))
    assert waiting(store, limit=1) == [("5", NO_INTENT)]
    assert waiting(store, "5", limit=1) == [("4", NO_INTENT)]
    assert waiting(store, "1") == []
    assert len(waiting(store, "not there any more")) == 5


def test_what_a_person_has_labelled_waits_no_more_whatever_it_says(store: Store) -> None:
    imported(store, ("1", None, None), ("2", None, None))
    labelled(store, "1", "refund")
    labelled(store, "2", "other")
    assert waiting(store) == []


def test_what_a_rule_labels_waits_no_more(store: Store) -> None:
    imported(store, ("1", None, "refund"), ("2", None, "hello"))
    ruled(store, "refund -> money")
    assert waiting(store) == [("2", NO_INTENT)]


def test_where_rules_for_several_intents_match_it_is_doubtful(store: Store) -> None:
    imported(store, ("1", None, "refund my invoice"), ("2", None, "refund"), ("3", None, "refund by card"))
    ruled(store, "refund -> money", "invoice -> billing", "card -> card")
    assert waiting(store) == [("3", DOUBTFUL), ("1", DOUBTFUL)]
    renamed(store, "card", "money")
    assert waiting(store) == [("1", DOUBTFUL)]
    labelled(store, "1", "billing")
    assert waiting(store) == []


def test_what_does_not_count_does_not_wait(store: Store) -> None:
    told = (("1", START, START, "spam"), ("2", START, None, None))
    do(store, Tickets(SOURCE, ("created_at", "excluded"), told, START))
    assert waiting(store) == []


def test_the_intents_to_choose_from_are_the_most_frequent_of_the_last_90_days_first(store: Store) -> None:
    day = 86_400
    rows = [("a", 0), ("a", 1), ("a", 2), ("b", 95), ("c", 96), ("c", 97), ("other", 98), ("other", 99)]
    told = tuple((str(n), START, START + at * day, intent) for n, (intent, at) in enumerate(rows))
    do(store, Tickets(SOURCE, ("created_at", "intent"), told, START + 100 * day))
    imported(store, ("10", "A", None), ("11", "B", None), ("12", "C", None), ("13", "Other", None), as_of=1)
    ruled(store, "never -> Zebra")
    catch_up(store, UTC_ZONE)
    with store.reading() as connection:
        assert queue.choices(connection, TEAM) == [("c", "C", 2), ("b", "B", 1), ("a", "A", 0), ("zebra", "Zebra", 0)]
        assert queue.choices(connection, TEAM, most=2) == [("c", "C", 2), ("b", "B", 1)]


def test_in_an_empty_store_there_is_nothing_to_choose_from(store: Store) -> None:
    assert waiting(store) == []
    with store.reading() as connection:
        assert queue.choices(connection, TEAM) == []

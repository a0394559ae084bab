from datetime import date

import pytest
from sqlalchemy import insert, select

from kpi.catalogue import Target
from kpi.dimensions import INTENT
from kpi.errors import UserError
from kpi.ingest.merging.labels import keep_spellings
from kpi.labelling import names, relabelling
from kpi.labelling.names import Name, Renamed
from kpi.labels import StoreLabels
from kpi.model import ReviewFocus, table
from kpi.review.record import normal_intents
from kpi.store import Store
from kpi.summary.catching_up import catch_up
from kpi.team import settings
from tests.kpi.labelling.desk import WHO, history, imported, intents, labelled, own, renamed, ruled
from tests.kpi.summary.changes import NOW, UTC_ZONE


def restored(store: Store, old: str) -> Name:
    with store.writing() as connection:
        over = names.restore(connection, old, WHO, NOW)
    relabelling.finish(store)
    return over


def spelt(store: Store) -> dict[str, str]:
    with store.reading() as connection:
        return dict(StoreLabels(connection).values(INTENT))


def test_a_renamed_intent_has_its_new_name_whoever_said_it(store: Store) -> None:
    imported(store, ("1", "Bug", "x"), ("2", None, "crash"), ("3", None, None), ("4", "refund", None))
    ruled(store, "crash -> bug")
    labelled(store, "3", "bug")
    renamed(store, "BUG", "Login  Bug")
    assert intents(store) == {"1": "login bug", "2": "login bug", "3": "login bug", "4": "refund"}
    assert own(store)["1"] == "bug"


def test_what_comes_in_later_under_the_old_name_has_the_new_one(store: Store) -> None:
    imported(store, ("1", "bug", None))
    renamed(store, "bug", "login bug")
    imported(store, ("2", "bug", None))
    assert intents(store)["2"] == "login bug"


def test_to_a_name_that_there_is_it_is_a_merger(store: Store) -> None:
    imported(store, ("1", "bug", None), ("2", "error", None), ("3", "error", None))
    catch_up(store, UTC_ZONE)
    assert renamed(store, "error", "BUG") == Renamed("error", "bug", merged=True, conversations=2)
    assert intents(store) == {"1": "bug", "2": "bug", "3": "bug"}


def test_how_many_have_the_name_is_counted_from_the_tickets_where_there_is_no_summary(store: Store) -> None:
    imported(store, ("1", "bug", None), ("2", "error", None), ("3", "error", None))
    assert renamed(store, "error", "fault") == Renamed("error", "fault", merged=False, conversations=2)


def test_renamed_twice_the_last_name_counts(store: Store) -> None:
    imported(store, ("1", "a", None), ("2", "b", None))
    renamed(store, "a", "b")
    renamed(store, "b", "c")
    assert intents(store) == {"1": "c", "2": "c"}


def test_a_name_that_was_given_up_leads_to_its_new_one(store: Store) -> None:
    imported(store, ("1", "a", None), ("2", "b", None), ("3", "c", None))
    renamed(store, "a", "b")
    assert renamed(store, "c", "a").new == "b"
    assert intents(store) == {"1": "b", "2": "b", "3": "b"}


def test_renamed_back_it_has_its_own_name_again(store: Store) -> None:
    imported(store, ("1", "a", None), ("2", "b", None))
    renamed(store, "a", "b")
    renamed(store, "b", "a")
    assert intents(store) == {"1": "a", "2": "a"}


def test_what_was_merged_can_go_elsewhere_alone(store: Store) -> None:
    imported(store, ("1", "a", None), ("2", "b", None))
    renamed(store, "a", "b")
    renamed(store, "a", "c")
    assert intents(store) == {"1": "c", "2": "b"}


def test_a_merger_is_taken_back(store: Store) -> None:
    imported(store, ("1", "a", None), ("2", "b", None))
    renamed(store, "a", "b")
    assert restored(store, "A") == Name("a", "a", "b", "b", WHO, NOW)
    assert intents(store) == {"1": "a", "2": "b"}
    with store.reading() as connection:
        assert names.all_(connection) == []


def test_what_was_called_so_before_has_that_name_again_when_a_rename_is_taken_back(store: Store) -> None:
    imported(store, ("1", "a", None), ("2", "b", None), ("3", "c", None))
    renamed(store, "a", "B")
    renamed(store, "b", "c")
    assert intents(store) == {"1": "c", "2": "c", "3": "c"}
    restored(store, "b")
    assert intents(store) == {"1": "b", "2": "b", "3": "c"}
    assert spelt(store) == {"b": "b", "c": "c"}
    restored(store, "a")
    assert intents(store) == {"1": "a", "2": "b", "3": "c"}


def test_the_names_that_were_given_up_are_known_no_more(store: Store) -> None:
    imported(store, ("1", "a", None), ("2", "b", None))
    renamed(store, "a", "b")
    assert spelt(store) == {"b": "b"}
    restored(store, "a")
    assert spelt(store) == {"a": "a", "b": "b"}


def test_an_intent_is_spelt_as_the_team_wants_it_whatever_is_imported(store: Store) -> None:
    imported(store, ("1", "login bug", None))
    renamed(store, "login bug", "login Bug")
    assert spelt(store) == {"login bug": "login Bug"}
    with store.writing() as connection:
        keep_spellings(connection, "intent", {"login bug": "LOGIN BUG"})
    assert spelt(store) == {"login bug": "login Bug"}
    assert intents(store) == {"1": "login bug"}


def test_a_limit_follows_to_the_new_name(store: Store) -> None:
    imported(store, ("1", "bug", None), ("2", "error", None))
    with store.writing() as connection:
        normal_intents.accept(connection, "bug", 40, WHO, NOW)
    renamed(store, "bug", "login bug")
    with store.writing() as connection:
        assert list(normal_intents.normal(connection)) == ["login bug"]
        normal_intents.accept(connection, "bug", 45, WHO, NOW)
        assert {intent: limit.value for intent, limit in normal_intents.normal(connection).items()} == {"login bug": 45}
        normal_intents.accept(connection, "error", 30, WHO, NOW)
    renamed(store, "error", "login bug")
    with store.reading() as connection:
        found: dict[str, Target] = dict(normal_intents.normal(connection))
    assert {intent: limit.value for intent, limit in found.items()} == {"login bug": 45}


def test_what_says_nothing_says_nothing_under_another_name(store: Store) -> None:
    imported(store, ("1", "other", None), ("2", "question", None), ("3", "refund", None))
    renamed(store, "other", "Sonstiges")
    renamed(store, "question", "refund")
    with store.reading() as connection:
        unclassified = settings.read(connection, UTC_ZONE).unclassified
    assert "sonstiges" in unclassified
    assert "refund" not in unclassified


def test_renames_are_told_in_the_history(store: Store) -> None:
    imported(store, ("1", "login bug", None), ("2", "refund", None))
    renamed(store, "login bug", "Login")
    renamed(store, "refund", "login")
    restored(store, "refund")
    assert history(store) == [
        "intent “refund”: called so again",
        "intent “refund”: part of “Login”",
        "intent “login bug”: called “Login”",
    ]


def test_what_was_to_be_done_about_an_intent_is_measured_by_its_new_name(store: Store) -> None:
    imported(store, ("1", "bug", None))
    row = {"channel": "C1", "kpi": "csat", "step": "reply", "labels": {"intent": "bug", "channel": "chat"}, "at": NOW}
    row |= dict.fromkeys(("text", "place", "worth", "figure"), "") | {"start": {}}
    row |= {"monday": date(2026, 3, 16), "due": date(2026, 3, 23)}
    with store.writing() as connection:
        connection.execute(insert(table(ReviewFocus)).values(row))
    renamed(store, "bug", "login bug")
    with store.reading() as connection:
        assert connection.scalar(select(table(ReviewFocus).c.labels)) == {"intent": "login bug", "channel": "chat"}


def test_what_is_not_there_cannot_be_renamed(store: Store) -> None:
    imported(store, ("1", "a", None))
    with pytest.raises(UserError, match="No intent is called “b”"):
        renamed(store, "b", "c")
    with pytest.raises(UserError, match="An intent needs a name"):
        renamed(store, "a", "")
    with pytest.raises(UserError, match="“a” has no other name"):
        restored(store, "a")

import pytest

from kpi.errors import UserError
from kpi.labelling import by_hand
from kpi.labelling.by_hand import Given
from kpi.store import Store
from tests.kpi.labelling.desk import SOURCE, WHO, history, imported, intents, labelled, own, renamed, ruled
from tests.kpi.summary.changes import NOW


def taken_back(store: Store, number: str) -> Given:
    with store.writing() as connection:
        return by_hand.take_back(connection, SOURCE, number, WHO, NOW)


def test_a_label_by_hand_counts_and_the_source_s_own_stays_beside(store: Store) -> None:
    imported(store, ("1", "other", "hello"))
    assert labelled(store, "1", " Login  Bug ") == Given(SOURCE, "1", "login bug", "Login Bug", "other", "other")
    assert intents(store) == {"1": "login bug"}
    assert own(store) == {"1": "other"}


def test_the_latest_label_counts(store: Store) -> None:
    imported(store, ("1", None, None))
    labelled(store, "1", "login bug")
    assert labelled(store, "1", "refund").before == "login bug"
    assert intents(store) == {"1": "refund"}


def test_the_source_s_own_label_given_by_hand_outlives_another_one_of_the_source(store: Store) -> None:
    imported(store, ("1", "refund", None))
    labelled(store, "1", "refund")
    imported(store, ("1", "other", None), as_of=NOW)
    assert intents(store) == {"1": "refund"}


def test_taken_back_the_first_rule_counts_again_or_the_source(store: Store) -> None:
    imported(store, ("1", "other", "refund"), ("2", "other", "hello"))
    ruled(store, "refund -> money")
    labelled(store, "1", "praise")
    labelled(store, "2", "praise")
    assert taken_back(store, "1") == Given(SOURCE, "1", "money", "money", "praise", "other")
    assert taken_back(store, "2").intent == "other"
    assert intents(store) == {"1": "money", "2": "other"}


def test_a_name_that_was_given_up_is_the_new_one(store: Store) -> None:
    imported(store, ("1", "refund", None), ("2", None, None))
    renamed(store, "refund", "Money back")
    assert labelled(store, "2", "refund") == Given(SOURCE, "2", "money back", "Money back", None, None)


def test_labels_by_hand_are_told_in_the_history(store: Store) -> None:
    imported(store, ("1234", "Refund", None))
    labelled(store, "1234", "Login bug")
    taken_back(store, "1234")
    assert history(store) == ["label of 1234: Login bug → Refund", "label of 1234: Refund → Login bug"]


def test_the_history_names_the_source_where_there_are_several(store: Store) -> None:
    imported(store, ("1", None, None))
    imported(store, ("1", None, None), source="mail")
    labelled(store, "1", "refund", source="mail")
    assert history(store) == ["label of 1 in mail: refund"]


def test_what_is_not_there_cannot_be_labelled(store: Store) -> None:
    imported(store, ("1", None, None))
    with pytest.raises(UserError, match="There is no conversation 2 any more"):
        labelled(store, "2", "refund")


def test_a_label_needs_a_name(store: Store) -> None:
    imported(store, ("1", None, None))
    with pytest.raises(UserError, match="An intent needs a name"):
        labelled(store, "1", " \u200b ")


def test_what_nobody_has_labelled_cannot_be_taken_back(store: Store) -> None:
    imported(store, ("1", "refund", None))
    with pytest.raises(UserError, match="Nobody has labelled conversation 1"):
        taken_back(store, "1")


def test_hostile_labels_are_labels_like_others(store: Store) -> None:
    imported(store, *((str(number), None, None) for number in range(4)))
    for number, text in enumerate(("<!channel>", "\u202egnp.exe", "🔥 " * 150, "'; DROP TABLE ticket; --")):
        labelled(store, str(number), text)
    assert list(intents(store).values()) == ["<!channel>", "gnp.exe", ("🔥 " * 100).strip(), "'; drop table ticket; --"]

from kpi.labelling.trying import Example, Trial, try_rule
from kpi.store import Store
from tests.kpi.labelling.desk import SOURCE, imported, labelled, ruled
from tests.kpi.summary.changes import START, Tickets, do


def tried(store: Store, *words: str, intent: str = "Money", instead_of: int | None = None, **options: float) -> Trial:
    with store.reading() as connection:
        return try_rule(connection, words, intent, instead_of, **options)


def test_a_rule_is_tried_on_what_there_is_before_it_is_saved(store: Store) -> None:
    imported(
        store,
        ("1", None, "refund"),  # would be labelled
        ("2", "other", "My Refund"),  # differently from now
        ("3", "money", "refund!"),  # as now
        ("4", "other", "refund"),  # a person says otherwise
        ("5", None, "refund the invoice"),  # an earlier rule says otherwise
        ("6", "other", "refunded"),  # no whole word
        ("7", "other", None),  # no subject
    )
    labelled(store, "4", "praise")
    ruled(store, "invoice -> billing")
    trial = tried(store, "refund")
    assert trial == Trial(
        matched=5,
        kept_by_hand=1,
        by_earlier=1,
        unlabelled=1,
        changed=1,
        let_go=0,
        without_subject=1,
        examples=(
            Example("2", SOURCE, "My Refund", "other", "money"),
            Example("1", SOURCE, "refund", None, "money"),
        ),
        looked_at=7,
        all_looked_at=True,
    )
    assert trial.labels == 3


def test_in_the_place_of_another_rule_it_is_told_what_that_one_lets_go(store: Store) -> None:
    imported(
        store, ("1", "other", "invoice"), ("2", None, "card"), ("3", "other", "refund"), ("4", None, "card refund")
    )
    first, _ = ruled(store, "invoice, card -> billing", "refund -> money")
    trial = tried(store, "card", intent="Billing", instead_of=first.id)
    assert (trial.matched, trial.labels, trial.by_earlier) == (2, 2, 0)
    assert (trial.changed, trial.unlabelled, trial.let_go) == (1, 0, 1)
    assert trial.examples == (Example("1", SOURCE, "invoice", "billing", "other"),)


def test_to_try_a_rule_changes_nothing_that_counts(store: Store) -> None:
    imported(store, ("1", None, "refund"))
    before = tried(store, "refund")
    assert tried(store, "refund") == before
    assert before.unlabelled == 1


def test_what_does_not_count_is_not_looked_at(store: Store) -> None:
    told = (("1", START, START, "spam", "refund"), ("2", START, None, None, "refund"))
    do(store, Tickets(SOURCE, ("created_at", "excluded", "subject"), told, START))
    assert tried(store, "refund").looked_at == 0


def test_where_it_takes_too_long_the_newest_are_looked_at(store: Store) -> None:
    imported(store, *((str(number), None, "refund") for number in range(2_001)))
    trial = tried(store, "refund", seconds=0)
    assert (trial.looked_at, trial.matched, trial.all_looked_at) == (2_000, 2_000, False)
    assert [example.external_id for example in trial.examples] == ["2000", "1999", "1998", "1997", "1996"]
    assert tried(store, "refund").all_looked_at

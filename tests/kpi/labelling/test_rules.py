import pytest

from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.labelling import relabelling, rules
from kpi.store import Store
from tests.kpi.labelling.desk import WHO, history, imported, intents, labelled, own, ruled
from tests.kpi.summary.changes import NOW


@pytest.mark.parametrize(
    ("typed", "words", "intent"),
    [
        ("refund -> refund", ("refund",), "refund"),
        ("refund, money back -&gt; Refund request", ("refund", "money back"), "Refund request"),
        ("refund → money", ("refund",), "money"),
        ("refund => money", ("refund",), "money"),
        ('"a -> b", c++ -> "x, y"', ("a -> b", "c++"), "x, y"),
        ("a -> b -> c", ("a -> b",), "c"),
        ("Refund, REFUND, , refund -> r", ("Refund",), "r"),
        ("  money \t back -> r", ("money back",), "r"),
        ("why?, (no) -> r", ("why?", "(no)"), "r"),
    ],
)
def test_a_rule_is_read_as_people_type_it(typed: str, words: tuple[str, ...], intent: str) -> None:
    assert rules.read(typed) == (words, intent)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("refund", "A rule is words, an arrow, and the intent that they mean."),
        ("", "A rule is words, an arrow, and the intent that they mean."),
        ("refund ->", "After the arrow comes the intent that the words mean."),
        ("-> refund", "A rule needs words to look for in subjects."),
        (", , -> refund", "A rule needs words to look for in subjects."),
        ("\ufe0f -> refund", "A rule needs words to look for in subjects."),
        (f"{'x' * 101} -> r", f"“{'x' * 39}…” has more than 100 characters."),
        (f"{', '.join(map(str, range(51)))} -> r", "A rule has at most 50 words; those are 51."),
    ],
)
def test_what_is_no_rule_is_refused_with_a_line_that_works(typed: str, sentence: str) -> None:
    with pytest.raises(QuestionError) as error:
        rules.read(typed)
    assert error.value.sentence == sentence
    assert rules.read(error.value.lines[0].removeprefix("rules add ")) == (("refund", "money back"), "refund")


def test_a_rule_labels_what_has_its_words_and_the_source_s_own_label_stays_beside(store: Store) -> None:
    imported(
        store, ("1", None, "Refund please"), ("2", "other", "a refund"), ("3", "login", "hello"), ("4", None, None)
    )
    ruled(store, "refund, money back -> Refund request")
    assert intents(store) == {"1": "refund request", "2": "refund request", "3": "login", "4": None}
    assert own(store) == {"1": None, "2": "other", "3": "login", "4": None}


def test_of_several_rules_the_first_one_counts(store: Store) -> None:
    imported(store, ("1", None, "refund my invoice"), ("2", None, "invoice"))
    ruled(store, "refund -> money", "invoice -> billing")
    assert intents(store) == {"1": "money", "2": "billing"}


def test_a_person_s_label_comes_before_rules(store: Store) -> None:
    imported(store, ("1", "other", "refund"))
    labelled(store, "1", "praise")
    ruled(store, "refund -> money")
    assert intents(store) == {"1": "praise"}


def test_a_changed_rule_keeps_its_place(store: Store) -> None:
    imported(store, ("1", None, "refund my invoice"))
    first, _ = ruled(store, "card -> money", "invoice -> billing")
    with store.writing() as connection:
        changed = rules.replace(connection, first.id, ["refund"], "Money", WHO, NOW)
    relabelling.finish(store)
    assert intents(store) == {"1": "money"}
    assert (changed.id, changed.words, changed.intent, changed.spelling) == (first.id, ("refund",), "money", "money")


def test_without_the_rule_the_source_s_own_label_counts_again(store: Store) -> None:
    imported(store, ("1", "other", "refund"), ("2", None, "refund"))
    (rule,) = ruled(store, "refund -> money")
    with store.writing() as connection:
        assert rules.remove(connection, rule.id, WHO, NOW) == rule
    relabelling.finish(store)
    assert intents(store) == {"1": "other", "2": None}


def test_changes_of_rules_are_told_in_the_history(store: Store) -> None:
    (rule,) = ruled(store, "refund -> Money")
    with store.writing() as connection:
        rules.replace(connection, rule.id, ["refund", "money back"], "Money", WHO, NOW)
        rules.remove(connection, rule.id, WHO, NOW)
    assert history(store) == [
        f"rule {rule.id}: removed, it was Money for “refund”, “money back”",
        f"rule {rule.id}: Money for “refund” → Money for “refund”, “money back”",
        f"rule {rule.id}: Money for “refund”",
    ]


def test_there_are_at_most_200_rules(store: Store) -> None:
    with store.writing() as connection:
        for number in range(rules.MOST_RULES):
            rules.add(connection, [f"word {number}"], "money", WHO, NOW)
        with pytest.raises(UserError, match="There are 200 rules already"):
            rules.add(connection, ["one more"], "money", WHO, NOW)


def test_a_rule_that_is_not_there_cannot_be_changed(store: Store) -> None:
    with store.writing() as connection:
        with pytest.raises(UserError, match="There is no rule 7"):
            rules.replace(connection, 7, ["refund"], "money", WHO, NOW)
        with pytest.raises(UserError, match="There is no rule 7"):
            rules.remove(connection, 7, WHO, NOW)

"""What is learnt from labelled conversations. The figures of a real set are in docs/labels.md."""

import random
from pathlib import Path

from benchmarks.suggestions import SETS, examples_in
from kpi.labelling.examples import examples
from kpi.labelling.suggesting import FEWEST, Example, Suggestion, learnt
from kpi.store import Store
from tests.kpi.labelling.desk import TEAM, imported, labelled, ruled

WORDS = {
    "refund": ("money back", "refund", "charged twice", "return the payment"),
    "login bug": ("cannot log in", "password", "login", "locked out"),
    "shipping": ("parcel", "delivery", "tracking", "courier"),
}
ENDINGS = ("please", "again", "since yesterday", "for my order", "today", "help")


def conversations(number: int) -> list[Example]:
    """So many about each of three intents, in turns."""
    draw = random.Random(3)
    return [
        (f"{draw.choice(words)} {draw.choice(ENDINGS)} {draw.choice(ENDINGS)}", intent)
        for _ in range(number)
        for intent, words in WORDS.items()
    ]


def test_what_is_like_the_labelled_ones_is_suggested() -> None:
    suggester = learnt(conversations(40))
    assert suggester is not None
    assert suggester.suggest("My password does not work, I cannot log in").intent == "login bug"
    assert suggester.suggest("Where is the parcel? The courier was not here").intent == "shipping"
    assert suggester.suggest("REFUND").confidence > 0.7


def test_of_words_that_it_has_never_seen_it_is_not_sure() -> None:
    suggester = learnt(conversations(40))
    assert suggester is not None
    for subject in ("Rückerstattung", "", "?!", "<!channel> 💥", "x" * 10_000):
        assert suggester.suggest(subject) == Suggestion(None, 0.0)


def test_where_labels_say_nothing_of_the_words_it_is_sure_of_nothing() -> None:
    draw = random.Random(5)
    at_random = [(subject, draw.choice(list(WORDS))) for subject, _ in conversations(60)]
    suggester = learnt(at_random)
    assert suggester is not None
    found = [suggester.suggest(subject) for subject, _ in conversations(20)]
    assert sum(each.intent is not None for each in found) < len(found) / 10


def test_intents_of_which_there_are_few_are_never_suggested_and_make_it_less_sure() -> None:
    rare = [(f"invoice number {number} is wrong", f"rare {number % 10}") for number in range(30)]
    suggester = learnt([*conversations(30), *rare])
    assert suggester is not None
    assert suggester.suggest("invoice is wrong").intent is None


def test_two_intents_are_enough_and_one_is_not() -> None:
    two = [each for each in conversations(40) if each[1] != "shipping"]
    suggester = learnt(two)
    assert suggester is not None
    assert suggester.suggest("refund please").intent == "refund"
    assert learnt([each for each in two if each[1] == "refund"]) is None


def test_from_fewer_than_fifty_nothing_is_learnt() -> None:
    assert learnt(conversations(20)[: FEWEST - 1]) is None
    assert learnt([]) is None


def test_it_learns_from_what_conversations_count_as_the_newest_first(store: Store) -> None:
    imported(
        store, ("1", "refund", "a"), ("2", None, "b"), ("3", "other", "c"), ("4", "refund", None), ("5", None, "d")
    )
    labelled(store, "2", "login bug")
    ruled(store, "d -> shipping")
    with store.reading() as connection:
        assert examples(connection, TEAM) == [("d", "shipping"), ("b", "login bug"), ("a", "refund")]
        assert examples(connection, TEAM, most=2) == [("d", "shipping"), ("b", "login bug")]


def test_on_real_sentences_nine_of_ten_suggestions_are_right(real_data: Path) -> None:
    file, columns = "bitext_train.csv", SETS["bitext_train.csv"]
    known = examples_in(real_data / "intents" / file, *columns)
    suggester = learnt(known[:1_000])
    assert suggester is not None
    told = [(suggester.suggest(subject).intent, intent) for subject, intent in known[1_000:1_300]]
    suggested = [found == intent for found, intent in told if found is not None]
    assert len(suggested) > 0.9 * len(told)
    assert sum(suggested) > 0.9 * len(suggested)

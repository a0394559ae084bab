"""How a list is wanted, said beside the question."""

import pytest

from kpi.grammar.list_words import Wanted, taken


@pytest.mark.parametrize(
    ("typed", "rest", "wanted"),
    [
        ("csat last week", "csat last week", Wanted()),
        ("csat last week sorted by rating", "csat last week", Wanted("rating")),
        ("csat sorted by first reply last week", "csat last week", Wanted("first reply")),
        ("csat sort by ttr page 2", "csat", Wanted("resolution", 2)),
        ("csat page 0", "csat", Wanted()),
        ("csat page 999999999", "csat", Wanted("", 1_000_000)),
        ("csat as a csv file", "csat", Wanted(as_csv=True)),
        ("csv csat by channel", "csat by channel", Wanted(as_csv=True)),
        ("csat sorted by mood", "csat", Wanted(strange="mood")),
        ("csat sorted", "csat", Wanted(strange="?")),
        ('csat intent:"page 2"', 'csat intent:"page 2"', Wanted()),
        ("csat intent:csv", "csat intent:csv", Wanted()),
    ],
)
def test_it_is_taken_out_of_the_question(typed: str, rest: str, wanted: Wanted) -> None:
    assert taken(typed) == (rest, wanted)


@pytest.mark.parametrize("wanted", [Wanted(), Wanted("first reply", 3), Wanted("opened", as_csv=True)])
def test_what_it_is_written_as_is_read_again(wanted: Wanted) -> None:
    assert taken(f"csat {wanted.text}")[1] == wanted

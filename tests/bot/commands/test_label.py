"""Labels by the id of a conversation."""

import pytest

from bot.commands.label import Line, read
from kpi.grammar.errors import QuestionError
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.bot.commands.labels import fill, hostile, ordinary


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("1234 refund", Line("1234", "", "refund")),
        ("#1234 as login bug", Line("#1234", "", "login bug")),
        ("1234 -> refund", Line("1234", "", "refund")),
        ("1234: refund", Line("1234", "", "refund")),
        ('"order 12" "none"', Line("order 12", "", "none")),
        ("1234 none", Line("1234", "", None)),
        ("1234 back", Line("1234", "", None)),
        ("T-1:2 refund source:desk", Line("T-1:2", "desk", "refund")),
        ('1234 "refund" source:"Help desk"', Line("1234", "Help desk", "refund")),
        ("1234 refund source: “Help desk”", Line("1234", "Help desk", "refund")),
        ('1234 "open source:desk"', Line("1234", "", "open source:desk")),
        ("1234 it&amp;s &lt;!channel&gt;", Line("1234", "", "it&s <!channel>")),
    ],
)
def test_a_line_is_read(typed: str, line: Line) -> None:
    assert read(typed) == line


@pytest.mark.parametrize("typed", ["", "1234", "1234 as"])
def test_what_lacks_something_is_asked_for_with_lines_that_can_be_read(typed: str) -> None:
    with pytest.raises(QuestionError) as error:
        read(typed)
    assert all(read(line.removeprefix("label ")) for line in error.value.lines)


def test_a_label_is_given_and_taken_back(store: Store, bot: Bot) -> None:
    ordinary(store)
    assert "is labelled *Refund* now." in bot.says("label 1003 refund")
    assert bot.recounted == 1
    assert "The source's own label stays beside it: “other”." in bot.says("label 1003 login bug")
    assert "as rules and its source say: *other*" in bot.says("label 1003 none")
    assert "Nobody has labelled conversation 1003." in bot.says("label 1003 none")


def test_an_intent_that_says_nothing_is_no_label(store: Store, bot: Bot) -> None:
    ordinary(store)
    assert "“Other” says nothing" in bot.says("label 1004 Other")


def test_the_same_number_in_two_sources_is_asked_back_with_lines_that_work(store: Store, bot: Bot) -> None:
    ordinary(store)
    fill(store, {"external_id": "1004", "subject": "x"}, source="Shop, Berlin")
    told = bot.says("label 1004 refund")
    assert "Several sources have a conversation of this number." in told
    assert '`/kpi label 1004 "refund" source:"Shop, Berlin"`' in told
    assert "is labelled *Refund* now." in bot.says('label 1004 "refund" source:"Shop, Berlin"')


def test_what_was_given_up_as_a_name_stays_spelt_as_it_was(store: Store, bot: Bot) -> None:
    ordinary(store)
    bot.says("rename Refund to Money")
    assert "is labelled *Money* now." in bot.says("label 1003 REFUND")
    assert "Refund | Money |" in bot.says("rename")


def test_hostile_labels_are_shown_as_they_are(store: Store, bot: Bot) -> None:
    hostile(store)
    assert "*&lt;!channel&gt;*" in bot.says("label 1004 <!channel>")
    assert "I know no conversation" in bot.says(f"label {'9' * 3000} refund")


def test_who_is_nobody_labels_nothing(store: Store, bot: Bot) -> None:
    ordinary(store)
    assert "Nothing can be changed from here." in bot.refuses("label 1004 refund")

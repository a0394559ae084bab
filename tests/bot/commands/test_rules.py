"""Rules for intents: tried, saved, changed, removed, listed."""

import pytest

from bot.commands.rules import read_line
from kpi.labelling import relabelling, rules
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.bot.commands.labels import hostile, ordinary
from tests.bot.messages.slack_client import HOSTILE


def test_a_rule_is_tried_and_nothing_is_saved(store: Store, bot: Bot) -> None:
    ordinary(store)
    told = bot.says("rules add refund, money back -> refund")
    assert "*Would label 2 conversations, 1 of them differently from now.*" in told
    assert "• <https://desk.example/1003|1003>: other → Refund · Where is my refund?" in told
    assert "[Save the rule] [Change it…] [Rules]" in told
    assert "There are no rules yet." in bot.says("rules")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("rules refund -> refund", "Would label 1 conversation, 1 of them"),
        ("rules zebra -> refund", "It would label nothing: its words stand in no subject."),
        ("rules add refund", "A rule is words, an arrow, and the intent that they mean."),
        ("rules add refund ->", "After the arrow comes the intent that the words mean."),
        ("rules change 3", "There is no rule 3."),
        ("rules change x -> y", "Which one? Each has a number in the list."),
        ("rules remove 9", "There is no rule 9."),
        ("rules remove", "Which one? Each has a number in the list."),
        ("rules foo", "Rules are listed, added, changed and removed."),
        (f"rules add {', '.join(f'{n} {chr(97) * 90}' for n in range(40))} -> refund", "This rule is too long"),
    ],
)
def test_what_is_typed_is_answered(store: Store, bot: Bot, typed: str, said: str) -> None:
    ordinary(store)
    assert said in bot.says(typed)


def test_a_rule_is_saved_changed_and_removed(store: Store, bot: Bot) -> None:
    ordinary(store)
    saved = bot.says("rules save add refund, money back -> Refund")
    assert "*Rule 1 is saved*: refund, money back → *Refund*" in saved
    assert "1 conversation gets another label." in saved
    assert bot.recounted == 1
    relabelling.finish(store)
    assert "1004" in bot.says("unclassified")
    assert "/kpi rules change 1 refund, money back -> Refund" in bot.says("rules change 1").replace("&gt;", ">")
    assert "*Rule 1, changed*: refund → *login bug*" in bot.says("rules change 1 refund -> login bug")
    assert "*Rule 1 is changed*" in bot.says("rules save change 1 refund -> login bug")
    gone = bot.says("rules remove 1")
    assert "To make it again, as the last one: `/kpi rules add refund -&gt; login bug`" in gone
    assert "There are no rules yet." in bot.says("rules")


def test_words_with_commas_and_arrows_come_back_as_they_were(store: Store, bot: Bot) -> None:
    ordinary(store)
    bot.says('rules save "a, b", c -> "x -> y"')
    with store.reading() as connection:
        [rule] = rules.all_(connection)
    assert (rule.words, rule.spelling) == (("a, b", "c"), "x -> y")
    told = bot.says("rules remove 1").replace("&gt;", ">")
    assert '/kpi rules add "a, b", c -> "x -> y"' in told


def test_a_rule_that_no_form_could_change_is_not_saved(store: Store, bot: Bot) -> None:
    ordinary(store)
    words = ", ".join(f"{number} {'a' * 90}" for number in range(40))
    assert "This rule is too long" in bot.says(f"rules save {words} -> refund")
    assert "There are no rules yet." in bot.says("rules")


def test_which_rule_a_line_is_about() -> None:
    assert read_line("add refund -> refund") == (None, "refund -> refund")
    assert read_line("change 3 refund -> refund") == (3, "refund -> refund")
    assert read_line("refund -> refund") == (None, "refund -> refund")


def test_many_long_and_hostile_rules_are_listed_within_the_limits(store: Store, bot: Bot) -> None:
    hostile(store)
    with store.writing() as connection:
        for number in range(rules.MOST_RULES):
            words = [HOSTILE, *(f"{number} word {each} {'y' * 60}" for each in range(20))]
            rules.add(connection, words, f"{HOSTILE} {number} {'z' * 150}", HOSTILE, 0)
    told = bot.answers("rules")
    assert "<!channel>" not in told.text
    assert f"of {rules.MOST_RULES} rules" in str(told.blocks)
    assert "There are 200 rules already." in bot.says("rules save a -> b")
    trial = bot.answers(f"rules add here -> {HOSTILE}")
    assert "<!channel>" not in trial.text
    bot.answers("rules remove 7")


def test_a_rule_is_for_admins(bot: Bot) -> None:
    for typed in ("rules add a -> b", "rules save a -> b", "rules remove 1"):
        assert "Nothing can be changed from here." in bot.refuses(typed)
    assert "There are no rules yet." in bot.refuses("rules")

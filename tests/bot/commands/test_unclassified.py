"""Conversations without a clear intent, one by one."""

from dataclasses import replace

import pytest

from bot import label_buttons
from bot.commands import unclassified
from bot.commands.registry import Asked
from bot.messages.message import Message
from kpi.labelling.suggesting import Suggestion
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.bot.commands.labels import LONG_ID, elements, fill, hostile, huge, ordinary
from tests.bot.messages.reading import as_read
from tests.bot.messages.slack_client import HOSTILE


class Always:
    """Suggests the same for the newest conversation."""

    def __init__(self, suggestion: Suggestion) -> None:
        self._suggestion = suggestion

    def suggest(self, subject: str) -> Suggestion:
        return self._suggestion if subject == "Sign in fails" else Suggestion(None, 0)


def options(message: Message) -> list[str]:
    [menu] = [each for each in elements(message) if each["action_id"] == label_buttons.CHOOSE]
    return [each["text"]["text"] for each in menu["options"]]


def test_the_newest_comes_first_with_all_that_helps_to_tell_what_it_is_about(store: Store, bot: Bot) -> None:
    ordinary(store)
    told = bot.says("unclassified")
    assert "*2 conversations are without a clear intent.*" in told
    assert "<https://desk.example/1004|1004> · 2026-07-22 10:03" in told
    assert "*Sign in fails*" in told
    assert "It has no intent." in told
    after = unclassified.card(bot.bench, Asked("", "/kpi"), after=("desk", "1004"))
    assert "Its intent “other” says nothing." in as_read(after)
    assert "1003> · 2026-07-22 10:02 · email" in as_read(after)
    assert options(after) == ["login bug", "Refund"]


def test_nothing_is_left_in_an_empty_store(bot: Bot) -> None:
    assert "*Every conversation has an intent that says something.*" in bot.says("unclassified")


def test_after_the_last_one_what_was_skipped_can_be_begun_again(store: Store, bot: Bot) -> None:
    ordinary(store)
    last = unclassified.card(bot.bench, Asked("", "/kpi"), after=("desk", "1003"))
    assert "That was the last one" in last.text
    assert "Begin again" in str(last.blocks)


@pytest.mark.parametrize(
    ("suggestion", "said"),
    [
        (Suggestion("refund", 0.871), "Suggested: *Refund (87 %)*"),
        (Suggestion(None, 0.3), "Suggested: not sure"),
    ],
)
def test_what_is_suggested_is_said_and_comes_first(store: Store, bot: Bot, suggestion: Suggestion, said: str) -> None:
    ordinary(store)
    bench = replace(bot.bench, suggestions=lambda: Always(suggestion))
    card = unclassified.card(bench, Asked("", "/kpi"))
    assert said in str(card.blocks)
    first = "Suggested: Refund (87 %)" if suggestion.intent else "login bug"
    assert options(card)[0] == first
    assert sum("Refund" in each for each in options(card)) == 1
    pressed = [each["value"] for each in elements(card) if each["action_id"] == label_buttons.SUGGESTED]
    assert [label_buttons.read_given(each) for each in pressed] == (
        [(("desk", "1004"), "refund")] if suggestion.intent else []
    )


def test_a_suggestion_learnt_before_a_rename_has_the_new_name(store: Store, bot: Bot) -> None:
    ordinary(store)
    bot.says("rename refund to Money")
    bench = replace(bot.bench, suggestions=lambda: Always(Suggestion("refund", 0.87)))
    assert "Suggested: *Money (87 %)*" in as_read(unclassified.card(bench, Asked("", "/kpi")))


@pytest.mark.parametrize("prompt", ["@kpibot", "/kpi"])
def test_only_whoever_asks_alone_reads_subjects(store: Store, bot: Bot, prompt: str) -> None:
    ordinary(store)
    card = unclassified.card(bot.bench, Asked("", prompt))
    assert ("Sign in fails" in f"{card.text}{card.blocks}") is (prompt == "/kpi")
    assert ("Subjects are shown only" in f"{card.blocks}") is (prompt == "@kpibot")


def test_hostile_names_and_subjects_are_shown_as_they_are(store: Store, bot: Bot) -> None:
    hostile(store)
    card = bot.answers("unclassified")
    assert "<!channel>" not in card.text
    sections = [block["text"]["text"] for block in card.blocks if block["type"] == "section"]
    assert not any("<!channel>" in text or "javascript" in text for text in sections)
    assert HOSTILE in options(card), "menus format nothing"


def test_a_long_id_has_no_menu_but_the_form(store: Store, bot: Bot) -> None:
    huge(store)
    card = bot.answers("unclassified")
    ids = [each["action_id"] for each in elements(card)]
    assert label_buttons.ANOTHER in ids
    [value] = [each["value"] for each in elements(card) if each["action_id"] == label_buttons.ANOTHER]
    assert label_buttons.read_conversation(value) == ("desk", LONG_ID)
    assert label_buttons.CHOOSE not in ids


def test_a_menu_has_a_hundred_intents_at_most(store: Store, bot: Bot) -> None:
    huge(store)
    fill(store, {"created_at": "Thu 23 Jul 2026 10:00", "subject": "x"}, source="shop")
    assert len(options(bot.answers("unclassified"))) == unclassified.MOST_CHOICES

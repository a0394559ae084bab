"""A review's post and its thread, in everything that a channel may find itself in."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from bot import buttons
from bot.listeners.reviews.label_cause import SO_FAR
from bot.messages import limits
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.messages.review_chart import MOST_NOTES
from bot.messages.review_words import all_restated
from bot.playground.block_kit import message_problems
from bot.reviewing.composing import Composed
from kpi.review.agenda import Kind
from kpi.review.record.causes import Cause
from tests.bot.messages import review_situations as situations
from tests.bot.messages.reading import as_read, in_a_terminal, mrkdwn_texts
from tests.bot.messages.review_situations import SITUATIONS, Situation, composed
from tests.bot.messages.slack_client import HOSTILE, as_slack_shows
from tests.kpi.review.desk import THIS
from tests.support.databases import a_store

Compose = Callable[[Situation], Composed]
BY_NAME = {each.name: each for each in SITUATIONS}

every = pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.name)


@pytest.fixture(scope="module")
def compose(tmp_path_factory: pytest.TempPathFactory) -> Compose:
    """Each is composed once."""

    @cache
    def compose(situation: Situation) -> Composed:
        store = a_store(tmp_path_factory.mktemp("review"))
        found = composed(situation, store)
        store.close()
        return found

    return compose


def all_of(found: Composed) -> list[Message]:
    return [found.message, *found.thread]


def pressed(message: Message) -> list[dict[str, Any]]:
    """All that can be pressed, or chosen from."""
    found = [each for block in message.blocks for each in (*block.get("elements", ()), block.get("accessory", {}))]
    return [each for each in found if "action_id" in each]


def elements(message: Message, action_id: str) -> list[dict[str, Any]]:
    return [each for each in pressed(message) if each["action_id"] == action_id]


def labels(message: Message) -> list[str]:
    [row] = [block for block in message.blocks if block.get("block_id") == buttons.FOCUS_BUTTONS]
    return [each["text"]["text"] for each in row["elements"]]


@every
def test_it_reads_like_this(compose: Compose, situation: Situation, snapshot: SnapshotAssertion) -> None:
    assert "\n\n---- in the thread\n\n".join(map(as_read, all_of(compose(situation)))) == snapshot


@every
def test_slack_takes_it_with_and_without_tables_and_charts(compose: Compose, situation: Situation) -> None:
    for message in all_of(compose(situation)):
        assert limits.problems(message) == []
        assert message_problems(message.blocks) == []
        assert limits.problems(message.without(message.native)) == []
        assert in_a_terminal(message)


def test_every_kind_of_post_is_among_them(compose: Compose) -> None:
    assert {compose(each).kind for each in SITUATIONS} == set(Kind)


def test_what_matters_comes_first(compose: Compose) -> None:
    message = compose(BY_NAME["customers are less content, after another review"]).message
    read = as_read(message).partition("\n\n")[2]
    order = [
        "Waiting now: ",
        "*Last week's focus",
        "*CSAT is the weakest",
        "The focus until the next review",
        "It worked if CSAT",
        "[Take it on] [Choose another] [Look into intents] [Why this one?]",
        "= All KPIs, 20–26 July 2026",
        "= CSAT by week (%)",
        "*Moved most*",
        "*Restated since the last review*",
        "Not judged: ",
    ]
    places = [read.find(each) for each in order]
    assert -1 not in places
    assert places == sorted(places)


def test_its_buttons_say_to_which_review_they_belong(compose: Compose) -> None:
    message = compose(BY_NAME["the first review ever"]).message
    for action_id in (buttons.TAKE_ON, buttons.CHOOSE_ANOTHER, buttons.WHY):
        [button] = elements(message, action_id)
        assert buttons.read_review_value(button["value"]) == buttons.OfReview(situations.CHANNEL, THIS)
    [look] = elements(message, "ask:intents")
    assert buttons.question(look["value"]) == "intents 2026-W30"


def test_the_weakest_is_looked_into_by_intent(compose: Compose) -> None:
    message = compose(BY_NAME["customers are less content, after another review"]).message
    [look] = elements(message, "ask:intents")
    assert buttons.question(look["value"]) == "csat 2026-W30 by intent"


def test_what_somebody_has_taken_on_can_be_taken_on_still_for_another_may_be_chosen(compose: Compose) -> None:
    message = compose(BY_NAME["the focus goes on, taken"]).message
    assert labels(message) == ["Take it on", "Choose another", "Look into intents", "Why this one?"]
    [owner] = [block for block in message.blocks if block.get("block_id") == buttons.FOCUS_OWNER]
    assert owner["elements"][0]["text"] == f"<@{situations.OWNER}> has taken it on."


def test_after_three_reviews_without_a_gain_something_is_to_be_decided(compose: Compose) -> None:
    message = compose(BY_NAME["three reviews without a gain"]).message
    assert "3 reviews without a gain: choose the next step or another metric" in message.text
    assert labels(message)[-2:] == ["Why this one?", "Park for 4 weeks"]


def test_a_test_has_no_button_that_changes_anything(compose: Compose) -> None:
    found = compose(BY_NAME["a test, with hostile labels"])
    assert labels(found.message) == ["Look into intents"]
    assert {each["action_id"] for message in all_of(found) for each in pressed(message)} == {"ask:intents"}
    assert "low-rated conversations" in found.thread[0].text
    assert "One tap" not in found.thread[0].text


def test_each_low_rating_has_a_menu_of_causes(compose: Compose) -> None:
    found = compose(BY_NAME["the first review ever"])
    menus = elements(found.thread[0], buttons.CAUSE)
    assert len(menus) == 7
    for menu in menus:
        read = [buttons.read_cause_value(option["value"]) for option in menu["options"]]
        assert [each.cause for each in read] == list(Cause)
        assert {each.source for each in read} == {"desk"}
    assert len({menu["options"][0]["value"] for menu in menus}) == 7


def test_a_cause_that_is_known_stands_where_choosing_another_finds_it(compose: Compose) -> None:
    found = compose(Situation("a labelled conversation", situations.bug, before=situations.slow))
    said = [block["text"]["text"] for block in found.thread[0].blocks if "accessory" in block]
    assert [cause for text in said if (cause := text.partition(SO_FAR)[2])] == ["slow"]


def test_notes_without_end_leave_room_in_the_chart(compose: Compose) -> None:
    message = compose(Situation("sixty notes", situations.bug, before=situations.sixty_notes)).message
    [marks] = [text for text in mrkdwn_texts(message) if "①" in text]
    assert marks.count("; ") == 9 * (MOST_NOTES - 1)
    assert "35 more notes on the time line: ask “notes”." in marks
    assert limits.problems(message) == []


def test_what_was_restated_is_told_as_far_as_a_section_has_room(compose: Compose) -> None:
    agenda = compose(BY_NAME["customers are less content, after another review"]).agenda
    long = replace(agenda, restated=(replace(agenda.restated[0], text="CSAT & such moved. " * 20),) * 40)
    told: dict[str, Any] = {"top": [], "unclassified": None, "normal": "", "button_value": "", "problems": []}
    message = Messages().render("review_behind.j2", restated=all_restated(long), **told)
    assert as_read(message).count("And 25 more values.") == 2


def test_who_wrote_again_and_what_was_wrong_with_the_data_is_in_the_thread(compose: Compose) -> None:
    thread = compose(BY_NAME["customers are less content, after another review"]).thread
    assert thread[1].blocks[1]["caption"] == "Not helped by the automated answer: 2"
    assert "Rating off its scale: 1 conversation, not in CSAT" in as_read(thread[-1])
    assert "CSAT of 13–19 July 2026: 63.3 % → 70 %" in as_read(thread[-1])


def test_an_intent_above_its_limit_can_be_called_normal(compose: Compose) -> None:
    [button] = elements(compose(BY_NAME["the first review ever"]).thread[-1], buttons.NORMAL)
    assert button["text"]["text"] == "“login bug” is normal for us"


def test_weeks_that_a_note_marks_have_a_sign_in_the_chart(compose: Compose) -> None:
    read = as_read(compose(BY_NAME["the first review ever"]).message)
    assert "20–26 Jul ② 40" in read
    assert "~ ② 21 July 2026: release 4.2 broke login" in read


def test_a_founder_reads_all_low_rated_and_all_unanswered_conversations(compose: Compose) -> None:
    found = compose(BY_NAME["four weeks of a small team"])
    tables = [block for message in all_of(found) for block in message.blocks if block["type"] == "data_table"]
    listed = {
        kind: sum(len(each["rows"]) - 1 for each in tables if each["caption"].startswith(kind))
        for kind in ("Low-rated", "Conversations that nobody")
    }
    assert listed == {"Low-rated": 8, "Conversations that nobody": 41}


def test_hostile_labels_are_shown_as_they_are(compose: Compose) -> None:
    for message in all_of(compose(BY_NAME["a test, with hostile labels"])):
        for block in message.blocks:
            if block["type"] in ("section", "context"):
                for text in [block.get("text"), *block.get("elements", ())]:
                    assert text is None or "<!channel>" not in text["text"]
        assert "<!channel>" not in message.text
    shown = as_slack_shows(compose(BY_NAME["a test, with hostile labels"]).message.text)
    assert HOSTILE.casefold()[:24] in shown.casefold()


def test_what_a_button_is_followed_by_is_found_again(compose: Compose) -> None:
    """By their ids the focus and its buttons are replaced later on."""
    for name in ("the first review ever", "the focus goes on, taken"):
        ids = [block["block_id"] for block in compose(BY_NAME[name]).message.blocks if "block_id" in block]
        assert len(ids) == len(set(ids))
        assert {buttons.FOCUS_TEXT, buttons.FOCUS_BUTTONS} <= set(ids)


@pytest.mark.parametrize("name", ["nothing connected", "stale data"])
def test_without_data_there_is_no_thread_and_nothing_to_press(compose: Compose, name: str) -> None:
    found = compose(BY_NAME[name])
    assert found.thread == ()
    assert all(block["type"] in ("header", "section", "context") for block in found.message.blocks)
    assert "kpibot import FILE" in found.message.text

"""Somebody looks further into a number: by typing, and by pressing what stands below an answer."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from slack_sdk import WebClient

from bot.playground.sample_workspace import MEMBERS
from bot.playground.server import LocalSlack
from bot.playground.workspace import Member
from kpi.grammar.words import quoted
from tests.stories.conftest import bot_at_work
from tests.support.local_slack import Json, Person, SeenMessage, call

INTENTS = "Intents, the largest “login bug”"
CARD = 'intent "login bug" 2026-W30'
TOP = "The three largest intents"
TEN_INTENTS = (
    *("login bug", "delivery status", "password reset", "billing question", "refund"),
    *("product question", "cancellation", "address change", "invoice copy", "damaged item"),
)
TEN_KPIS = (
    *("CSAT", "NPS", "Resolution time", "Resolution rate", "Automation rate"),
    *("Self-service rate", "Cost per contact", "Cost per resolution", "Volume", "Reopen rate"),
)


def asked_of(message: SeenMessage) -> str:
    assert message.metadata is not None
    return str(message.metadata["event_payload"]["question"])


def answers(person: Person, question: str, number: int = 1) -> SeenMessage:
    """The newest of so many answers to this question that all in the channel see, as soon as they are there."""
    give_up_at = time.monotonic() + 10
    while True:
        found = [each for each in person.sees() if each.metadata and asked_of(each) == question]
        if len(found) == number:
            return found[-1]
        assert time.monotonic() < give_up_at, f"{len(found)} answers to {question!r}"
        time.sleep(0.02)


def prefilled(person: Person) -> Json:
    """The modal with the report, which says at first that it takes a moment."""
    give_up_at = time.monotonic() + 10
    while (view := person.waits_for_modal("Bug report"))["blocks"][0]["type"] != "input":
        assert time.monotonic() < give_up_at, "no report"
        time.sleep(0.02)
    return view


def distribution(person: Person, others: Person) -> SeenMessage:
    """What all in the channel see when this person types /kpi intents there."""
    person.enters("/kpi intents last week")
    return others.waits_for(INTENTS)


def test_the_distribution_is_posted_for_all_and_names_who_asked(ada: Person, ben: Person) -> None:
    posted = distribution(ada, ben)
    assert not posted.ephemeral
    assert f"Asked by <@{ada.id}>" in posted.plain
    assert asked_of(posted) == "intents 2026-W30"
    assert "above the limit" in posted.plain
    assert "Unclassified:" in posted.plain
    assert "Label the unclassified" in posted.buttons
    assert [message.ephemeral for message in ada.sees()] == [False], "it is said once"


def test_where_the_bot_is_no_member_the_asker_reads_it_and_lets_it_join(ada: Person, ben: Person) -> None:
    ada.enters("/kpi intents last week", "random")
    offer = ada.waits_for_whisper("I am not in #random yet.", "random")
    assert ada.waits_for(INTENTS, "random").ephemeral
    ada.presses(offer, "Join #random and share")
    assert not ben.waits_for(INTENTS, "random").ephemeral


def test_in_a_private_channel_the_asker_reads_it_and_how_to_invite_the_bot(ada: Person) -> None:
    ada.enters("/kpi intents last week", "leadership")
    assert "/invite @kpibot" in ada.waits_for_whisper("I cannot see this conversation.", "leadership").plain
    assert ada.waits_for(INTENTS, "leadership").ephemeral


def test_in_direct_messages_it_stands_below(ada: Person) -> None:
    ada.enters("/kpi intents last week", ada.direct)
    answer = ada.waits_for(INTENTS, ada.direct)
    assert answer.thread_ts is None


def test_a_menu_opens_an_intent_in_the_thread_and_from_there_one_goes_on_and_back(ada: Person, ben: Person) -> None:
    posted = distribution(ada, ben)
    ben.chooses(posted, "login bug")
    card = answers(ada, CARD)
    assert (card.thread_ts, card.ephemeral) == (posted.ts, False)
    for words in ("First reply by a person", "By channel", "If it were fixed at the source", "The lowest rated"):
        assert words in card.plain
    for label, question in (
        ("By channel", 'volume 2026-W30 by channel intent:"login bug"'),
        ("By team", 'volume 2026-W30 by team intent:"login bug"'),
        ("By week", 'volume 2026-W30 weekly intent:"login bug"'),
        ("The tickets", 'tickets volume 2026-W30 intent:"login bug"'),
        ("How it was made", 'explain volume 2026-W30 intent:"login bug"'),
    ):
        ben.presses(card, label)
        assert answers(ada, question).thread_ts == posted.ts
    for label, question in (
        ("CSAT", 'csat 2026-W30 intent:"login bug"'),
        ("The same days four weeks earlier", 'intent "login bug" 2026-W30 vs 2026-W26'),
        ("Last month", 'intent "login bug" 2026-06'),
    ):
        ben.chooses(card, label)
        assert answers(ada, question).thread_ts == posted.ts
    ben.presses(card, "All intents")
    assert answers(ada, "intents 2026-W30", 2).thread_ts == posted.ts


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ('/kpi intent "login bug" last week', ""),
        ("/kpi intent Login Bug last week", ""),
        ("/kpi intents login bug last week", ""),
        ("/kpi intent last week login bug", ""),
        ("/kpi intent login last week", "“login” taken as login bug"),
        ("/kpi intent lgoin bug last week", "taken as"),
    ],
)
def test_an_intent_is_found_by_its_name_or_what_is_like_it(ada: Person, typed: str, taken: str) -> None:
    card = ada.types(typed)
    assert card.ephemeral
    assert card.plain.startswith("“login bug”:")
    assert f"/kpi {CARD}" in card.plain
    assert taken in card.plain


def test_an_intent_that_there_is_not_is_said_with_what_there_is(ada: Person) -> None:
    answer = ada.types("/kpi intent teleportation")
    assert "I know no intent “teleportation”." in answer.plain
    assert "intents" in answer.buttons


def test_of_what_several_intents_have_in_their_names_one_chooses(ada: Person) -> None:
    answer = ada.types("/kpi intent question last week")
    assert "Which intent: billing question or product question?" in answer.plain
    ada.presses(answer, 'intent "billing question" last week')
    assert "“billing question”:" in ada.waits_until_changed(answer).plain


def test_the_top_three_answer_the_three_questions_and_open_their_cards(ada: Person, ben: Person) -> None:
    posted = distribution(ada, ben)
    ben.presses(posted, "Top three")
    top = answers(ada, "top 2026-W30")
    assert top.thread_ts == posted.ts
    assert TOP in top.plain
    assert top.plain.count("How much?") == top.plain.count("Who answers it?") == 3
    ben.presses(top, "Look into it")
    assert answers(ada, CARD).thread_ts == posted.ts


@pytest.mark.parametrize("typed", ["top last week", "top three last week", "last week's top intents"])
def test_the_top_three_can_be_typed(ada: Person, typed: str) -> None:
    answer = ada.types(f"/kpi {typed}")
    assert answer.ephemeral
    assert TOP in answer.plain
    assert "/kpi top 2026-W30" in answer.plain


def test_a_bug_report_is_prefilled_with_subjects_for_the_presser_alone(ada: Person, ben: Person) -> None:
    posted = distribution(ada, ben)
    ben.chooses(posted, "login bug")
    ben.presses(answers(ada, CARD), "Copy as bug report")
    view = prefilled(ben)
    [report] = [block["element"]["initial_value"] for block in view["blocks"] if block["type"] == "input"]
    assert report.startswith("Login bug: ")
    for words in ("Since: the week of ", "By channel: ", "The newest of ", "- https://help.example.com/tickets/"):
        assert words in report
    assert not ada.modals
    assert ben.submits(view) == {}


def test_a_breakdown_leads_to_one_of_its_parts_and_back(ada: Person) -> None:
    answer = ada.types("/kpi csat last week by channel")
    ada.chooses(answer, "email")
    email = ada.waits_for("only email")
    assert email.ts == answer.ts
    assert "By channel" not in email.buttons, "it is one channel"
    ada.presses(email, "Without the filter")
    assert "only email" not in ada.waits_until_changed(email).plain


def test_what_has_no_room_as_a_button_is_in_a_menu(ada: Person) -> None:
    answer = ada.types("/kpi csat last week")
    assert [label for label in answer.buttons if label.startswith("By ")] == ["By channel", "By intent"]
    ada.chooses(answer, "Team")
    assert "By team." in ada.waits_until_changed(answer).text


def test_a_number_is_compared_with_other_periods_and_with_the_one_before_again(ada: Person) -> None:
    answer = ada.types("/kpi csat last week")
    ada.chooses(answer, "The same days four weeks earlier")
    compared = ada.waits_until_changed(answer)
    assert "Compared with 22–28 June 2026" in compared.plain
    ada.chooses(compared, "The period before")
    assert "Before (13–19 July 2026)" in ada.waits_until_changed(compared).plain


def test_the_overview_opens_every_kpi(ada: Person) -> None:
    answer = ada.types("/kpi overview last week")
    ada.chooses(answer, "Volume")
    assert "Volume: " in ada.waits_until_changed(answer).plain


def test_ten_people_at_once_in_one_thread_each_get_theirs(history: str) -> None:
    """Half of them choose from a menu, half mention the bot; and each asks something alone in the channel."""
    hired = [Member(f"U0HIRED{n:03}", f"agent{n}", f"Agent {n}", "Support agent") for n in range(7)]
    with LocalSlack(sample_people=[*MEMBERS, *hired]) as slack, bot_at_work(slack, history):
        everybody = [Person(slack, each.name, deadline=20) for each in slack.people]
        posted = distribution(everybody[0], everybody[1])

        def ask(person: Person, intent: str, kpi: str) -> list[str]:
            """Both ways; what then stands in the channel for this person alone."""
            if everybody.index(person) % 2:
                person.chooses(posted, intent)
            else:
                person.types(f"@kpibot intent {quoted(intent)}", thread=posted)
            person.enters(f"/kpi {kpi} last week")
            person.waits_for_whisper(f"{kpi}: ")
            return [each.plain for each in person.sees() if each.ephemeral]

        with ThreadPoolExecutor(len(everybody)) as pool:
            alone = list(pool.map(ask, everybody, TEN_INTENTS, TEN_KPIS))
        for intent in TEN_INTENTS:
            assert answers(everybody[0], f"intent {quoted(intent)} 2026-W30").thread_ts == posted.ts
        assert [[said.partition(":")[0] for said in each] for each in alone] == [[kpi] for kpi in TEN_KPIS]


def test_a_button_of_an_earlier_answer_asks_what_it_asked_then(slack: LocalSlack, ada: Person) -> None:
    """As kpibot made it before there were menus beside it."""
    [channel] = [each for each in call(slack, f"state?person={ada.id}")["channels"] if each["name"] == "support"]
    for name, value in (
        ("By channel", '{"v":1,"question":"csat 2026-W30 by channel"}'),
        ("Of another version", '{"v":0,"question":"csat 2026-W30"}'),
    ):
        text = {"type": "plain_text", "text": name}
        button = {"type": "button", "action_id": f"ask:{name[:2]}", "value": value, "text": text}
        WebClient(slack.bot_token, slack.api_url).chat_postMessage(
            channel=channel["id"], text=name, blocks=[{"type": "actions", "elements": [button]}]
        )
    ada.presses(next(each for each in ada.sees() if "By channel" in each.buttons), "By channel")
    assert answers(ada, "csat 2026-W30 by channel").thread_ts is not None
    ada.presses(next(each for each in ada.sees() if "Of another version" in each.buttons), "Of another version")
    assert "from another version of kpibot" in ada.waits_for_whisper("This button").plain

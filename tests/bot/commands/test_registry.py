"""From what somebody typed to the command that answers it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.commands import verbs
from bot.commands.registry import Asked, Command, Registry, Workbench
from bot.messages.environment import Messages
from bot.messages.message import Message
from bot.messages.spans import plain
from kpi.question import QuestionError
from kpi.store import Store
from tests.bot.messages.reading import mrkdwn_texts
from tests.bot.messages.situations import CHANNELS, desk
from tests.support.databases import a_store

NOW = datetime(2026, 7, 28, 12, tzinfo=UTC)


def spoken(asked: Asked) -> Message:
    """A command that repeats what it was asked."""
    return Message(f"{asked.prompt}|{asked.text}|{asked.shared_by}", [])


def puzzled(_asked: Asked) -> Message:
    raise QuestionError("I don't know that KPI.", "csat")


def command(
    verb: str, *also: str, answer: object = spoken, loose: tuple[str, ...] = (), stands_last: bool = False
) -> Command:
    def named(asked: Asked) -> Message:
        assert callable(answer)
        return Message(f"{verb or 'question'}: {answer(asked).text}", [])

    return Command(
        verb=verb, usage="", does="", examples=(), answer=named, also=also, loose=loose, stands_last=stands_last
    )


OTHERS = (
    command("overview", loose=("overview", "summary", "all kpis")),
    command("help", stands_last=True),
    command("tickets", "show me the tickets", "behind"),
)


@pytest.fixture
def registry() -> Registry:
    return Registry(command(""), *OTHERS)


@pytest.fixture
def at_a_loss() -> Registry:
    """Takes nothing for a question about a KPI."""
    return Registry(command("", answer=puzzled), *OTHERS)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("csat last month", "question: /kpi|csat last month|None"),
        ("", "overview: /kpi||None"),
        ("   ", "overview: /kpi||None"),
        ("overview last month", "overview: /kpi|last month|None"),
        ("  Overview   last month ", "overview: /kpi|last month|None"),
        ("overview\u00a0last month", "overview: /kpi|last month|None"),
        ("HELP", "help: /kpi||None"),
        ("help, please", "help: /kpi|, please|None"),
        ("csat help", "help: /kpi|csat|None"),
        ("csat help?", "help: /kpi|csat  ?|None"),
        ("can you help me with csat last week", "question: /kpi|can you   me with csat last week|None"),
        ("can you help me", "help: /kpi|can you   me|None"),
        ("csat overview", "question: /kpi|csat|None"),
        ("overview csat", "question: /kpi|csat|None"),
        ("summary of csat last month", "question: /kpi|of csat last month|None"),
        ("summary of last month", "overview: /kpi|of last month|None"),
        ("tickets csat", "tickets: /kpi|csat|None"),
        ("show me the tickets behind csat last week", "tickets: /kpi|csat last week|None"),
        ("what is behind csat?", "tickets: /kpi|what is   csat?|None"),
        ("how was csat for email tickets", "question: /kpi|how was csat for email tickets|None"),
        ("All KPIs last month", "overview: /kpi|last month|None"),
        ('csat channel:"help"', 'question: /kpi|csat channel:"help"|None'),
        ("csat channel:help", "question: /kpi|csat channel:help|None"),
        ("csat channel:email,help", "question: /kpi|csat channel:email,help|None"),
        ('csat "help"', 'question: /kpi|csat "help"|None'),
        ("helpful csat", "question: /kpi|helpful csat|None"),
    ],
)
def test_a_verb_gets_what_stands_around_it_and_all_else_is_a_question(
    registry: Registry, typed: str, answer: str
) -> None:
    assert registry.answer(Asked(typed, "/kpi")).text == answer


def test_a_command_hears_where_it_was_asked_and_for_whom(registry: Registry) -> None:
    asked = Asked("help me", "kpibot ask", shared_by="U1")
    assert registry.answer(asked).text == "help: kpibot ask|me|U1"


@pytest.mark.parametrize(
    ("asked", "alone", "can_share"),
    [
        (Asked("csat", "/kpi"), True, True),
        (Asked("csat", "/kpi", shared_by="U1"), False, False),
        (Asked("csat", "@kpibot"), False, False),
        (Asked("csat", ""), True, False),
        (Asked("csat", "kpibot ask"), True, False),
    ],
)
def test_who_sees_the_answer_follows_from_where_it_was_asked(asked: Asked, alone: bool, can_share: bool) -> None:
    assert (asked.alone, asked.can_share) == (alone, can_share)


def test_a_slip_in_a_verb_that_leaves_no_doubt_is_put_right(at_a_loss: Registry) -> None:
    assert at_a_loss.answer(Asked("Tickts csat", "/kpi")).text == "tickets: /kpi|csat|None"
    assert at_a_loss.answer(Asked("ovreview last week", "/kpi")).text == "overview: /kpi|last week|None"


def test_any_other_slip_in_a_verb_is_asked_about(at_a_loss: Registry) -> None:
    with pytest.raises(QuestionError) as error:
        at_a_loss.answer(Asked("hlep", "/kpi"))
    assert error.value.lines == ("help",)
    assert error.value.sentence == "I don't know “hlep”. Did you mean help?"


def test_what_is_like_no_verb_is_told_what_the_question_lacks(at_a_loss: Registry) -> None:
    with pytest.raises(QuestionError, match="I don't know that KPI"):
        at_a_loss.answer(Asked("sales last week", "/kpi"))


def test_the_help_names_every_command_and_how_to_type_it_here(empty: Registry) -> None:
    text = str(empty.answer(Asked("help", "kpibot ask")).blocks).replace("&gt;", ">")
    for each in empty.commands:
        shown = [f"`kpibot ask {example}".rstrip() + "`" in text for example in each.examples]
        assert shown == [True] * len(shown[:2]) + [False] * len(shown[2:])


def test_where_nothing_stands_before_a_question_the_help_shows_the_question_alone(empty: Registry) -> None:
    text = str(empty.answer(Asked("help", "")).blocks)
    assert "`csat`" in text
    assert "/kpi" not in text


@pytest.mark.parametrize("typed", ["overview lst week", "csta", "hepl", "x" * 10_000, "<!channel>", "`", "\x00", "🎉"])
def test_nonsense_is_answered_with_something_that_works(empty: Registry, typed: str) -> None:
    with pytest.raises(QuestionError) as error:
        empty.answer(Asked(typed, "/kpi"))
    assert error.value.sentence
    assert error.value.lines
    for line in error.value.lines:
        assert empty.answer(Asked(line, "/kpi")).blocks


ASKED = {
    "csat last week": "Asked: /kpi csat 2026-W30",
    "how was csat last week?": "Asked: /kpi csat 2026-W30",
    "csat last week by chanel": "Asked: /kpi csat 2026-W30 by channel (“chanel” taken as channel)",
    "tickets csat last week": "Asked: /kpi tickets csat 2026-W30",
    "show me the tickets behind csat last week": "Asked: /kpi tickets csat 2026-W30",
    "list tickets for csat last week, email only": "Asked: /kpi tickets csat 2026-W30 channel:email",
    "what's behind csat last week?": "Asked: /kpi tickets csat 2026-W30",
    "tickts csat last week": "Asked: /kpi tickets csat 2026-W30 (“tickts” taken as tickets)",
    "explain csat last week": "Asked: /kpi explain csat 2026-W30",
    "how was csat made last week?": "Asked: /kpi explain csat 2026-W30",
    "how do you calculate csat for last week": "Asked: /kpi explain csat 2026-W30",
}


@pytest.mark.parametrize("typed", ASKED)
def test_an_answer_ends_with_the_question_as_it_was_understood(real: Registry, typed: str) -> None:
    shown = " ".join(map(plain, mrkdwn_texts(real.answer(Asked(typed, "/kpi")))))
    assert ASKED[typed] in shown


ALSO = {
    "tickets frt last week by channel": (
        "Without “by channel”: a list of tickets is not told apart.",
        "Asked: /kpi tickets frt 2026-W30",
    ),
    "explain csat last week weekly": (
        "Without “weekly”: an explanation is of the number as a whole.",
        "Asked: /kpi explain csat 2026-W30",
    ),
}


@pytest.mark.parametrize("typed", ALSO)
def test_what_a_verb_cannot_show_is_said_and_not_claimed(real: Registry, typed: str) -> None:
    answer = real.answer(Asked(typed, "/kpi"))
    lines = "\n".join(map(plain, mrkdwn_texts(answer))).splitlines()
    assert [line for line in ALSO[typed] if line not in lines] == []
    assert f"Asked: /kpi {answer.question}" in lines


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("tickets cast last week", ("tickets csat last week",)),
        ("tickets", ("tickets csat last week",)),
        ("explain", ("explain csat last week",)),
        ("explain?", ("explain csat last week",)),
        ("explain cast", ("explain csat",)),
        ("tickts cast", ("tickets csat",)),
        ("show me the tickets", ("tickets csat last week",)),
    ],
)
def test_a_verb_that_is_refused_offers_lines_with_the_verb(real: Registry, typed: str, lines: tuple[str, ...]) -> None:
    with pytest.raises(QuestionError) as error:
        real.answer(Asked(typed, "/kpi"))
    assert error.value.lines == lines


QUESTIONS = {
    "csat last week": "csat 2026-W30",
    "how was csat last week by channel?": "csat 2026-W30 by channel",
    "tickets csat last week": "tickets csat 2026-W30",
    "explain csat last week": "explain csat 2026-W30",
    "overview last month": "overview 2026-06",
    "help csat": None,
    "hello": None,
}


@pytest.mark.parametrize("typed", QUESTIONS)
def test_a_message_carries_its_question_with_its_verb(real: Registry, typed: str) -> None:
    answer = real.answer(Asked(typed, "@kpibot"))
    assert answer.question == QUESTIONS[typed]
    assert answer.without(answer.native).question == answer.question
    if answer.question is not None:
        assert real.answer(Asked(answer.question, "@kpibot")).question == answer.question


@pytest.mark.parametrize("typed", ["csat by intents", "csat intents"])
def test_intents_beside_a_kpi_are_part_of_the_question(real: Registry, typed: str) -> None:
    assert real.answer(Asked(typed, "/kpi")).text.startswith("CSAT")


@pytest.mark.parametrize("typed", ["help banana", "help me with banana", "banana help"])
def test_help_on_what_is_not_known_says_so_and_gives_the_list(real: Registry, typed: str) -> None:
    answer = real.answer(Asked(typed, "/kpi"))
    assert answer.text.startswith("I don't know “banana”. What you can ask.")
    assert "*I don't know “banana”.* This is what I know." in mrkdwn_texts(answer)


@pytest.mark.parametrize("typed", ["help", "help me please", "help tickets", "help periods", "hi help"])
def test_help_on_what_the_list_tells_is_the_list(real: Registry, typed: str) -> None:
    assert real.answer(Asked(typed, "/kpi")).text.startswith("What you can ask.")


TITLES = {
    "what does csat mean?": "CSAT",
    "what is ttr?": "Resolution time",
    "what’s csat": "CSAT",
    "define csat": "CSAT",
    "csat target": "CSAT",
    "csat definition": "CSAT",
    "what is the target for frt?": "First response time",
    "what is our csat?": "CSAT: no data",
    "how did we do last week?": "Support KPIs, week 2026-W30",
    "give me the numbers": "Support KPIs, last 7 days",
    "can you help me?": "What you can ask",
    "hi help": "What you can ask",
    "help csat": "CSAT",
    "csat help": "CSAT",
    "help me with csat please": "CSAT",
    "help": "What you can ask",
    "what can I ask?": "What you can ask",
    "": "Support KPIs, last 7 days",
    "overview": "Support KPIs, last 7 days",
    "show me the overview of last month": "Support KPIs, June 2026",
    "all kpis this month": "Support KPIs, this month so far",
    "overview 1 june to 15 june": "Support KPIs, 1–15 June 2026",
}


@pytest.mark.parametrize("typed", TITLES)
def test_a_sentence_reaches_the_verb_in_it(real: Registry, typed: str) -> None:
    assert real.answer(Asked(typed, "/kpi")).blocks[0]["text"]["text"] == TITLES[typed]


@pytest.mark.parametrize(
    "typed", ["hello", "Hi there!", "good morning", "hey kpibot :wave:", "👋 hello", ":wave:", "who are you?", ":eyes:"]
)
def test_a_greeting_is_answered_shortly_and_says_how_to_go_on(real: Registry, typed: str) -> None:
    answer = real.answer(Asked(typed, ""))
    assert answer.text.startswith("Hello. ")
    assert answer.text.endswith("csat last week")
    assert len(answer.blocks) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "thanks",
        "Thank you very much!",
        "great, thanks",
        "thanks for your help",
        ":+1:",
        ":tada:",
        ":+1::skin-tone-2: :tada:",
    ],
)
def test_thanks_are_taken_with_a_word(real: Registry, typed: str) -> None:
    assert real.answer(Asked(typed, "")).text == "You are welcome."


@pytest.mark.parametrize("typed", ["hello, how was csat last week?", "thanks! and csat last week"])
def test_a_question_with_a_greeting_before_it_is_a_question(real: Registry, typed: str) -> None:
    assert real.answer(Asked(typed, "")).text.startswith("CSAT: ")


def test_slacks_hint_names_every_verb_and_its_arguments(real: Registry) -> None:
    question, *others = real.commands
    assert real.usage_hint == f"{question.usage} | help"
    assert "help" in [each.verb for each in others]


def the_bots_own(store: Store) -> Registry:
    return verbs.registry(Workbench(store, Messages(), ZoneInfo("Europe/Berlin"), lambda: NOW))


@pytest.fixture
def empty(store: Store) -> Registry:
    """The bot's own commands on an empty store."""
    return the_bots_own(store)


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Registry]:
    """The bot's own commands, with some weeks of data."""
    folder: Path = tmp_path_factory.mktemp("real")
    store = a_store(folder)
    desk(*CHANNELS)(store)
    yield the_bots_own(store)
    store.close()

"""From what somebody typed to the command that answers it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.commands import help as help_command
from bot.commands import overview, readout
from bot.commands.registry import Asked, Command, Registry, Workbench
from bot.messages.environment import Messages
from bot.messages.message import Message
from kpi.question import QuestionError
from kpi.store import Store

NOW = datetime(2026, 7, 28, 12, tzinfo=UTC)


def spoken(asked: Asked) -> Message:
    """A command that repeats what it was asked."""
    return Message(f"{asked.prompt}|{asked.text}|{asked.shared_by}", [])


def puzzled(_asked: Asked) -> Message:
    raise QuestionError("I don't know that KPI.", "csat")


def command(verb: str, answer: object = spoken) -> Command:
    def named(asked: Asked) -> Message:
        assert callable(answer)
        return Message(f"{verb or 'question'}: {answer(asked).text}", [])

    return Command(verb=verb, usage="", does="", examples=(), answer=named)


@pytest.fixture
def registry() -> Registry:
    return Registry(command(""), command("overview"), command("help"))


@pytest.fixture
def at_a_loss() -> Registry:
    """Takes nothing for a question about a KPI."""
    return Registry(command("", puzzled), command("overview"), command("help"))


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
        ("csat help", "question: /kpi|csat help|None"),
    ],
)
def test_a_verb_gets_what_follows_it_and_all_else_is_a_question(registry: Registry, typed: str, answer: str) -> None:
    assert registry.answer(Asked(typed, "/kpi")).text == answer


def test_a_command_hears_where_it_was_asked_and_for_whom(registry: Registry) -> None:
    asked = Asked("help me", "kpibot ask", shared_by="U1")
    assert registry.answer(asked).text == "help: kpibot ask|me|U1"


@pytest.mark.parametrize(("typed", "meant"), [("hlep", "help"), ("Ovreview last week", "overview")])
def test_a_slip_in_a_verb_is_recognized(at_a_loss: Registry, typed: str, meant: str) -> None:
    with pytest.raises(QuestionError) as error:
        at_a_loss.answer(Asked(typed, "/kpi"))
    assert error.value.lines == (meant,)
    assert error.value.sentence == f"I don't know “{typed.split()[0].lower()}”."


def test_what_is_like_no_verb_is_told_what_the_question_lacks(at_a_loss: Registry) -> None:
    with pytest.raises(QuestionError, match="I don't know that KPI"):
        at_a_loss.answer(Asked("sales last week", "/kpi"))


def test_every_example_in_the_help_works_when_typed(real: Registry) -> None:
    for each in real.commands:
        assert each.examples
        for example in each.examples:
            assert real.answer(Asked(example, "/kpi")).blocks


def test_the_help_names_every_command_and_how_to_type_it_here(real: Registry) -> None:
    text = str(real.answer(Asked("help", "kpibot ask")).blocks)
    for each in real.commands:
        assert all(f"`kpibot ask {example}".rstrip() + "`" in text for example in each.examples)


@pytest.mark.parametrize("typed", ["overview lst week", "csta", "hepl", "x" * 5_000, "<!channel>", "`", "\x00", "🎉"])
def test_nonsense_is_answered_with_something_that_works(real: Registry, typed: str) -> None:
    with pytest.raises(QuestionError) as error:
        real.answer(Asked(typed, "/kpi"))
    assert error.value.sentence
    assert error.value.lines
    for line in error.value.lines:
        assert real.answer(Asked(line, "/kpi")).blocks


@pytest.fixture
def real(store: Store) -> Registry:
    """The bot's own commands on an empty store."""
    messages = Messages()
    bench = Workbench(store, messages, ZoneInfo("UTC"), lambda: NOW)
    whole = Registry(
        readout.command(bench),
        overview.command(bench),
        help_command.command(messages, lambda: whole.commands),
    )
    return whole

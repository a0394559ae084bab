"""What is said in a thread, asked on Monday 27 July 2026."""

from datetime import date

import pytest

from kpi.grammar.errors import QuestionError
from kpi.grammar.refining import Refined, refined
from tests.kpi.grammar.asking import TODAY, asked
from tests.support.labels import TEAM_LABELS

CSAT = "csat 2026-W30"
NARROWED = "csat 2026-W30 channel:chat team:Billing"
TICKETS = "tickets csat 2026-W30 sorted by rating page 3"
CARD = 'intent "Where is my order?" 2026-W30'


def in_context(context: str, text: str) -> Refined:
    return refined(context, text, TODAY, TEAM_LABELS)


def refused(context: str, text: str) -> QuestionError:
    with pytest.raises(QuestionError) as caught:
        in_context(context, text)
    return caught.value


@pytest.mark.parametrize(
    ("context", "said", "question"),
    [
        # by what it is told apart
        (CSAT, "by channel", "csat 2026-W30 by channel"),
        (CSAT, "and by team, please", "csat 2026-W30 by team"),
        (CSAT, "channels", "csat 2026-W30 by channel"),
        (CSAT, "by intent", "csat 2026-W30 by intent"),
        (NARROWED, "by channel", "csat 2026-W30 by channel team:Billing"),
        ("csat 2026-W30 channel:chat,email", "by channel", "csat 2026-W30 by channel channel:chat,email"),
        ("csat 2026-W30 by team", "by channel", "csat 2026-W30 by channel"),
        (CSAT, "weekly", "csat 2026-W30 weekly"),
        ("csat 2026-W30 by channel", "weekly", "csat 2026-W30 by channel weekly"),
        # to what it is narrowed
        (CSAT, "only email", "csat 2026-W30 channel:email"),
        (CSAT, "just email", "csat 2026-W30 channel:email"),
        (CSAT, "email only", "csat 2026-W30 channel:email"),
        (CSAT, "what about web form?", 'csat 2026-W30 channel:"web form"'),
        (NARROWED, "only email", "csat 2026-W30 channel:email team:Billing"),
        ("csat 2026-W30 by channel", "only email", "csat 2026-W30 channel:email"),
        (CSAT, "by channel only refund", "csat 2026-W30 by channel intent:refund"),
        (CSAT, 'intent:"where is my order?"', 'csat 2026-W30 intent:"Where is my order?"'),
        # to all of them again, and to the whole
        ("csat 2026-W30 by channel channel:chat,email", "all channels", "csat 2026-W30 by channel"),
        ("csat 2026-W30 channel:chat,email", "all the channels again", "csat 2026-W30 by channel"),
        (NARROWED, "all channels", "csat 2026-W30 by channel team:Billing"),
        (NARROWED, "overall", "csat 2026-W30"),
        (NARROWED, "without the filters", "csat 2026-W30"),
        ("csat 2026-W30 by channel channel:chat,email", "reset", "csat 2026-W30"),
        (TICKETS + " channel:chat", "no filter", "tickets csat 2026-W30 sorted by rating"),
        (NARROWED, "frt overall", "frt 2026-W30"),
        # pointing back
        (NARROWED, "same for frt", "frt 2026-W30 channel:chat team:Billing"),
        (CSAT, "email instead", "csat 2026-W30 channel:email"),
        (CSAT, "explain this", "explain csat 2026-W30"),
        (CSAT, "tickets of this", "tickets csat 2026-W30"),
        ("csat 2026-W28", "this week", "csat this week"),
        ("csat 2026-W28", "vs the same week last year", "csat 2026-W28 vs the same week last year"),
        # when, as seen from the thread's period
        ("csat 2026-W28 channel:chat", "and the week before that?", "csat 2026-W27 channel:chat"),
        ("csat 2026-05", "the month before", "csat 2026-04"),
        ("csat 2026-05", "same period last year", "csat 2025-05"),
        ("csat 2026-05 vs 2026-03", "the previous period", "csat 2026-04"),
        ("overview 2026-05", "the month before", "overview 2026-04"),
        ("csat 2026-W28", "previous week", "csat previous week"),
        # when
        (CSAT, "last month", "csat last month"),
        (NARROWED, "and in june?", "csat in june channel:chat team:Billing"),
        (CSAT, "30d by channel", "csat 30d by channel"),
        ("csat 2026-06 vs 2026-05", "last quarter", "csat last quarter"),
        (CSAT, "vs june", "csat 2026-W30 vs june"),
        (CSAT, "compared with the week before last", "csat 2026-W30 vs the week before last"),
        ("csat 2026-06", "vs may", "csat 2026-06 vs may"),
        ("csat 2026-06", "vs last year", "csat 2026-06 vs last year"),
        ("csat 2026-06 vs 2026-05", "only email", "csat 2026-06 vs 2026-05 channel:email"),
        ("csat 2026-W28", "vs last 7 days", "csat 2026-W28 vs last 7 days"),
        # another KPI, over the same period and with the same filters
        (CSAT, "frt", "frt 2026-W30"),
        (NARROWED, "first response time", "frt 2026-W30 channel:chat team:Billing"),
        (NARROWED, "frt by channel", "frt 2026-W30 by channel team:Billing"),
        ("csat 2026-W30 intent:refund", "intents", "intents 2026-W30"),
        (CARD, "intents", "intents 2026-W30"),
        (NARROWED, "frt only email", "frt 2026-W30 channel:email team:Billing"),
        (CSAT, "frt by team", "frt 2026-W30 by team"),
        ("csat 2026-06 vs 2026-05", "ttr", "ttr 2026-06 vs 2026-05"),
        (NARROWED, "cost per contact", "cpc 2026-W30"),
        (CSAT, "intents", "intents 2026-W30"),
        (CSAT, "how many tickets?", "volume 2026-W30"),
        # what else is said of the same number
        (CSAT, "tickets", "tickets csat 2026-W30"),
        (NARROWED, "tickets", "tickets csat 2026-W30 channel:chat team:Billing"),
        (CSAT, "explain", "explain csat 2026-W30"),
        (CSAT, "explain frt", "explain frt 2026-W30"),
        (CSAT, "tickets only email", "tickets csat 2026-W30 channel:email"),
        (CSAT, "csv", "tickets csat 2026-W30 csv"),
        (CSAT, "tickets sorted by first reply", "tickets csat 2026-W30 sorted by first reply"),
        # a whole question, which stays as it is
        (NARROWED, "how was frt last month?", "how was frt last month?"),
        (CSAT, "tickets ttr june", "tickets ttr june"),
        (CSAT, "explain nps last quarter", "explain nps last quarter"),
        (CSAT, "overview last month", "overview last month"),
        (CSAT, "overview", "overview 2026-W30"),
        ("csat 2026-05", "overview show me the please", "overview 2026-05"),
        ("csat 2026-05", "overview show me the for june", "overview show me the for june"),
        ("csat 2026-05", "top three intents", "top 2026-05"),
        ("csat 2026-05", "top three last month", "top three last month"),
        ("csat 2026-05", "intent", "intents 2026-05"),
        (CSAT, "review", "review"),
        # threads that a list, an explanation or an intent's card began
        (TICKETS, "page 2", "tickets csat 2026-W30 sorted by rating page 2"),
        (TICKETS, "sorted by opened", "tickets csat 2026-W30 sorted by opened"),
        (TICKETS, "csv", "tickets csat 2026-W30 sorted by rating csv"),
        (TICKETS, "last month", "tickets csat last month sorted by rating"),
        (TICKETS, "by channel", "csat 2026-W30 by channel"),
        (TICKETS, "frt", "frt 2026-W30"),
        ("explain csat 2026-W30", "last month", "explain csat last month"),
        ("explain csat 2026-W30", "tickets", "tickets csat 2026-W30"),
        (CARD, "last month", 'intent "Where is my order?" last month'),
        (CARD, "only email", 'intent "Where is my order?" 2026-W30 channel:email'),
        (CARD, "refund", "intent refund 2026-W30"),
        (CARD, "by channel", 'volume 2026-W30 by channel intent:"Where is my order?"'),
        (CARD, "frt", 'frt 2026-W30 intent:"Where is my order?"'),
        (CARD, "tickets", 'tickets volume 2026-W30 intent:"Where is my order?"'),
        ("intent billing 2026-W30", "tickets", "tickets volume 2026-W30 intent:billing"),
        (NARROWED, "intent refund", "intent refund 2026-W30 channel:chat team:Billing"),
        (CSAT, "intent refund last month", "intent refund last month"),
        # threads about all KPIs
        ("review 2026-W30", "csat", "csat 2026-W30"),
        ("review 2026-W30", "csat by channel", "csat 2026-W30 by channel"),
        ("review 2026-W30", "tickets csat", "tickets csat 2026-W30"),
        ("review 2026-W30", "last week", "review last week"),
        ("overview 2026-W30", "last month", "overview last month"),
        ("overview 2026-W30", "frt only email", "frt 2026-W30 channel:email"),
        ("top 2026-W30", "last month", "top last month"),
        ("top 2026-W30", "refund", "intent refund 2026-W30"),
        ("intents 2026-W30", "what about refund?", "intent refund 2026-W30"),
        ("intents 2026-W30 channel:chat", "only refund last month", "intent refund last month channel:chat"),
        ("top 2026-W30", "by channel", "intents 2026-W30 by channel"),
    ],
)
def test_in_a_thread_a_few_words_are_a_question(context: str, said: str, question: str) -> None:
    assert in_context(context, said).text == question


@pytest.mark.parametrize(
    ("said", "question", "corrected"),
    [
        ("by chanel", "csat 2026-W30 by channel", (("chanel", "channel"),)),
        ("last mnoth", "csat last month", (("last mnoth", "last month"),)),
        ("channel:emial", "csat 2026-W30 channel:email", (("emial", "email"),)),
        ("only webform", 'csat 2026-W30 channel:"web form"', (("webform", "web form"),)),
        ("first rsponse time", "frt 2026-W30", (("first rsponse time", "first response time"),)),
    ],
)
def test_slips_are_put_right_and_named(said: str, question: str, corrected: tuple[tuple[str, str], ...]) -> None:
    assert in_context(CSAT, said) == Refined(question, corrected)


@pytest.mark.parametrize(
    ("context", "said", "sentence", "lines"),
    [
        (NARROWED, "by flavour", "I cannot tell conversations apart", ["csat 2026-W30 by channel team:Billing"]),
        (CSAT, "without email", "I can keep to some values, but not leave some out", ["csat 2026-W30 by channel"]),
        (CSAT, "june and may", "That names two periods", ["csat june", "csat may", "csat june vs may"]),
        (CSAT, "frt and nps", "That asks for First response time and NPS.", ["frt 2026-W30", "nps 2026-W30"]),
        (CSAT, "cost", "What support costs is told for each contact", ["cpc 2026-W30"]),
        (CSAT, "please", "That adds nothing to “csat 2026-W30”.", ["csat 2026-W30", "tickets csat 2026-W30"]),
        (NARROWED, "why so low?", "I cannot say why.", ["csat 2026-W30 by intent channel:chat team:Billing"]),
        ("cpc 2026-W30", "why", "I cannot say why.", ["explain cpc 2026-W30"]),
        ("intents 2026-W30", "why", "I cannot say why.", ["intents 2026-W30 by channel", "intents 2026-W30 by team"]),
        ("review 2026-W30", "why", "I cannot say why.", ["csat 2026-W30 by intent", "frt 2026-W30 by intent"]),
        (CSAT, "why is the moon so full", "I don't know", ["csat 2026-W30"]),
        (TICKETS, "only fax", "I don't know “fax”.", ["tickets csat 2026-W30 sorted by rating"]),
        ("review 2026-W30", "by channel", "Of which metric?", ["csat 2026-W30 by channel", "frt 2026-W30 by channel"]),
        ("overview 2026-W30", "tickets", "Of which metric?", ["tickets csat 2026-W30", "tickets frt 2026-W30"]),
    ],
)  # fmt: skip
def test_what_makes_no_sense_even_there_is_refused_with_lines_that_work(
    context: str, said: str, sentence: str, lines: list[str]
) -> None:
    error = refused(context, said)
    assert sentence in error.sentence
    assert list(error.lines[: len(lines)]) == lines
    for line in error.lines:
        asked(line.removeprefix("tickets ").removeprefix("explain ").replace(" sorted by rating", ""))


@pytest.mark.parametrize("context", ["csat 2026-W30 channel:fax", "costs list", "help", ""])
def test_a_thread_about_nothing_that_is_known_adds_nothing(context: str) -> None:
    assert in_context(context, "by channel") == Refined("by channel")


@pytest.mark.parametrize("context", ["overview last week", "overview of last week", "top three last week"])
def test_what_was_said_on_another_day_is_about_that_day(context: str) -> None:
    assert refined(context, "frt", TODAY, TEAM_LABELS, date(2026, 7, 7)).text == "frt 2026-W27"

"""Words that change what a question means are never dropped. Today is Monday 27 July 2026."""

from functools import partial

import pytest

from kpi.dimensions import CHANNEL, INTENT, LANGUAGE, PRIORITY, TEAM
from tests.kpi.grammar import asking
from tests.kpi.grammar.asking import DAYS
from tests.support.labels import SomeLabels

LABELS = SomeLabels(
    {
        CHANNEL: {"email": "email", "chat": "chat", "web form": "web form"},
        INTENT: {"how to": "How to", "help": "help", "refund": "refund", "resolution": "Resolution"},
        TEAM: {"support": "Support", "it": "IT", "orders": "Orders"},
        PRIORITY: {each: each for each in ("low", "normal", "high", "urgent")},
        LANGUAGE: {"en": "en", "fr": "fr", "it": "it"},
    }
)


asked = partial(asking.asked, labels=LABELS)
refused = partial(asking.refused, labels=LABELS)


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("csat from june to now", "csat 2026-06-01..2026-07-27"),
        ("csat june to today", "csat 2026-06-01..2026-07-27"),
        ("csat from june on", "csat 2026-06-01..2026-07-27"),
        ("csat from june onwards by channel", "csat 2026-06-01..2026-07-27 by channel"),
        ("csat in june on email", "csat 2026-06 channel:email"),
        ("csat since last monday", "csat 2026-07-20..2026-07-27"),
        ("is csat up this week?", "csat 2026-W31"),
        ("is csat low?", f"csat {DAYS}"),
        ("is our csat high this week", "csat 2026-W31"),
        ("is frt normal", f"frt {DAYS}"),
        ("is our response time getting better?", f"frt {DAYS}"),
        ("csat high priority", f"csat {DAYS} priority:high"),
        ("csat for the support team", f"csat {DAYS} team:Support"),
        ("csat team support", f"csat {DAYS} team:Support"),
        ("csat team IT", f"csat {DAYS} team:IT"),
        ("how to csat", f"csat {DAYS}"),
        ("csat intent how to", f'csat {DAYS} intent:"How to"'),
        ("csat intent resolution", f"csat {DAYS} intent:Resolution"),
        ("csat intent help", f"csat {DAYS} intent:help"),
        ("csat trend", f"csat {DAYS} weekly"),
        ("csat over time q2", "csat 2026-Q2 weekly"),
        ("chart of csat this year", "csat 2026 monthly"),
        ("plot csat by channel", f"csat {DAYS} by channel"),
        ("csat for all channels last week", "csat 2026-W30 by channel"),
        ("csat all june", "csat 2026-06"),
        ("all of june csat", "csat 2026-06"),
        ("csat for all", f"csat {DAYS}"),
        ("csat all by channel", "csat all by channel"),
        ("csat so far this month", "csat 2026-07"),
        ("last week's csat", "csat 2026-W30"),
        ('"csat last week"', "csat 2026-W30"),
        ("csat “last week”", "csat 2026-W30"),
        ("hows csat doing", f"csat {DAYS}"),
        ("hello bot, how are we doing on csat please", f"csat {DAYS}"),
        ("csat :tada: :+1:", f"csat {DAYS}"),
    ],
)
def test_a_word_means_what_it_means_where_it_stands(typed: str, question: str) -> None:
    assert asked(typed).text == question
    assert asked(typed).corrected == ()


LEFT_OUT = "I can keep to some values, but not leave some out"
PEOPLE = "No answer ranks people. Admins may ask for a number by assignee, where your team has that on."


@pytest.mark.parametrize(
    ("typed", "sentence", "lines"),
    [
        ("csat team!=orders", f"{LEFT_OUT} (“!=”).", ("csat by team", "csat")),
        ("csat team != orders june", f"{LEFT_OUT} (“!=”).", ("csat june by team", "csat june")),
        ("csat -email", f"{LEFT_OUT} (“-email”).", ("csat by channel", "csat")),
        ("csat -team:orders", f"{LEFT_OUT} (“-team”).", ("csat by team", "csat")),
        ("csat without chat", f"{LEFT_OUT} (“without”).", ("csat by channel", "csat")),
        ("csat don’t show email", f"{LEFT_OUT} (“don’t”).", ("csat channel:email",)),
        ("csat up to june", "I don't know “up to”.", ("csat june",)),
        ("csat june to", "I don't know “to”.", ("csat june",)),
        (
            "csat this and last week",
            "I don't know “this”. Did you mean this week or this month?",
            ("csat last week",),
        ),
        (
            "csat this",
            "I don't know “this”. Did you mean this week or this month?",
            ("csat this week", "csat this month", "csat"),
        ),
        ("csat high", "“high” is the name of a priority.", ("csat priority:high", "csat")),
        ("csat support", "“Support” is the name of a team.", ("csat team:Support", "csat")),
        (
            "csat IT",
            "“IT” is the name of a team and the name of a language.",
            ("csat team:IT", "csat language:it", "csat"),
        ),
        ("csat per employee", PEOPLE, ("csat",)),
        ("staff csat last week", PEOPLE, ("csat last week",)),
        ("csat of @ada", PEOPLE, ("csat",)),
        ("who is the slowest agent?", PEOPLE, ("csat", "frt", "ttr")),
        ("rank agents by csat", "I don't know “rank”.", ("csat by assignee",)),
        ("lol csat", "I don't know “lol”.", ("csat",)),
        ("csat current", "I don't know “current”.", ("csat",)),
        ("csat end of june", "I don't know “end”.", ("csat june",)),
        ("csat remind", "I don't know “remind”.", ("csat",)),
        (
            "csat month",
            "I don't know “month”. Did you mean this month or last month?",
            ("csat this month", "csat last month", "csat"),
        ),
        (
            "csat day",
            "I don't know “day”. Did you mean today or yesterday?",
            ("csat today", "csat yesterday", "csat"),
        ),
        ("csat email vs chat", "To compare channels, ask for all of them at once: by channel.", ("csat by channel",)),
        (
            "csat june may april",
            "That names three periods, “june”, “may” and “april”. One at a time, please.",
            ("csat june", "csat may", "csat april"),
        ),
        ("csat next week", "“next week” begins only on Monday 3 August 2026.", None),
        ("csat 1.6.2026", "“1.6.2026” is not a period as it is written here.", None),
        ("csat qa by channel qb june qc weekly qd", "I don't know “qa”, “qb”, “qc” and 1 more.", None),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(
    typed: str, sentence: str, lines: tuple[str, ...] | None
) -> None:
    error = refused(typed)
    assert error.sentence == sentence
    if lines is not None:
        assert error.lines == lines


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("csat by email", "csat channel:email"),
        ("csat by web form june", 'csat june channel:"web form"'),
        ("csat 1.6.2026", "csat 2026-06-01"),
    ],
)
def test_what_was_likely_meant_is_offered_first(typed: str, line: str) -> None:
    assert refused(typed).lines[0] == line


def test_a_problem_quotes_what_was_typed() -> None:
    assert "“wekks”" in refused("csat wekks").sentence


def test_more_than_40_words_are_too_long_and_a_value_may_be_repeated() -> None:
    assert refused(f"csat {'email ' * 40}").sentence == "That is too long for a question."
    assert asked(f"csat {'email ' * 39}").text == f"csat {DAYS} channel:email"

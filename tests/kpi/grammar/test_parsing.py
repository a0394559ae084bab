"""Everything that a question can hold, in the words in which people put it. Today is Monday 27 July 2026."""

import pytest

from kpi.labels import NoLabels
from kpi.question import QuestionError, parse
from tests.kpi.grammar.asking import DAYS, TODAY, WAYS, asked, refused
from tests.support.tickets import BERLIN

KPIS = (
    "CSAT, first response time, resolution time, resolution rate, automation rate, self-service rate, "
    "cost per contact, cost per resolution, intents, NPS, volume, backlog, waiting, reopen rate, hand-over rate, "
    "repeat rate, throughput and arrivals"
)


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("how was our csat last month?", "csat 2026-06"),
        ("What's the CSAT for last month, please!", "csat 2026-06"),
        ("csat in june", "csat 2026-06"),
        ("csat between may and june", "csat 2026-05..2026-06"),
        ("csat since june", "csat 2026-06-01..2026-07-27"),
        ("may I see our csat?", f"csat {DAYS}"),
        ("average first response time, last week", "frt 2026-W30"),
        ("*csat* `last week`", "csat 2026-W30"),
        ("csat satisfaction", f"csat {DAYS}"),
        ("last_week csat", "csat 2026-W30"),
        ("first-response-time june", "frt 2026-06"),
    ],
)
def test_fillers_and_punctuation_add_nothing(typed: str, question: str) -> None:
    assert asked(typed).text == question


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("csat by channel", f"csat {DAYS} by channel"),
        ("by team csat last week", "csat 2026-W30 by team"),
        ("csat last week split by the intent", "csat 2026-W30 by intent"),
        ("csat group by group", f"csat {DAYS} by team"),
        ("csat per language", f"csat {DAYS} by language"),
        ("csat channels", f"csat {DAYS} by channel"),
        ("frt by channel by channel", f"frt {DAYS} by channel"),
        ("csat weekly", f"csat {DAYS} weekly"),
        ("monthly csat 2025", "csat 2025 monthly"),
        ("csat per week june", "csat 2026-06 weekly"),
        ("csat daily by channel last week", "csat 2026-W30 by channel daily"),
    ],
)
def test_a_question_can_be_told_apart_and_shown_over_time(typed: str, question: str) -> None:
    assert asked(typed).text == question


@pytest.mark.parametrize(
    ("typed", "filters"),
    [
        ("channel:email", "channel:email"),
        ("channel: email", "channel:email"),
        ("Channel : EMAIL", "channel:email"),
        ("channel:chat,email", "channel:chat,email"),
        ("channel:chat, email", "channel:chat,email"),
        ("channel:email channel:chat", "channel:chat,email"),
        ('team:"tier 2"', 'team:"Tier 2"'),
        ("team:“Tier 2”", 'team:"Tier 2"'),
        ("team:tier 2", 'team:"Tier 2"'),
        ("team:tier", "team:Tier"),
        ("team:R&D: apps", 'team:"R&D: apps"'),
        ("team:R&amp;D: apps", 'team:"R&D: apps"'),
        ("team:none", 'team:""'),
        ('team:""', 'team:""'),
        ("team:tier 2 channel:email priority:high", 'channel:email team:"Tier 2" priority:high'),
        ("source:zendesk", "source:Zendesk"),
        ("for email", "channel:email"),
        ("in chat and email", "channel:chat,email"),
        ("for the billing team", "team:Billing"),
        ("team billing", "team:Billing"),
        ("high priority", "priority:high"),
        ("where is my order?", 'intent:"Where is my order?"'),
        ("web form", 'channel:"web form"'),
        ("is it", ""),  # “it” is a language only where it is said to be one
        ("language:it", "language:it"),
    ],
)
def test_a_question_can_be_narrowed(typed: str, filters: str) -> None:
    assert asked(f"csat {typed}").text == f"csat {DAYS} {filters}".strip()
    assert asked(f"{typed} csat").text == f"csat {DAYS} {filters}".strip()


def test_after_a_list_of_values_the_question_goes_on() -> None:
    assert asked("csat channel:email, last week").text == "csat 2026-W30 channel:email"
    assert asked("csat channel:email last week by team").text == "csat 2026-W30 by team channel:email"


@pytest.mark.parametrize(
    ("typed", "question", "corrected"),
    [
        ("csatt last wek", "csat 2026-W30", (("csatt", "csat"), ("last wek", "last week"))),
        ("first respose time june", "frt 2026-06", (("first respose time", "first response time"),)),
        ("csat by chanel", f"csat {DAYS} by channel", (("chanel", "channel"),)),
        ("csat chanel:email", f"csat {DAYS} channel:email", (("chanel", "channel"),)),
        ("csat yestreday", "csat 2026-07-26", (("yestreday", "yesterday"),)),
        ("csat wekly", f"csat {DAYS} weekly", (("wekly", "weekly"),)),
    ],
)
def test_a_slip_that_is_certain_is_put_right_and_told(
    typed: str, question: str, corrected: tuple[tuple[str, str], ...]
) -> None:
    found = asked(typed)
    assert (found.text, found.corrected) == (question, corrected)


@pytest.mark.parametrize(
    ("typed", "sentence", "lines"),
    [
        ("cast", "Unknown metric “cast”. Did you mean csat?", ("csat",)),
        ("weather june", f"Unknown metric “weather”. I know {KPIS}.", ("csat june", "frt june", "ttr june")),
        ("last week", f"Which metric? I know {KPIS}.", ("csat last week", "frt last week", "ttr last week")),
        (
            "csat frt june",
            "That asks for CSAT and First response time. One at a time, please.",
            ("csat june", "frt june"),
        ),
        (
            "csat last week june",
            "That names two periods, “last week” and “june”. One at a time, please.",
            ("csat last week", "csat june", "csat last week vs june"),
        ),
        ("csat 2026-W54", "2026 has 53 weeks, so there is no week 54.", ("csat last week", "csat 30d")),
        (
            "csat by channel and intent",
            "That can be told apart in one way at a time: by channel or by intent.",
            ("csat by channel", "csat by intent"),
        ),
        (
            "csat by channel by intent",
            "That can be told apart in one way at a time: by channel or by intent.",
            ("csat by channel", "csat by intent"),
        ),
        (
            "csat daily weekly",
            "That can be told apart in one way at a time: daily or weekly.",
            ("csat daily", "csat weekly"),
        ),
        (
            "csat by mood",
            f"I cannot tell conversations apart by “mood”, only by {WAYS}.",
            ("csat by channel", "csat by intent", "csat"),
        ),
        (
            "csat by staff",
            "No answer ranks people. Admins may ask for a number by assignee, where your team has that on.",
            ("csat",),
        ),
        (
            "csat june by",
            f"By what? By {WAYS}.",
            ("csat june by channel", "csat june by intent", "csat june by team"),
        ),
        (
            "csat customer:acme",
            f"I cannot narrow by “customer”, only by {WAYS}.",
            ("csat",),
        ),
        ("csat channel:emil june", "I know no channel “emil”. Did you mean email?", ("csat june channel:email",)),
        ("csat team:tear 2", "I know no team “tear 2”. Did you mean Tier 2?", ('csat team:"Tier 2"',)),
        (
            "csat channel:fax",
            "I know no channel “fax”. There are email, chat and web form.",
            ("csat by channel", "csat"),
        ),
        ("csat channel:email,fax", "I know no channel “fax”. There are email, chat and web form.", None),
        ("csat channel:", "Which channel? There are email, chat and web form.", ("csat by channel",)),
        (
            "csat billing",
            "“billing” is the name of an intent and the name of a team.",
            ("csat intent:billing", "csat team:Billing", "csat"),
        ),
        ("csat emial", "I don't know “emial”. Did you mean channel:email?", ("csat channel:email", "csat")),
        ("csat last fortnight", "I don't know “last fortnight”.", ("csat",)),
        ("csat not email", "I can keep to some values, but not leave some out (“not”).", ("csat by channel", "csat")),
        ("csat <!channel> by team", "I don't know “<!channel>”.", ("csat by team",)),
        ("", "That question is empty.", ("csat",)),
        ("csat " * 90, "That is too long for a question.", ("csat last week",)),
        (
            "csat daily 2025",
            "That would be more than 100 points.",
            ("csat 2025 weekly", "csat 2025 monthly", "csat 2025"),
        ),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_what_makes_no_sense_is_named_and_answered_with_lines_that_work(
    typed: str, sentence: str, lines: tuple[str, ...] | None
) -> None:
    error = refused(typed)
    assert error.sentence == sentence
    assert error.lines
    if lines is not None:
        assert error.lines == lines


def test_without_any_labels_that_is_said() -> None:
    with pytest.raises(QuestionError, match="No conversation imported so far has an intent"):
        parse("csat intent:refund", TODAY, BERLIN, NoLabels())

"""What was typed, word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.grammar.words import plain, quoted, said, words


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("csat", "csat"),
        ("R&amp;D", "R&D"),
        ("&lt;3 &gt; 2", "<3 > 2"),
        ("&amp;lt;", "&lt;"),
        ("<mailto:a@b.c|a@b.c>", "a@b.c"),
        ("intent:<http://refunds.com|refunds.com>", "intent:refunds.com"),
        ("<https://x.com/y?z=1&amp;a=2>", "https://x.com/y?z=1&a=2"),
        ("<tel:030123|030 123>", "030 123"),
        ("<#C012AB|general> <@U012AB|ada>", "#general @ada"),
        ("a < b | c > d", "a < b | c > d"),
    ],
)
def test_what_slack_makes_of_a_text_is_undone(typed: str, text: str) -> None:
    assert plain(typed) == text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("csat last week", ["csat", "last", "week"]),
        ("how was csat?!", ["how", "was", "csat", "?", "!"]),
        ("channel:email,chat", ["channel", ":", "email", ",", "chat"]),
        ("channel：email", ["channel", ":", "email"]),
        ("channel=email", ["channel", ":", "email"]),
        ("*csat* `last` (week)", ["*", "csat", "*", "`", "last", "`", "(", "week", ")"]),
        ('team:"Tier 2"', ["team", ":", "Tier 2"]),
        ("team: “Tier 2”", ["team", ":", "Tier 2"]),
        ("team:„Tier 2“", ["team", ":", "Tier 2"]),
        ("team:”Tier 2”", ["team", ":", "Tier 2"]),
        ("team:«Tier 2»", ["team", ":", "Tier 2"]),
        ("team:‘Tier 2’,'Tier 3'", ["team", ":", "Tier 2", ",", "Tier 3"]),
        ('team:"the „big“ one"', ["team", ":", "the „big“ one"]),
        (r'team:"a \"b\" \\ c"', ["team", ":", r'a "b" \ c']),
        (r'team:"C:\new"', ["team", ":", r"C:\new"]),
        ("what's our csat", ["what's", "our", "csat"]),
        ('team:"Tier 2', ["team", ":", '"Tier', "2"]),
        ('team:""', ["team", ":", ""]),
        ("2026-05-01..2026-05-31", ["2026-05-01..2026-05-31"]),
        ("?", ["?"]),
    ],
)
def test_a_text_is_read_in_words_quotes_and_punctuation(text: str, pieces: list[str]) -> None:
    assert [word.text for word in words(text)] == pieces


def test_words_are_heard_in_small_letters_and_without_marks() -> None:
    assert said(words("*First_Response*  TIME?")) == "first response time"
    assert said(words("20 July, 2026")) == "20 july, 2026"
    assert said(words("June – July")) == "june – july"


@given(st.text())
def test_every_piece_is_where_it_says_it_is_and_nothing_is_lost(text: str) -> None:
    found = words(text)
    for word in found:
        piece = text[word.start : word.end]
        assert word.quoted or word.text in (piece, ":", ",")
    covered = {place for word in found for place in range(word.start, word.end)}
    assert all(character.isspace() for place, character in enumerate(text) if place not in covered)


@given(st.text())
def test_a_quoted_value_is_one_word_that_says_it(value: str) -> None:
    [word] = words(plain(quoted(value)))
    assert word.text == value


@pytest.mark.parametrize("value", ["email", "sample-team", "tier2", "a.b/c+d"])
def test_a_plain_word_needs_no_quotes(value: str) -> None:
    assert quoted(value) == value

"""mrkdwn is read back as Slack's clients show it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages.mrkdwn import clean, mrkdwn
from bot.messages.spans import Span, plain, spans
from tests.bot.messages.slack_client import without_look_alikes


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [Span("plain")]),
        ("*a* b", [Span("a", frozenset({"bold"})), Span(" b")]),
        ("_a_ ~b~", [Span("a", frozenset({"italic"})), Span(" "), Span("b", frozenset({"strike"}))]),
        ("*a _b_*", [Span("a ", frozenset({"bold"})), Span("b", frozenset({"bold", "italic"}))]),
        ("`*a*`", [Span("*a*", frozenset({"code"}))]),
        ("```\na\nb\n```", [Span("a\nb", frozenset({"code"}))]),
        ("a_b_c 2*3*4", [Span("a_b_c 2*3*4")]),
        ("* a *", [Span("* a *")]),
        ("*a\nb*", [Span("*a\nb*")]),
        ("&amp;lt; &gt;", [Span("&lt; >")]),
        ("<https://x.example/?a&amp;b|T-1>", [Span("T-1", url="https://x.example/?a&b")]),
        ("<https://x.example>", [Span("https://x.example", url="https://x.example")]),
        ("<@U1|ann> <#C1|help> <!here>", [Span("ann"), Span(" "), Span("help"), Span(" "), Span("@here")]),
        ("<!date^0^{date}|today>", [Span("today")]),
    ],
)
def test_what_is_read(text: str, expected: list[Span]) -> None:
    assert list(spans(text)) == expected


def test_an_unclosed_mark_is_read_in_time() -> None:
    assert plain("*" + "`a`_b_" * 500 + "<") == "*" + "ab" * 500 + "<"


@given(st.text(max_size=80) | st.text(alphabet="ab *_~`:<>&|\n'^{}", max_size=40))
def test_an_escaped_text_is_read_back_without_any_style(text: str) -> None:
    assert without_look_alikes(plain(mrkdwn(text))) == without_look_alikes(clean(text))
    assert all(span.styles == frozenset() for span in spans(mrkdwn(text)))


@given(st.text(alphabet="ab *_~`:<>&|\n'^{}", min_size=1, max_size=40).map(lambda text: f"a{text}a"))
def test_a_bold_text_is_bold_whatever_stands_in_it(text: str) -> None:
    shown = list(spans(f"*{mrkdwn(text.replace(chr(10), ' '))}*"))
    assert all(span.styles == {"bold"} for span in shown)

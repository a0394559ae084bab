"""Hostile, empty and huge texts, by every route."""

import pytest

from tests.support.local_slack import Person

HOSTILE = (
    "<!channel> <!here|x> <@U0BEN00001> csat",
    "*bold* _it_ ~no~ `code` ```block``` :tada:",
    "&lt;!channel&gt; &amp;amp; <http://evil.example|click>",
    'csat team:"<!everyone>" "\'; DROP TABLE ticket; --',
    "{{ 7*7 }} {% raw %} ${7*7} %s %(x)s",
    "\u202ecsat\u0000\u0007 \ud83d\ude00 ＜!channel＞",
    "csat " * 2_000,
    "x" * 12_000,
    '"' * 3_000,
)


def is_harmless(answer: str) -> None:
    assert "Something broke" not in answer
    for live in ("<!channel", "<!here", "<!everyone", "<@U0BEN", "<http://evil"):
        assert live not in answer
    assert answer.strip()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_after_the_command_is_answered(ada: Person, text: str) -> None:
    answer = ada.types(f"/kpi {text}")
    is_harmless(answer.plain + answer.text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_written_in_a_mention_is_answered(ada: Person, text: str) -> None:
    answer = ada.asks(f"@kpibot {text}")
    is_harmless(answer.plain + answer.text)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_written_directly_is_answered(ada: Person, text: str) -> None:
    answer = ada.asks(text, ada.direct)
    is_harmless(answer.plain + answer.text)


@pytest.mark.parametrize("text", ["/kpi", "/kpi    ", "/kpi ``"])
def test_nothing_at_all_asks_for_the_overview(ada: Person, text: str) -> None:
    assert "Support KPIs" in ada.types(text).plain


@pytest.mark.parametrize("text", ["@kpibot", "@kpibot @kpibot", "`@kpibot`"])
def test_so_does_a_mention_without_words(ada: Person, text: str) -> None:
    assert "Support KPIs" in ada.asks(text).plain

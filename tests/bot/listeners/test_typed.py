"""What people type, out of what Slack hands over."""

import pytest

from bot.listeners.typed import plain, said_to

BOT = "U0KPIBOT01"


@pytest.mark.parametrize(
    ("escaped", "text"),
    [
        ("csat last week", "csat last week"),
        ("  csat  ", "csat"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;!channel&amp;gt;", "&lt;!channel&gt;"),  # typed as it stands here
        ("+<@U0ADA00001|ada>", "+@U0ADA00001"),
        ("<@U0ADA00001>", "@U0ADA00001"),
        ("<#C0SUPPORT1|support>", "#support"),
        ("<#C0SUPPORT1|>", "#C0SUPPORT1"),
        ("<http://example.com|example.com>", "example.com"),
        ("<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2"),
        ("<mailto:ada@example.com|ada@example.com>", "ada@example.com"),
        ("<!channel> <!here|here> <!everyone>", "@channel here @everyone"),
        ("<!subteam^S1|@support>", "@support"),
        ("<!subteam^S1>", "@subteam"),
        ("<!date^1785144600^{date}|27 July 2026>", "27 July 2026"),
        ("`csat last week`", "csat last week"),
        ("", ""),
        ("<<>>", "<<>>"),
    ],
)
def test_entities_and_escapes_become_what_people_see(escaped: str, text: str) -> None:
    assert plain(escaped) == text


@pytest.mark.parametrize(
    "message",
    [
        "<@U0KPIBOT01> csat last week",
        "<@U0KPIBOT01|kpibot>: csat last week",
        "csat last week <@U0KPIBOT01>",
        "csat <@U0KPIBOT01>last week",
        "/kpi csat last week",
        "@kpibot, csat last week",
        "kpibot: csat last week",
        "<@U0KPIBOT01> `/kpi csat last week`",
    ],
)
def test_how_the_bot_is_addressed_is_no_part_of_the_question(message: str) -> None:
    assert said_to(BOT, message).split() == ["csat", "last", "week"]


def test_somebody_else_who_is_mentioned_stays() -> None:
    assert said_to(BOT, "<@U0KPIBOT01> csat <@U0ADA00001|ada>") == "csat @U0ADA00001"


def test_a_word_that_only_begins_like_the_bot_stays() -> None:
    assert said_to(BOT, "kpibots csat") == "kpibots csat"


@pytest.mark.parametrize("hostile", ["<" * 40_000, "<@" * 20_000, "<a|" * 13_000, "`" * 40_000, "&lt;" * 10_000])
def test_a_huge_text_is_read_at_once(hostile: str) -> None:
    assert isinstance(said_to(BOT, hostile), str)

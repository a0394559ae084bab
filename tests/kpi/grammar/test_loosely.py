"""Values and names are matched loosely, and what was matched is named. Today is Monday 27 July 2026."""

import pytest

from tests.kpi.grammar.asking import DAYS, asked, offered, read


@pytest.mark.parametrize(
    ("typed", "question", "corrected"),
    [
        ("frt arrived:closd", f"first_response_time {DAYS} arrived:closed", (("closd", "closed"),)),
        ("frt arival:closed", f"first_response_time {DAYS} arrived:closed", (("arival", "arrival"),)),
        ("csat channel:emial", f"csat {DAYS} channel:email", (("emial", "email"),)),
        ("csat chanel:emial", f"csat {DAYS} channel:email", (("chanel", "channel"), ("emial", "email"))),
        ('csat team:"teir 2"', f'csat {DAYS} team:"Tier 2"', (("teir 2", "Tier 2"),)),
        ("csat team:teir 2 june", 'csat 2026-06 team:"Tier 2"', (("teir 2", "Tier 2"),)),
        ("csat team:tier2", f'csat {DAYS} team:"Tier 2"', (("tier2", "Tier 2"),)),
        (
            "csat team:tier-2,billng",
            f'csat {DAYS} team:Billing,"Tier 2"',
            (("tier-2", "Tier 2"), ("billng", "Billing")),
        ),
        ("csat channel:webform", f'csat {DAYS} channel:"web form"', (("webform", "web form"),)),
        ("csat webform june", 'csat 2026-06 channel:"web form"', (("webform", "web form"),)),
        ("csat web-form by team", f'csat {DAYS} by team channel:"web form"', (("web-form", "web form"),)),
        ("csat source:zendsk", f"csat {DAYS} source:Zendesk", (("zendsk", "Zendesk"),)),
        (
            'csat intent:"where is my ordr?"',
            f'csat {DAYS} intent:"Where is my order?"',
            (("where is my ordr?", "Where is my order?"),),
        ),
        ("csat ‮last week", "csat 2026-W30", (("\u202elast week", "last week"),)),
        ("volumn last week", "volume 2026-W30", (("volumn", "volume"),)),
        ("bakclog", f"backlog {DAYS}", (("bakclog", "backlog"),)),
    ],
)
def test_what_differs_by_a_certain_slip_or_by_blanks_is_taken_and_named(
    typed: str, question: str, corrected: tuple[tuple[str, str], ...]
) -> None:
    assert (read(typed), asked(typed).corrected) == (question, corrected)


@pytest.mark.parametrize(
    ("typed", "sentence", "lines"),
    [
        ("csat team:tier 3", "I don't know “3”.", ("csat team:Tier",)),
        (
            'csat team:"tier 3"',
            "I know no team “tier 3”. Did you mean Tier 2 or Tier?",
            ('csat team:"Tier 2"', "csat team:Tier"),
        ),
        ("csat channel:caht", "I know no channel “caht”. Did you mean chat?", ("csat channel:chat",)),
        (
            "csat channel:billing",
            "“billing” is the name of an intent and the name of a team.",
            ("csat intent:billing", "csat team:Billing"),
        ),
        ("csat channel:refund", "“refund” is the name of an intent.", ("csat intent:refund",)),
        ("csat language:german", "I know no language “german”. There are de and it.", ("csat by language", "csat")),
        ("csat emial", "I don't know “emial”. Did you mean channel:email?", ("csat channel:email", "csat")),
        (
            "csat channel:<script>",
            "I know no channel “<script>”. There are email, chat and web form.",
            ("csat by channel", "csat"),
        ),
    ],
)
def test_what_is_not_certain_is_offered(typed: str, sentence: str, lines: tuple[str, ...]) -> None:
    assert offered(typed) == (sentence, lines)

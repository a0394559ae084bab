"""A message in a terminal."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.messages.environment import Message, Messages
from bot.terminal import show, show_error
from kpi.errors import UserError

READOUT = """
{{ fallback("CSAT") }}
{{ header("CSAT last week :tada:") }}
{% call section(accessory=button("Why?", "why")) %}
*84.3 %* (118 of 140), _up 4.2 points_
&gt; {{ subject }}
Ask `/kpi {{ subject }}` or see {{ "T-1"|link("https://desk.example/1") }}
{% endcall %}
{% call fields() %}
{% call text_object() %}*Chat*{% endcall %}
{% call text_object() %}91 %{% endcall %}
{{ text_object("Email") }}
{% endcall %}
{{ divider() }}
{{ context(["Europe/Zurich", subject]) }}
{% call actions() %}{{ button("Share", "share") }}{% endcall %}
"""
SUBJECT = "[bold red]Sale[/] <!here> *5* & it's\x1b[2J"


def test_a_message_reads_as_in_slack_without_its_buttons(readout: Message) -> None:
    assert shown(readout) == (
        "CSAT last week :tada:\n"
        "84.3 % (118 of 140), up 4.2 points\n"
        "> [bold red]Sale[/] <!here> *5* & it's\ufffd[2J\n"
        "Ask /kpi [bold red]Sale[/] <!here> *5* & it's\ufffd[2J or see T-1\n"
        "(https://desk.example/1)\n"
        "Chat     91 %\n"
        "Email\n"
        "────────────────────────────────────────────────────────────────────────────────\n"
        "Europe/Zurich\n"
        "[bold red]Sale[/] <!here> *5* & it's\ufffd[2J\n"
    )


def test_a_terminal_with_colours_shows_bold_italic_code_and_small_print(readout: Message) -> None:
    painted = shown(readout, colours=True)
    assert "\x1b[1mCSAT last week :tada:\x1b[0m" in painted
    assert "\x1b[1m84.3 %\x1b[0m" in painted
    assert "\x1b[3mup 4.2 points\x1b[0m" in painted
    assert "\x1b[36m/kpi [bold red]Sale[/] <!here> *5* & it's\ufffd[2J\x1b[0m" in painted
    assert "\x1b[2mEurope/Zurich\x1b[0m" in painted


FIGURES = """
{{ fallback("CSAT") }}
{% call data_table("CSAT by channel", ["Channel", "CSAT"]) %}
{% call row() %}{{ link_cell("[bold]email", "https://desk.example/1") }}{{ number_cell(84.3, "84.3 %") }}{% endcall %}
{% call row() %}{{ cell("チャット") }}{{ number_cell(9, "9 %") }}{% endcall %}
{% endcall %}
{{ chart("line", "CSAT by week", ["6–12 Jul", "13–19 Jul"], [("CSAT", [84.3, 42.1])], "%") }}
"""


def test_tables_and_charts_are_shown_with_their_figures(tmp_path: Path) -> None:
    (tmp_path / "figures.j2").write_text(FIGURES)
    lines = shown(Messages(tmp_path).render("figures.j2")).splitlines()
    assert [line.strip() for line in lines if line.strip(" ─")] == [
        "CSAT by channel",
        "Channel         CSAT",
        "[bold]email   84.3 %",
        "チャット         9 %",
        "CSAT by week (%)",
        "CSAT",
        "6–12 Jul    84.3   ████████████████████████",
        "13–19 Jul   42.1   ████████████",
    ]


def test_a_command_for_the_terminal_never_reaches_it() -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "header", "text": {"type": "plain_text", "text": "a\x1b[2Jb"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "a\x1b[2Jb <https://x.example/\x1b[2J|c>"}},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "a\x1b[2Jb"}]},
        {"type": "data_table", "caption": "a\x1b[2J", "rows": [[{"type": "raw_text", "text": "a\x1b[2Jb"}]] * 2},
    ]
    assert "\x1b" not in shown(Message("A", blocks))


def test_a_block_that_cannot_be_shown_is_not_left_out_in_silence() -> None:
    with pytest.raises(ValueError, match="video"):
        shown(Message("A", [{"type": "video"}]))


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    console = Console(file=io.StringIO(), width=80)
    show_error(UserError("There is no KPI [red]csta\x1b[2J.", "Try: kpibot ask csat"), console, "kpibot ask")
    assert written(console) == "There is no KPI [red]csta\ufffd[2J.\nTry: kpibot ask csat\n"


def test_an_error_without_a_hint_is_its_sentence() -> None:
    console = Console(file=io.StringIO(), width=80)
    show_error(UserError("There is nothing."), console, "kpibot ask")
    assert written(console) == "There is nothing.\n"


@pytest.fixture
def readout(tmp_path: Path) -> Message:
    (tmp_path / "readout.j2").write_text(READOUT)
    return Messages(tmp_path).render("readout.j2", subject=SUBJECT)


def shown(message: Message, *, colours: bool = False) -> str:
    console = Console(
        file=io.StringIO(), width=80, force_terminal=colours, color_system="standard" if colours else None
    )
    show(message, console)
    return written(console)


def written(console: Console) -> str:
    assert isinstance(console.file, io.StringIO)
    return "".join(f"{line.rstrip()}\n" for line in console.file.getvalue().splitlines())

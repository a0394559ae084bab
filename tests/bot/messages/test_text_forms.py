"""Tables and charts as text, for workspaces that refuse the blocks."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from bot.messages import limits, spans
from bot.messages.columns import WIDTH
from bot.messages.message import Message
from tests.bot.messages.slack_client import HOSTILE

Block = dict[str, Any]
NATIVE = ("data_table", "data_visualization")
INTRODUCTION: Block = {"type": "section", "text": {"type": "mrkdwn", "text": "*CSAT*: 84.3 %"}}


def text(words: str) -> Block:
    return {"type": "raw_text", "text": words}


def number(value: float, words: str) -> Block:
    return {"type": "raw_number", "value": value, "text": words}


def link(words: str, url: str) -> Block:
    part = {"type": "link", "text": words, "url": url}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]}


def table(*rows: list[Block], caption: str = "CSAT by channel") -> Block:
    return {"type": "data_table", "caption": caption, "rows": [*rows]}


def chart(values: dict[str, float], *more: tuple[str, float], unit: str = "%") -> Block:
    names = [("CSAT", None), *more]
    series = [
        {
            "name": name,
            "data": [{"label": label, "value": at if same is None else same} for label, at in values.items()],
        }
        for name, same in names
    ]
    drawn = {"type": "line", "series": series, "axis_config": {"categories": list(values), "y_label": unit}}
    return {"type": "data_visualization", "title": "CSAT by week", "chart": drawn}


CHANNELS = table(
    [text("Channel"), text("CSAT"), text("Ratings"), text("Change")],
    [text("email"), number(84.3, "84.3 %"), number(1204, "1,204"), text("down 3 points")],
    [text("チャット"), number(9, "9 %"), number(11, "11"), text("up 12.5 points")],
    [text("👍 app"), number(100, "100 %"), number(7, "7"), text("unchanged")],
)


def test_a_table_has_its_columns_below_one_another_also_with_wide_letters() -> None:
    [block] = as_text(CHANNELS)
    assert block["text"]["text"].splitlines() == [
        "*CSAT by channel*",
        "```",
        "Channel     CSAT  Ratings  Change",
        "─────────────────────────────────────────",
        "email     84.3 %    1,204  down 3 points",
        "チャット     9 %       11  up 12.5 points",
        "👍 app     100 %        7  unchanged",
        "```",
    ]


def test_a_chart_has_a_bar_for_each_figure_and_the_figures_too() -> None:
    [block] = as_text(chart({"6–12 Jul": 84.3, "13–19 Jul": 42.1, "20–26 Jul": 0}, ("Target", 80)))
    assert block["text"]["text"].splitlines() == [
        "*CSAT by week (%)*",
        "```",
        "           CSAT  Target",
        "─────────────────────────────────────────────────",
        "6–12 Jul   84.3      80  ████████████████████████",
        "13–19 Jul  42.1      80  ████████████",
        "20–26 Jul     0      80",
        "```",
    ]


def test_only_what_is_refused_becomes_text_and_all_stays_in_its_place() -> None:
    drawn = chart({"a": 1, "b": 2})
    message = Message("CSAT", [INTRODUCTION, CHANNELS, INTRODUCTION, drawn])
    assert message.native == set(NATIVE)
    without_tables = message.without(["data_table", "video"])
    assert without_tables.native == {"data_visualization"}
    assert [block["type"] for block in without_tables.blocks] == ["section", "section", "section", "data_visualization"]
    assert without_tables.blocks[2:] == [INTRODUCTION, drawn]
    assert without_tables.text == message.text
    assert message.without([]).blocks == message.blocks


def test_a_long_table_goes_on_in_further_sections() -> None:
    rows = [[text(f"row {number:03}"), text("x" * 60)] for number in range(100)]
    blocks = as_text(table([text("Name"), text("Words")], *rows))
    assert len(blocks) > 1
    shown = " ".join(block["text"]["text"] for block in blocks)
    assert all(f"row {number:03}" in shown for number in range(100))
    assert "more row" not in shown


def test_how_many_rows_have_no_room_is_said() -> None:
    rows = [[text(f"row {number:03}"), text("x" * 60)] for number in range(100)]
    wordy = [{"type": "section", "text": {"type": "mrkdwn", "text": "y" * 2_900}}] * 3
    message = Message("Much", [*wordy, table([text("Name"), text("Words")], *rows)]).without(NATIVE)
    assert limits.problems(message) == []
    shown = "".join(block["text"]["text"] for block in message.blocks[3:])
    listed = shown.count("row 0")
    assert 0 < listed < 100
    assert shown.endswith(f"\nand {100 - listed} more rows")


def test_a_chart_beside_a_long_table_takes_no_more_room_than_it_needs() -> None:
    rows = [[text(f"row {number:03}"), text("x" * 60)] for number in range(100)]
    message = Message("Much", [table([text("Name"), text("Words")], *rows), chart({"a": 1, "b": 2})]).without(NATIVE)
    assert limits.problems(message) == []
    assert "row 099" in str(message.blocks)


def test_links_of_a_table_stand_below_it() -> None:
    blocks = as_text(
        table([text("Ticket"), text("Rating")], [link("T-1", "https://desk.example/1?a=1&b=2"), number(1, "1 of 5")])
    )
    assert "T-1     1 of 5" in blocks[0]["text"]["text"]
    assert blocks[1]["text"]["text"] == "Links: <https://desk.example/1?a=1&amp;b=2|T-1>"


def test_how_many_links_have_no_room_is_said() -> None:
    rows = [[link(f"T-{number}", f"https://desk.example/{'x' * 100}/{number}")] for number in range(100)]
    *_, links = as_text(table([text("Ticket")], *rows))
    shown = links["text"]["text"].count("|T-")
    assert 0 < shown < 100
    assert links["text"]["text"].endswith(f"\nand {100 - shown} more links")


@pytest.mark.parametrize(
    "words", [HOSTILE, "```", "`code` ```", "*bold*", "a\nb", "<@U1>", ":tada:", "\x1b[2J", "&lt;"]
)
def test_nothing_in_a_cell_ends_the_code_or_acts(words: str) -> None:
    [block] = as_text(table([text("Subject")], [text(words)], caption=words))
    raw = block["text"]["text"]
    assert raw.count("```") == 2
    code = raw.split("```")[1]
    assert "<" not in code
    assert ">" not in code
    assert "\x1b" not in raw
    [span] = [span for span in spans.spans(raw) if "code" in span.styles]
    assert " ".join(words.replace("\x1b", "\ufffd").replace("`", "\u02cb").split()) in span.text


def test_a_wide_table_wraps_its_widest_cells_and_shows_where_it_cuts() -> None:
    [block] = as_text(table([text("Ticket"), text("Subject")], [text("T-1"), text("word " * 15 + "end")]))
    lines = block["text"]["text"].splitlines()
    assert max(map(cell_len, lines)) <= WIDTH
    assert lines[-2].strip() == "word end"
    [block] = as_text(table([text("Ticket"), text("Subject")], [text("T-1"), text("word " * 200)]))
    assert block["text"]["text"].splitlines()[-2].endswith("…")


CELL = st.text(alphabet="ab *_~`:<>&|\n'^{}日👍é", min_size=1, max_size=60).map(lambda words: f"a{words}")


@given(st.data())
def test_any_table_becomes_a_message_that_slack_takes(data: st.DataObject) -> None:
    columns = data.draw(st.integers(1, 20))
    row = st.lists(
        CELL.map(text) | st.tuples(st.floats(-9, 9), CELL).map(lambda pair: number(*pair)),
        min_size=columns,
        max_size=columns,
    )
    rows = data.draw(st.lists(row, min_size=1, max_size=6))
    times = data.draw(st.integers(1, 100 // len(rows)))
    others = [INTRODUCTION] * data.draw(st.integers(1, 40))
    header = [text("Name")] * columns
    message = Message("A", [*others, table(header, *(rows * times), caption=data.draw(CELL))]).without(NATIVE)
    assert limits.problems(message) == []
    assert message.native == frozenset()


def as_text(*blocks: Block) -> list[Block]:
    message = Message("A message", list(blocks)).without(NATIVE)
    assert limits.problems(message) == []
    return message.blocks

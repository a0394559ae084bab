"""A message that Slack would refuse is found out before it is sent."""

from typing import Any

import pytest

from bot.messages.limits import problems
from bot.messages.message import Message

Block = dict[str, Any]
DIVIDER: Block = {"type": "divider"}


def header(length: int) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": "x" * length}}


def section(length: int) -> Block:
    return {"type": "section", "text": text(length)}


def fields(*lengths: int) -> Block:
    return {"type": "section", "fields": [text(length) for length in lengths]}


def context(*lengths: int) -> Block:
    return {"type": "context", "elements": [text(length) for length in lengths]}


def button(label: int = 5, action_id: int = 5, value: int = 5) -> Block:
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": "x" * label},
        "action_id": "x" * action_id,
        "value": "x" * value,
    }


def menu(placeholder: int = 5, text_: int = 5, value: int = 5, options: int = 1) -> Block:
    option = {"text": {"type": "plain_text", "text": "x" * text_}, "value": "x" * value}
    return {
        "type": "static_select",
        "placeholder": {"type": "plain_text", "text": "x" * placeholder},
        "action_id": "choose",
        "options": [option] * options,
    }


def table(rows: int = 2, columns: int = 1, cell: int = 1, **more: Any) -> Block:
    cells = [[{"type": "raw_text", "text": "x" * cell}] * columns] * rows
    return {"type": "data_table", "caption": "A table", "rows": cells, **more}


def ragged() -> Block:
    return {"type": "data_table", "caption": "A table", "rows": [table(columns=2)["rows"][0], table()["rows"][0]]}


def linked_header() -> Block:
    part = {"type": "link", "text": "x", "url": "https://desk.example"}
    cell = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [part]}]}
    return {"type": "data_table", "caption": "A table", "rows": [[cell]] * 2}


def chart(points: int = 2, series: int = 1, title: int = 5, name: int = 5, unit: int = 5, value: float = 1) -> Block:
    labels = [f"{number:02}" for number in range(points)]
    data = [{"label": label, "value": value} for label in labels]
    lines = [{"name": str(number).rjust(name, "x"), "data": data} for number in range(series)]
    axes = {"categories": labels, "y_label": "x" * unit}
    drawn = {"type": "line", "series": lines, "axis_config": axes}
    return {"type": "data_visualization", "title": "x" * title, "chart": drawn}


def misplaced() -> Block:
    block = chart()
    block["chart"]["series"][0]["data"] = block["chart"]["series"][0]["data"][:1]
    return block


def repeated() -> Block:
    block = chart(series=2)
    block["chart"]["series"][1]["name"] = block["chart"]["series"][0]["name"]
    return block


def named(block: Block, number: int) -> Block:
    return {**block, "action_id": f"button {number}"}


def actions(*buttons: Block) -> Block:
    return {"type": "actions", "elements": list(buttons)}


def text(length: int) -> Block:
    return {"type": "mrkdwn", "text": "x" * length}


AT_THE_LIMIT: dict[str, list[Block]] = {
    "blocks": [DIVIDER] * 50,
    "header": [header(150)],
    "section": [section(3_000)],
    "field": [fields(2_000)],
    "fields": [fields(*[5] * 10)],
    "small print": [context(3_000)],
    "elements of small print": [context(*[5] * 10)],
    "buttons": [actions(*(named(button(), number) for number in range(25)))],
    "button": [actions(button(75, 255, 2_000))],
    "all text": [section(3_000)] * 4,
    "menu": [actions(menu(150, 75, 150, 100))],
    "table": [table(rows=101, columns=20, page_size=100)],
    "text of a table": [table(rows=2, columns=1, cell=5_000)],
    "chart": [chart(points=20, series=6, title=50, name=20, unit=50)] * 2,
}
OVER_THE_LIMIT: dict[str, list[Block]] = {
    "51 blocks of at most 50": [DIVIDER] * 51,
    "no blocks": [],
    "(header): the text has 151 characters of at most 150": [header(151)],
    "(header): the text is empty": [header(0)],
    "(section): the text has 3,001 characters of at most 3,000": [section(3_001)],
    "(section): the text is empty": [section(0)],
    "(section): a field has 2,001 characters of at most 2,000": [fields(2_001)],
    "(section): a field is empty": [fields(5, 0)],
    "(section): 11 fields of at most 10": [fields(*[5] * 11)],
    "(section): no fields": [fields()],
    "(context): an element is empty": [context(0)],
    "(context): 11 elements of at most 10": [context(*[5] * 11)],
    "(actions): 26 buttons of at most 25": [actions(*(named(button(), number) for number in range(26)))],
    "(actions): no buttons": [actions()],
    "(actions): a button's text has 76 characters of at most 75": [actions(button(label=76))],
    "(actions): a button's text is empty": [actions(button(label=0))],
    "(actions): an action_id has 256 characters of at most 255": [actions(button(action_id=256))],
    "(actions): 2,001 characters in a button's value of at most 2,000": [actions(button(value=2_001))],
    "(section): a button's text is empty": [section(5) | {"accessory": button(label=0)}],
    "(actions): two elements have the same action_id": [actions(button(), button())],
    "(actions): a menu's placeholder has 151 characters of at most 150": [actions(menu(placeholder=151))],
    "(actions): an option's text has 76 characters of at most 75": [actions(menu(text_=76))],
    "(actions): an option's value has 151 characters of at most 150": [actions(menu(value=151))],
    "(actions): 101 options of at most 100": [actions(menu(options=101))],
    "(actions): no options": [actions(menu(options=0))],
    "(data_table): the caption is empty": [table(caption=" ")],
    "(data_table): the table has no rows": [table(rows=1)],
    "(data_table): 102 rows of at most 101": [table(rows=102)],
    "(data_table): 21 columns of at most 20": [table(columns=21)],
    "(data_table): rows of different lengths": [ragged()],
    "(data_table): a cell is empty": [table(cell=0)],
    "(data_table): rich text in the header": [linked_header()],
    "(data_table): 101 rows on a page of at most 100": [table(page_size=101)],
    "10,002 characters in all table cells of at most 10,000": [table(cell=2_500), table(cell=2_501)],
    "(data_visualization): the title has 51 characters of at most 50": [chart(title=51)],
    "(data_visualization): the title is empty": [chart(title=0)],
    "(data_visualization): 21 categories of at most 20": [chart(points=21)],
    "(data_visualization): 7 series of at most 6": [chart(series=7)],
    "(data_visualization): a label has 21 characters of at most 20": [chart(name=21)],
    "(data_visualization): the y_label has 51 characters of at most 50": [chart(unit=51)],
    "(data_visualization): two labels are the same": [repeated()],
    "(data_visualization): a series has not one value for each category": [misplaced()],
    "(data_visualization): a value is no number": [chart(value=float("nan"))],
    "3 charts of at most 2": [chart()] * 3,
    "12,001 characters in all blocks of at most 12,000": [section(3_000)] * 4 + [section(1)],
}


@pytest.mark.parametrize("what", AT_THE_LIMIT)
def test_what_is_just_within_a_limit_is_fine(what: str) -> None:
    assert problems(Message("Some text", AT_THE_LIMIT[what])) == []


@pytest.mark.parametrize("problem", OVER_THE_LIMIT)
def test_what_is_over_a_limit_is_the_only_problem_named(problem: str) -> None:
    [found] = problems(Message("Some text", OVER_THE_LIMIT[problem]))
    assert found.endswith(problem)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("", "the text is empty"),
        (" \n", "the text is empty"),
        ("x" * 4_001, "the text has 4,001 characters of at most 4,000"),
    ],
)
def test_the_text_of_a_message_has_its_limits_too(said: str, problem: str) -> None:
    assert problems(Message(said, [DIVIDER])) == [problem]


def test_an_emoji_counts_as_two() -> None:
    assert problems(Message("A", [{"type": "header", "text": {"type": "plain_text", "text": "👍" * 76}}])) == [
        "block 1 (header): the text has 152 characters of at most 150"
    ]


def test_every_problem_is_named_with_its_block() -> None:
    assert problems(Message("A", [section(0), DIVIDER, header(200)])) == [
        "block 1 (section): the text is empty",
        "block 3 (header): the text has 200 characters of at most 150",
    ]

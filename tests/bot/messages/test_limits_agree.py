"""What our own limits let through, the local Slack takes: both were written from Slack's pages, each by itself."""

from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from bot.messages import data_limits, limits
from bot.messages.message import Message
from bot.playground import block_kit
from bot.playground.block_kit import charts as charts_rules
from bot.playground.block_kit import composition, layout, messages
from bot.playground.block_kit import tables as tables_rules

Json = dict[str, Any]


def about(most: int) -> st.SearchStrategy[int]:
    """Mostly what is just within; sometimes nothing, or too much."""
    return st.sampled_from((*(1, most - 1, most) * 12, 0, most + 1))


@st.composite
def texts(draw: st.DrawFn, most: int) -> str:
    """As long as may be; now and then of characters that count twice, or of none that can be seen."""
    return draw(st.sampled_from("a" * 20 + "😀\u200b ")) * draw(about(most))


@st.composite
def plain(draw: st.DrawFn, most: int) -> Json:
    return {"type": "plain_text", "text": draw(texts(most)), "emoji": False}


@st.composite
def mrkdwn(draw: st.DrawFn, most: int) -> Json:
    return {"type": "mrkdwn", "text": draw(texts(most)), "verbatim": True}


@st.composite
def buttons(draw: st.DrawFn) -> Json:
    identifier = f"{draw(st.integers(0, 9))}{draw(texts(limits.ACTION_ID))}"
    value = f"v{draw(texts(1999))}"
    return {"type": "button", "text": draw(plain(limits.BUTTON_TEXT)), "action_id": identifier, "value": value}


@st.composite
def menus(draw: st.DrawFn) -> Json:
    option = {"text": draw(plain(limits.OPTION_TEXT)), "value": f"v{draw(texts(149))}"}
    return {
        "type": "static_select",
        "action_id": f"menu{draw(texts(limits.ACTION_ID - 4))}",
        "placeholder": draw(plain(limits.PLACEHOLDER)),
        "options": [option] * draw(about(limits.OPTIONS)),
    }


@st.composite
def sections(draw: st.DrawFn) -> Json:
    section: Json = {"type": "section"}
    if draw(st.booleans()):
        section["text"] = draw(mrkdwn(limits.SECTION))
    if "text" not in section or draw(st.booleans()):
        section["fields"] = [draw(mrkdwn(limits.FIELD))] * draw(about(limits.FIELDS))
    if draw(st.booleans()):
        section["accessory"] = draw(buttons() | menus())
    return section


@st.composite
def cells(draw: st.DrawFn, header: bool) -> Json:
    words = draw(texts(data_limits.CELLS_TEXT // 100))
    kinds: list[Json] = [
        {"type": "raw_text", "text": words},
        {"type": "raw_number", "value": draw(st.floats(-1e9, 1e9) | st.integers()), "text": words},
    ]
    if not header:
        link = {"type": "link", "url": "https://example.com/1", "text": words}
        kinds.append({"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [link]}]})
    return draw(st.sampled_from(kinds))


@st.composite
def tables(draw: st.DrawFn) -> Json:
    columns, rows = draw(about(data_limits.COLUMNS)), draw(about(data_limits.ROWS))
    header, row = ([draw(cells(header))] * columns for header in (True, False))
    table = {"type": "data_table", "caption": draw(texts(200)), "rows": [header, *[row] * rows][:rows]}
    return table | draw(st.fixed_dictionaries({}, optional={"page_size": about(data_limits.PAGE_SIZE)}))


@st.composite
def charts(draw: st.DrawFn) -> Json:
    letters = st.text("abc😀", min_size=1, max_size=data_limits.LABEL)
    categories = draw(st.lists(letters, max_size=data_limits.POINTS + 1, unique=draw(st.booleans())))
    values = st.floats(-1e9, 1e9) | st.integers(-9, 9)
    names = draw(st.lists(letters, max_size=data_limits.SERIES + 1, unique=True))
    series = [{"name": name, "data": [{"label": each, "value": draw(values)} for each in categories]} for name in names]
    axes = {"categories": categories, "x_label": draw(texts(data_limits.AXIS_LABEL))}
    chart = {"type": draw(st.sampled_from(("line", "bar", "area"))), "series": series, "axis_config": axes}
    return {"type": "data_visualization", "title": draw(texts(data_limits.CHART_TITLE)), "chart": chart}


@st.composite
def rows_of_elements(draw: st.DrawFn) -> Json:
    if draw(st.booleans()):
        return {"type": "actions", "elements": draw(st.lists(buttons() | menus(), max_size=limits.ACTIONS + 1))}
    return {"type": "context", "elements": [draw(mrkdwn(limits.SECTION))] * draw(about(limits.CONTEXT_ELEMENTS))}


@st.composite
def headers(draw: st.DrawFn) -> Json:
    return {"type": "header", "text": draw(plain(limits.HEADER))}


DIVIDER: Json = {"type": "divider"}
BLOCKS = sections() | headers() | rows_of_elements() | tables() | charts() | st.just(DIVIDER)


@given(st.lists(BLOCKS, min_size=1, max_size=3), about(limits.BLOCKS))
@settings(max_examples=150)
def test_what_our_limits_allow_the_local_slack_takes(blocks: list[Json], dividers: int) -> None:
    message = Message("In words.", [*blocks, *[DIVIDER] * dividers][: max(dividers, 1)])
    allowed = not limits.problems(message)
    event(f"allowed: {allowed}")
    if allowed:
        assert block_kit.message_problems(message.blocks) == []


@given(st.lists(tables() | charts(), min_size=2, max_size=3))
@settings(max_examples=60)
def test_the_tables_and_charts_of_a_message_share_their_limits(blocks: list[Json]) -> None:
    if not limits.problems(Message("In words.", blocks)):
        assert block_kit.message_problems(blocks) == []


def test_the_numbers_are_the_same() -> None:
    assert (limits.BLOCKS, limits.ACTIONS, limits.FIELDS) == (
        messages.MOST_BLOCKS,
        layout.MOST_ACTIONS,
        layout.MOST_FIELDS,
    )
    assert (limits.OPTIONS, limits.OPTION_TEXT, limits.PLACEHOLDER) == (
        composition.MOST_OPTIONS,
        composition.MOST_OPTION_TEXT,
        composition.MOST_PLACEHOLDER,
    )
    assert (
        tables_rules.DATA_TABLE_ROWS[1],
        tables_rules.MOST_COLUMNS,
        tables_rules.MOST_CHARACTERS,
        tables_rules.MOST_PAGE_SIZE,
    ) == (data_limits.ROWS, data_limits.COLUMNS, data_limits.CELLS_TEXT, data_limits.PAGE_SIZE)
    assert (data_limits.CHARTS, data_limits.SERIES, data_limits.POINTS, data_limits.LABEL) == (
        charts_rules.MOST_IN_MESSAGE,
        charts_rules.MOST_SERIES,
        charts_rules.MOST_POINTS,
        charts_rules.MOST_LABEL,
    )

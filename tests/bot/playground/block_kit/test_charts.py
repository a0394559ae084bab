import pytest

from bot.playground.block_kit import message_problems, view_problems
from tests.bot.playground.block_kit.samples import Json, home, line, pie, segment, series

WEEKS = [f"2026-W{n:02} {'x' * 11}" for n in range(20)]
NAMES = [f"{n} {'s' * 18}" for n in range(6)]


@pytest.mark.parametrize("type_", ["line", "bar", "area"])
def test_charts_at_their_limits_are_taken(type_: str) -> None:
    chart = line(WEEKS, *NAMES, type=type_, x_label="x" * 50, y_label="y" * 50)
    assert message_problems([{**chart, "title": "t" * 50}, pie(*(segment("l" * 20, 0.5) for _ in range(6)))]) == []


def with_series(*given: Json) -> Json:
    chart = line(["a", "b"], "csat")
    chart["chart"]["series"] = list(given)
    return chart


@pytest.mark.parametrize(
    ("block", "problem", "at"),
    [
        (pie(segment(), title="t" * 51), "must be less than 51 characters", "/title"),
        (pie(segment(), title=None), "must provide a string", "/title"),
        (pie(), "must provide at least 1 items", "/chart/segments"),
        (pie(*[segment()] * 7), "no more than 6 items allowed", "/chart/segments"),
        (pie(segment("l" * 21)), "must be less than 21 characters", "/chart/segments/0/label"),
        (pie(segment(value=0)), "must be greater than 0", "/chart/segments/0/value"),
        (pie(segment(value=float("nan"))), "must provide a number", "/chart/segments/0/value"),
        (
            {"type": "data_visualization", "title": "t", "chart": {"type": "radar"}},
            "unsupported type: radar",
            "/chart/type",
        ),
        (line(["a", "b"]), "must provide at least 1 items", "/chart/series"),
        (line(["a", "b"], *map(str, range(7))), "no more than 6 items allowed", "/chart/series"),
        (line(["a", "b"], "s" * 21), "must be less than 21 characters", "/chart/series/0/name"),
        (line(["a", "b"], "csat", "csat"), '`name` "csat" already exists', "/chart/series/1/name"),
        (line(["a", "a"], "csat"), "must provide unique items", "/chart/axis_config/categories"),
        (line(["c" * 21], "csat"), "must be less than 21 characters", "/chart/axis_config/categories/0"),
        (line(list(map(str, range(21))), "csat"), "no more than 20 items allowed", "/chart/axis_config/categories"),
        (line(["a"], "csat", x_label="x" * 51), "must be less than 51 characters", "/chart/axis_config/x_label"),
        (with_series(series("csat", ["a"])), "must have one value for each category", "/chart/series/0/data"),
        (with_series(series("csat", ["a", "c"])), "must have one value for each category", "/chart/series/0/data"),
        (
            with_series({"name": "csat", "data": [segment("a"), {"label": "b", "value": None}]}),
            "must provide a number",
            "/chart/series/0/data/1/value",
        ),
    ],
)
def test_what_a_chart_may_not_have(block: Json, problem: str, at: str) -> None:
    assert f"{problem} [json-pointer:/blocks/0{at}]" in message_problems([block])


def test_a_message_has_two_charts_at_most() -> None:
    assert message_problems([pie(segment())] * 2) == []
    assert message_problems([pie(segment())] * 3) == [
        "no more than 2 data_visualization blocks allowed [json-pointer:/blocks]"
    ]
    assert view_problems(home(*[pie(segment())] * 3)) == []

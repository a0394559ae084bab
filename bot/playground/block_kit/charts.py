"""Charts: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block

Where Slack raised a limit the older and stricter one is kept: six series or segments since June 2026, twelve later.
"""

import math
from typing import Any

from bot.playground.block_kit.checks import Problems, array, members, problem, string, typed, unique
from bot.playground.block_kit.composition import identifier

MOST_TITLE = 50
MOST_AXIS_LABEL = 50
MOST_LABEL = 20
MOST_SERIES = 6
MOST_POINTS = 20
MOST_IN_MESSAGE = 2

_label = string(MOST_LABEL)


def data_visualization(block: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block"""
    required = {"title": string(MOST_TITLE), "chart": _CHART}
    yield from members(block, at, required, {"block_id": identifier})


def charts_of_message(blocks: list[Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block#usage-info: two in a message."""
    charts = [block for block in blocks if isinstance(block, dict) and block.get("type") == "data_visualization"]
    if len(charts) > MOST_IN_MESSAGE:
        yield problem(f"no more than {MOST_IN_MESSAGE} data_visualization blocks allowed", at)


def _pie(chart: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block#pie"""
    yield from members(chart, at, {"segments": array(_segment, MOST_SERIES)})


def _segment(segment: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block#segment: a share is above 0."""
    yield from members(segment, at, {"label": _label, "value": _finite})
    value = segment.get("value") if isinstance(segment, dict) else None
    if isinstance(value, int | float) and value <= 0:
        yield problem("must be greater than 0", f"{at}/value")


def _series_chart(chart: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block#bar, and line and area alike."""
    wrong = list(members(chart, at, {"series": array(_series, MOST_SERIES), "axis_config": _axis_config}))
    yield from wrong
    if wrong:
        return
    yield from unique(chart["series"], "name", f"{at}/series")
    categories = chart["axis_config"]["categories"]
    for index, series in enumerate(chart["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            yield problem("must have one value for each category", f"{at}/series/{index}/data")


def _series(series: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block#data-series"""
    yield from members(series, at, {"name": _label, "data": array(_point, MOST_POINTS)})


def _point(point: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block#data-point"""
    yield from members(point, at, {"label": _label, "value": _finite})


def _axis_config(axis: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block#axis-config"""
    axis_label = string(MOST_AXIS_LABEL)
    yield from members(
        axis, at, {"categories": array(_label, MOST_POINTS)}, {"x_label": axis_label, "y_label": axis_label}
    )
    categories = axis.get("categories") if isinstance(axis, dict) else None
    if isinstance(categories, list) and len(set(map(str, categories))) < len(categories):
        yield problem("must provide unique items", f"{at}/categories")


def _finite(value: Any, at: str) -> Problems:
    """JSON has neither NaN nor Infinity, though some readers of it take them."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number and math.isfinite(value)):
        yield problem("must provide a number", at)


_CHART = typed({"pie": _pie, "bar": _series_chart, "line": _series_chart, "area": _series_chart})

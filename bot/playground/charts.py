"""Charts of `data_visualization` blocks as SVG, drawn by pygal.

The block: https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block
"""

import re
import sys
from dataclasses import dataclass
from itertools import cycle
from math import ceil
from typing import Any, Literal

import pygal  # type: ignore[import-untyped]
from pygal.etree import etree  # type: ignore[import-untyped]
from pygal.style import Style  # type: ignore[import-untyped]

# pygal adds a finder for its map plugins, of a kind that Python has given up: it warns at every import that fails.
sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__module__ != pygal.__name__]

Json = dict[str, Any]
Theme = Literal["light", "dark"]

WIDTH = 620
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif'
# Each stands out from the ground (3 : 1) and from its neighbours for eyes that see fewer colours; dashes do the rest.
COLORS: dict[Theme, tuple[str, ...]] = {
    "light": ("#0f6b66", "#c2570c", "#4b5fc1", "#a3306f", "#8a6d00", "#5e6770"),
    "dark": ("#3fb4a8", "#f0a35e", "#93a5f5", "#ee8ec0", "#d8c15a", "#a9b3bc"),
}
INK: dict[Theme, tuple[str, str, str]] = {  # ground, text, guides
    "light": ("#ffffff", "#4a525a", "#e3e6e9"),
    "dark": ("#1a1d21", "#b9c0c7", "#363c43"),
}
DASHES = ("", "8,4", "2,4", "10,3,2,3", "5,5", "1,3")
KINDS = {"bar": pygal.Bar, "line": pygal.Line, "area": pygal.Line, "pie": pygal.Pie}
# The widths of a letter of a label, of the space between two, and of a label that leans, in the chart's units.
LETTER, GAP, LEANING = 7.5, 6, 20
LEGEND_ROW = 22
# What XML 1.0 cannot hold, even escaped: https://www.w3.org/TR/xml/#charsets
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class _Series:
    name: str
    values: tuple[float, ...]


def svg(block: Json, theme: Theme = "light", width: int = WIDTH) -> str:
    """The chart of a block, `width` units wide, without its title: the page writes that above.

    Raise `ValueError` when there is nothing to draw: no points, or a type that no chart has.
    """
    chart = block["chart"]
    kind = chart["type"]
    if kind not in KINDS:
        raise ValueError(f"No chart is of the type {kind!r}.")
    series = _segments(chart) if kind == "pie" else _series(chart)
    if not any(each.values for each in series):
        raise ValueError("There is nothing to draw.")
    drawn = KINDS[kind](_pie_config(len(series), theme, width) if kind == "pie" else _axes_config(chart, theme, width))
    for each, dash in zip(series, cycle(DASHES), strict=False):
        stroke = {"dasharray": dash} if dash and kind in ("line", "area") else None
        drawn.add(each.name, list(each.values), stroke_style=stroke)
    return _without_scripts(drawn.render_tree())


def _without_scripts(root: Any) -> str:
    """pygal writes the labels into a script too, for tooltips that a picture does not have."""
    for parent in list(root.iter()):
        for script in parent.findall("script"):
            parent.remove(script)
    return str(etree.tostring(root, encoding="unicode"))


def _series(chart: Json) -> list[_Series]:
    return [
        _Series(_clean(each["name"]), tuple(float(point["value"]) for point in each["data"]))
        for each in chart["series"]
    ]


def _segments(chart: Json) -> list[_Series]:
    """Each segment says its share in the legend, so that it can be read without its colour too."""
    values = [(_clean(each["label"]), float(each["value"])) for each in chart["segments"]]
    whole = sum(value for _, value in values)
    if whole <= 0:
        return []
    return [_Series(f"{label}: {value / whole:.0%}", (value,)) for label, value in values]


def _pie_config(segments: int, theme: Theme, width: int) -> pygal.Config:
    # Beside the pie the legend takes up to 30 letters, too much for a phone.
    legend = _legend_below(segments, 2) if width < WIDTH else {"margin": 6}
    return _config(width, style=_style(theme), height=220, **legend)


def _axes_config(chart: Json, theme: Theme, width: int) -> pygal.Config:
    axes, count, is_area = chart["axis_config"], len(chart["series"]), chart["type"] == "area"
    labels = _labels([_clean(each) for each in axes["categories"]], width - 80)
    legend = _legend_below(count, 3 if width >= WIDTH else 2) if count > 1 else {"show_legend": False}
    return _config(
        width,
        style=_style(theme, ".25" if is_area else "1", 1 if chart["type"] == "bar" else 2.5),
        height=190 + (50 if count > 1 else 0) + labels.pop("room"),
        x_title=_title(axes.get("x_label")),
        y_title=_title(axes.get("y_label")),
        fill=is_area,
        include_x_axis=is_area,
        **labels,
        **legend,
    )


def _labels(categories: list[str], width: float) -> dict[str, Any]:
    """Categories lean where they do not fit beside each other, and only some are named where leaning is not enough.

    `room` is the height that they need beyond a line.
    """
    longest, each = max(map(len, categories)), width / len(categories)
    leans = longest * LETTER + GAP > each
    every = ceil(LEANING / each) if leans else 1
    return {
        "x_labels": categories,
        "x_labels_major": categories[::every],
        "show_minor_x_labels": False,
        "x_label_rotation": -40 if leans else 0,
        "room": longest * 5 if leans else 0,
        "spacing": 12 if leans else 8,
    }


def _legend_below(entries: int, columns: int) -> dict[str, Any]:
    """pygal leaves room for the full rows of a legend only, so a last row that is not full gets some more."""
    columns = min(entries, columns)
    more = LEGEND_ROW if entries % columns else 0
    return {"legend_at_bottom": True, "legend_at_bottom_columns": columns, "margin_bottom": 18 + more}


def _config(width: int, **more: Any) -> pygal.Config:
    return pygal.Config(
        width=width,
        js=(),
        css=("file://style.css", "file://graph.css", "inline:.axis .line { stroke-width: 1 }"),
        truncate_label=-1,
        truncate_legend=-1,
        min_scale=3,
        max_scale=6,
        dots_size=3,
        value_formatter=lambda value: f"{value:,.10g}",
        **{"margin": 10, "spacing": 8} | more,
    )


def _style(theme: Theme, opacity: str = "1", stroke_width: float = 1) -> Style:
    ground, text, guides = INK[theme]
    return Style(
        background=ground,
        plot_background=ground,
        foreground=text,
        foreground_strong=text,
        foreground_subtle=guides,
        guide_stroke_color=guides,
        guide_stroke_dasharray="none",
        major_guide_stroke_color=guides,
        major_guide_stroke_dasharray="none",
        colors=COLORS[theme],
        font_family=FONT,
        label_font_size=12,
        major_label_font_size=12,
        title_font_size=12,
        legend_font_size=13,
        opacity=opacity,
        stroke_opacity="1",
        stroke_width=stroke_width,
        transition="0s",
    )


def _title(text: Any) -> str | None:
    return _clean(text) if text else None


def _clean(text: Any) -> str:
    return NOT_XML.sub("\ufffd", str(text))

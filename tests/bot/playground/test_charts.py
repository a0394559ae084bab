"""Charts as SVG: what stands in them, and what cannot get in."""

import re
import xml.etree.ElementTree as ElementTree
from itertools import combinations

import pytest

from bot.playground.charts import COLORS, INK, Json, Theme, svg

HOSTILE = '</text><script>alert(1)</script>" & \x00\ud800'
SVG = "{http://www.w3.org/2000/svg}"


def chart(kind: str, *values: list[float], labels: list[str] | None = None, name: str = "Series", **axes: str) -> Json:
    categories = labels or [f"W{number}" for number in range(len(values[0]))]
    series = [
        {
            "name": f"{name} {nth}",
            "data": [{"label": each, "value": at} for each, at in zip(categories, data, strict=True)],
        }
        for nth, data in enumerate(values)
    ]
    return {
        "type": "data_visualization",
        "title": "A title",
        "chart": {"type": kind, "series": series, "axis_config": {"categories": categories, **axes}},
    }


def pie(*segments: tuple[str, float]) -> Json:
    parts = [{"label": label, "value": value} for label, value in segments]
    return {"type": "data_visualization", "title": "A title", "chart": {"type": "pie", "segments": parts}}


def drawn(block: Json, theme: Theme = "light", width: int = 620) -> ElementTree.Element:
    return ElementTree.fromstring(svg(block, theme, width))


def words(picture: ElementTree.Element) -> list[str]:
    """What a reader sees; pygal hides the figures that its tooltips would show in elements of their own."""
    return [text.text or "" for text in picture.iter(f"{SVG}text")]


def lightness(color: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((lightness(one), lightness(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
def test_axes_and_series_are_named(kind: str) -> None:
    seen = words(drawn(chart(kind, [1, 2, 3], [3, 2, 1], x_label="Week", y_label="Tickets")))
    assert {"W0", "W1", "W2", "Week", "Tickets", "Series 0", "Series 1"} <= set(seen)
    assert "A title" not in seen


def test_a_pie_says_each_share_beside_its_name() -> None:
    assert {"Email: 75%", "Chat: 25%"} <= set(words(drawn(pie(("Email", 3), ("Chat", 1)))))


@pytest.mark.parametrize(
    "block", [chart("line", [1], labels=[HOSTILE], name=HOSTILE, x_label=HOSTILE), pie((HOSTILE, 1))]
)
def test_hostile_labels_are_text(block: Json) -> None:
    picture = drawn(block)
    assert any("<script>alert(1)</script>" in text for text in words(picture))
    assert not list(picture.iter(f"{SVG}script"))
    assert not re.search("[\x00\ud800]", svg(block))


def test_nothing_is_fetched_from_elsewhere() -> None:
    picture = svg(chart("bar", [1, 2]))
    assert not re.search(r"""(?:href|src)=["'](?!#)""", picture)
    assert "@import" not in picture


@pytest.mark.parametrize("kind", ["bar", "line", "area"])
@pytest.mark.parametrize("values", [[7.0], [0.0], [0.0, 0.0], [-3.0, 2.0, -1.0], [1e9, 0.001], [0.1 + 0.2, 1.0]])
def test_odd_figures_are_drawn_with_a_scale_of_numbers(kind: str, values: list[float]) -> None:
    seen = words(drawn(chart(kind, values)))
    assert any(re.fullmatch(r"-?[\d,]+(\.\d+)?", text) for text in seen), seen


def test_a_scale_reaches_below_zero_where_the_figures_do() -> None:
    assert "-3" in words(drawn(chart("bar", [-3, -1, 2])))


def test_an_area_stands_on_zero() -> None:
    assert "0" in words(drawn(chart("area", [80, 90])))
    assert "0" not in words(drawn(chart("line", [80, 90])))


def test_many_long_categories_lean_and_on_a_phone_some_go_unnamed() -> None:
    labels = [f"A category nr {number}" for number in range(10, 30)]
    block = chart("bar", [1.0] * 20, labels=labels)
    assert [text for text in words(drawn(block)) if text in labels] == labels
    assert 5 <= len([text for text in words(drawn(block, width=360)) if text in labels]) < 20
    assert "rotate(320" in svg(block)


@pytest.mark.parametrize("block", [pie(), pie(("Nothing", 0)), chart("line", []), chart("radar", [1])])
def test_what_cannot_be_drawn_is_refused(block: Json) -> None:
    with pytest.raises(ValueError, match=r"nothing to draw|No chart is of the type"):
        svg(block)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_colours_stand_out_from_the_ground_and_differ(theme: Theme) -> None:
    ground, ink, _ = INK[theme]
    assert ground in svg(chart("bar", [1]), theme)
    assert contrast(ink, ground) >= 4.5
    assert min(contrast(color, ground) for color in COLORS[theme]) >= 3
    assert all(one != other for one, other in combinations(COLORS[theme], 2))


def test_lines_differ_by_their_dashes_too() -> None:
    dashes = re.findall(r"stroke-dasharray:\s*([\d,]+)", svg(chart("line", [1, 2], [2, 1], [1, 1])))
    assert dashes == ["8,4", "2,4"]

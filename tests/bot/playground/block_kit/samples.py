"""Blocks, elements and views for the rules to be tried on."""

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str, **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def button(label: str = "Go", **more: Any) -> Json:
    return {"type": "button", "text": plain(label), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def option(value: str = "v", text: str = "One", **more: Any) -> Json:
    return {"text": plain(text), "value": value, **more}


def options(number: int) -> list[Json]:
    return [option(f"v{n}") for n in range(number)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": options(2), **more}


def input_block(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain("Name"), "element": element, **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Import"), "submit": plain("Go"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def words(text: str) -> Json:
    return {"type": "raw_text", "text": text}


def figure(value: float, text: str | None = None) -> Json:
    return {"type": "raw_number", "value": value, "text": str(value) if text is None else text}


def formatted(*leaves: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(leaves)}]}


def data_table(*rows: Any, **more: Any) -> Json:
    header = [words(f"column {n}") for n in range(len(rows[0]) if rows else 1)]
    return {"type": "data_table", "caption": "CSAT by channel", "rows": [header, *rows], **more}


def segment(label: str = "email", value: float = 1) -> Json:
    return {"label": label, "value": value}


def pie(*segments: Json, **more: Any) -> Json:
    chart = {"type": "pie", "segments": list(segments)}
    return {"type": "data_visualization", "title": "Tickets", "chart": chart, **more}


def series(name: str, categories: list[str]) -> Json:
    return {"name": name, "data": [segment(category, -number) for number, category in enumerate(categories)]}


def line(categories: list[str], *names: str, type: str = "line", **axis: Any) -> Json:
    chart = {
        "type": type,
        "series": [series(name, categories) for name in names],
        "axis_config": {"categories": categories, **axis},
    }
    return {"type": "data_visualization", "title": "CSAT", "chart": chart}

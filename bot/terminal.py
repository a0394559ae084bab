"""Shows a message in a terminal about as Slack would, without buttons, which nobody could press there."""

from collections.abc import Iterator
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.messages import text_forms
from bot.messages.data_limits import cell_text, cell_url
from bot.messages.message import Message
from bot.messages.mrkdwn import clean
from bot.messages.spans import Span, spans
from kpi.errors import KpibotError
from kpi.question import QuestionError


def show(message: Message, console: Console) -> None:
    """Prints the blocks of a message one below the other. ValueError for a type of block that it does not
    know."""
    for block in message.blocks:
        for part in _shown(block):
            console.print(part)


def show_error(error: KpibotError, console: Console, prompt: str) -> None:
    """Prints what is wrong, and what to do about it; `prompt` is what one types before a question.

    In a file or a pipe every line stays one: what is to be typed has to be found there in one piece.
    """
    lines = [Text(clean(error.sentence), style="bold")]
    if error.hint:
        lines.append(Text(clean(error.hint)))
    if isinstance(error, QuestionError):
        lines += [Text(f"Try: {prompt} {clean(line)}") for line in error.lines]
    for each in lines:
        console.print(each, soft_wrap=not console.is_terminal)


def _shown(block: dict[str, Any]) -> Iterator[RenderableType]:
    match block["type"]:
        case "header":
            yield Text(clean(block["text"]["text"]), style="bold")
        case "section":
            if "text" in block:
                yield formatted(block["text"]["text"])
            if "fields" in block:
                yield _two_columns([formatted(field["text"]) for field in block["fields"]])
        case "context":
            yield Group(*(_dim(formatted(element["text"])) for element in block["elements"]))
        case "divider":
            yield Rule(style="dim")
        case "actions":
            return
        case "data_table":
            yield _table(block)
        case "data_visualization":
            yield _bars(block)
        case other:
            raise ValueError(f"a terminal cannot show a block of the type {other}")


def _table(block: dict[str, Any]) -> Table:
    header, *rows = block["rows"]
    table = Table(title=Text(clean(text_forms.heading(block)), style="bold"), title_justify="left", box=box.SIMPLE_HEAD)
    for index, cell in enumerate(header):
        numbers = any(row[index]["type"] == "raw_number" for row in rows)
        table.add_column(Text(clean(cell_text(cell))), justify="right" if numbers else "left")
    for row in rows:
        table.add_row(*(_cell(cell) for cell in row))
    return table


def _cell(cell: dict[str, Any]) -> Text:
    url = cell_url(cell)
    return Text(clean(cell_text(cell)), style=Style(link=clean(url)) if url else "")


def _bars(block: dict[str, Any]) -> Table:
    header, *rows = text_forms.bars(block["chart"])
    table = Table(title=Text(clean(text_forms.heading(block)), style="bold"), title_justify="left", box=box.SIMPLE_HEAD)
    for index, name in enumerate(header):
        table.add_column(Text(clean(name)), justify="right" if 0 < index < len(header) - 1 else "left")
    for row in rows:
        table.add_row(*(Text(clean(cell)) for cell in row))
    return table


def formatted(mrkdwn: str) -> Text:
    """A mrkdwn text for rich. Nothing in it is taken for rich's own markup or for a terminal's commands."""
    text = Text()
    for span in spans(mrkdwn):
        text.append(clean(span.text), _style(span))
        if span.url and span.url != span.text:
            text.append(f" ({clean(span.url)})", "dim")
    return text


def _style(span: Span) -> Style:
    return Style(
        bold="bold" in span.styles or None,
        italic="italic" in span.styles or None,
        strike="strike" in span.styles or None,
        color="cyan" if "code" in span.styles else None,
        underline=bool(span.url) or None,
    )


def _two_columns(texts: list[Text]) -> Table:
    table = Table.grid(padding=(0, 4))
    for left in range(0, len(texts), 2):
        table.add_row(*texts[left : left + 2])
    return table


def _dim(text: Text) -> Text:
    text.stylize("dim")
    return text

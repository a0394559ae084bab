"""Tables and charts as text, for workspaces that refuse the blocks, and within Slack's limits.

Slack: https://docs.slack.dev/reference/block-kit/blocks/data-table-block and …/data-visualization-block
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rich.cells import cell_len

from bot.messages import limits, mrkdwn
from bot.messages.columns import Lines, aligned
from bot.messages.data_limits import cell_text, cell_url
from bot.messages.measuring import size

NATIVE = frozenset({"data_table", "data_visualization"})
BAR = 24  # characters of the longest

_FENCE = "```"
_BACKTICK = "\u02cb"  # in other letters: three of the real ones end a code block
_ROOM_FOR_WORDS = 60  # the end of a code block, and how many rows are left out
_LONGEST_TITLE = 300


def without(blocks: list[dict[str, Any]], refused: Collection[str]) -> list[dict[str, Any]]:
    """The blocks, with those of the `refused` types as sections of text.

    All of a table or chart is shown as far as Slack has room for it; how many rows are left out is said.
    """
    wanted = NATIVE & frozenset(refused)
    kept = [block for block in blocks if block["type"] not in wanted]
    made = _made([block for block in blocks if block["type"] in wanted], Room.beside(kept))
    return [part for block in blocks for part in (next(made) if block["type"] in wanted else [block])]


@dataclass
class Room:
    """What Slack leaves for texts: so many `characters`, in so many sections."""

    characters: int
    sections: int

    @classmethod
    def beside(cls, blocks: list[dict[str, Any]]) -> "Room":
        """What is left in a message with these blocks."""
        return cls(limits.ALL_TEXT - limits.all_text(blocks), limits.BLOCKS - len(blocks))

    def part(self, number: int) -> "Room":
        """An equal part of what is left."""
        return Room(self.characters // number, self.sections // number)

    def without(self, texts: list[str]) -> "Room":
        """What these leave of it."""
        return Room(self.characters - sum(map(size, texts)), self.sections - len(texts))


def _made(blocks: list[dict[str, Any]], room: Room) -> Iterator[list[dict[str, Any]]]:
    """The sections for each block. Short ones are made first, and leave to long ones what they do not need."""
    made: dict[int, list[dict[str, Any]]] = {}
    for waiting, index in enumerate(sorted(range(len(blocks)), key=lambda index: _rows(blocks[index]))):
        texts = list(_texts(blocks[index], room.part(len(blocks) - waiting)))
        made[index] = [_section(text) for text in texts]
        room = room.without(texts)
    return (made[index] for index in range(len(blocks)))


def _rows(block: dict[str, Any]) -> int:
    return len(block["rows"] if block["type"] == "data_table" else block["chart"]["axis_config"]["categories"])


def bars(chart: dict[str, Any]) -> list[list[str]]:
    """The rows of a chart as a table: label, the figures of all series, a bar of the first. A header first.

    The bar comes last: where a screen is too narrow for all, the figures are still seen.
    """
    series = chart["series"]
    longest = max((abs(point["value"]) for point in series[0]["data"]), default=0) or 1
    rows = [["", *(each["name"] for each in series), ""]]
    for index, category in enumerate(chart["axis_config"]["categories"]):
        values = [each["data"][index]["value"] for each in series]
        bar = "█" * max(round(BAR * abs(values[0]) / longest), 1 if values[0] else 0)
        rows.append([category, *map(figure, values), bar])
    return rows


def figure(value: float) -> str:
    """A number of a chart: "1,204", "84.3", "5.37"."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def heading(block: dict[str, Any]) -> str:
    """What stands above a table or chart, in plain text."""
    if block["type"] == "data_table":
        return str(block["caption"])
    unit = block["chart"]["axis_config"].get("y_label")
    return f"{block['title']} ({unit})" if unit else str(block["title"])


def _texts(block: dict[str, Any], room: Room) -> Iterator[str]:
    """mrkdwn for sections."""
    if block["type"] == "data_table":
        rows = [[" ".join(cell_text(cell).split()) for cell in row] for row in block["rows"]]
        right = [index for index in range(len(rows[0])) if _numbers(block["rows"], index)]
        links = [mrkdwn.link(cell_text(cell), url) for row in block["rows"] for cell in row if (url := cell_url(cell))]
    else:
        rows, links = bars(block["chart"]), []
        right = list(range(1, len(rows[0]) - 1))
    title = mrkdwn.mrkdwn(mrkdwn.shorten(heading(block), _LONGEST_TITLE).replace("`", _BACKTICK))
    table = list(_table(title, aligned(rows, right), Room(room.characters, room.sections - bool(links))))
    yield from table
    if links:
        yield from _links(links, min(room.without(table).characters, limits.SECTION))


def _table(title: str, rows: list[Lines], room: Room) -> Iterator[str]:
    """Sections with as many rows as fit, each a code block; the header comes with the first row."""
    header, *body = rows
    left = room.characters - _ROOM_FOR_WORDS
    chunk = f"*{title}*\n{_FENCE}\n" + _code([*header, "─" * _width(rows)])
    sections = 1
    for shown, lines in enumerate(body):
        code = "\n" + _code(lines)
        full = size(chunk) + size(code) + _ROOM_FOR_WORDS > limits.SECTION
        if size(chunk) + size(code) > left or (full and sections == room.sections):
            yield f"{chunk}\n{_FENCE}{_more(len(body) - shown, ('row', 'rows'))}"
            return
        if full:
            yield f"{chunk}\n{_FENCE}"
            left -= size(chunk) + size(_FENCE) + 1
            chunk, sections = f"{_FENCE}{code}", sections + 1
        else:
            chunk += code
    yield f"{chunk}\n{_FENCE}"


def _links(links: Sequence[str], room: int) -> Iterator[str]:
    text = ""
    for shown, link in enumerate(links):
        piece = f" · {link}" if shown else f"Links: {link}"
        if size(text) + size(piece) + _ROOM_FOR_WORDS > room:
            if shown:
                yield text + _more(len(links) - shown, ("link", "links"))
            return
        text += piece
    yield text


def _width(rows: list[Lines]) -> int:
    return max(cell_len(line) for lines in rows for line in lines)


def _more(number: int, counted: tuple[str, str]) -> str:
    return f"\nand {number:,} more {counted[0] if number == 1 else counted[1]}" if number else ""


def _numbers(rows: list[list[dict[str, Any]]], column: int) -> bool:
    return any(row[column]["type"] == "raw_number" for row in rows[1:])


def _code(lines: Lines) -> str:
    """For inside a code block: nothing may end it, and Slack formats nothing there but entities."""
    return mrkdwn.escape_entities(mrkdwn.clean("\n".join(lines))).replace("`", _BACKTICK)


# The one block that Python makes: it stands for what a template has made, where no template is at hand.
def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "verbatim": True, "text": text}}

"""What the columns of a file were taken for, in the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.messages.import_words import why_read_so
from bot.messages.mrkdwn import clean, shorten
from kpi import words
from kpi.ingest.columns.meaning import ColumnReading
from kpi.ingest.planning.questions import plain_meaning
from kpi.wording.sentences import many

UNUSED_SHOWN = 40
_LONGEST_NAME = 40


def show_columns(columns: Sequence[ColumnReading], console: Console) -> None:
    """Those that are used in a table; below it the others, by the reason for which they are not."""
    used = [column for column in columns if column.meaning is not None]
    if used:
        console.print()
        console.print(_table(used))
    unused = [column for column in columns if column.meaning is None]
    if not unused:
        return
    console.print(Text(f"\n{many(len(unused), ('column is', 'columns are'))} not used", style="bold"))
    for why, names in _by_reason(unused[:UNUSED_SHOWN]).items():
        line = Text(", ".join(names)).append(f": {clean(why)}", "dim")
        console.print(Padding(line, (0, 0, 0, 2)))
    if len(unused) > UNUSED_SHOWN:
        console.print(Text(f"  … and {words.count(len(unused) - UNUSED_SHOWN)} more"))


def _table(columns: Sequence[ColumnReading]) -> Table:
    table = Table("Column", "Read as", "Why", box=None, header_style="dim", padding=(0, 2, 0, 0))
    for column in columns:
        table.add_row(
            Text(shorten(column.header, _LONGEST_NAME)),
            plain_meaning(column.meaning or ""),
            Text(clean(why_read_so(column)), style="dim"),
        )
    return table


def _by_reason(columns: Sequence[ColumnReading]) -> dict[str, list[str]]:
    """Their names by why they are not used; the reasons that say most of a column, which few share, first."""
    reasons: dict[str, list[str]] = {}
    for column in columns:
        reasons.setdefault(column.why, []).append(shorten(column.header, _LONGEST_NAME))
    return dict(sorted(reasons.items(), key=lambda reason: len(reason[1])))

"""The pages that people read, and what can be typed in them."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^    (\S.*)$", re.MULTILINE)
_SPAN = re.compile(r"`([^`\n]+)`")


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """Without fenced blocks."""
    return _FENCED.sub("", text(path))


def typed(path: Path) -> Iterator[str]:
    """Everything that is shown as something to type: lines of blocks, and code within sentences."""
    for block in _FENCED.findall(text(path)):
        yield from (line.strip() for line in block.splitlines()[1:-1])
    yield from _INDENTED.findall(prose(path))
    yield from _SPAN.findall(prose(path))

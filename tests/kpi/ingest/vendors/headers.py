"""The headers of real files."""

import csv
from pathlib import Path


def headers_of(path: Path) -> list[str]:
    """The first row of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))

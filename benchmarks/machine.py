"""On what a benchmark ran."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

PACKAGES = ("duckdb", "pandas", "numpy", "sqlalchemy")


def described() -> Iterator[tuple[str, str]]:
    """What and which, for a table."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    yield "machine", f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB of memory"
    yield "system", f"{platform.system()} {platform.release()}"
    yield "Python", platform.python_version()
    yield "SQLite", sqlite3.sqlite_version
    for name in PACKAGES:
        yield name, version(name)
    yield "kpibot", _commit()
    yield "date", f"{datetime.now(UTC):%Y-%m-%d}"


def _processor() -> str:
    """The model, where the system tells it."""
    known = Path("/proc/cpuinfo")
    if known.exists():
        for line in known.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.machine()


def _commit() -> str:
    """The last one, and whether anything has changed since."""
    root = Path(__file__).parents[1]
    asked = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    said = subprocess.run(asked, cwd=root, capture_output=True, text=True, check=False)
    return said.stdout.strip() or "not in a repository"

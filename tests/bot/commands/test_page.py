"""The page about all commands says what the bot itself goes by."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "docs" / "commands.md"


def test_the_page_is_what_the_registry_and_the_catalogue_say() -> None:
    """If this fails: python -m bot.commands.page > docs/commands.md"""
    made = subprocess.run(
        [sys.executable, "-m", "bot.commands.page"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert made.stdout == PAGE.read_text(encoding="utf-8")
    assert made.stderr == ""

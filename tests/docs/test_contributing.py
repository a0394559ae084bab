"""The tree in CONTRIBUTING.md is the one that there is."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, text

TREE = re.search(r"^## The tree\n\n```\n(.*?)```", text(ROOT / "CONTRIBUTING.md"), re.DOTALL | re.MULTILINE)
assert TREE is not None
NAMED = set(re.findall(r"[\w.]+(?:/[\w.]+)*/|\w+\.py\b", TREE[1]))


def parts(top: str) -> list[Path]:
    return [each for each in (ROOT / top).rglob("*") if not {"__pycache__"} & set(each.relative_to(ROOT).parts)]


@pytest.mark.parametrize("top", ["bot", "kpi"])
def test_each_folder_is_in_the_tree(top: str) -> None:
    folders = {f"{each.name}/" for each in parts(top) if (each / "__init__.py").exists()}
    assert folders - NAMED == set()


@pytest.mark.parametrize("top", ["bot", "kpi"])
def test_each_file_at_the_top_is_in_the_tree(top: str) -> None:
    files = {each.name for each in (ROOT / top).glob("*.py") if not each.name.startswith("__")}
    assert files - NAMED == set()


def test_what_is_in_the_tree_is_there() -> None:
    there = {each.name for top in ("bot", "kpi", "requirements", "templates", "tests") for each in parts(top)}
    there |= {each.name for each in ROOT.iterdir()}
    assert {name.rstrip("/").rpartition("/")[2] for name in NAMED} - there == set()

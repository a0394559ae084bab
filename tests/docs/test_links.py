"""Links between pages lead somewhere, and pages say nothing of where they were written."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT, prose, text

LINK = re.compile(r"\]\(([^()\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
OF_A_WORKPLACE = re.compile(r"/root/|/work/|/home/\w|\bissue #?\d|\bTODO\b|\bFIXME\b", re.IGNORECASE)

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def anchors(path: Path) -> set[str]:
    """As GitHub makes them of headings."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(prose(path)))
    return {heading.strip().replace(" ", "-") for heading in plain}


@every_page
def test_each_link_leads_to_a_file_and_a_heading_in_it(page: Path) -> None:
    dead = []
    for target in LINK.findall(text(page)):
        if target.startswith(("https://", "http://")):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or not file.is_relative_to(ROOT) or (anchor and anchor not in anchors(file)):
            dead.append(target)
    assert dead == []


@every_page
def test_it_says_nothing_of_where_it_was_written(page: Path) -> None:
    assert OF_A_WORKPLACE.findall(text(page)) == []


def test_each_page_can_be_reached_from_the_first() -> None:
    found, new = set(), {ROOT / "README.md"}
    while new:
        page = new.pop()
        found.add(page)
        linked = {(page.parent / target.partition("#")[0]).resolve() for target in LINK.findall(text(page))}
        new |= {each for each in linked if each.suffix == ".md" and each.exists()} - found
    assert set(PAGES) <= found

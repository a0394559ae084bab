"""What pages tell people to type exists, and is understood."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.commands.registry import Asked
from tests.bot.commands.conftest import Bot
from tests.docs.pages import PAGES, ROOT, typed
from tests.support.databases import a_store

KPIBOT = re.compile(r"(?:\.venv/bin/)?kpibot(?: (?P<rest>[^…]*))?$")
PLACEHOLDERS = re.compile(r"…|\.\.\.|\b[A-Z]{2,}\b(?<!KPI)|\[|\||<")
"""What stands for something else shows how a line is made, and is none itself."""

TARGETS = set(re.findall(r"^([\w./-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


@every_page
def test_each_command_of_kpibot_exists_with_its_options(page: Path) -> None:
    wrong = [line for line in typed(page) if (found := KPIBOT.match(line)) and not is_command(found["rest"] or "")]
    assert wrong == []


def is_command(rest: str) -> bool:
    command = typer.main.get_command(app)
    said = shlex.split(rest, comments=True)
    while said and isinstance(command, typer.core.TyperGroup):
        if said[0] in command.commands:
            command = command.commands[said.pop(0)]
        else:
            return said[0] == "--help" or bool(command.invoke_without_command)
    options = {name for each in command.params for name in (*each.opts, *each.secondary_opts)} | {"--help"}
    return {word.partition("=")[0] for word in said if re.match(r"--[a-z]", word)} <= options


@every_page
def test_each_target_of_make_exists(page: Path) -> None:
    said = {found[1] for line in typed(page) if (found := re.match(r"make ([\w./-]+)", line))}
    assert said <= TARGETS


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    store = a_store(tmp_path_factory.mktemp("empty"))
    yield Bot(store)
    store.close()


@every_page
def test_what_names_no_verb_is_understood_as_a_question(page: Path, bot: Bot) -> None:
    """What verbs are told depends on what is there; their own examples are tried elsewhere."""
    question = bot.registry.commands[0]
    lines = {line.removeprefix("/kpi").strip() for line in typed(page) if re.match(r"/kpi\b", line)}
    for line in filter(None, lines):
        if not PLACEHOLDERS.search(line) and bot.registry.found(line)[0] is question:
            assert bot.registry.answer(Asked(line, "/kpi")).blocks, line

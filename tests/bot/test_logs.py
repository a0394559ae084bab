"""The lines that reach standard error, from a program of its own: logging is set up for a whole process."""

import json
import subprocess
import sys

import pytest

from tests.bot.conftest import ROOT, SECRET

BOT, APP = f"xoxb-1-{SECRET}", f"xapp-1-A0-{SECRET}"
BEGINNING = """
import logging, sys
import structlog
from bot import logs
logs.configure({level!r}, {form!r})
ours, theirs = structlog.get_logger("kpibot"), logging.getLogger("slack_sdk.web")
"""


def logged(program: str, level: str = "INFO", form: str = "text") -> str:
    """What a program writes to standard error; `ours` and `theirs` are a logger of ours and one of a library."""
    ran = subprocess.run(
        [sys.executable, "-c", BEGINNING.format(level=level, form=form) + program],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert ran.stdout == ""
    return ran.stderr


def test_ours_and_the_libraries_lines_look_alike() -> None:
    ours, theirs = logged("ours.info('connected to Slack', url='x y')\ntheirs.warning('slow %s', 'today')").splitlines()
    assert ours.startswith("timestamp=20")
    assert ours.endswith('Z level=info logger=kpibot event="connected to Slack" url="x y"')
    assert theirs.endswith('Z level=warning logger=slack_sdk.web event="slow today"')


@pytest.mark.parametrize(("level", "n"), [("DEBUG", 4), ("INFO", 3), ("WARNING", 2), ("ERROR", 1)])
def test_nothing_below_the_level_is_logged(level: str, n: int) -> None:
    program = "for log in (ours, logging.root): log.debug('x'), log.info('x'), log.warning('x'), log.error('x')"
    assert len(logged(program, level).splitlines()) == 2 * n


def test_what_slacks_libraries_write_to_debug_holds_what_people_type_and_is_never_logged() -> None:
    program = "for log in (theirs, logging.getLogger('slack_bolt.App')): log.debug('secret'), log.info('x')"
    assert "secret" not in logged(program, "DEBUG")
    assert len(logged(program, "DEBUG").splitlines()) == 2


def test_an_exception_is_one_line_with_its_traceback() -> None:
    (line,) = logged("try: 1/0\nexcept Exception as e: ours.error('failure', id='ab12', exc_info=e)").splitlines()
    assert "id=ab12" in line
    assert "ZeroDivisionError" in line
    assert r"Traceback (most recent call last):\n" in line


@pytest.mark.parametrize(
    "program",
    [
        "ours.error(f'with {token}')",
        "ours.error('with', token=token, nested={'headers': ['Bearer ' + token]})",
        "theirs.error('with %s', token)",
        "theirs.error('with %(token)s', {'token': token})",
        "theirs.error(f'SLACK_{token}')",
        "import warnings; logging.captureWarnings(True); warnings.warn(token)",
    ],
)
def test_no_token_is_ever_logged(program: str) -> None:
    tokens = f"{BOT} {APP}, xoxe.{BOT} xoxe-1-{SECRET}"
    lines = logged(f"token = {tokens!r}\n{program}")
    assert "xoxb-… xapp-…, xoxe.xoxb-… xoxe-…" in lines
    assert SECRET not in lines


CONFIDENTIAL = "Ada Lovelace <ada@example.com> has lost her card"
RAISED = f"""
def breaks(text):
    try:
        raise KeyError(text)
    except KeyError as error:
        raise ValueError(f'not {{text}}') from error
try:
    breaks({CONFIDENTIAL!r})
except ValueError as error:
"""


@pytest.mark.parametrize(
    "told",
    [
        "ours.error('failure', exc_info=error)",
        "ours.exception('failure')",
        "theirs.exception(f'Failed to run listener (error: {error})')",
        "logging.getLogger('uvicorn.error').error('Exception', exc_info=sys.exc_info())",
    ],
)
def test_of_an_exception_the_log_has_the_kind_and_the_place_and_not_what_it_says(told: str) -> None:
    lines = logged(f"{RAISED} {told}")
    assert "Ada" not in lines
    assert "ValueError" in lines
    assert "KeyError" in lines
    assert "in breaks" in lines


def test_what_an_exception_can_say_without_quoting_anybody_is_told() -> None:
    assert "NoneType' object has no attribute 'x'" in logged("try: None.x\nexcept Exception: ours.exception('failure')")
    assert "No such file" in logged("try: open('/ada@example.com')\nexcept Exception: ours.exception('failure')")
    program = f"""
import sqlite3, sqlalchemy
try: sqlalchemy.create_engine("sqlite://").connect().exec_driver_sql("SELECT ? FROM ticket", ({CONFIDENTIAL!r},))
except Exception: ours.exception("failure")
"""
    assert "no such table: ticket" in logged(program)
    assert "Ada" not in logged(program)


def test_json_is_an_object_a_line_with_the_same_in_it() -> None:
    program = (
        "from bot import requests\nwith requests.request() as number: ours.info('x', of=['é']), theirs.warning(number)"
    )
    ours, theirs = map(json.loads, logged(program, form="json").splitlines())
    assert ours == {"timestamp": ours["timestamp"], "level": "info", "logger": "kpibot", "event": "x", "of": ["é"]} | {
        "request": theirs["event"]
    }
    assert theirs["request"] == theirs["event"]
    failure = json.loads(logged(f"{RAISED} ours.exception('failure')", form="json"))
    assert failure["exception"].startswith("Traceback")


def test_what_only_looks_a_little_like_a_token_stays() -> None:
    assert "xoxb and a xylophone-player" in logged("ours.info('xoxb and a xylophone-player')")


def test_no_token_is_in_what_is_left_on_the_screen_when_a_command_breaks() -> None:
    program = f"""
import bot.cli
def broken(): raise RuntimeError({BOT!r})
bot.cli.app.command("broken")(broken)
sys.argv = ["kpibot", "broken"]
try: bot.cli.main()
except SystemExit as end: assert end.code == 1
"""
    err = logged(program)
    assert "Something broke on our side" in err
    assert SECRET not in err

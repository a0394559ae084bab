"""What only the first time takes long is done before anybody waits for it."""

from threading import Thread

import structlog

from bot import requests
from bot.commands.registry import Workbench
from bot.listeners.home_view import home
from kpi.errors import KpibotError

_NOBODY = "U0"


def warm_up(bench: Workbench) -> Thread:
    """Make App Home once, for nobody and in the background: its templates and statements are then at hand.

    It writes nothing, and keeps nobody from stopping the bot.
    """
    thread = Thread(target=_make_home, args=(bench,), name="warm up", daemon=True)
    thread.start()
    return thread


def _make_home(bench: Workbench) -> None:
    # The outer edge of this thread: whoever opens App Home is told what is wrong.
    log = structlog.get_logger("kpibot")
    try:
        home(bench, _NOBODY)
    except KpibotError as error:
        log.warning("App Home is not ready", why=error.sentence)
    except Exception as error:
        log.error("failure", id=requests.number(), exc_info=error)

"""The bot in a local Slack, with a sample team's history that is imported like any other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.bootstrap import build, now
from bot.connection import connected
from bot.demo_data import bring_in
from bot.playground.server import LOOPBACK, LocalSlack
from bot.settings import load
from bot.warming import warm_up
from kpi.errors import ConfigurationError

FOLDER = Path("data/demo")


@contextmanager
def running(port: int, folder: Path = FOLDER) -> Iterator[str]:
    """The address of a local Slack in which the bot answers, for as long as the context lasts.

    The sample team's half year ends now, so its store in `folder` is made anew each time.
    """
    _avoid_proxies()
    with _local_slack(port) as slack:
        settings = load().model_copy(
            update={
                "database_url": f"sqlite:///{folder / 'kpibot.db'}",
                "slack_api_url": slack.api_url,
                "slack_bot_token": SecretStr(slack.bot_token),
                "slack_app_token": SecretStr(slack.app_token),
            }
        )
        _forget(folder)
        kpibot = build(settings)
        bring_in(kpibot.bench.store, folder, now(), settings.zone)
        with connected(kpibot):
            warm_up(kpibot.bench)
            yield slack.url


@contextmanager
def _local_slack(port: int) -> Iterator[LocalSlack]:
    try:
        slack = LocalSlack(port, limits_rates=True)
        slack.start()
    except OSError as error:
        raise ConfigurationError(f"Port {port} is taken.", f"Try another: make demo PORT={port + 1}") from error
    try:
        yield slack
    finally:
        slack.stop()


def _avoid_proxies() -> None:
    """Slack's libraries take a proxy from the environment, and none of them leads to this machine."""
    others = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    os.environ["no_proxy"] = ",".join(filter(None, (others, LOOPBACK)))


def _forget(folder: Path) -> None:
    for file in folder.glob("kpibot.db*"):
        file.unlink()

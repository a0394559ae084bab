"""The bot in a local Slack, with a sample team's history that is imported like any other."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from bot.bootstrap import build, now
from bot.connection import connected
from bot.playground.sample_team import write_export
from bot.playground.server import LOOPBACK, LocalSlack
from bot.settings import load
from kpi.errors import ConfigurationError
from kpi.ingest.importing import import_file
from kpi.ingest.planning.options import Options

FOLDER = Path("data/demo")
SOURCE = "sample-team"


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
        export, moment = folder / "sample-team.csv", now()
        write_export(export, moment, settings.zone)
        exported = int(moment.timestamp())
        options = Options(zone=settings.zone, now=exported, source=SOURCE, as_of=exported)
        import_file(kpibot.bench.store, export, options)
        with connected(kpibot):
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

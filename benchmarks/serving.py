"""The bot in a local Slack, on a store that there is already: `python -m benchmarks.serving data/million.db`."""

import signal
import sys
import threading
from pathlib import Path

from bot.start import reading, will_serve

with reading():  # as the command does
    from pydantic import SecretStr

    from bot import logs
    from bot.bootstrap import build
    from bot.connection import connected
    from bot.playground.server import LocalSlack
    from bot.settings import load


def main() -> None:
    """Print the address, and serve until it is ended."""
    will_serve()
    database = Path(sys.argv[1])
    with LocalSlack(0, limits_rates=True) as slack:
        settings = load().model_copy(
            update={
                "database_url": f"sqlite:///{database}",
                "slack_api_url": slack.api_url,
                "slack_bot_token": SecretStr(slack.bot_token),
                "slack_app_token": SecretStr(slack.app_token),
            }
        )
        logs.configure(settings.log_level)
        stop = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: stop.set())
        with connected(build(settings)):
            sys.stdout.write(f"The local Slack is at {slack.url}\n")
            sys.stdout.flush()
            stop.wait()


if __name__ == "__main__":
    main()

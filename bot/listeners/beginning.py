"""What comes from Slack is a request of its own, whatever is done for it, in whichever thread."""

from collections.abc import Callable

from slack_bolt import BoltResponse

from bot import requests


def begin(next_: Callable[[], BoltResponse]) -> BoltResponse:
    """Bolt's `next_` returns before the listener runs: so it is for the thread, until it gets something else to do."""
    requests.begin()
    return next_()

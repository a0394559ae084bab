"""Waiting for what happens in another thread or process."""

import time
from collections.abc import Callable


def wait_until(is_so: Callable[[], object], otherwise: str = "it never became so", seconds: float = 60) -> None:
    """Return as soon as it is so; fail with what is `otherwise` the case when it is not within some seconds."""
    give_up_at = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < give_up_at, otherwise
        time.sleep(0.02)

"""Looks every few seconds, for as long as the bot serves, whether there is something to do."""

from collections.abc import Callable
from datetime import datetime
from threading import Event

import structlog
from structlog.stdlib import BoundLogger

from bot import requests
from bot.operations.pulse import Pulse
from bot.reviewing.posting import StoppedError
from bot.scheduler import Scheduler
from kpi.errors import KpibotError

SECONDS = 10
ALIVE_WITHIN = 3.0 * SECONDS

Look = Callable[[], None]


class Ticks:
    """Each of `looks` has ticks of its own. One that takes long misses some, and none is ever run twice at a time."""

    def __init__(self, *looks: Look) -> None:
        # The default grace of a second would drop ticks that are late. No job is kept from one start to the next.
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler = Scheduler(job_defaults=defaults)
        self._looks = looks
        self._stopping = Event()
        self._trouble: dict[Look, str] = {}
        self.pulses: list[Pulse] = []
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def add(self, look: Look) -> None:
        """One more, before the start."""
        self._looks = (*self._looks, look)

    def start(self) -> None:
        """From now on, until `stop`."""
        at_once = datetime.now().astimezone()
        for number, look in enumerate(self._looks, 1):
            pulse = Pulse(f"look {number} of {len(self._looks)} for what is to be posted", ALIVE_WITHIN)
            self.pulses.append(pulse)
            self._scheduler.add_job(self._run, "interval", (look, pulse), seconds=SECONDS, next_run_time=at_once)
        self._scheduler.start()

    def stop(self) -> None:
        """As soon as what is on its way to Slack has arrived."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown()

    def stopping(self) -> bool:
        """Whether it is being stopped."""
        return self._stopping.is_set()

    def sleep(self, seconds: float) -> None:
        """Wait so long; StoppedError if it is being stopped meanwhile."""
        if self._stopping.wait(seconds):
            raise StoppedError

    def _run(self, look: Look, pulse: Pulse) -> None:
        with requests.request(), pulse.beat():
            self._look(look)

    def _look(self, look: Look) -> None:
        """Trouble is told when it begins and when it is over, not every few seconds."""
        try:
            look()
        except StoppedError:
            pass  # the rest is left to the next start
        except KpibotError as error:  # such as a store that cannot be used for now
            if self._is_news(look, error.sentence):
                self._log.warning("nothing can be posted", why=error.sentence)
        except Exception as error:  # noqa: BLE001
            # The outer edge: a bug must not end the looks that are to come.
            if self._is_news(look, type(error).__name__):
                self._log.error("failure", id=requests.number(), exc_info=error)
        else:
            if self._trouble.pop(look, ""):
                self._log.info("posting goes on")

    def _is_news(self, look: Look, trouble: str) -> bool:
        before = self._trouble.get(look)
        self._trouble[look] = trouble
        return trouble != before

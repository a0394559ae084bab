"""Where help desks, and Slack if it is to come by HTTP, reach the bot: at once, or as soon as the port is free."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from threading import Event, Thread

import structlog
from starlette.types import ASGIApp
from structlog.stdlib import BoundLogger

from bot.web.log_lines import Seldom
from bot.web.server import serving
from kpi import words
from kpi.errors import ConfigurationError, KpibotError

AGAIN = 10.0
"""So many seconds after another program had the port it is tried again."""

_MOST_SOURCES = 5  # that are named


class Listening:
    """`url` is where the bot listens, and empty for as long as it does not. `awaiting` says which sources send."""

    def __init__(
        self, app: ASGIApp, host: str, port: int, awaiting: Callable[[], Sequence[str]], again: float = AGAIN
    ) -> None:
        self._app, self._host, self._port = app, host, port
        self._awaiting = awaiting
        self._again = again
        self.url = ""
        self._closing = Event()
        self._log: BoundLogger = structlog.get_logger("kpibot")
        self._seldom = Seldom(self._log)

    @contextmanager
    def at_once(self) -> Iterator[str]:
        """The address, for as long as the context lasts; ConfigurationError if another program has it."""
        with serving(self._app, self._host, self._port) as self.url:
            try:
                yield self.url
            finally:
                self.url = ""

    @contextmanager
    def soon(self) -> Iterator[str]:
        """The same, but where it cannot listen it goes on trying, and the address is empty.

        That is told once, and about once a minute while a source sends: what it sends is lost.
        """
        with ExitStack() as stack:
            try:
                url = stack.enter_context(self.at_once())
            except ConfigurationError as error:
                url = ""
                self._log.warning("help desks cannot reach the bot", why=error.sentence)
                trying = Thread(target=self._try, name="listening", daemon=True)
                trying.start()
                stack.callback(trying.join)
                stack.callback(self._closing.set)
            yield url

    def _try(self) -> None:
        while not self._closing.wait(self._again):
            try:
                with self.at_once() as url:
                    self._log.info("help desks reach the bot", at=url)
                    self._closing.wait()
            except ConfigurationError as error:
                self._complain(error)

    def _complain(self, refused: ConfigurationError) -> None:
        try:
            sources = self._awaiting()
        except KpibotError:  # a store that cannot be used is told of elsewhere
            return
        if sources:
            named = words.listed(sources, _MOST_SOURCES)
            self._seldom.warn("help desks cannot reach the bot", named, f"{refused.sentence} {refused.hint}")

"""Serves an application over HTTP from a thread of this process."""

import asyncio
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from kpi.errors import ConfigurationError

SERVER = "kpibot"
"""By which we know our own answers."""

GRACE = 5  # seconds for requests that are being answered when the bot is stopped

HEAD_WITHIN = 10.0
"""Seconds in which the line and the headers of a request have to come: the library would wait for ever."""


class _Prompt(H11Protocol):
    """Closes a connection on which the next request does not begin, with all its headers, `within` so many seconds."""

    def __init__(self, within: float, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._within = within
        self._too_late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._look()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget()
        super().connection_lost(exc)

    def _look(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._forget()  # Bodies sees to the rest of it
        elif self._too_late is None:
            self._too_late = self.loop.call_later(self._within, self.timeout_keep_alive_handler)

    def _forget(self) -> None:
        if self._too_late is not None:
            self._too_late.cancel()
            self._too_late = None


@contextmanager
def serving(app: ASGIApp, host: str, port: int, head_within: float = HEAD_WITHIN) -> Iterator[str]:
    """The address at which the application answers, for as long as the context lasts; port 0 takes any free one.

    Whoever does not send a request's line and headers within so many seconds is cut off. ConfigurationError if it
    cannot listen there.
    """
    listener = _listener(host, port)
    config = uvicorn.Config(
        app,
        http=partial(_Prompt, head_within),  # type: ignore[arg-type]  # it is called as a class would be
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # whoever sends may write them
        server_header=False,
        headers=[("Server", SERVER)],
        timeout_graceful_shutdown=GRACE,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, name="http", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _listener(host: str, port: int) -> socket.socket:
    """Connections that come before the server has started wait in it."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family)
        # asyncio does it only for sockets that name their protocol; without, answers on a kept connection wait 40 ms.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listener
    except OSError as error:
        # What create_server says names the address once more; what getaddrinfo says has no number that os knows.
        why = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        sentence = f"kpibot cannot listen at {host}:{port}: {why}."
        raise ConfigurationError(sentence, "Set HTTP_HOST and HTTP_PORT to others.") from error

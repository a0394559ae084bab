"""Serves an application over HTTP from a thread of this process."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from kpi.errors import ConfigurationError

SERVER = "kpibot"
"""By which we know our own answers."""

GRACE = 5  # seconds for requests that are being answered when the bot is stopped


@contextmanager
def serving(app: ASGIApp, host: str, port: int) -> Iterator[str]:
    """The address at which the application answers, for as long as the context lasts; port 0 takes any free one.

    ConfigurationError if it cannot listen there.
    """
    listener = _listener(host, port)
    config = uvicorn.Config(
        app,
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

"""Who listens where the bot is to listen for HTTP."""

import errno
import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from bot.settings import Settings
from bot.web.server import SERVER

_SECONDS = 3.0
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1", "": "127.0.0.1"}  # noqa: S104  # nosec


@dataclass(frozen=True)
class Listening:
    """`address` is where; `ours` whether it is kpibot, None if nobody does. `trouble` is why nobody can."""

    address: str
    ours: bool | None = None
    trouble: str = ""


def look(settings: Settings) -> Listening:
    """Nothing is changed by looking."""
    host, port = settings.http_host, settings.http_port
    address = f"{host}:{port}"
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.create_server((host, port), family=family):
            return Listening(address)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            return Listening(address, trouble=error.strerror or str(error))
    return Listening(address, ours=_is_kpibot(_EVERYWHERE.get(host, host), port))


def _is_kpibot(host: str, port: int) -> bool:
    connection = HTTPConnection(host, port, timeout=_SECONDS)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().headers.get("server") == SERVER
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()

"""A balancer before several bots: each request goes to the next one that is there."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


class Balancer:
    """`bots` are the addresses, in whose order requests go round."""

    def __init__(self) -> None:
        self.bots: list[str] = []
        self._lock = threading.Lock()

    def turn(self) -> list[str]:
        """Who is to be asked, one after the other until somebody answers."""
        with self._lock:
            self.bots.append(self.bots.pop(0))
            return list(self.bots)


@contextmanager
def balancing() -> Iterator[tuple[Balancer, str]]:
    """The balancer and its address."""
    balancer = Balancer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            for bot in balancer.turn():
                try:
                    status, kind, answer = self._asked(bot, body)
                except OSError:
                    continue
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", f"{len(answer)}")
                self.end_headers()
                self.wfile.write(answer)
                return
            self.send_error(502)

        def _asked(self, bot: str, body: bytes) -> tuple[int, str, bytes]:
            with closing(http.client.HTTPConnection(urlsplit(bot).netloc, timeout=10)) as connection:
                connection.request("POST", self.path, body, dict(self.headers))
                response = connection.getresponse()
                return response.status, response.headers["Content-Type"] or "text/plain", response.read()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield balancer, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

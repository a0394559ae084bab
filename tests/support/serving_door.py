"""A door for deliveries in a process of its own: `python -m tests.support.serving_door sqlite:///kpibot.db [BYTES]`.

It tells its address, and stops as `kpibot serve` does when it is asked to. No file of it can grow beyond BYTES, as on
a disk that is full.
"""

import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot import logs
from kpi.store import Store
from tests.support.deliveries import door

ROOT = Path(__file__).parents[2]


@contextmanager
def door_process(store: Store, *limits: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Its address and itself; it is killed in the end, if it still runs."""
    url = store.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", __name__, url, *map(str, limits)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def main() -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    url, *limits = sys.argv[1:]
    logs.configure("WARNING")
    store = Store(url)
    with door(store) as address:
        if limits:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (int(limits[0]), resource.RLIM_INFINITY))
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        stop.wait()
    store.close()


if __name__ == "__main__":
    main()

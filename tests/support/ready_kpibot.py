"""`kpibot`, ready to run: a process that has read the program once, and becomes `kpibot` for each who asks.

A second of processor time goes into reading the program, and the tests start it some hundred times. Each run is a
process of its own all the same, a copy of one that has done nothing yet: with its own folder, environment and output.
"""

import importlib
import io
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from bot.start import reading

ROOT = Path(__file__).parents[2]
READY = b"ready"
_LONGEST, _LONGEST_STATUS = 1_000_000, 32  # bytes


class ReadyKpibot:
    """Starts runs, with `modules` read besides. It is stopped with the process that has made it."""

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._begin()

    def _begin(self) -> None:
        self._mine, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with other:
            self._process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(other.fileno()), *self._modules],
                pass_fds=[other.fileno()],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
            )
        assert self._mine.recv(len(READY)) == READY

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], timeout: float
    ) -> tuple[int, str, str]:
        """The status with which it ended, and what it wrote on standard output and standard error."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = self.start(arguments, folder, environment, out, err)
            return self.ended(child, timeout), _text(out), _text(err)

    def start(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], out: IO[bytes], err: IO[bytes]
    ) -> int:
        """The process's number, for `ended`, which has to be asked sooner or later."""
        request = {"arguments": arguments, "folder": str(folder), "environment": environment}
        return self._asked(request, out.fileno(), err.fileno())

    def ended(self, child: int, timeout: float) -> int:
        """The status of a process that was started, once it has ended; after `timeout` seconds it is killed."""
        return self._asked({"child": child, "timeout": timeout})

    def stop(self) -> None:
        self._mine.close()
        self._process.wait(10)

    def _asked(self, request: Mapping[str, Any], *descriptors: int) -> int:
        try:
            socket.send_fds(self._mine, [json.dumps(request).encode()], descriptors)
            return int(self._mine.recv(_LONGEST_STATUS))
        except BaseException:  # a test has reached its time limit: its answer must not be taken for the next one's
            self._mine.close()
            self._process.kill()
            self._process.wait(10)
            self._begin()
            raise


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


def _serve(requests: socket.socket, modules: Sequence[str]) -> None:
    """Until the other end is closed."""
    with reading():
        for module in ("bot.cli", *modules):
            importlib.import_module(module)
    requests.send(READY)
    while True:
        told, descriptors, *_ = socket.recv_fds(requests, _LONGEST, 2)
        if not told:
            return
        request = json.loads(told)
        if "child" in request:
            requests.send(str(_ended(request["child"], request["timeout"])).encode())
            continue
        child = os.fork()
        if child == 0:
            _become(request, descriptors)
        for each in descriptors:
            os.close(each)
        requests.send(str(child).encode())


def _become(request: Mapping[str, Any], descriptors: Sequence[int]) -> None:
    """Be `kpibot`, as if started so."""
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    for own, given in zip((1, 2), descriptors, strict=True):
        os.dup2(given, own)
        os.close(given)
    sys.stdout, sys.stderr = _stream(1), _stream(2)
    sys.argv = ["kpibot", *request["arguments"]]
    runpy.run_module("bot", run_name="__main__", alter_sys=True)
    sys.exit()


def _stream(descriptor: int) -> io.TextIOWrapper:
    return io.TextIOWrapper(
        os.fdopen(descriptor, "wb", closefd=False), encoding="utf-8", line_buffering=descriptor == 2
    )


def _ended(child: int, timeout: float) -> int:
    """Its status, as `subprocess` tells it; it is killed if it takes longer than that."""
    give_up_at = time.monotonic() + timeout
    while True:
        pid, status = os.waitpid(child, os.WNOHANG)
        if pid:
            return os.waitstatus_to_exitcode(status)
        if time.monotonic() > give_up_at:
            os.kill(child, signal.SIGKILL)
        time.sleep(0.005)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2:])

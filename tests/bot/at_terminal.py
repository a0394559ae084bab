"""`kpibot` at a terminal: what a person sees who types answers there."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from tests.bot.conftest import Kpibot

A_MOMENT = 0.1
"""From a question to its answer. A Ctrl+C that came sooner might find Python just before it waits for what is typed."""

SILENT_SECONDS = 15
ENTER, CTRL_C, CTRL_D = "\n", "\x03", "\x04"


@dataclass(frozen=True)
class Seen:
    """How a command ended, and all that was on the screen, without colours."""

    status: int
    screen: str

    @property
    def said(self) -> str:
        """With the lines joined, for a terminal wraps them."""
        return " ".join(self.screen.split())


def at_a_terminal(kpibot: Kpibot, arguments: Sequence[str], *answers: tuple[str, str], columns: int = 80) -> Seen:
    """Each answer is typed once the screen shows what stands before it."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=kpibot.folder,
        env=kpibot.environment(TERM="xterm-256color"),
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # so that Ctrl+C reaches it
    )
    os.close(slave)
    screen, looked_at, left = "", 0, list(answers)
    try:
        for shown in _read(master):
            screen += shown
            while left and left[0][0] in screen[looked_at:]:
                prompt, typed = left.pop(0)
                looked_at = screen.index(prompt, looked_at) + len(prompt)
                time.sleep(A_MOMENT)
                os.write(master, typed.encode())
        assert not left, f"never asked {left[0][0]!r}: {screen}"
        return Seen(process.wait(10), screen)
    finally:
        os.close(master)
        process.kill()
        process.wait()


def _read(master: int) -> Iterator[str]:
    """As it comes, until the other end is closed or is silent for long. What moves the cursor is left out."""
    with suppress(OSError):  # how Linux says that the other end was closed
        while select.select([master], [], [], SILENT_SECONDS)[0] and (chunk := os.read(master, 65_536)):
            yield re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", chunk.decode(errors="replace"))

"""A disk that is soon full: a file system in memory where one may be mounted, else a limit on every file's size."""

import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PLENTY = 64 << 20


class SmallDisk:
    """`folder` is on it. `kind` says which of the two it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.kind = "tmpfs" if _mount(folder, "size=1m") else "RLIMIT_FSIZE"
        self._limit = resource.getrlimit(resource.RLIMIT_FSIZE)

    def leaves(self, size: int) -> None:
        """From now on there is room for so many bytes more; for all files together, or for the largest."""
        files = [each.stat().st_size for each in self.folder.iterdir()]
        if self.kind == "tmpfs":
            _mount(self.folder, f"remount,size={sum(-(-each // 4096) * 4 for each in files) + size // 1024}k")
        else:
            resource.setrlimit(resource.RLIMIT_FSIZE, (max(files, default=0) + size, self._limit[1]))

    def has_room(self) -> None:
        """Again."""
        self.leaves(_PLENTY)

    def remove(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._limit)
        if self.kind == "tmpfs":
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@contextmanager
def small_disk(folder: Path) -> Iterator[SmallDisk]:
    """With plenty of room at first."""
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    disk = SmallDisk(folder)
    try:
        disk.has_room()
        yield disk
    finally:
        disk.remove()
        signal.signal(signal.SIGXFSZ, ignored)


def _mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:  # there is no such program
        return False

"""Where files are while they are read: a folder for each bot that runs, which the next one removes after a crash."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOCK = ".in-use"
_LONGEST_NAME = 180  # bytes; file systems take 255, and a name may get something behind it
_NAMELESS = "import"


class Folder:
    """A folder that this process alone uses. Closing removes it and all that is in it."""

    def __init__(self, parent: Path | None = None) -> None:
        self._parent = parent or Path(tempfile.gettempdir()) / f"kpibot-uploads-{os.getuid()}"
        self._parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._remove_left_ones()
        self._path = Path(tempfile.mkdtemp(dir=self._parent))
        self._lock = (self._path / _LOCK).open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    @contextmanager
    def place_for(self, name: str) -> Iterator[Path]:
        """Where to write a file of this name; it is removed at the end, and what else lies beside it."""
        place = Path(tempfile.mkdtemp(dir=self._path))
        try:
            yield place / safe_name(name)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def close(self) -> None:
        """Remove it."""
        shutil.rmtree(self._path, ignore_errors=True)
        self._lock.close()

    def _remove_left_ones(self) -> None:
        """The folders of bots that no longer run: nobody holds their locks."""
        for left in self._parent.iterdir():
            with suppress(OSError), (left / _LOCK).open("r+") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(left, ignore_errors=True)


def safe_name(name: str) -> str:
    """A file's name as the file system takes it, ending as it did: it comes from somebody else."""
    plain = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable())
    stem, dot, ending = plain.strip(". ").rpartition(".")
    stem, ending = (stem, f"{dot}{ending}") if dot and len(ending.encode()) <= 10 else (plain.strip(". "), "")
    room = _LONGEST_NAME - len(ending.encode())
    return (stem.encode()[:room].decode(errors="ignore") or _NAMELESS) + ending

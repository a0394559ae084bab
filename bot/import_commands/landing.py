"""Which files have landed in a folder, and are whole."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~")
"""How names end while a browser, an editor or a transfer still writes."""
_HIDDEN = (".", "~")


class Look(NamedTuple):
    """What is seen of a file from outside: another look means that somebody has written."""

    size: int
    modified_ns: int
    inode: int


class Landing:
    """The files that lie directly in a folder. What begins with a dot or is named like something unfinished is none.

    Nor is what a link leads to elsewhere: who may write into the folder is not to have read what lies in another place.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before: dict[Path, Look] = {}
        self._taken: dict[Path, Look] = {}

    def whole(self) -> list[Path]:
        """Those that look as they did the last time, and are not taken yet; the oldest first. OSError if the folder
        cannot be read."""
        now = self._looks()
        found = [path for path, look in now.items() if self._before.get(path) == look != self._taken.get(path)]
        self._before = now
        self._taken = {path: look for path, look in self._taken.items() if path in now}
        return sorted(found, key=lambda path: (now[path].modified_ns, path.name))

    def take(self, path: Path) -> bool:
        """It is not given again as it was at the last look; whether it still is as it was then."""
        self._taken[path] = self._before[path]
        return _look(path) == self._before[path]

    def _looks(self) -> dict[Path, Look]:
        home = self._folder.resolve()
        named = [Path(entry.path) for entry in os.scandir(self._folder) if _is_named_whole(entry.name)]
        looks = {path: _look(path) for path in named if path.resolve().parent == home}
        return {path: look for path, look in looks.items() if look is not None and look.size}


def _is_named_whole(name: str) -> bool:
    return not name.startswith(_HIDDEN) and not name.casefold().endswith(_UNFINISHED)


def _look(path: Path) -> Look | None:
    """None for what is no file, or is gone."""
    try:
        found = path.stat()
    except OSError:
        return None
    return Look(found.st_size, found.st_mtime_ns, found.st_ino) if stat.S_ISREG(found.st_mode) else None

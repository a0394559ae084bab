"""The bytes of a file: as they are, or unpacked while they are read."""

import gzip
import io
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from kpi import words
from kpi.errors import UserError

HEAD_BYTES = 1 << 16
"""Enough to tell a file's kind, and how its first rows are written."""

MOST_UNPACKED_BYTES = 2 << 30
MOST_TIMES_PACKED = 200
"""Exports of one word over and over reach 100; what is larger was made to fill a machine."""

_HARMLESS_BYTES = 64 << 20
_DAMAGED = (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile, zipfile.BadZipFile)

Unpack = Callable[[BinaryIO], BinaryIO]


@dataclass(frozen=True)
class Source:
    """A file, and how to unpack it. `version` shows whether it has changed since it was first looked at.

    Unpacked it may have `most` bytes.
    """

    path: Path
    version: tuple[int, int]
    unpack: Unpack | None = None
    most: int = MOST_UNPACKED_BYTES

    @property
    def name(self) -> str:
        return self.path.name

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The bytes from the beginning. Raises UserError where they stop being readable, or if the file changed."""
        with _explained(self.path), self.path.open("rb") as file:
            if _version(file) != self.version:
                raise UserError(f"{self.name} was changed while it was being read.", "Import it again.")
            if self.unpack is None:
                yield file
            else:
                with self.unpack(file) as unpacked:
                    yield unpacked

    def head(self) -> bytes:
        """The first HEAD_BYTES."""
        with self.opened() as file:
            return file.read(HEAD_BYTES)

    def check_unchanged(self) -> None:
        """Raise UserError if the file was changed since it was first looked at."""
        with self.opened():
            pass


def source_of(path: Path, most: int = MOST_UNPACKED_BYTES) -> Source:
    """The file as it is, which may have `most` bytes unpacked. Raises UserError if it cannot be read."""
    with _explained(path):
        if path.is_dir():
            raise UserError(f"{path} is a folder.", "Name the file in it.")
        if path.exists() and not path.is_file():
            raise UserError(f"{path} is no ordinary file.", "Save the export as a file and import that.")
        with path.open("rb") as file:
            return Source(path, _version(file), most=most)


def refuse_bomb(source: Source, unpacked: int, packed: int) -> None:
    """Raise UserError if `unpacked` bytes are more than any export has, at all or for its `packed` size."""
    name = source.name
    if unpacked > source.most:
        raise UserError(
            f"{name} holds more than {words.size(source.most)} when it is unpacked.",
            "Export a shorter period, and import one file after the other.",
        )
    if unpacked > _HARMLESS_BYTES and unpacked > packed * MOST_TIMES_PACKED:
        raise UserError(
            f"{name} becomes more than {MOST_TIMES_PACKED} times as large when it is unpacked, as no export does.",
            "If you trust it, unpack it and import the file in it.",
        )


def limited(stream: BinaryIO, source: Source, packed: int) -> BinaryIO:
    """The unpacked `stream`, which raises UserError when it turns out to be a bomb."""
    return cast(BinaryIO, io.BufferedReader(_Limited(stream, source, packed), HEAD_BYTES))


class _Limited(io.RawIOBase):
    def __init__(self, stream: BinaryIO, source: Source, packed: int) -> None:
        self._stream = stream
        self._source = source
        self._packed = packed
        self._unpacked = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._unpacked += len(data)
        refuse_bomb(self._source, self._unpacked, self._packed)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def _version(file: BinaryIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise UserError(
            f"{path.name} is damaged: it cannot be unpacked to its end.", "Download or copy it again."
        ) from error
    except NotImplementedError as error:  # From zipfile.
        raise UserError(
            f"{path.name} is packed in a way that cannot be read here.", "Unpack it and import the file in it."
        ) from error
    except FileNotFoundError as error:
        raise UserError(f"There is no file {path}.", "Check the name and the folder.") from error
    except PermissionError as error:
        raise UserError(f"{path} may not be read by this program.", "Give it permission to read the file.") from error
    except OSError as error:
        raise UserError(
            f"{path.name} cannot be read: {error.strerror}.", "Copy it elsewhere and import that."
        ) from error

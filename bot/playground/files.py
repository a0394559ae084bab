"""Files of the workspace, in memory: reserved by name and length, then brought, then shared.

https://docs.slack.dev/messaging/working-with-files
"""

import mimetypes
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

# Slack takes 1 GB a file (https://slack.com/help/articles/201330736); here all of them live in memory.
MOST_BYTES = 64 * 1024 * 1024
MOST_BYTES_TOGETHER = 256 * 1024 * 1024

# Slack's own short names for types, where they are not just the name's ending:
# https://docs.slack.dev/reference/objects/file-object#types
TYPES = {
    "csv": ("csv", "CSV"),
    "gz": ("gzip", "Gzip"),
    "jpg": ("jpg", "JPEG"),
    "jpeg": ("jpg", "JPEG"),
    "json": ("json", "JSON"),
    "ndjson": ("text", "Plain Text"),
    "ods": ("ods", "OpenDocument Spreadsheet"),
    "pdf": ("pdf", "PDF"),
    "png": ("png", "PNG"),
    "svg": ("svg", "SVG"),
    "tsv": ("tsv", "TSV"),
    "txt": ("text", "Plain Text"),
    "xls": ("xls", "Excel Spreadsheet"),
    "xlsx": ("xlsx", "Excel Spreadsheet"),
    "zip": ("zip", "Zip"),
}


class TooLargeError(Exception):
    """There is no room for this file."""


@dataclass(frozen=True)
class Share:
    """A message that shows a file; `kind` and `channel_name` are those of its channel."""

    channel: str
    kind: Literal["public", "private", "im"]
    channel_name: str
    ts: str
    thread_ts: str | None = None


@dataclass(frozen=True)
class File:
    """`content` is None until the bytes have come, `created` in whole seconds since 1970.

    The upload is complete when its owner has said so. A deleted file leaves a tombstone in the messages of `shares`.
    """

    id: str
    name: str
    title: str
    user: str
    size: int
    created: int
    address: str
    content: bytes | None = None
    shares: tuple[Share, ...] = ()
    is_complete: bool = False
    is_deleted: bool = False

    @property
    def ending(self) -> str:
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""

    @property
    def mimetype(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"

    @property
    def filetype(self) -> str:
        return TYPES[self.ending][0] if self.ending in TYPES else self.ending or "binary"

    @property
    def pretty_type(self) -> str:
        return TYPES[self.ending][1] if self.ending in TYPES else self.ending.upper() or "Binary"


class Files:
    """`clock` gives seconds since 1970; `address` is where the server is reached, without a slash at its end."""

    def __init__(self, clock: Callable[[], float], address: Callable[[], str]) -> None:
        self._clock = clock
        self._address = address
        self._files: dict[str, File] = {}
        self._upload_keys: dict[str, str] = {}

    def reserve(self, name: str, size: int, user: str) -> tuple[File, str]:
        """A file that waits for its bytes, and the key to bring them with, once; raise `TooLargeError`."""
        held = sum(file.size for file in self._files.values())
        if size > MOST_BYTES or held + size > MOST_BYTES_TOGETHER:
            raise TooLargeError
        file_id = "F0" + secrets.token_hex(5).upper()[:9]
        file = File(file_id, name, name, user, size, int(self._clock()), self._address())
        key = secrets.token_urlsafe(24)
        self._upload_keys[key] = file.id
        return self._keep(file), key

    def awaited(self, key: str) -> File | None:
        """The file that this upload key is for, as long as its bytes have not come."""
        return self._files.get(self._upload_keys.get(key, ""))

    def bring(self, key: str, content: bytes) -> File:
        """The bytes of a reserved file; its size is what came. `KeyError` for a key that is unknown or used."""
        return self._keep(replace(self._files[self._upload_keys.pop(key)], content=content, size=len(content)))

    def brought(self, file_id: str) -> File | None:
        """A file whose bytes have come and whose upload waits to be completed."""
        file = self._files.get(file_id)
        return None if file is None or file.content is None or file.is_complete else file

    def complete(self, file: File, title: str) -> File:
        return self._keep(replace(file, title=title, is_complete=True))

    def add(self, name: str, content: bytes, user: str) -> File:
        """A whole file at once, not shared yet; raise `TooLargeError`."""
        _, key = self.reserve(name, len(content), user)
        return self.complete(self.bring(key, content), name)

    def find(self, file_id: str) -> File | None:
        """A complete file, or the tombstone of a deleted one."""
        file = self._files.get(file_id)
        return file if file and file.is_complete else None

    def share(self, file: File, share: Share) -> File:
        """The file, now shown by one more message."""
        known = self._files[file.id]
        return self._keep(replace(known, shares=(*known.shares, share)))

    def delete(self, file: File) -> File:
        """The tombstone."""
        return self._keep(replace(file, content=None, size=0, is_deleted=True))

    def clear(self) -> None:
        self._files.clear()
        self._upload_keys.clear()

    def _keep(self, file: File) -> File:
        self._files[file.id] = file
        return file

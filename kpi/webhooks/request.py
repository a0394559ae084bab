"""A delivery as it came over HTTP, before anything is believed of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class NotUnderstoodError(Exception):
    """A delivery was signed but cannot be read. Its text says why, in a sentence for the source's owner."""


@dataclass(frozen=True)
class Request:
    """`headers` are by their names in lower case, `url` is the whole address that was called, `at` is when it came, in
    UTC seconds.
    """

    headers: Mapping[str, str]
    body: bytes
    at: int
    url: str = ""
    method: str = "POST"

    def header(self, name: str) -> str:
        """A header's value, empty if there is none."""
        return self.headers.get(name.lower(), "")

    def json(self) -> Any:
        """The body, read as JSON. NotUnderstoodError if it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise NotUnderstoodError("The body is not JSON.") from error


@dataclass(frozen=True)
class Connection:
    """What is known of the source that a delivery is of: since when it is connected, and what was said of how it is
    read."""

    connected_at: int
    options: Mapping[str, Any] = field(default_factory=dict)

"""Compiled templates, kept for as long as the process runs.

To compile a large template takes some hundredths of a second, and everybody who renders begins with none compiled.
"""

from functools import cache

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class Compiled(BytecodeCache):
    """In memory, by name and place. Jinja2 compiles anew what has another text by now."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if (kept := self._kept.get(bucket.key)) is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


@cache
def compiled() -> Compiled:
    """Those of this process. Whoever shares them compiles alike: with the same filters, tests and guards."""
    return Compiled()

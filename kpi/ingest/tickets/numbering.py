"""The ticket number of each row: as written, or made from the row where a file has none."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from kpi.ingest.columns.values import ticket_numbers
from kpi.ingest.tables.table import Batch
from kpi.ingest.tickets.layout import Layout

HEADER_AGAIN = "the header again"
"""Why a row has no number where several files were joined into one."""

_BYTES = 12


class Numbering:
    """Numbers the rows of one table, from its first batch to its last.

    A made number is the digest of all cells of the row and, of rows that are the same, of their count so far: they may
    be different tickets. The same file gets the same numbers again, whatever the order of its rows.
    """

    def __init__(self, layout: Layout) -> None:
        self._place = layout.places.get("external_id")
        self._header = None if self._place is None else layout.columns[self._place].header
        self._within = layout.vendor.ticket_number if layout.vendor else None
        self._seen: Counter[bytes] = Counter()

    def read(self, batch: Batch) -> tuple[Sequence[str | None], Mapping[int, str]]:
        """The numbers of a batch's rows, and why some have none, by their place in it."""
        if self._place is not None:
            texts = batch.columns[self._place]
            numbers, why_not = ticket_numbers(texts if self._within is None else list(map(self._found, texts)))
            if self._header in texts:
                why_not |= {place: HEADER_AGAIN for place, text in enumerate(texts) if text == self._header}
                numbers = [None if place in why_not else number for place, number in enumerate(numbers)]
            return numbers, why_not
        return [self._made(row) for row in zip(*batch.columns, strict=True)], {}

    def _found(self, text: str) -> str:
        """The number in a cell that holds more, such as a link."""
        match = self._within.search(text) if self._within else None
        return match[1] if match else text

    def _made(self, row: tuple[str, ...]) -> str:
        plain = "\x1f".join(cell.strip() for cell in row).encode()
        digest = hashlib.blake2b(plain, digest_size=_BYTES).digest()
        self._seen[digest] += 1
        count = self._seen[digest]
        return digest.hex() if count == 1 else f"{digest.hex()}-{count}"

"""Some rows of a file, spread over all of it, without knowing beforehand how long it is."""

from collections.abc import Mapping, Sequence

_BLOCK_ROWS = 50  # Neighbours, as in some files every second row is of another kind.
_MOST_BLOCKS = 40


class Sample:
    """Keeps at most 2,000 rows: all of a short file, and evenly spread blocks of rows of a longer one."""

    def __init__(self, headers: Sequence[str]) -> None:
        self._blocks: dict[str, list[Sequence[str]]] = {header: [] for header in headers}
        self._seen = 0
        self._stride = 1
        self._kept = 0

    def observe(self, columns: Mapping[str, Sequence[str]]) -> None:
        """Take a batch of rows into account: the texts of each header, and perhaps of others."""
        rows = max((len(columns[header]) for header in self._blocks), default=0)
        for start in range(0, rows, _BLOCK_ROWS):
            if self._seen % self._stride == 0:
                self._keep({header: columns[header][start : start + _BLOCK_ROWS] for header in self._blocks})
            self._seen += 1

    def column(self, header: str) -> list[str]:
        """Its texts; those in one place are of the same row in all columns."""
        return [text for block in self._blocks[header] for text in block]

    def _keep(self, block: Mapping[str, Sequence[str]]) -> None:
        for header, blocks in self._blocks.items():
            blocks.append(block[header])
        self._kept += 1
        if self._kept > _MOST_BLOCKS:
            self._blocks = {header: blocks[::2] for header, blocks in self._blocks.items()}
            self._kept = (self._kept + 1) // 2
            self._stride *= 2

"""What a table holds, as plain rows."""

from kpi.ingest.tables.table import Table


def rows(table: Table) -> dict[int, list[str]]:
    """All rows by their numbers."""
    return {
        number: list(cells)
        for batch in table.batches()
        for number, cells in zip(batch.numbers, zip(*batch.columns, strict=True), strict=True)
    }


def misfits(table: Table) -> list[tuple[int, int]]:
    """The rows that have another number of cells than the header."""
    return [misfit for batch in table.batches() for misfit in batch.misfits]

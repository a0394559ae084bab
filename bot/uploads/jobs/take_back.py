"""Takes an import back, has its days counted, and says what that has moved."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from bot.messages import import_words
from bot.uploads.found import TakenBack
from bot.uploads.jobs.job import Place, Tell
from kpi.ingest.history.entries import entry
from kpi.ingest.history.undo import undo
from kpi.store import Store


@dataclass(frozen=True)
class TakeBack:
    """A `jobs.job.Job` for the import of these numbers, the newest first: one that was stopped, and begun again, has
    several."""

    place: Place
    numbers: Sequence[int]

    def run(self, tell: Tell) -> TakenBack:
        """In short transactions; one that was stopped goes on when it is run again."""
        with closing(self.place.store()) as store:
            before = self.place.figures(store)
            lines = [line for number in self.numbers for line in self._lines(store, number)]
            trouble = self.place.counted(store, tell)
            return TakenBack(lines, [] if trouble else self.place.moved(store, before), trouble)

    def _lines(self, store: Store, number: int) -> Iterator[str]:
        with store.reading() as connection:
            known = entry(connection, number)
        if known.undone_at is not None:
            yield f"Import {number} was undone already."
        else:
            yield from import_words.undone(undo(store, number, self.place.now), known.kind)

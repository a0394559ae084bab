"""Takes an import back, has its days counted, and says what that has moved."""

from dataclasses import dataclass

from bot.messages import import_words
from bot.uploads.found import TakenBack
from bot.uploads.jobs.job import Place, Tell
from kpi.ingest.history.entries import entry
from kpi.ingest.history.undo import undo


@dataclass(frozen=True)
class TakeBack:
    """A `jobs.job.Job` for the import of this number."""

    place: Place
    number: int

    def run(self, tell: Tell) -> TakenBack:
        """In short transactions; one that was stopped goes on when it is run again."""
        store = self.place.store()
        with store.reading() as connection:
            kind = entry(connection, self.number).kind
        before = self.place.figures(store)
        lines = import_words.undone(undo(store, self.number, self.place.now), kind)
        trouble = self.place.counted(store, tell)
        return TakenBack(lines, [] if trouble else self.place.moved(store, before), trouble)

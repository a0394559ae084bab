"""Imports a file, has its days counted, and says what that has moved."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.messages import import_words
from bot.uploads.found import Brought
from bot.uploads.jobs.job import IMPORTING, Place, Tell
from bot.uploads.said import options
from kpi import words
from kpi.ingest.history import problems as kept_problems
from kpi.ingest.history.patterns import patterns
from kpi.ingest.importing import carry_out
from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.sources import known_sources
from kpi.ingest.report import Report
from kpi.retention.freezing import freeze
from kpi.store import Store
from kpi.team import settings


@dataclass(frozen=True)
class BringIn:
    """A `jobs.job.Job`. Beside the file it leaves, in `problems`, what was wrong with its rows, if anything was."""

    place: Place
    file: Path
    problems: Path
    said: Mapping[str, Any]
    most_bytes: int

    def run(self, tell: Tell) -> Brought:
        """Reads the file twice: to decide how, and to do it."""
        with closing(self.place.store()) as store:
            return self._run(store, tell)

    def _run(self, store: Store, tell: Tell) -> Brought:
        with store.reading() as connection:
            team = settings.read(connection, self.place.zone)
            known = known_sources(connection)
        plan = inspect(self.file, options(self.said, team, self.place.now, self.most_bytes), known)
        freeze(store, self.place.zone, datetime.fromtimestamp(self.place.now, UTC))
        before = self.place.figures(store)
        report = carry_out(plan, store, lambda done, total: tell(IMPORTING, done, total))
        trouble = self.place.counted(store, tell)
        moved = [] if trouble else self.place.moved(store, before)
        return self._brought(store, report, moved, trouble)

    def _brought(self, store: Store, report: Report, moved: list[str], trouble: str) -> Brought:
        with store.reading() as connection:
            shared = patterns(kept_problems.problems(connection, report.number), report.rows)
            if report.problem_count:
                with self.problems.open("w", encoding="utf-8", newline="") as file:
                    kept_problems.write_csv(kept_problems.problems(connection, report.number), file)
        lines, more = import_words.problems(report.problems, report.problem_count, shared)
        return Brought(
            number=report.number,
            source=report.plan.source,
            rows=report.rows,
            added=report.counts.added,
            updated=report.counts.updated,
            unchanged=report.counts.unchanged,
            became=words.sentence(import_words.became(report.counts, report.rejected)),
            problems=lines,
            problem_count=report.problem_count,
            more=max(more, 0),
            moved=moved,
            trouble=trouble,
        )

"""Batches of cells → tickets as the store keeps them, and what was wrong on the way."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any

from kpi.ingest.columns.meaning import FLAGS, LABELS, NPS
from kpi.ingest.columns.names import plain_words
from kpi.ingest.columns.values import flags, labels, links, spellings, subjects
from kpi.ingest.problem import WRONG_WIDTH, Problem
from kpi.ingest.requesters import RequesterReader
from kpi.ingest.tables.table import Batch
from kpi.ingest.tickets import logs
from kpi.ingest.tickets.cells import Cells
from kpi.ingest.tickets.layout import Layout, Shape
from kpi.ingest.tickets.messages import authors_of_flags, privates_of_flags
from kpi.ingest.tickets.numbering import Numbering
from kpi.ingest.tickets.standing import StandingReader
from kpi.ingest.tickets.times import check_times, read_times

UNKNOWN_AUTHOR = "neither the customer nor the team nor a bot"
_SPELLINGS_KEPT = 10_000
_AFTER_ALL = chr(0x10FFFF)

Column = Sequence[Any]


@dataclass(frozen=True)
class TicketBatch:
    """What a batch of rows says.

    `tickets` are (external_id, as_of, values in the order of `Layout.fields`). `rejected` counts rows that are in none
    of them, by reason. `spellings` says by field how folded labels are spelt.
    """

    tickets: Sequence[tuple[Any, ...]]
    events: Sequence[logs.Event] = ()
    problems: Sequence[Problem] = ()
    rejected: Mapping[str, int] = default(default_factory=dict)
    spellings: Mapping[str, Mapping[str, str]] = default(default_factory=dict)
    rows: int = 0


class TicketReader:
    """Reads the batches of one table, from its first to its last.

    What is impossible (before the opening, or in the future) stays in the ticket and is a problem as well: whoever
    computes with the ticket leaves it out, and counts it.
    """

    def __init__(self, layout: Layout, requesters: RequesterReader) -> None:
        self._layout = layout
        self._requesters = requesters
        self._numbering = Numbering(layout)
        self._standing = StandingReader(layout.vendor)
        self._spelt: dict[str, dict[str, str]] = {}

    def read(self, batch: Batch) -> TicketBatch:
        """The tickets, events and problems of one batch, and the spellings that no batch before it had."""
        read = _Batch(self._layout, batch, self._numbering, self._standing, self._requesters).read()
        return replace(read, spellings={field: self._news(field, spelt) for field, spelt in read.spellings.items()})

    def _news(self, field: str, spelt: Mapping[str, str]) -> dict[str, str]:
        known = self._spelt.setdefault(field, {})
        if len(known) > _SPELLINGS_KEPT:
            known.clear()
        news = {folded: spelling for folded, spelling in spelt.items() if spelling < known.get(folded, _AFTER_ALL)}
        known.update(news)
        return news


class _Batch:
    """One batch while it is read; `values` holds a list for each field, as long as the batch."""

    def __init__(
        self,
        layout: Layout,
        batch: Batch,
        numbering: Numbering,
        standing: StandingReader,
        requesters: RequesterReader,
    ) -> None:
        self._layout = layout
        self._batch = batch
        self._cells = Cells(layout, batch)
        self._numbering = numbering
        self._standing = standing
        self._requesters = requesters
        self._values: dict[str, Column] = {}
        self._rejected: Counter[str] = Counter()

    def read(self) -> TicketBatch:
        width = len(self._layout.columns)
        for number, cells in self._batch.misfits:
            self._rejected[WRONG_WIDTH] += 1
            self._cells.problems.append(Problem(number, None, "", f"{cells} cells where the header has {width}"))
        ids, why_not = self._numbering.read(self._batch)
        times = read_times(self._cells)
        self._values.update(times)
        self._read_standings()
        self._read_ratings()
        self._read_requesters()
        spelt = self._read_words()
        check_times(self._cells, times)
        events = self._events(ids)
        self._reject(why_not)
        return TicketBatch(
            tickets=self._tickets(ids, bool(why_not)),
            events=events,
            problems=sorted(self._cells.problems, key=lambda problem: problem.row),
            rejected=self._rejected,
            spellings=spelt,
            rows=len(self._batch.numbers) + len(self._batch.misfits),
        )

    def _read_standings(self) -> None:
        texts = self._cells.texts("status")
        if texts is not None:
            statuses, excluded, unknown = self._standing.column(texts)
            self._values["status"], self._values["excluded"] = statuses, excluded
            self._cells.complain("status", unknown, "not a status that is known")
        for flag in FLAGS:
            texts = self._cells.texts(flag)
            if texts is not None:
                before = self._values.get("excluded") or [None] * len(texts)
                told = flags(texts)
                self._values["excluded"] = [flag if yes else other for yes, other in zip(told, before, strict=True)]

    def _read_ratings(self) -> None:
        meaning = NPS if NPS in self._layout.places else "rating"
        texts = self._cells.texts(meaning)
        if texts is not None:
            values, scales, off = self._layout.ratings.column(self._worded(meaning, texts))
            self._values["rating"], self._values["rating_scale"] = values, scales
            self._cells.complain(meaning, off, "not on the rating scale")

    def _read_requesters(self) -> None:
        """Whoever wrote first is the customer only where the team did not begin the conversation."""
        texts = self._cells.texts("requester")
        if texts is None:
            return
        found, begun = self._requesters.column(texts), self._layout.agent_started
        if begun is not None and "author" in plain_words(self._cells.header("requester")):
            place, by_the_team = begun
            rows = zip(self._batch.columns[place], found, strict=True)
            found = [None if text.strip() in by_the_team else requester for text, requester in rows]
        self._values["requester"] = found

    def _read_words(self) -> dict[str, Mapping[str, str]]:
        spelt: dict[str, Mapping[str, str]] = {}
        for field in LABELS:
            texts = self._cells.texts(field)
            if texts is not None:
                texts = self._worded(field, texts)
                self._values[field] = labels(texts)
                spelt[field] = spellings(texts)
        lines, addresses = self._cells.texts("subject"), self._cells.texts("url")
        if lines is not None:
            self._values["subject"] = subjects(lines)
        if addresses is not None:
            self._values["url"] = links(addresses)
        return spelt

    def _worded(self, meaning: str, texts: Sequence[str]) -> Sequence[str]:
        """With the words for what the vendor writes as numbers."""
        vendor = self._layout.vendor
        words = vendor.values.get(meaning) if vendor else None
        return texts if not words else [words.get(text.strip(), text) for text in texts]

    def _reject(self, why_not: Mapping[int, str]) -> None:
        """Of rows that are no tickets, nothing else is said than that."""
        if why_not:
            rows = {self._batch.numbers[place] for place in why_not}
            self._cells.problems = [problem for problem in self._cells.problems if problem.row not in rows]
        for place, why in why_not.items():
            self._rejected[why] += 1
            self._cells.complain("external_id", [place], why)

    def _tickets(self, ids: Sequence[str | None], some_missing: bool) -> list[tuple[Any, ...]]:
        size, layout = len(self._batch.numbers), self._layout
        nothing: Column = [None] * size
        moments = self._values.get("event_at" if layout.shape is Shape.MESSAGES else "updated_at")
        if moments is None:
            as_ofs: Column = [layout.as_of] * size
        else:
            as_ofs = [at if at is not None and at <= layout.now else layout.as_of for at in moments]
        columns = [self._values.get(name, nothing) for name in layout.fields]
        rows = zip(ids, as_ofs, *columns, strict=True)
        return [row for row in rows if row[0] is not None] if some_missing else list(rows)

    def _events(self, ids: Sequence[str | None]) -> Sequence[logs.Event]:
        match self._layout.shape:
            case Shape.MESSAGES:
                authors = authors_of_flags(self._cells.header("author"), self._cells.texts("author") or ())
                self._cells.complain("author", logs.unknown_authors(authors), UNKNOWN_AUTHOR)
                privates = self._cells.texts("private")
                if privates is not None:
                    privates = privates_of_flags(self._cells.header("private"), privates)
                ats, event_ids = self._values["event_at"], self._cells.texts("event_id")
                autoreplies, to_whom = self._cells.texts("autoreply"), self._cells.texts("assigned_to")
                bodies = self._cells.texts("body")
                messages = logs.message_events(ids, event_ids, ats, authors, privates, autoreplies, bodies)
                if privates is None or to_whom is None:
                    return messages
                return messages + logs.assignment_events(ids, event_ids, ats, privates, to_whom)
            case Shape.STATES:
                states = self._worded("status", self._cells.texts("status") or ())
                events = logs.state_events(ids, self._values["updated_at"], states)
                return [event for event in events if logs.FIELD_OF[event.kind] in self._layout.event_fields]
            case _:
                return ()

"""Batches of cells → tickets as the store keeps them, and what was wrong on the way."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as default
from typing import Any, NamedTuple

from kpi.ingest.columns.dates import combine
from kpi.ingest.columns.meaning import DURATIONS, FLAGS, INSTANTS, LABELS, MESSAGES, TIME_OF_DAY
from kpi.ingest.columns.names import plain_words
from kpi.ingest.columns.values import flags, labels, links, spellings, subjects
from kpi.ingest.tables.table import Batch
from kpi.ingest.tickets import logs
from kpi.ingest.tickets.layout import Layout, Shape
from kpi.ingest.tickets.messages import authors_of_flags, privates_of_flags
from kpi.ingest.tickets.numbering import Numbering
from kpi.ingest.tickets.standing import StandingReader
from kpi.ingest.tickets.threads import read_thread

NO_OPENING = "no opening date: it counts nowhere until another file tells it"
UNKNOWN_AUTHOR = "neither the customer nor the team nor a bot"
WRONG_WIDTH = "wrong number of cells"
_LONGEST_VALUE = 100
_SPELLINGS_KEPT = 10_000
_AFTER_ALL = chr(0x10FFFF)

Column = Sequence[Any]


class Problem(NamedTuple):
    """Something wrong with a cell, or with the whole row if `column` is None. `value` is as written, cut."""

    row: int
    column: str | None
    value: str
    why: str


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

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._numbering = Numbering(layout)
        self._standing = StandingReader(layout.vendor)
        self._spelt: dict[str, dict[str, str]] = {}

    def read(self, batch: Batch) -> TicketBatch:
        """The tickets, events and problems of one batch, and the spellings that no batch before it had."""
        read = _Batch(self._layout, batch, self._numbering, self._standing).read()
        return replace(read, spellings={field: self._news(field, spelt) for field, spelt in read.spellings.items()})

    def _news(self, field: str, spelt: Mapping[str, str]) -> dict[str, str]:
        known = self._spelt.setdefault(field, {})
        if len(known) > _SPELLINGS_KEPT:
            known.clear()
        news = {folded: spelling for folded, spelling in spelt.items() if spelling < known.get(folded, _AFTER_ALL)}
        known.update(news)
        return news

    def instants(self, batch: Batch) -> Mapping[str, Column]:
        """Only the points in time of one batch, by field, and without looking at problems."""
        reading = _Batch(self._layout, batch, self._numbering, self._standing)
        reading.read_times()
        return reading.values


class _Batch:
    """One batch while it is read; `values` holds a list for each field, as long as the batch."""

    def __init__(self, layout: Layout, batch: Batch, numbering: Numbering, standing: StandingReader) -> None:
        self._layout = layout
        self._batch = batch
        self._numbering = numbering
        self._standing = standing
        self.values: dict[str, Column] = {}
        self.problems: list[Problem] = []
        self.rejected: Counter[str] = Counter()

    def read(self) -> TicketBatch:
        width = len(self._layout.columns)
        for number, cells in self._batch.misfits:
            self.rejected[WRONG_WIDTH] += 1
            self.problems.append(Problem(number, None, "", f"{cells} cells where the header has {width}"))
        ids, why_not = self._numbering.read(self._batch)
        self.read_times()
        self._read_standings()
        self._read_ratings()
        spelt = self._read_words()
        self._check_instants()
        events = self._events(ids)
        self._reject(why_not)
        return TicketBatch(
            tickets=self._tickets(ids, bool(why_not)),
            events=events,
            problems=sorted(self.problems, key=lambda problem: problem.row),
            rejected=self.rejected,
            spellings=spelt,
            rows=len(self._batch.numbers) + len(self._batch.misfits),
        )

    def read_times(self) -> None:
        """All that tells points in time."""
        self._read_instants()
        self._read_openings()
        self._read_durations()
        self._read_threads()

    def _texts(self, meaning: str) -> Sequence[str] | None:
        place = self._layout.places.get(meaning)
        return None if place is None else self._batch.columns[place]

    def _complain(self, meaning: str, place: int, why: str) -> None:
        column = self._layout.places.get(meaning)
        if column is None:
            self.problems.append(Problem(self._batch.numbers[place], None, "", why))
            return
        text = self._batch.columns[column][place].strip()[:_LONGEST_VALUE]
        self.problems.append(Problem(self._batch.numbers[place], self._layout.columns[column].header, text, why))

    def _complain_of(self, meaning: str, places: Iterable[int], why: str) -> None:
        for place in places:
            self._complain(meaning, place, why)

    def _read_instants(self) -> None:
        for meaning in (*INSTANTS, "event_at"):
            texts = self._texts(meaning)
            if texts is None:
                continue
            times = self._texts(meaning + TIME_OF_DAY)
            reader = self._layout.dates[self._header(meaning)]
            self.values[meaning], bad = reader.column(texts if times is None else combine(texts, times))
            self._complain_of(meaning, bad, f"not a date that is written {reader.format.value}")

    def _read_durations(self) -> None:
        created = self.values.get("created_at")
        for meaning, instant in DURATIONS.items():
            texts = self._texts(meaning)
            if texts is None or created is None:
                continue
            seconds, bad = self._layout.durations[self._header(meaning)].column(texts)
            self.values[instant] = [
                None if start is None or time is None else start + round(time)
                for start, time in zip(created, seconds, strict=True)
            ]
            self._complain_of(meaning, bad, "not a time that something can take")

    def _read_openings(self) -> None:
        """A conversation that the team began was not opened by that, but by the customer's first message."""
        created, begun = self.values.get("created_at"), self._layout.agent_started
        if created is None or begun is None or "reply" in plain_words(self._header("created_at")):
            return
        place, by_the_team = begun
        rows = zip(self._batch.columns[place], created, strict=True)
        self.values["created_at"] = [None if text.strip() in by_the_team else at for text, at in rows]

    def _read_threads(self) -> None:
        texts = self._texts(MESSAGES)
        if texts is None:
            return
        created = self.values.get("created_at") or [None] * len(texts)
        if self._layout.vendor and self._layout.vendor.opening_apart:
            threads = [read_thread(text, at) for text, at in zip(texts, created, strict=True)]
        else:
            threads = [read_thread(text) for text in texts]
        self.values["created_at"] = [
            at if thread is None or not thread.authors_known else thread.opened_at
            for thread, at in zip(threads, created, strict=True)
        ]
        for name in ("first_human_response_at", "first_automated_response_at"):
            if name not in self.values:
                self.values[name] = [None if thread is None else getattr(thread, name) for thread in threads]

    def _read_standings(self) -> None:
        texts = self._texts("status")
        if texts is not None:
            statuses, excluded, unknown = self._standing.column(texts)
            self.values["status"], self.values["excluded"] = statuses, excluded
            self._complain_of("status", unknown, "not a status that is known")
        for flag in FLAGS:
            texts = self._texts(flag)
            if texts is not None:
                before = self.values.get("excluded") or [None] * len(texts)
                told = flags(texts)
                self.values["excluded"] = [flag if yes else other for yes, other in zip(told, before, strict=True)]

    def _read_ratings(self) -> None:
        texts = self._texts("rating")
        if texts is not None:
            values, scales, off = self._layout.ratings.column(self._worded("rating", texts))
            self.values["rating"], self.values["rating_scale"] = values, scales
            self._complain_of("rating", off, "not on the rating scale")

    def _read_words(self) -> dict[str, Mapping[str, str]]:
        spelt: dict[str, Mapping[str, str]] = {}
        for field in LABELS:
            texts = self._texts(field)
            if texts is not None:
                texts = self._worded(field, texts)
                self.values[field] = labels(texts)
                spelt[field] = spellings(texts)
        lines, addresses = self._texts("subject"), self._texts("url")
        if lines is not None:
            self.values["subject"] = subjects(lines)
        if addresses is not None:
            self.values["url"] = links(addresses)
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
            self.problems = [problem for problem in self.problems if problem.row not in rows]
        for place, why in why_not.items():
            self.rejected[why] += 1
            self._complain("external_id", place, why)

    def _check_instants(self) -> None:
        now = self._layout.now
        created = self.values.get("created_at")
        if created is not None and self._layout.shape is Shape.TICKETS:
            missing = [place for place, at in enumerate(created) if at is None]
            self._complain_of("created_at", missing, NO_OPENING)
        for name in INSTANTS:
            instants = self.values.get(name)
            if instants is None:
                continue
            meaning = self._told_by(name)
            if max(filter(None, instants), default=now) > now:
                late = [place for place, at in enumerate(instants) if at is not None and at > now]
                self._complain_of(meaning, late, "in the future")
            if created is not None and name not in ("created_at", "updated_at"):
                pairs = enumerate(zip(created, instants, strict=True))
                early = [p for p, (start, at) in pairs if at is not None and start is not None and at < start]
                self._complain_of(meaning, early, "before the ticket was opened")

    def _told_by(self, instant: str) -> str:
        """The meaning of the column that an instant comes from."""
        if instant in self._layout.places:
            return instant
        durations = (duration for duration, told in DURATIONS.items() if told == instant)
        return next((duration for duration in durations if duration in self._layout.places), MESSAGES)

    def _header(self, meaning: str) -> str:
        return self._layout.columns[self._layout.places[meaning]].header

    def _tickets(self, ids: Sequence[str | None], some_missing: bool) -> list[tuple[Any, ...]]:
        size, layout = len(self._batch.numbers), self._layout
        nothing: Column = [None] * size
        moments = self.values.get("event_at" if layout.shape is Shape.MESSAGES else "updated_at")
        if moments is None:
            as_ofs: Column = [layout.as_of] * size
        else:
            as_ofs = [at if at is not None and at <= layout.now else layout.as_of for at in moments]
        columns = [self.values.get(name, nothing) for name in layout.fields]
        rows = zip(ids, as_ofs, *columns, strict=True)
        return [row for row in rows if row[0] is not None] if some_missing else list(rows)

    def _events(self, ids: Sequence[str | None]) -> Sequence[logs.Event]:
        match self._layout.shape:
            case Shape.MESSAGES:
                authors = authors_of_flags(self._header("author"), self._texts("author") or ())
                self._complain_of("author", logs.unknown_authors(authors), UNKNOWN_AUTHOR)
                privates = self._texts("private")
                if privates is not None:
                    privates = privates_of_flags(self._header("private"), privates)
                ats, event_ids = self.values["event_at"], self._texts("event_id")
                return logs.message_events(ids, event_ids, ats, authors, privates, self._texts("autoreply"))
            case Shape.STATES:
                states = self._worded("status", self._texts("status") or ())
                events = logs.state_events(ids, self.values["updated_at"], states)
                return [event for event in events if logs.FIELD_OF[event.kind] in self._layout.event_fields]
            case _:
                return ()

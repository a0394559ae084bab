"""When what happened to the tickets of one batch, from whatever columns tell it."""

from collections.abc import Sequence

from kpi.ingest.columns.dates import combine
from kpi.ingest.columns.meaning import DURATIONS, INSTANTS, MESSAGES, TIME_OF_DAY
from kpi.ingest.columns.names import plain_words
from kpi.ingest.tickets.cells import Cells
from kpi.ingest.tickets.layout import Shape
from kpi.ingest.tickets.threads import read_thread

NO_OPENING = "no opening date: it counts nowhere until another file tells it"

Times = dict[str, Sequence[int | None]]
"""By field, an instant for each row."""


def read_times(cells: Cells) -> Times:
    """All that tells points in time."""
    times: Times = {}
    _read_instants(cells, times)
    _read_openings(cells, times)
    _read_durations(cells, times)
    _read_threads(cells, times)
    return times


def check_times(cells: Cells, times: Times) -> None:
    """Complain of what is impossible, or missing where nothing counts without it."""
    now = cells.layout.now
    created = times.get("created_at")
    if created is not None and cells.layout.shape is Shape.TICKETS:
        cells.complain("created_at", [place for place, at in enumerate(created) if at is None], NO_OPENING)
    for name in INSTANTS:
        instants = times.get(name)
        if instants is None:
            continue
        meaning = _told_by(cells, name)
        if max(filter(None, instants), default=now) > now:
            late = [place for place, at in enumerate(instants) if at is not None and at > now]
            cells.complain(meaning, late, "in the future")
        if created is not None and name not in ("created_at", "updated_at"):
            pairs = enumerate(zip(created, instants, strict=True))
            early = [place for place, (start, at) in pairs if at is not None and start is not None and at < start]
            cells.complain(meaning, early, "before the ticket was opened")


def _read_instants(cells: Cells, times: Times) -> None:
    for meaning in (*INSTANTS, "event_at"):
        texts = cells.texts(meaning)
        if texts is None:
            continue
        hours = cells.texts(meaning + TIME_OF_DAY)
        reader = cells.layout.dates[cells.header(meaning)]
        times[meaning], bad = reader.column(texts if hours is None else combine(texts, hours))
        cells.complain(meaning, bad, f"not a date that is written {reader.format.value}")


def _read_openings(cells: Cells, times: Times) -> None:
    """A conversation that the team began was not opened by that, but by the customer's first message."""
    created, begun = times.get("created_at"), cells.layout.agent_started
    if created is None or begun is None or "reply" in plain_words(cells.header("created_at")):
        return
    place, by_the_team = begun
    rows = zip(cells.batch.columns[place], created, strict=True)
    times["created_at"] = [None if text.strip() in by_the_team else at for text, at in rows]


def _read_durations(cells: Cells, times: Times) -> None:
    created = times.get("created_at")
    for meaning, instant in DURATIONS.items():
        texts = cells.texts(meaning)
        if texts is None or created is None:
            continue
        seconds, bad = cells.layout.durations[cells.header(meaning)].column(texts)
        times[instant] = [
            None if start is None or time is None else start + round(time)
            for start, time in zip(created, seconds, strict=True)
        ]
        cells.complain(meaning, bad, "not a time that something can take")


def _read_threads(cells: Cells, times: Times) -> None:
    texts = cells.texts(MESSAGES)
    if texts is None:
        return
    created = times.get("created_at") or [None] * len(texts)
    if cells.layout.vendor and cells.layout.vendor.opening_apart:
        threads = [read_thread(text, at) for text, at in zip(texts, created, strict=True)]
    else:
        threads = [read_thread(text) for text in texts]
    times["created_at"] = [
        at if thread is None or not thread.authors_known else thread.opened_at
        for thread, at in zip(threads, created, strict=True)
    ]
    for name in cells.layout.of_threads:
        if name not in times:
            times[name] = [None if thread is None else getattr(thread, name) for thread in threads]


def _told_by(cells: Cells, instant: str) -> str:
    """The meaning of the column that an instant comes from."""
    if instant in cells.layout.places:
        return instant
    durations = (duration for duration, told in DURATIONS.items() if told == instant)
    return next((duration for duration in durations if duration in cells.layout.places), MESSAGES)

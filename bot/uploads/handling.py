"""Takes a file from step to step, each in the file's own lane, whatever happens on the way."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.messages.message import Message
from bot.operations.metrics import Metrics
from bot.refusals import UnexpectedRefusalError
from bot.uploads import entries, interrupted, questions
from bot.uploads.at_work import AtWork
from bot.uploads.fetching import Fetched, SlackFiles
from bot.uploads.folder import safe_name
from bot.uploads.found import Brought, Found, Refused, TakenBack
from bot.uploads.jobs.bring_in import BringIn
from bot.uploads.jobs.job import Place
from bot.uploads.jobs.look import Look
from bot.uploads.jobs.take_back import TakeBack
from bot.uploads.ledger import Ledger
from bot.uploads.model import WORKING, State, Upload
from bot.uploads.showing import Showing
from bot.uploads.workers import DiedError, Workers
from kpi.errors import KpibotError
from kpi.model import Import

if TYPE_CHECKING:  # listeners know files, not the other way round
    from bot.listeners.desk import Desk, Tell

SAYS_EVERY = 1.5
"""Seconds between two changes of a message: Slack takes fifty a minute."""

NOTIFIES_AFTER = 60.0
"""Seconds: who has waited so long looks elsewhere, and Slack tells nobody of a message that was changed."""

DEATHS = 1
"""So often it is gone on with where a bot has died at a file: it may be the file that kills it."""

PROBLEMS = "problems.csv"
PROMPT = "/kpi"


@dataclass(frozen=True)
class Arrival:
    """Files, by their ids, that a person has brought. `channel` may be the person's id, and `thread` is where they are
    talked about."""

    person: str
    files: Sequence[str]
    channel: str
    thread: str | None = None


class Handling:
    """`database_url` is the store's, with its password."""

    def __init__(
        self, desk: "Desk", files: SlackFiles, ledger: Ledger, workers: Workers, database_url: str, metrics: Metrics
    ) -> None:
        self._desk = desk
        self._files = files
        self._workers = workers
        self._database_url = database_url
        self._metrics = metrics
        self._at_work = AtWork(ledger)
        self.ledger = ledger
        self.showing = Showing(desk.bench, desk.delivery)

    def bring(self, arrival: Arrival, *ways: "Tell") -> None:
        """Look at files that have come, if whoever brought them may import; what is in the way is told in `ways`."""
        for file in arrival.files:
            self._desk.put(f"bring {arrival.person}", partial(self._bring, arrival, file), *ways, prompt=PROMPT)

    def look(self, upload: Upload) -> None:
        """Look it over, which it says of itself already."""
        self._put(upload, lambda: self._look(upload))

    def bring_in(self, upload: Upload) -> None:
        """Import it, which it says of itself already."""
        self._put(upload, lambda: self._bring_in(upload))

    def take_back(self, upload: Upload, who: str) -> None:
        """Undo its import, which it says of itself already, as `who` wants."""
        self._put(upload, lambda: self._take_back(upload, who))

    def revive(self, number: int, dead_after: float) -> None:
        """Go on with it in the place of whoever has died at it, once; else say so, and what to do."""
        if number in self._at_work:
            return
        upload = self.ledger.take_over(number, dead_after, lambda upload: {"said": self._taken_over(upload)})
        if upload is None:
            return
        entry = self._entry(upload)
        is_in = entry is not None and entry.finished_at is not None
        if upload.state == State.UNDOING or upload.said["deaths"] > DEATHS or is_in:
            self._stop(upload, DiedError())
        elif upload.state == State.LOOKING:
            self.look(upload)
        else:
            self.bring_in(self.ledger.note(number, began_at=self._now()))

    def _taken_over(self, upload: Upload) -> dict[str, Any]:
        """What is said of it, with how often somebody has died at it, and the import that was begun, if one was."""
        entry, begun = self._entry(upload), set(upload.said.get("begun", []))
        if upload.state == State.IMPORTING and entry is not None and entry.finished_at is None:
            begun.add(entry.id)
        return {**upload.said, "deaths": upload.said.get("deaths", 0) + 1, "begun": sorted(begun)}

    def _bring(self, arrival: Arrival, file: str) -> None:
        self._desk.people.author(arrival.person)
        facts = self._files.facts(file)
        upload = self.ledger.begin(
            file=facts.id,
            name=facts.name,
            person=arrival.person,
            channel=arrival.channel,
            thread=arrival.thread,
            brought_at=self._now(),
        )
        with self._at_work.on(upload.id or 0):
            upload = self._put_up(upload)
        self.look(upload)

    def _put_up(self, upload: Upload) -> Upload:
        channel, ts = self.showing.put_up(upload)
        return self.ledger.note(upload.id or 0, channel=channel, ts=ts)

    def _look(self, upload: Upload) -> None:
        if upload.ts is None:  # whoever began it died before anything was said
            upload = self._put_up(upload)
        else:
            self.showing.show(upload)
        with self._fetched(upload) as fetched:
            earlier = None if upload.said.get("again") else self.ledger.same(fetched.digest)
            if earlier is not None:
                self._move(upload, State.KNOWN, earlier._asdict(), digest=fetched.digest)
                return
            told = self._workers.run(Look(self._place(), fetched.path, upload.said, self._files.most_bytes), _nobody)
            digest = fetched.digest
        match told:
            case Found():
                self._move(upload, State.FOUND, told.to_json(), digest=digest)
            case Refused():
                self._move(upload, State.REFUSED, told.to_json(), digest=digest)
            case _:
                self._move(upload, State.ASKING, questions.to_json(told), digest=digest)

    def _bring_in(self, upload: Upload) -> None:
        self.showing.show(upload)
        with self._fetched(upload) as fetched:
            problems = fetched.path.parent / "problems" / PROBLEMS
            problems.parent.mkdir()
            place = Place(self._database_url, self._desk.bench.zone, upload.began_at or self._now())
            said = {**upload.said, "source": upload.found.get("source")}  # as was said before Import was pressed
            job = BringIn(place, fetched.path, problems, said, self._files.most_bytes)
            brought: Brought = self._workers.run(job, _Progress(self.showing, upload))
            self._done(upload, brought, problems.read_bytes() if problems.exists() else b"")

    def _done(self, upload: Upload, brought: Brought, problems: bytes) -> None:
        kept = entries.imported(upload, brought, self._now())
        done = self._move(upload, State.DONE, brought.to_json(), kept=kept, import_id=brought.number)
        self._desk.bench.recount()
        if done is not None and problems:
            self._hand_over(done, brought, problems)

    def _take_back(self, upload: Upload, who: str) -> None:
        self.showing.show(upload)
        begun = [number for number in reversed(upload.said.get("begun", [])) if number != upload.import_id]
        job = TakeBack(self._place(), [upload.import_id or 0, *begun])
        with self._workers.turn():
            back: TakenBack = self._workers.run(job, _Progress(self.showing, upload))
        self._move(upload, State.UNDONE, back.to_json(), kept=entries.taken_back(upload, who, self._now()))
        self._desk.bench.recount()

    def _hand_over(self, upload: Upload, brought: Brought, problems: bytes) -> None:
        """What was wrong with rows, in the direct messages of whoever has brought it: it may hold what customers
        wrote."""
        person = upload.person
        name = f"{Path(safe_name(upload.name)).stem}-problems.csv"
        message = self._desk.bench.messages.render("upload_problems.j2", upload=upload, brought=brought)

        def tell(message: Message) -> None:
            self._desk.tell_directly(person, message)

        self._desk.put(
            f"upload {upload.id}",
            lambda: self._desk.delivery.upload(person, name, problems, message),
            tell,
            prompt=PROMPT,
        )

    def _put(self, upload: Upload, work: Callable[[], None]) -> None:
        """In its lane. Whatever goes wrong, the file says so, and waits for nobody any more."""

        def whole() -> None:
            began = time.monotonic()
            with self._at_work.on(upload.id or 0):
                try:
                    work()
                except Exception as error:  # noqa: BLE001
                    # The outer edge of the work on a file: its message must not say for ever that it goes on.
                    self._stop(self.ledger.get(upload.id or 0), error)
            if time.monotonic() - began >= NOTIFIES_AFTER:
                self.showing.notify(self.ledger.get(upload.id or 0))

        def tell(message: Message) -> None:
            self._desk.tell_directly(upload.person, message)

        self._desk.put(f"upload {upload.id}", whole, tell, prompt=PROMPT)

    def _stop(self, upload: Upload, error: Exception) -> None:
        """Say what went wrong, what is in all the same, and what to do."""
        if State(upload.state) not in WORKING:
            raise error  # what was to be done is done; whoever waits for it is told directly
        sentence, hint = self._in_words(error)
        if upload.state == State.LOOKING:
            self._move(upload, State.REFUSED, {**Refused(sentence, hint).to_json(), "again": True})
            return
        entry = self._entry(upload)
        if upload.state == State.IMPORTING and entry is not None and entry.finished_at is not None:
            with self._desk.bench.store.reading() as connection:
                problems = interrupted.problems(connection, entry.id or 0) if entry.problems else b""
            self._done(upload, interrupted.brought(entry), problems)
            return
        stopped = self._how_far(upload, entry)
        is_in = upload.state == State.IMPORTING and stopped["rows"]
        kept = entries.stopped(upload, stopped, self._now()) if is_in else None
        self._move(upload, State.STOPPED, {**stopped, "sentence": sentence, "hint": hint}, kept=kept)

    def _entry(self, upload: Upload) -> Import | None:
        source = upload.found.get("source", "")
        return self.ledger.journal(source, safe_name(upload.name), upload.began_at or 0)

    @staticmethod
    def _how_far(upload: Upload, entry: Import | None) -> dict[str, Any]:
        """Of an import what the journal says, whose entries are written together with the rows that they count."""
        found = upload.found
        kept = {
            "was": upload.state,
            "source": found.get("source", ""),
            "total": found.get("total", found.get("rows", 0)),
        }
        if entry is None:
            begun = upload.said.get("begun", [])
            return {**kept, "rows": 0, "number": upload.import_id or (begun[-1] if begun else None)}
        return {**kept, "rows": entry.rows, "number": entry.id}

    def _in_words(self, error: Exception) -> tuple[str, str]:
        if isinstance(error, KpibotError):
            return error.sentence, error.hint
        message = self._desk.replies.to_error(error, PROMPT)
        return message.text, ""

    def _move(self, upload: Upload, to: State, found: Mapping[str, Any], **columns: Any) -> Upload | None:
        """Let it be in another state and say so; None if somebody has decided otherwise meanwhile."""
        moved = self.ledger.move(upload.id or 0, {State(upload.state)}, to, found=dict(found), **columns)
        if moved is not None:
            self._metrics.uploads.labels(to.name.lower()).inc()
            self.showing.show(moved)
        return moved

    @contextmanager
    def _fetched(self, upload: Upload) -> Iterator[Fetched]:
        with self._workers.turn(), self._files.fetched(self._files.facts(upload.file)) as fetched:
            yield fetched

    def _place(self) -> Place:
        return Place(self._database_url, self._desk.bench.zone, self._now())

    def _now(self) -> int:
        return int(self._desk.bench.clock().timestamp())


class _Progress:
    """Says how far something is, not too often."""

    def __init__(self, showing: Showing, upload: Upload) -> None:
        self._showing = showing
        self._upload = upload
        self._said_at = time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        if time.monotonic() - self._said_at >= SAYS_EVERY:
            self._said_at = time.monotonic()
            with suppress(UnexpectedRefusalError):  # what is being done does not end for want of being told
                self._showing.change(self._upload, self._showing.working(self._upload, what, done, total))


def _nobody(_what: str, _done: int, _total: int) -> None:
    """Nobody is told how far it is."""

"""One process after the other is killed, and started again."""

import random
import socket
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.playground.server import LocalSlack
from chaos import files, truth
from chaos.asking import Asking
from chaos.help_desk import HelpDesk
from chaos.migrations import EARLIER, earlier_store, is_whole, revision
from chaos.programs import Programs
from chaos.reviews import Reviews
from kpi.migrating import migrate
from kpi.store import Store
from kpi.webhooks import inbox
from tests.support.deliveries import connect
from tests.support.postgres import Server

SERVE, IMPORT, REBUILD, MIGRATE = "serve", "import", "rebuild", "migrate"
KINDS = {SERVE: 10, IMPORT: 5, REBUILD: 2, MIGRATE: 3}
"""What is killed, and how often of twenty times."""
KILLED = -9
SERVING = 0.7
"""The share of bots that are let live until they serve; then they live on for a while."""
_LOOKS_EVERY = 0.02
_ENOUGH = 60.0
"""Seconds in the end for reviews that are still to be posted."""


@dataclass
class Report:
    """Of kills, by kind: the seconds after which each came, and how many found its process at an end already; what
    they left half done; and what was wrong after which kill.
    """

    moments: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    too_late: Counter[str] = field(default_factory=Counter)
    half_done: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    deliveries: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    questions: Counter[str] = field(default_factory=Counter)
    reviews: int = 0
    imports: int = 0

    @property
    def kills(self) -> int:
        return sum(map(len, self.moments.values()))


@dataclass
class Chaos:
    """`life` is for how many seconds at most a bot that serves is let live, and `rows` what each file holds."""

    store: Store
    programs: Programs
    slack: LocalSlack
    server: Server | None
    seed: int
    rows: int
    life: float
    told: Callable[[int], None] = lambda _kills: None

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)
        self._report = Report()
        self._takes: dict[str, float] = {}
        self._files: list[Path] = []
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            self._port = free.getsockname()[1]
        self._reviews = Reviews(self.store, self.slack)
        self._help_desk = HelpDesk(f"http://127.0.0.1:{self._port}", self.seed)
        self._asking = Asking(self.slack)

    def run(self, kills: int) -> Report:
        """So many of them."""
        migrate(self.store)
        connect(self.store)
        self._import()
        self._reviews.begin()
        self._help_desk.start()
        self._asking.start()
        serving = self._serve()
        kinds = self._kinds(kills)
        for number, kind in enumerate(kinds, 1):
            if kind == SERVE:
                serving = self._kill_bot(serving)
            else:
                self._kill_beside(kind)
            self._look(f"kill {number}, {kind}")
            self.told(number)
        self._end(serving)
        return self._report

    def _kinds(self, kills: int) -> list[str]:
        """As many of each kind as is its share, in any order."""
        shares = [kind for kind, times in KINDS.items() for _ in range(times)]
        kinds: list[str] = []
        while len(kinds) < kills:
            self._chance.shuffle(shares)
            kinds += shares
        return kinds[:kills]

    def _serve(self) -> int:
        return self.programs.start("serve", HTTP_PORT=f"{self._port}")

    def _kill_bot(self, serving: int) -> int:
        """Some while they start, others while they serve. Somebody wants a review meanwhile. The next bot."""
        self._reviews.want()
        if self._chance.random() < SERVING:
            self._wait_until_it_serves()
        moment = self._chance.uniform(0, self.life)
        time.sleep(moment)
        self._note(SERVE, self.programs.kill(serving), moment)
        truth.let_time_pass(self.store)
        return self._serve()

    def _wait_until_it_serves(self) -> None:
        known, until = len(self._help_desk.acknowledged), time.monotonic() + _ENOUGH
        while len(self._help_desk.acknowledged) == known and time.monotonic() < until:
            time.sleep(_LOOKS_EVERY)

    def _kill_beside(self, kind: str) -> None:
        """A program that runs beside the bot; what it was to do is done by the next one."""
        if kind == MIGRATE:
            self._kill_migration()
            return
        arguments = self._importing() if kind == IMPORT else ("rebuild",)
        status, moment = self.programs.killed_within(self._takes.get(kind, 2.0), self._chance, *arguments)
        self._note(kind, status, moment)
        truth.let_time_pass(self.store)
        self._timed(kind, *arguments)

    def _kill_migration(self) -> None:
        with earlier_store(self.programs.folder, self.server) as url:
            longest = self._takes.get(MIGRATE, 1.0)
            status, moment = self.programs.killed_within(longest, self._chance, MIGRATE, DATABASE_URL=url)
            self._note(MIGRATE, status, moment)
            self._report.half_done["a migration that was rolled back"] += revision(url) == EARLIER
            self._timed(MIGRATE, MIGRATE, DATABASE_URL=url)
            if not is_whole(url):
                self._report.wrong.append("a migrated store is not whole")

    def _importing(self) -> tuple[str, ...]:
        file = self.programs.folder / f"export-{len(self._files)}.csv"
        files.write_export(file, len(self._files), self.rows)
        self._files.append(file)
        return "import", f"{file}", "--source", "desk", "--timezone", "UTC", "--yes"

    def _import(self) -> None:
        self._timed(IMPORT, *self._importing())

    def _timed(self, kind: str, *arguments: str, **settings: str) -> None:
        """To its end, which has to be a good one."""
        began = time.monotonic()
        status, said = self.programs.run(*arguments, **settings)
        self._takes[kind] = time.monotonic() - began
        if status:
            self._report.wrong.append(f"{arguments} ended with {status}: {said[-500:]}")

    def _note(self, kind: str, status: int, moment: float) -> None:
        self._report.moments[kind].append(moment)
        self._report.too_late[kind] += status != KILLED
        for what in truth.half_done(self.store):
            self._report.half_done[what] += 1

    def _look(self, when: str) -> None:
        """Which acknowledged deliveries are lost, what was counted twice, and what is damaged."""
        acknowledged = set(self._help_desk.acknowledged)
        found = {
            "lost deliveries": sorted(truth.lost(self.store, acknowledged)),
            "miscounted deliveries": truth.miscounted(self.store),
            "damage": truth.damage(self.store),
            "reviews posted twice": self._reviews.doubles(),
        }
        self._report.wrong += [f"after {when}: {what}: {which}" for what, which in found.items() if which]

    def _end(self, serving: int) -> None:
        """All is as if nobody had been killed."""
        self._help_desk.drain()
        self._asking.stop()
        self._reviews.wait(_ENOUGH)
        status = self.programs.stop(serving)
        self._look("the end")
        report = self._report
        lost = self._reviews.lost()
        other = truth.undisturbed(self.programs.folder, self.store, self._help_desk.bodies.values())
        for file in self._files:
            arguments = ("import", f"{file}", "--source", "desk", "--timezone", "UTC", "--yes")
            self._timed(IMPORT, *arguments, DATABASE_URL=f"{other.url}")
        differing = truth.differences(self.store, other)
        other.close()
        self.programs.run("ask")
        _, said = self.programs.run("rebuild")
        found = {
            "the bot ended with": status,
            "deliveries that still wait": inbox.waiting(self.store),
            "lost reviews": lost,
            "tickets and events that differ": differing[:5],
            "a summary that is not right": "" if "All are as they had been" in said else said,
            "answers that broke": self._asking.broken,
        }
        report.wrong += [f"in the end: {what}: {which}" for what, which in found.items() if which]
        report.wrong += [line for line in self.programs.log.read_text("utf-8").splitlines() if " failure " in line]
        report.deliveries, report.answers = len(self._help_desk.acknowledged), self._help_desk.answers
        report.questions, report.reviews = self._asking.answers, len(self._reviews.wanted)
        report.imports = len(self._files)
        report.half_done["an import"] = truth.unfinished_imports(self.store)

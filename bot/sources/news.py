"""Tells the owner of a source that it went quiet for longer than it ever does, or is not understood; and when that is
over."""

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import structlog
from structlog.stdlib import BoundLogger

from bot.commands.registry import Workbench
from bot.delivery import Delivery
from bot.messages.message import Message
from bot.refusals import LostError, RefusedError
from bot.reviewing.history import PASSING
from bot.settings import is_member
from kpi.team.settings import usable
from kpi.webhooks import connecting, liveness
from kpi.webhooks.connecting import Connected
from kpi.webhooks.liveness import Trouble

EVERY = 60.0
"""Seconds between two looks."""


class SourceNews:
    """Each trouble is told once, whichever of several bots sees it first, and once more when it is over.

    It goes to the source's owner, else to who connected it, else to the first of those who are named as admins.
    """

    def __init__(self, bench: Workbench, delivery: Delivery, seconds: Callable[[], float] = time.monotonic) -> None:
        self._bench = bench
        self._delivery = delivery
        self._seconds = seconds
        self._looked_at: float | None = None
        self._log: BoundLogger = structlog.get_logger("kpibot")

    def run(self) -> None:
        """Tell what is new. What cannot be told for now is told another time."""
        if self._looked_at is not None and self._seconds() - self._looked_at < EVERY:
            return
        self._looked_at = self._seconds()
        with self._bench.store.reading() as connection:
            known = {each.source: each for each in connecting.all_(connection)}
            admins = self._bench.first_admins | usable(connection, self._bench.zone).admins
        if not known:
            return
        with self._bench.store.writing() as connection:
            new, over = liveness.claim_news(connection, int(self._bench.clock().timestamp()))
        for source, kind in over:
            with suppress(LostError, RefusedError):  # good news may get lost
                self._tell(self._message(source, kind, ""), _whom(known.get(source), sorted(admins)))
        self._tell_all(new, {each.source: _whom(known.get(each.source), sorted(admins)) for each in new})

    def _tell_all(self, new: Sequence[Trouble], whom: Mapping[str, Sequence[str]]) -> None:
        """What is not told for sure is given back, but for what may have arrived."""
        left = list(new)
        try:
            while left:
                self._log.warning("a source is in trouble", source=left[0].source, kind=left[0].kind)
                self._tell(self._message(left[0].source, left[0].kind, left[0].sentence), whom[left[0].source])
                left.pop(0)
        except LostError:
            left.pop(0)
            raise
        finally:
            for trouble in left:
                with self._bench.store.writing() as connection:
                    liveness.release(connection, trouble)

    def _message(self, source: str, kind: str, sentence: str) -> Message:
        """Without a sentence it is over."""
        told = {"source": source, "kind": kind, "is_over": not sentence, "sentence": sentence}
        return self._bench.messages.render("source_trouble.j2", **told)

    def _tell(self, message: Message, whom: Sequence[str]) -> None:
        """Whom Slack lets nobody write to any more is passed over."""
        for person in whom:
            try:
                self._delivery.post(person, message)
            except RefusedError as refusal:
                if refusal.code in PASSING:
                    raise
                self._log.warning("an owner could not be told", owner=person, why=refusal.sentence)
            else:
                return
        self._log.warning("news of a source could be told to nobody")


def _whom(source: Connected | None, admins: Sequence[str]) -> list[str]:
    """Slack ids, the first first."""
    theirs = [] if source is None else [each for each in (source.owner, source.who) if each and is_member(each)]
    return list(dict.fromkeys([*theirs, *admins]))

"""Where the data come from, in words: how fresh each source is, and what its last import brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.messages import import_words
from bot.messages.mrkdwn import escaped_size
from bot.messages.rows import fitting
from bot.sources import words as source_words
from kpi import words
from kpi.ingest.history import problems
from kpi.ingest.history.feeds import Feed
from kpi.ingest.history.journal import TICKETS
from kpi.ingest.records import KINDS
from kpi.model import Import
from kpi.silence import Silence, silence
from kpi.span import DAY, day_name
from kpi.webhooks.liveness import troubles
from kpi.webhooks.standing import Standing, standings
from kpi.wording.sentences import many

LONGEST_NAME = 60
_KINDS_OF_PROBLEMS = 3
_DAYS = ("day", "days")
_CONVERSATIONS = ("conversation", "conversations")


@dataclass(frozen=True)
class SourceRow:
    """One source: what it is ("Zendesk, 12,064 conversations"), how fresh ("Complete until …"), what came in last and
    what was wrong with that, a line a kind; `number` is that of the last import. `live` says of what comes in by itself
    how much did, and what was wrong with that, a line each. Each is "" where there is nothing; `is_live` if it comes in
    by itself, under the name `key`."""

    name: str
    is_: str
    fresh: str
    quiet: str
    last: str
    problems: str
    number: str
    live: str = ""
    is_live: bool = False
    key: str = ""


@dataclass(frozen=True)
class Live:
    """What is known at an instant of sources that come in by themselves, by source: how they are doing, and what is
    wrong."""

    at: int = 0
    standings: Mapping[str, Standing] = field(default_factory=dict)
    wrong: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def now(cls, connection: Connection, at: int, *, with_unopened: bool = False) -> "Live":
        """As it is; to count conversations that were opened before takes a while where there are very many."""
        wrong: dict[str, list[str]] = {}
        for trouble in troubles(connection, at):
            wrong.setdefault(trouble.source, []).append(trouble.sentence)
        return cls(at, standings(connection, at, with_unopened=with_unopened), wrong)


@dataclass(frozen=True)
class SourceRows:
    """The first of `total`, as many as have room: those that have gone quiet stand first, then the freshest."""

    rows: list[SourceRow]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class SourceWords:
    """Says them: `opened` and `silences` are by source, and `day` is the one on which it is said. Values out of files
    are shown to who asks `alone`. Where it is to be `brief`, one problem stands for all."""

    connection: Connection
    zone: ZoneInfo
    day: date
    silences: Mapping[str, Silence]
    opened: Mapping[str, int]
    alone: bool
    brief: bool = False
    live: Live = field(default_factory=Live)

    def rows(self, feeds: Sequence[Feed], most: int, room: int) -> SourceRows:
        """At most so many, of so many characters when escaped."""
        first = sorted(feeds, key=self._rank)[:most]
        return SourceRows(fitting([self._row(each) for each in first], room, escaped_size), len(feeds))

    def _rank(self, feed: Feed) -> tuple[bool, bool, int, str]:
        until = feed.complete_until
        return not self._silences(feed), until is None, -(until or 0), feed.name

    def _row(self, feed: Feed) -> SourceRow:
        last = feed.last
        return SourceRow(
            name=words.shorten(feed.name, LONGEST_NAME) or "(without a name)",
            is_=self._is(feed),
            fresh=self._fresh(feed),
            quiet=" ".join(self._silences(feed)),
            last="" if last is None else self._last(last),
            problems="" if last is None else "\n".join(self._problems(last)),
            number="" if last is None else str(last.id),
            live="\n".join(self._live(feed)),
            is_live=feed.name in self.live.standings,
            key=feed.name,
        )

    def _live(self, feed: Feed) -> list[str]:
        """ "Comes in by itself; the last delivery 2 minutes ago; 1,204 in the last 24 hours, 3 not understood." """
        standing = self.live.standings.get(feed.name)
        if standing is None:
            return []
        lines = [source_words.live(standing, self.live.at)]
        if not self.brief:
            lines += [f"• {reason}" for reason in source_words.reasons(standing)]
        return [*lines, *filter(None, [source_words.unopened(standing)])]

    def _is(self, feed: Feed) -> str:
        of = KINDS.get(feed.last.kind) if feed.last and feed.complete_until is None else None
        holds = of.title if of and of.title != feed.name else ""
        opened = self.opened.get(feed.name)
        counted = "" if opened is None else many(opened, _CONVERSATIONS)
        return ", ".join(filter(None, (words.shorten(feed.help_desk), holds, counted)))

    def _fresh(self, feed: Feed) -> str:
        """ "Complete until Fri 20 Nov 2026, 12:00, 2 days ago." """
        if feed.complete_until is None and feed.name in self.live.standings:
            return ""
        if feed.complete_until is None and feed.last is None:
            return "Nothing is left of it: every import was undone."
        if feed.complete_until is None:
            is_of_them = feed.last is not None and feed.last.kind == TICKETS
            return "No conversations yet: no import of them has finished." if is_of_them else ""
        until = words.instant(feed.complete_until, self.zone)
        return f"Complete until {until}, {self._ago(feed.complete_until)}."

    def _ago(self, at: int) -> str:
        days = (self.day - datetime.fromtimestamp(at, self.zone).date()).days
        return {0: "today", 1: "yesterday"}.get(days, f"{words.count(days)} days ago") if days >= 0 else "ahead of now"

    def _silences(self, feed: Feed) -> list[str]:
        said = list(self.live.wrong.get(feed.name, ()))
        if found := self.silences.get(feed.name):
            since = f"No new conversation since {day_name(found.last)}"
            said.append(f"{since}: {many(found.days, _DAYS)}, in half a year {_longest(found)}.")
        days = sorted({datetime.fromtimestamp(at, self.zone).date() for at in feed.delivered})
        is_expected = feed.name not in self.live.standings
        if is_expected and (late := silence(days, self.day + DAY)):
            said.append(f"No new file for {many(late.days, _DAYS)}: before, {_longest(late)}.")
        return said

    def _last(self, last: Import) -> str:
        """ "1,000 added, 7 left out (no ticket number), from tickets.csv on 22 Nov 2026, 14:05" """
        when = words.instant(last.finished_at or last.started_at, self.zone).partition(" ")[2]
        name = words.shorten(last.file, LONGEST_NAME) or "a file without a name"
        return f"{import_words.outcome_by_reason(last)}, from {name} on {when}"

    def _brief_problem(self, last: Import) -> str:
        """ "6 to look at, for example row 17, Solved: “soon” not a date" """
        said = f"{words.count(last.problems)} to look at"
        example = problems.first(self.connection, last.id or 0)
        if example is None:
            return said
        told = import_words.in_words(example, with_value=self.alone)
        return f"{said}: {told}" if last.problems == 1 else f"{said}, for example {told[:1].lower()}{told[1:]}"

    def _problems(self, last: Import) -> list[str]:
        """The most frequent kinds, each with an example."""
        if not last.problems:
            return []
        if self.brief:
            return [self._brief_problem(last)]
        kinds = problems.most_frequent(self.connection, last.id or 0, _KINDS_OF_PROBLEMS)
        said = [f"{words.count(last.problems)} to look at:"]
        for kind in kinds:
            example = import_words.in_words(kind.example, with_value=self.alone)
            said.append(f"{example} ({words.count(kind.number)} such)" if kind.number > 1 else example)
        return said


def _longest(found: Silence) -> str:
    return f"never more than {many(found.longest, _DAYS)}" if found.longest else "never a whole day"

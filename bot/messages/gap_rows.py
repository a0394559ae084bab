"""What customers did not find, as rows of a table."""

from dataclasses import dataclass

from bot.messages.mrkdwn import shorten
from bot.messages.rows import fitting
from kpi import words
from kpi.gaps import Gap, Gaps

LONGEST_QUERY = 150
LONGEST_INTENT = 60


@dataclass(frozen=True)
class GapRow:
    """A query, in words; `searches` is what `said` says, for sorting."""

    query: str
    searches: int
    said: str
    trend: str
    intent: str


def gap_rows(found: Gaps) -> list[GapRow]:
    """As many as Slack has room for."""
    return fitting(_row(each) for each in found.gaps)


def trend(now: int, before: int | None) -> str:
    """ "up 12 from 30", "down 3 from 10", "as before", "new"; a dash where nothing is known of before."""
    if before is None:
        return "–"
    if before == 0:
        return "new" if now else "as before"
    if now == before:
        return "as before"
    return f"{'up' if now > before else 'down'} {words.count(abs(now - before))} from {words.count(before)}"


def _row(gap: Gap) -> GapRow:
    return GapRow(
        query=shorten(gap.query, LONGEST_QUERY),
        searches=gap.searches,
        said=words.count(gap.searches),
        trend=trend(gap.searches, gap.before),
        intent=shorten(gap.intent or "", LONGEST_INTENT),
    )

"""All sources in a table, in the terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.commands.deciding import Deciding
from bot.messages.mrkdwn import clean, shorten
from bot.sources import words
from bot.team_commands.deciding import say
from kpi.ingest.history.feeds import Feed, feeds
from kpi.webhooks.liveness import troubles
from kpi.webhooks.standing import Standing, standings

_LONGEST_NAME = 60
_NONE = "Nothing has come in yet. Try: kpibot import export.csv, or: kpibot sources add zendesk"


def show_sources(at: Deciding, console: Console) -> None:
    """What each is, how it comes in, what came last, until when it is complete, and what is wrong."""
    live = standings(at.connection, at.at, with_unopened=True)
    wrong: dict[str, list[str]] = {}
    for trouble in troubles(at.connection, at.at):
        wrong.setdefault(trouble.source, []).append(trouble.sentence)
    table = Table(box=None, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("Source", overflow="fold")
    for name in ("What it is", "Comes in", "Complete until"):
        table.add_column(name)
    known = feeds(at.connection)
    for feed in known:
        table.add_row(*(Text(clean(cell)) for cell in _cells(feed, live.get(feed.name), at)))
    if not known:
        say(_NONE, console)
        return
    console.print(table)
    for feed in known:
        for line in _lines(live.get(feed.name), wrong.get(feed.name, [])):
            say(f"{shorten(feed.name, _LONGEST_NAME)}: {line}", console)


def _cells(feed: Feed, standing: Standing | None, at: Deciding) -> tuple[str, ...]:
    """By itself and by files, where it is both."""
    came = []
    if standing is not None:
        came.append(f"by itself, {words.last_delivery(standing, at.at)}")
    if feed.last is not None:
        came.append(f"by files, the last {words.ago(feed.last.finished_at or feed.last.started_at, at.at)}")
    until = "" if feed.complete_until is None else at.moment(feed.complete_until)
    return shorten(feed.name, _LONGEST_NAME), feed.help_desk, "; ".join(came) or "nothing is left of it", until


def _lines(standing: Standing | None, wrong: list[str]) -> list[str]:
    """What somebody has to see to."""
    if standing is None:
        return wrong
    lines = [*wrong, *(words.reasons(standing) if not wrong else ())]
    if standing.waiting:
        lines.append(f"{standing.waiting} not understood: kpibot deliveries --source {standing.connected.source}")
    return [*lines, *filter(None, [words.unopened(standing)])]

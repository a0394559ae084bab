"""The data: which sources there are, and how far they reach."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.doctor.finding import Finding, fine
from kpi import sources, words
from kpi.sources import SourceFacts
from kpi.store import Store

NAME = "data"
OLD = 14 * words.DAY
MOST_SOURCES = 5


def check(store: Store, zone: ZoneInfo, now: datetime) -> Finding:
    """Old data are no fault of the installation, but whoever looks should know."""
    with store.reading() as connection:
        known = sources.read(connection)
    fed = [source for source in known if source.complete_until is not None]
    if not fed:
        return fine(NAME, "No tickets yet.", "Type: kpibot import FILE")
    newest = max(source.complete_until or 0 for source in fed)
    sentence = f"{words.sentence(words.listed([_reach(each, zone) for each in fed], MOST_SOURCES))}."
    is_old = now.timestamp() - newest > OLD
    return fine(NAME, sentence, "Nothing newer is there: import a newer export with kpibot import FILE" * is_old)


def _reach(source: SourceFacts, zone: ZoneInfo) -> str:
    return f"{words.shorten(source.name, 30)} to {words.instant(source.complete_until or 0, zone)}"

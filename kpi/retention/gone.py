"""What cannot be answered any more, said plainly."""

from datetime import date

from sqlalchemy import Connection

from kpi import sources, words
from kpi.counting.days import Days, midnight
from kpi.errors import UserError
from kpi.retention.frozen import frozen
from kpi.span import day_name
from kpi.team.settings import TeamSettings

_STILL = (
    "What is kept of them is every day's figures, in all and by channel, intent, team, priority, language, source or"
    " arrival: ask for those, or for days since then."
)


class GoneError(UserError):
    """A question needs conversations that are no longer kept."""


def error(kept_from: date, what: str = "conversations") -> GoneError:
    """That it needs some of before that day."""
    return GoneError(f"{words.sentence(why(kept_from, what))}.", _STILL)


def why(kept_from: date, what: str = "conversations") -> str:
    """ "conversations from before 22 November 2024 are no longer kept" """
    return f"{what} from before {day_name(kept_from)} are no longer kept"


def check(
    connection: Connection, team: TeamSettings, days: Days, *, standing: bool = False, what: str = "conversations"
) -> None:
    """GoneError if conversations are gone that counted on one of these days; if it is only asked what was `standing`
    open at their end, if they all are before."""
    before = _gone_of(connection, team, days, standing)
    if before is not None:
        raise error(before, what)


def is_gone(connection: Connection, team: TeamSettings, days: Days, *, standing: bool = False) -> bool:
    """Whether that is so."""
    return _gone_of(connection, team, days, standing) is not None


def _gone_of(connection: Connection, team: TeamSettings, days: Days, standing: bool) -> date | None:
    found = frozen(connection, team)
    if found is None or (days.end >= found.before if standing else days.first >= found.before):
        return None
    opened = [each.first_opened for each in sources.read(connection) if each.first_opened is not None]
    is_known = bool(opened) and min(opened) < midnight(min(days.end, found.before), team.zone)
    return found.before if is_known else None

"""What the summary was made for: whatever, beside the tickets, decides on which day and how something is counted."""

import json

from sqlalchemy import Connection, select, update

from kpi.catalogue import FIRST_RESPONSE_TIME
from kpi.summary.tables import summary_state
from kpi.team.settings import TeamSettings

_BEING_MADE = "being made for "


def is_made_for(connection: Connection, team: TeamSettings) -> bool:
    """Whether the summary counts as the team now wants it."""
    return stored(connection) == basis(team)


def is_being_made_for(connection: Connection, team: TeamSettings) -> bool:
    """Whether somebody has begun to make it so, and the days that are not yet so are marked."""
    return stored(connection) == f"{_BEING_MADE}{basis(team)}"


def stored(connection: Connection) -> str:
    """As it is kept; "" before there is a summary."""
    return connection.scalar(select(summary_state.c.basis)) or ""


def begin(connection: Connection, team: TeamSettings) -> None:
    """From now on nobody reads the summary, until it is made."""
    connection.execute(update(summary_state).values(basis=f"{_BEING_MADE}{basis(team)}"))


def finish(connection: Connection, team: TeamSettings) -> None:
    """It is made, and may be read."""
    connection.execute(update(summary_state).values(basis=basis(team)))


def basis(team: TeamSettings) -> str:
    """The zone, the opening hours and the targets for first replies."""
    hours = None if team.hours is None else team.hours.to_json()
    targets = [[*aim, target.value] for aim, target in team.targets.own if aim.kpi == FIRST_RESPONSE_TIME.key]
    return json.dumps([team.zone.key, hours, targets], sort_keys=True)

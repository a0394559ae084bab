"""Who may see assignees: admins, by themselves, where the team has turned them on. No other answer names people."""

from functools import partial

from sqlalchemy import Connection

from bot.commands.registry import Asked
from kpi.errors import UserError
from kpi.labels import StoreLabels
from kpi.team.settings import TeamSettings

_FOR_ADMINS = "Assignees are shown to admins alone"


def labels(connection: Connection, asked: Asked, team: TeamSettings) -> StoreLabels:
    """The labels that questions of whoever asks are read with: they refuse those about assignees to all but admins."""
    return StoreLabels(connection, partial(_may_see, asked, team))


def _may_see(asked: Asked, team: TeamSettings) -> None:
    """KpibotError if they are off, or if whoever asks is no admin, or not alone with the answer.

    It is asked with each question, so that a button or a shared answer of another day opens nothing.
    """
    if not team.assignees:
        raise UserError("Assignees are off.", "An admin turns them on with: config assignees on")
    if not asked.alone:
        raise UserError(f"{_FOR_ADMINS}, and here others would see them.", "Ask with `/kpi`.")
    try:
        asked.author()
    except UserError as error:
        raise UserError(f"{_FOR_ADMINS}.", error.hint) from error

"""What admins alone are shown, and only where nobody else sees it."""

from bot.commands.registry import Asked
from bot.refusals import UnexpectedRefusalError
from kpi.errors import KpibotError, UserError


def check(asked: Asked) -> str:
    """The name of an admin who is alone with the answer; KpibotError for anybody else."""
    if not asked.alone:
        raise UserError("That is for admins alone, and here others would see it.", "Type it after `/kpi`.")
    return asked.author()


def presses(asked: Asked) -> bool:
    """Whether there is somebody to press buttons that only admins may press."""
    if not asked.alone or asked.person is None:
        return False
    try:
        asked.author()
    except (KpibotError, UnexpectedRefusalError):
        return False
    return True

"""`/kpi import`: how a file comes in."""

from functools import partial

from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message

VERB = "import"


def command(bench: Workbench) -> Command:
    """Typed after `/kpi` it opens a form; elsewhere it says how a file comes in."""
    return Command(
        verb=VERB,
        usage="",
        does="Bring in a help desk's export, costs or self-service inquiries: opens a form for a file. For admins.",
        examples=(VERB,),
        answer=partial(_answer, bench),
    )


def opens_form(text: str) -> bool:
    """Whether that is all that was typed."""
    return text.casefold().strip(" .!?") == VERB


def _answer(bench: Workbench, asked: Asked) -> Message:
    return bench.messages.render("upload_how.j2", asked=asked)

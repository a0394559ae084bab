"""The conversations behind a number as a CSV file: `kpibot ask csat --tickets out.csv`."""

from dataclasses import replace
from pathlib import Path

from bot import ticket_csv
from bot.commands import explain, tickets
from bot.commands.asking import asking
from bot.commands.registry import Asked, Workbench
from kpi.errors import UserError
from kpi.grammar import list_words
from kpi.question import QuestionError


def write(bench: Workbench, asked: Asked, file: Path) -> int:
    """How many were written to a new file: all that the number of a question, with or without its verb, counts.

    UserError if the question is about no KPI, if there is such a file already, or if it cannot be made.
    """
    text, wanted = list_words.taken(asked.text.removeprefix(f"{explain.VERB} ").removeprefix(f"{tickets.VERB} "))
    try:
        with asking(bench, replace(asked, text=text)) as found:
            return ticket_csv.write(found, file, wanted.order)
    except QuestionError as error:
        hint = f"Type `kpibot ask csat --tickets {file}`."
        raise UserError("Tickets are written for one metric at a time.", hint) from error
    except FileExistsError:
        raise UserError(f"There is a file {file} already, and nothing was written.", "Name another one.") from None
    except OSError as error:
        raise UserError(f"{file} cannot be written: {error.strerror}.", "Name another file.") from error

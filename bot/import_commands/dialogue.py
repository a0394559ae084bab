"""Asks in the terminal what has to be known before a file can be imported."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.prompt import IntPrompt, Prompt
from rich.table import Table
from rich.text import Text

from bot.import_commands.progress import looking_over
from bot.messages.mrkdwn import clean, shorten
from kpi.errors import UserError
from kpi.ingest.planning import said
from kpi.ingest.planning.options import Options
from kpi.ingest.planning.parts import Plan
from kpi.ingest.planning.plan import inspect
from kpi.ingest.planning.questions import Question, UnsureError
from kpi.ingest.planning.sources import KnownSource

_LONGEST_EXAMPLE = 60


def inspect_asking(
    path: Path, options: Options, known: Sequence[KnownSource], console: Console, errors: Console
) -> Plan:
    """`inspect`, with a person to ask: as often as answers raise new questions."""
    while True:
        try:
            with looking_over(errors):
                return inspect(path, options, known)
        except UnsureError as unsure:
            for question in unsure.questions:
                options = options.having_said(**ask(question, console))


def ask(question: Question, console: Console) -> dict[str, object]:
    """What the person's choice changes in `Options`; Enter takes the best one, where there is one."""
    shared = question.shared_examples
    console.print(Text(f"\n{clean(question.text)}", style="bold"))
    if shared:
        console.print(Text(f"Its values are such as {_listed(shared)}", style="dim"))
    header = question.header
    console.print(_choices(question, says_examples=not shared, has_other=header is not None))
    last = len(question.choices) + (header is not None)
    numbers = [str(number) for number in range(1, last + 1)]
    best = {} if question.best is None else {"default": question.best + 1}
    answer: int = IntPrompt.ask("Which", choices=numbers, console=console, **best)  # type: ignore[call-overload]
    if header is not None and answer > len(question.choices):
        return {"mapping": _meaning_of(header, console)}
    return dict(question.choices[answer - 1].change)


def _meaning_of(header: str, console: Console) -> dict[str, str | None]:
    """What the person says that the column tells, asked until it is something that a column can tell."""
    while True:
        answer = Prompt.ask("What does it tell, such as resolved_at or team", console=console)
        try:
            return said.mapping([f"{header}={answer}"])
        except UserError as error:
            console.print(Text(f"{clean(error.sentence)} {clean(error.hint)}"))


def _choices(question: Question, *, says_examples: bool, has_other: bool) -> Table:
    """With their numbers, and below each what it makes of some values."""
    table = Table.grid(padding=(0, 2))
    for number, choice in enumerate(question.choices, 1):
        table.add_row(f"  {number}", Text(clean(choice.says)))
        if says_examples and choice.examples:
            table.add_row("", Text(_listed(choice.examples), style="dim"))
    if has_other:
        table.add_row(f"  {len(question.choices) + 1}", "It tells something else")
    return table


def _listed(examples: Sequence[str]) -> str:
    return ", ".join(shorten(example, _LONGEST_EXAMPLE) for example in examples)

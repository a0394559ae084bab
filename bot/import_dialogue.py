"""Asks in the terminal what has to be known before a file can be imported."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.prompt import IntPrompt
from rich.text import Text

from bot.messages.mrkdwn import clean
from kpi.ingest.options import Options
from kpi.ingest.plan import Plan, inspect
from kpi.ingest.questions import Choice, Question, UnsureError
from kpi.ingest.sources import KnownSource


def inspect_asking(path: Path, options: Options, known: Sequence[KnownSource], console: Console) -> Plan:
    """`inspect`, with a person to ask: as often as answers raise new questions."""
    while True:
        try:
            return inspect(path, options, known)
        except UnsureError as unsure:
            for question in unsure.questions:
                options = options.having_said(**ask(question, console).change)


def ask(question: Question, console: Console) -> Choice:
    """The choice that the person makes; Enter takes the best one, where there is one."""
    console.print(Text(f"\n{clean(question.text)}", style="bold"))
    for number, choice in enumerate(question.choices, 1):
        examples = f"  ({', '.join(choice.examples)})" if choice.examples else ""
        console.print(Text(f"  {number}  {clean(choice.says)}").append(clean(examples), "dim"))
    numbers = [str(number) for number in range(1, len(question.choices) + 1)]
    best = {} if question.best is None else {"default": question.best + 1}
    answer: int = IntPrompt.ask("Which", choices=numbers, console=console, **best)  # type: ignore[call-overload]
    return question.choices[answer - 1]

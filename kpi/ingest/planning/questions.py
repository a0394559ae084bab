"""What has to be asked before a file can be imported, because more than one reading is possible."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kpi.errors import UserError
from kpi.ingest.columns.date_columns import DateDecision
from kpi.ingest.columns.durations import DurationUnit
from kpi.ingest.columns.meaning import NPS, TIME_OF_DAY, ColumnReading
from kpi.ingest.columns.names import EACH_ROW
from kpi.ingest.columns.profile import Profile

NOT_USED = "ignore"

_SPECIAL = re.compile(r'["$`\\!]')  # What a shell does not leave alone between double quotes.
_EXAMPLES = 2
_LONGEST_EXAMPLE = 60
_WORDS = {
    "external_id": "the ticket number",
    "created_at": "when a ticket was opened",
    "resolved_at": "when a ticket was resolved",
    "first_response_at": "when a ticket was first answered",
    "status": "the status",
    "rating": "the customer's rating",
    "nps": "how likely the customer is to recommend you",
    "requester": "who asked",
    "assignee": "who a conversation is assigned to",
}
_SIXTY = {DurationUnit.SECONDS: "a minute", DurationUnit.MINUTES: "an hour", DurationUnit.HOURS: "60 hours"}


@dataclass(frozen=True)
class Choice:
    """One reading: in words, the option that says so beforehand, what it changes in `Options`, and examples."""

    says: str
    option: str
    change: Mapping[str, Any]
    examples: Sequence[str] = ()


@dataclass(frozen=True)
class Question:
    """`best` is the place of the choice that is taken if nobody is asked; None if somebody has to be."""

    text: str
    choices: Sequence[Choice]
    best: int | None = 0

    @property
    def header(self) -> str | None:
        """The one column that all choices are about; None if the question is about something else."""
        headers = [header for choice in self.choices for header in choice.change.get("mapping", {})]
        is_one = len(headers) == len(self.choices) and len(set(headers)) == 1
        return headers[0] if is_one and headers[0] != EACH_ROW else None

    @property
    def shared_examples(self) -> Sequence[str]:
        """Those that all choices have: values that are the same however they are read."""
        first = self.choices[0].examples
        is_same = len(self.choices) > 1 and all(choice.examples == first for choice in self.choices)
        return first if is_same else ()


class UnsureError(UserError):
    """A file that can be read in more than one way. `questions` say which, and their options decide it beforehand."""

    def __init__(self, name: str, questions: Sequence[Question]) -> None:
        self.questions = questions
        what = "one thing has to be known" if len(questions) == 1 else f"{len(questions)} things have to be known"
        takes_best = all(question.best is not None for question in questions)
        hint = f"Import it again with one of these options{'' if len(questions) == 1 else ' for each'}"
        super().__init__(
            f"Before {name} can be read, {what}.\n" + "\n".join(_with_options(question) for question in questions),
            f"{hint}, or with --yes to take the first of each." if takes_best else f"{hint}.",
        )


def _with_options(question: Question) -> str:
    """The question, and below it a line for each choice, with the option that makes it."""
    return "\n".join([question.text, *(f"  {choice.option}   {_said(choice)}" for choice in question.choices)])


def _said(choice: Choice) -> str:
    return f"{choice.says} ({', '.join(choice.examples)})" if choice.examples else choice.says


def about_column(reading: ColumnReading, profile: Profile) -> Question:
    """Whether a column means what it was guessed to mean."""
    header, meaning = reading.header, reading.meaning or ""
    values = _examples(profile)
    return Question(
        f"Does the column “{header}” tell {_WORDS.get(meaning, meaning.replace('_', ' '))}? A guess, as {reading.why}.",
        [
            Choice("Yes", mapped(header, meaning), {"mapping": {header: meaning}}, values),
            Choice("No, leave it aside", mapped(header, NOT_USED), {"mapping": {header: None}}, values),
        ],
    )


def about_recommending(header: str, profile: Profile) -> Question:
    """Whether a column from 0 to 10, whose name does not say what was asked, is NPS."""
    values = _examples(profile)
    return Question(
        f"The column “{header}” runs from 0 to 10. Does it tell how likely customers are to recommend you (NPS)?",
        [
            Choice("No, leave it aside", mapped(header, NOT_USED), {"mapping": {header: None}}, values),
            Choice("Yes", mapped(header, NPS), {"mapping": {header: NPS}}, values),
        ],
    )


def about_ticket_numbers(keys: Sequence[str]) -> Question:
    """What to do with a file without ticket numbers; `keys` are columns that could be those."""
    own = Choice(
        "Take each row for a ticket of its own: the next export of the same tickets would count them twice",
        mapped(EACH_ROW, "external_id"),
        {"mapping": {EACH_ROW: "external_id"}},
    )
    columns = [
        Choice(f"“{key}” is the ticket number", mapped(key, "external_id"), {"mapping": {key: "external_id"}})
        for key in keys
    ]
    return Question("No column tells the tickets apart. What is a ticket?", [own, *columns])


def about_day_and_month(decision: DateDecision) -> Question:
    """Which of two numbers is the day, in the columns that do not tell."""
    header = decision.unsure[0]
    examples = decision.examples[header][:_EXAMPLES]
    return Question(
        f"Is “{examples[0][0]}” in the column “{header}” written day first or month first? No value tells.",
        [
            Choice("Day first", "--day-first", {"day_first": True}, [f"{text} is {day}" for text, day, _ in examples]),
            Choice(
                "Month first",
                "--month-first",
                {"day_first": False},
                [f"{text} is {month}" for text, _, month in examples],
            ),
        ],
        best=None,
    )


def about_unit(reading: ColumnReading, profile: Profile, best: DurationUnit) -> Question:
    """What the numbers of a column of durations count."""
    units = [best, *(unit for unit in _SIXTY if unit is not best)]
    values = _examples(profile)
    return Question(
        f"What do the numbers in the column “{reading.header}” count?",
        [
            Choice(
                unit.name.capitalize(),
                mapped(reading.header, f"{reading.meaning}:{unit.name.lower()}"),
                {"mapping": {reading.header: f"{reading.meaning}:{unit.name.lower()}"}},
                [f"{value} {unit.name.lower()}" for value in values],
            )
            for unit in units
        ],
    )


def about_source(title: str, sources: Sequence[str]) -> Question:
    """Which of several sources a file belongs to."""
    choices = [Choice(name, _option("--source", name), {"source": name}) for name in sources]
    return Question(f"There are several sources of {title}. Which one is this file of?", choices, best=None)


def about_sheet(sheets: Sequence[str]) -> Question:
    """Which of a workbook's sheets holds the tickets."""
    choices = [Choice(name, _option("--sheet", name), {"sheet": name}) for name in sheets]
    return Question("Several sheets hold a table. Which one holds the tickets?", choices, best=None)


def mapped(header: str, meaning: str) -> str:
    """The option that says what a column means."""
    return _option("--map", f"{header}={meaning}")


def plain_meaning(meaning: str) -> str:
    """A meaning in words: “created”, “first response”."""
    return (
        meaning.removesuffix(TIME_OF_DAY).removesuffix("_at").replace("_", " ").replace("external id", "ticket number")
    )


def _option(flag: str, value: str) -> str:
    """As it can be typed into a shell."""
    return f"{flag} {shlex.quote(value)}" if _SPECIAL.search(value) else f'{flag} "{value}"'


def _examples(profile: Profile) -> list[str]:
    found = list(dict.fromkeys(profile.sample))[:_EXAMPLES]
    return [value[:_LONGEST_EXAMPLE] for value in found]

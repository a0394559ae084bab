"""The questions that a file raises, as they are kept until they are answered, and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from kpi.errors import UserError
from kpi.ingest.planning.questions import Question as PlanQuestion

OVER = UserError("This question is over.", "Look at the newest message about the file.")


@dataclass(frozen=True)
class Choice:
    """One answer in words, what it changes in what is said of the file, and examples of what it makes of values."""

    says: str
    change: Mapping[str, Any]
    examples: Sequence[str] = ()


@dataclass(frozen=True)
class Question:
    """`header` is the one column that it is about, if it is: it may also tell something else. `answer` is in words."""

    text: str
    choices: Sequence[Choice]
    header: str | None = None
    shared: Sequence[str] = ()
    answer: str | None = None

    @classmethod
    def of(cls, asked: PlanQuestion) -> "Question":
        """As the plan asks it."""
        shared = asked.shared_examples
        choices = [Choice(each.says, dict(each.change), () if shared else each.examples) for each in asked.choices]
        return cls(asked.text, choices, asked.header, shared)


def to_json(questions: Sequence[Question]) -> dict[str, Any]:
    """To be kept."""
    return {"questions": [asdict(question) for question in questions]}


def from_json(kept: Mapping[str, Any]) -> list[Question]:
    """As they were kept."""
    found = []
    for each in kept.get("questions", ()):
        choices = [Choice(**choice) for choice in each["choices"]]
        found.append(Question(**{**each, "choices": choices}))
    return found


def answered(kept: Mapping[str, Any], place: int, says: str) -> dict[str, Any]:
    """What is kept, with an answer to the question at this place; the error OVER if there is none."""
    questions = [dict(each) for each in kept.get("questions", ())]
    if place >= len(questions):
        raise OVER
    questions[place]["answer"] = says
    return {"questions": questions}


def merged(said: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    """What was said of a file, and what is said now; of each column the last counts."""
    mapping = {**said.get("mapping", {}), **change.get("mapping", {})}
    return {**said, **change, "mapping": mapping}

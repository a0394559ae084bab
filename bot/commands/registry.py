"""The verbs that people can type, on every surface the same."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from rapidfuzz.distance import OSA

from bot.messages.environment import Messages
from bot.messages.message import Message
from kpi.question import LIKELY, QuestionError
from kpi.store import Store


@dataclass(frozen=True)
class Workbench:
    """What a command works with. `clock` gives the time (aware)."""

    store: Store
    messages: Messages
    zone: ZoneInfo
    clock: Callable[[], datetime]


@dataclass(frozen=True)
class Asked:
    """What somebody typed, after the verb.

    `prompt` is what one types before it there ("/kpi", "kpibot ask"). `shared_by` is the id of the person at whose wish
    all in the channel shall see the answer.
    """

    text: str
    prompt: str
    shared_by: str | None = None


@dataclass(frozen=True)
class Command:
    """One verb. `usage` shows its arguments, `does` says in a sentence what comes back, `examples` work when typed."""

    verb: str
    usage: str
    does: str
    examples: tuple[str, ...]
    answer: Callable[[Asked], Message]


class Registry:
    """All verbs. Nothing at all asks for `home`; what begins with no verb is a `question` about a KPI."""

    def __init__(self, question: Command, home: Command, *others: Command) -> None:
        self.commands = (question, home, *others)
        self._question = question
        self._home = home
        self._by_verb = {command.verb: command for command in (home, *others)}

    def answer(self, asked: Asked) -> Message:
        """The message that answers it; QuestionError if it makes no sense."""
        verb = next(iter(asked.text.split()), "")
        rest = asked.text.strip().removeprefix(verb).strip()
        command = self._by_verb.get(verb.lower()) if verb else self._home
        if command is not None:
            return command.answer(replace(asked, text=rest))
        try:
            return self._question.answer(asked)
        except QuestionError as error:
            raise self._meant(verb.lower()) or error from error

    def _meant(self, verb: str) -> QuestionError | None:
        """What to say if it looks like a verb with a slip in it."""
        known = max(self._by_verb, key=lambda each: OSA.normalized_similarity(verb, each))
        if OSA.normalized_similarity(verb, known) < LIKELY:
            return None
        return QuestionError(f"I don't know “{verb}”.", known)

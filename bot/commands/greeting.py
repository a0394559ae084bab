"""Hello, and thank you."""

from collections.abc import Callable

from bot.commands.registry import Asked, Workbench
from bot.messages.message import Message
from kpi.grammar.words import words

_HELLO = {"hello", "hi", "hey", "hiya", "howdy", "hallo", "moin", "morning", "afternoon", "evening", "wave"}
_THANKS = {
    "thanks",
    "thank",
    "thx",
    "cheers",
    "great",
    "perfect",
    "nice",
    "cool",
    "ok",
    "okay",
    "bye",
    "pray",
    "thumbsup",
}
_BESIDE = {
    "good",
    "there",
    "you",
    "so",
    "much",
    "very",
    "a",
    "lot",
    "kpibot",
    "everyone",
    "all",
    "again",
    "for",
    "your",
    "help",
}


def answering(bench: Workbench) -> Callable[[Asked], Message | None]:
    """Answers what is a greeting or thanks and nothing else."""

    def answer(asked: Asked) -> Message | None:
        said = {word.text.lower() for word in words(asked.text) if not word.is_punctuation}
        if not said & (_HELLO | _THANKS) or not said <= _HELLO | _THANKS | _BESIDE:
            return None
        return bench.messages.render("greeting.j2", asked=asked, thanks=not said & _HELLO)

    return answer

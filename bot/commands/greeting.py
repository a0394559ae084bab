"""Hello, and thank you."""

import re
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
    "+1",
    "tada",
    "clap",
    "raised_hands",
    "heart",
}
_WHO = ("who are you", "what are you", "who is this", "what is this", "who is kpibot", "what is kpibot")
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
}
_EMOJI = re.compile(r":([\w+'-]+):")
_SKIN_TONE = re.compile(r":skin-tone-\d:")
_EMOJI_ALONE = re.compile(r"(?:\s*:[\w+'-]+:)+\s*")


def answering(bench: Workbench) -> Callable[[Asked], Message | None]:
    """Answers what is a greeting or thanks and nothing else."""

    def answer(asked: Asked) -> Message | None:
        said = [word.text.lower() for word in words(_with_emoji_as_words(asked.text)) if not word.is_punctuation]
        if not _is_greeting(set(said)) and " ".join(said) not in _WHO and not _EMOJI_ALONE.fullmatch(asked.text):
            return None
        thanks = bool(_THANKS & set(said)) and not _HELLO & set(said)
        return bench.messages.render("greeting.j2", asked=asked, thanks=thanks)

    return answer


def _with_emoji_as_words(text: str) -> str:
    return _EMOJI.sub(r" \1 ", _SKIN_TONE.sub(" ", text))


def _is_greeting(said: set[str]) -> bool:
    """Whether it is a greeting or thanks alone; "hi help" asks for help, and "thanks for your help" does not."""
    beside = _BESIDE | {"help"} if said & _THANKS else _BESIDE
    return bool(said & (_HELLO | _THANKS)) and said <= _HELLO | _THANKS | beside

"""What goes on when an answer has been delivered: it is told to those who got the answer, and where they got it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from bot.listeners.answer_place import AnswerPlace
from bot.listeners.desk import Desk, Tell
from bot.messages.message import Message, Step
from bot.refusals import LostError, RefusedError


@dataclass(frozen=True)
class Posted:
    """An answer that the bot has posted; what comes later stands in the same thread."""

    channel: str
    ts: str
    thread: str | None


def follow_posted(desk: Desk, answer: Message, posted: Posted, prompt: str) -> None:
    """The answer itself says how far it is; at the end there is a message of its own, which notifies."""

    def tell(message: Message) -> None:
        desk.delivery.post(posted.channel, message, posted.thread)

    def work(steps: Iterator[Step]) -> None:
        for step in steps:
            _update(desk, posted, step.by_then)
            if step.news is not None:
                tell(step.news)

    _follow(desk, answer, f"{posted.channel} {posted.ts}", work, tell, prompt)


def follow_alone(desk: Desk, answer: Message, place: AnswerPlace, person: str, prompt: str) -> None:
    """How far it is, is told once at most, and then the end: what one person sees alone cannot be changed."""

    def tell(message: Message) -> None:
        place.tell(desk, person, message)

    def work(steps: Iterator[Step]) -> None:
        told = False
        for step in steps:
            if step.news is not None:
                tell(step.news)
            elif not told and step.by_then != answer:
                tell(step.by_then)
                told = True

    _follow(desk, answer, f"{person} {place.response_url}", work, tell, prompt)


def _follow(
    desk: Desk, answer: Message, lane: str, work: Callable[[Iterator[Step]], None], tell: Tell, prompt: str
) -> None:
    """In a lane of its own: it takes a while, and holds up no other answer."""
    if (steps := answer.sequel) is not None:
        desk.put(lane, lambda: work(steps), tell, prompt=prompt)


def _update(desk: Desk, posted: Posted, message: Message) -> None:
    with suppress(RefusedError, LostError):  # somebody may have removed it; what is told at the end matters more
        desk.delivery.update(posted.channel, posted.ts, message)

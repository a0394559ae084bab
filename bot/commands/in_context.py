"""What is said in a thread: understood as what it adds to the question that the thread is about, then answered."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.commands import assignees
from bot.commands.registry import Asked, Registry, Workbench
from bot.messages.message import Message
from kpi.grammar.errors import QuestionError
from kpi.grammar.refining import Refined, refined
from kpi.grammar.thread_question import VERBS
from kpi.team import settings


@dataclass(frozen=True)
class Context:
    """What a thread is about: a `question`, None if it is about none; `why_none` says why that cannot be known.

    One in somebody's own words was `said_at` an instant, in UTC seconds.
    """

    question: str | None = None
    why_none: str = ""
    said_at: float | None = None


NO_CONTEXT = Context()


def answer(bench: Workbench, registry: Registry, asked: Asked, context: Context) -> Message:
    """The answer in a thread. Why it is not known what that is about is told beside what makes no sense by itself."""
    if context.question is not None:
        return registry.answer(in_context(bench, registry, asked, context))
    try:
        return registry.answer(asked)
    except QuestionError as error:
        if context.why_none:
            raise QuestionError(f"{context.why_none} {error.sentence}", *error.lines) from error
        raise


def in_context(bench: Workbench, registry: Registry, asked: Asked, context: Context) -> Asked:
    """The whole question; QuestionError if it makes no sense even there."""
    if not asked.text.strip() or registry.remark(asked):
        return asked
    command, rest = registry.found(asked.text)
    if command.verb not in VERBS:
        return asked
    about = replace(context, question=_verb_first(registry, str(context.question)))
    try:
        return _refined(bench, asked, about, command.verb, rest)
    except QuestionError:
        meant = None if command.verb else registry.meant(asked)
        if meant is None:
            raise
    command, corrected = meant
    if command.verb not in VERBS:
        return asked
    return _refined(bench, corrected, about, command.verb, corrected.text)


def _verb_first(registry: Registry, text: str) -> str:
    command, rest = registry.found(text)
    return f"{command.verb} {rest}".strip()


def _refined(bench: Workbench, asked: Asked, context: Context, verb: str, rest: str) -> Asked:
    typed, question = f"{verb} {rest}".strip(), str(context.question)
    with bench.store.reading() as connection:
        team = settings.read(connection, bench.zone)
        zone, labels = team.zone, assignees.labels(connection, asked, team)
        today = bench.clock().astimezone(zone).date()
        said_on = today if context.said_at is None else _day(context.said_at, zone)
        # Slack's clock may be ahead of this machine's: nothing was said tomorrow.
        found = refined(question, typed, today, labels, min(said_on, today))
    if found == Refined(typed):
        return replace(asked, text=typed) if asked.corrected else asked
    return replace(asked, text=found.text, corrected=(*asked.corrected, *found.corrected))


def _day(instant: float, zone: ZoneInfo) -> date:
    return datetime.fromtimestamp(instant, UTC).astimezone(zone).date()

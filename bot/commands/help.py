"""`/kpi help`: what can be asked, made from the registry and the catalogue; `/kpi help csat`: one KPI."""

import re
from collections.abc import Callable, Collection

from bot.commands.naming import named
from bot.commands.registry import Asked, Command, Registry, Remark, Workbench
from bot.messages.message import Message
from bot.messages.table_words import targets
from kpi.answering.explanation import dated_by
from kpi.catalogue import KPIS, SUPPORTING, Kpi
from kpi.grammar.vocabulary import DIMENSION_WORDS, FILLERS
from kpi.grammar.words import words
from kpi.question import QuestionError, parse
from kpi.team import settings
from kpi.team.targets import VALUE

_LISTED = frozenset(("command", "example", "examples", "period", "periods", "filter", "filters", *DIMENSION_WORDS))
_DEFINING = re.compile(
    r"(?:what(?: is|'s|s)?(?: an?)?|what does(?: the| our)? mean|what do you mean by"
    r"|(?:what(?: is|'s|s| are)? )?(?:the |our )?(?:define|definition|meaning|targets?)(?: of| for)?(?: the| our)?)"
    r"(?: please)?"
)


def command(bench: Workbench, registry: Callable[[], Registry]) -> Command:
    """Help on all commands of `registry`, which is asked for when help is, so that this one is among them."""

    def answer(asked: Asked) -> Message:
        commands = registry().commands
        verbs = {command.verb for command in commands}
        kpi = None if _heard(asked.text) <= verbs else _named(bench, asked.text)
        if kpi is not None:
            return _about(bench, asked, kpi)
        unknown = _unknown(asked.text, verbs)
        return bench.messages.render(
            "help.j2", asked=asked, unknown=unknown, commands=commands, kpis=KPIS, counts=SUPPORTING
        )

    return Command(
        verb="help",
        usage="[KPI]",
        does="This list; with a KPI, what it means and what it needs.",
        examples=("help", "help csat"),
        answer=answer,
        also=("what can i ask", "what can you do", "commands"),
        stands_last=True,
    )


def defining(bench: Workbench) -> Remark:
    """Answers what asks for no number, but for what a KPI means or for its target: "what does csat mean?"."""

    def answer(asked: Asked) -> Message | None:
        found = named(asked.text.replace("’", "'"))
        if found is None or not _DEFINING.fullmatch(found[1]):
            return None
        return _about(bench, asked, found[0])

    return answer


def _about(bench: Workbench, asked: Asked, kpi: Kpi) -> Message:
    """What a KPI means, and the target that the team goes by."""
    with bench.store.reading() as connection:
        team = settings.read(connection, bench.zone)
    of_rows = {row: team.targets.of(kpi.key, row) for row in (kpi.targets or (VALUE,))}
    target = targets(kpi, of_rows, team.currency)
    return bench.messages.render("kpi_help.j2", asked=asked, kpi=kpi, target=target, dated_by=dated_by(kpi))


def _named(bench: Workbench, text: str) -> Kpi | None:
    """The KPI that help is wanted on, if it is on one."""
    try:
        return parse(text, bench.clock().astimezone(bench.zone).date(), bench.zone).kpi
    except QuestionError:
        found = named(text)
        return found[0] if found else None


def _heard(text: str) -> set[str]:
    """The words that say something, in small letters."""
    return {word.text.lower() for word in words(text) if not word.is_punctuation} - FILLERS


def _unknown(text: str, verbs: Collection[str]) -> str:
    """What help is wanted on, if the list does not tell of it; "" if it does."""
    heard = [word.text for word in words(text) if not word.is_punctuation]
    return " ".join(word for word in heard if word.lower() not in FILLERS | _LISTED | {*verbs})

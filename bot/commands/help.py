"""`/kpi help`: what can be asked, made from the registry and the catalogue; `/kpi help csat`: one KPI."""

from collections.abc import Callable

from bot.commands.registry import Asked, Command, Registry, Workbench
from bot.messages.message import Message
from kpi.catalogue import KPIS, Kpi
from kpi.question import QuestionError, parse


def command(bench: Workbench, registry: Callable[[], Registry]) -> Command:
    """Help on all commands of `registry`, which is asked for when help is, so that this one is among them."""

    def answer(asked: Asked) -> Message:
        kpi = _named(bench, asked.text)
        if kpi is not None:
            return bench.messages.render("kpi_help.j2", asked=asked, kpi=kpi)
        return bench.messages.render("help.j2", asked=asked, commands=registry().commands, kpis=KPIS)

    return Command(
        verb="help",
        usage="[KPI]",
        does="This list; with a KPI, what it means and what it needs.",
        examples=("help", "help csat"),
        answer=answer,
        also=("help", "what can i ask", "what can you do", "commands"),
    )


def _named(bench: Workbench, text: str) -> Kpi | None:
    """The KPI that help is wanted on, if it is on one."""
    try:
        return parse(text, bench.clock().astimezone(bench.zone).date(), bench.zone).kpi
    except QuestionError:
        return None

"""All the verbs together: what the bot can be asked."""

from bot.commands import explain, greeting, overview, planned, readout, tickets
from bot.commands import help as help_command
from bot.commands.registry import Registry, Workbench


def registry(bench: Workbench) -> Registry:
    """The registry of every surface."""
    verbs = Registry(
        readout.command(bench),
        overview.command(bench),
        tickets.command(bench),
        explain.command(bench),
        help_command.command(bench, lambda: verbs),
        remarks=(greeting.answering(bench), help_command.defining(bench), planned.answer),
    )
    return verbs

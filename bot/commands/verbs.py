"""All the verbs together: what the bot can be asked."""

from bot.commands import (
    alerts,
    config,
    costs,
    explain,
    focus,
    gaps,
    greeting,
    note,
    overview,
    readout,
    review,
    schedule,
    tickets,
    what_if,
)
from bot.commands import help as help_command
from bot.commands.registry import Registry, Workbench


def registry(bench: Workbench) -> Registry:
    """The registry of every surface."""
    verbs = Registry(
        readout.command(bench),
        overview.command(bench),
        review.command(bench),
        focus.command(bench),
        schedule.command(bench),
        alerts.command(bench),
        tickets.command(bench),
        explain.command(bench),
        what_if.command(bench),
        gaps.command(bench),
        costs.command(bench),
        note.command(bench),
        note.listing(bench),
        config.command(bench),
        config.target(bench),
        config.hours(bench),
        config.history(bench),
        help_command.command(bench, lambda: verbs),
        remarks=(greeting.answering(bench), help_command.defining(bench)),
    )
    return verbs

"""All the verbs together: what the bot can be asked."""

from functools import partial

from bot.commands import (
    alerts,
    config,
    costs,
    deliveries,
    explain,
    focus,
    gaps,
    greeting,
    history,
    import_,
    intent,
    label,
    note,
    overview,
    readout,
    renaming,
    review,
    rules,
    schedule,
    settings,
    sources,
    tickets,
    top,
    unclassified,
    what_if,
)
from bot.commands import help as help_command
from bot.commands.registry import Registry, Watch, Workbench, unwatched


def registry(bench: Workbench, watch: Watch = unwatched) -> Registry:
    """The registry of every surface. `watch` looks at how each verb is answered."""
    everything = partial(readout.respond, bench)
    verbs = Registry(
        readout.command(bench),
        overview.command(bench),
        intent.command(bench, everything),
        top.command(bench),
        unclassified.command(bench),
        label.command(bench),
        rules.command(bench),
        renaming.rename(bench),
        renaming.merge(bench),
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
        sources.command(bench),
        deliveries.command(bench),
        import_.command(bench),
        settings.command(bench),
        config.command(bench),
        config.target(bench),
        config.hours(bench),
        history.command(bench),
        help_command.command(bench, lambda: verbs),
        remarks=(greeting.answering(bench), intent.looking_into(bench, everything), help_command.defining(bench)),
        watch=watch,
    )
    return verbs

"""`kpibot review`: the review of a week in the terminal."""

import json
from typing import Annotated, Any

import typer
from rich.console import Console
from sqlalchemy import Connection

from bot import settings, terminal
from bot.bootstrap import Kpibot, build
from bot.commands import review as reviews
from bot.commands.deciding import deciding
from bot.commands.registry import Asked
from bot.messages.playbook import playbook
from bot.recounting import caught_up
from bot.team_commands.deciding import MENDABLE, PROMPT
from kpi.grammar.errors import QuestionError
from kpi.review.agenda import agenda, to_json
from kpi.schedule import schedules
from kpi.schedule.schedules import Schedule
from kpi.schedule.typed_schedule import filters_of


def review(
    week: Annotated[
        list[str] | None, typer.Argument(help="Such as: 2026-W30. Without one, the last whole week.", metavar="[WEEK]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
    channel: Annotated[
        str | None,
        typer.Option(
            help="With --json: the ID of the channel whose focus, verdict and filter it is about; "
            "without it, of the only one with a schedule.",
            metavar="ID",
        ),
    ] = None,
) -> None:
    """What a week's numbers say: what is weakest, what holds it down, what moved. The same data say the same."""
    text = " ".join(week or ()) or reviews.LAST_WEEK
    configuration = settings.load()
    kpibot = build(configuration)
    caught_up(kpibot.bench.store, configuration.zone, Console(stderr=True))
    try:
        if as_json:
            typer.echo(json.dumps(_told(kpibot, text, channel), ensure_ascii=False, indent=2))
        else:
            asked = Asked(f"{reviews.VERB} {text}", f"{PROMPT} ask")
            terminal.show(kpibot.registry.answer(asked), Console())
    except QuestionError as error:
        terminal.show_error(error, Console(stderr=True), PROMPT)
        raise typer.Exit(MENDABLE) from None


def _told(kpibot: Kpibot, text: str, channel: str | None) -> dict[str, Any]:
    """The review with what is on record of a channel."""
    steps = playbook(kpibot.settings.templates_dir)
    with deciding(kpibot.bench) as at:
        schedule = _schedule(at.connection, channel)
        period = reviews.week_of(text, at)
        filters = filters_of(at.connection, schedule.filters, at.team, at.now) if schedule else ()
        of = schedule.channel if schedule else ""
        return to_json(agenda(at.connection, at.team, period, at.now, steps, of, filters))


def _schedule(connection: Connection, channel: str | None) -> Schedule | None:
    """The channel's; of no channel, that of the only one that has any."""
    known = schedules.all_(connection)
    if channel is None:
        return known[0] if len(known) == 1 else None
    found = next((each for each in known if each.channel == channel), None)
    if found is None:
        raise QuestionError(
            f"No reviews are scheduled in {channel}.", *(f"review --json --channel {each.channel}" for each in known)
        )
    return found

"""`kpibot review`: the review of a week in the terminal."""

import json
from typing import Annotated

import typer
from rich.console import Console

from bot import settings, terminal
from bot.bootstrap import build
from bot.commands import review as reviews
from bot.commands.registry import Asked
from bot.recounting import caught_up
from bot.team_commands.desk import MENDABLE, PROMPT
from kpi.grammar.errors import QuestionError
from kpi.review.review_json import to_json


def review(
    week: Annotated[
        list[str] | None, typer.Argument(help="Such as: 2026-W30. Without one, the last whole week.", metavar="[WEEK]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """What a week's numbers say: what is weakest, what holds it down, what moved. The same data say the same."""
    text = " ".join(week or ()) or reviews.LAST_WEEK
    configuration = settings.load()
    kpibot = build(configuration)
    caught_up(kpibot.bench.store, configuration.zone, Console(stderr=True))
    try:
        if as_json:
            typer.echo(json.dumps(to_json(reviews.read(kpibot.bench, text)), ensure_ascii=False, indent=2))
        else:
            asked = Asked(f"{reviews.VERB} {text}", f"{PROMPT} ask")
            terminal.show(kpibot.registry.answer(asked), Console())
    except QuestionError as error:
        terminal.show_error(error, Console(stderr=True), PROMPT)
        raise typer.Exit(MENDABLE) from None

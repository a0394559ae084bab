"""`kpibot deliveries`: what help desks have sent by themselves, and what of it was not understood."""

import json
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot import settings
from bot.bootstrap import now, open_store
from bot.messages.mrkdwn import clean, shorten
from bot.recounting import counted_or_told
from bot.sources import words
from bot.team_commands.deciding import as_it_is, deciding, say
from kpi.errors import UserError
from kpi.model import Delivery
from kpi.webhooks import connecting, ledger
from kpi.webhooks.ledger import Outcome
from kpi.webhooks.replaying import replay

MOST = 50
_LONGEST_EVENT, _LONGEST_WHY, _LONGEST_ID = 60, 200, 80

app = typer.Typer(
    help="What help desks have sent by themselves: list it, look at what was not understood, try it again."
)

_Source = Annotated[str | None, typer.Option(metavar="NAME", help="Of this source alone.")]


@app.callback(invoke_without_command=True)
def deliveries(
    context: typer.Context,
    source: _Source = None,
    not_understood: Annotated[bool, typer.Option("--not-understood", help="Only those.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")] = False,
) -> None:
    """List the latest deliveries of the last days, the newest first."""
    if context.invoked_subcommand is not None:
        return
    wanted = Outcome.NOT_UNDERSTOOD if not_understood else None
    with deciding(mending=True) as at:
        found = ledger.kept(at.connection, source, wanted, MOST + 1)
        if as_json:
            typer.echo(json.dumps([_as_json(each) for each in found[:MOST]], ensure_ascii=False, indent=2))
            return
        if not found:
            say(_nothing(source, not_understood=not_understood))
            return
        table = Table("When", "Source", "Event", "Outcome", box=None, header_style="dim", padding=(0, 2, 0, 0))
        for each in found[:MOST]:
            event = shorten(each.event, _LONGEST_EVENT) or "–"
            cells = (at.moment(each.received_at), each.source, event, each.outcome)
            table.add_row(*(Text(clean(cell)) for cell in cells))
        Console().print(table)
    _say_why(found[:MOST])
    if len(found) > MOST:
        say(f"There are more: these are the latest {MOST}.")


@app.command("replay")
def replay_(source: _Source = None) -> None:
    """Try all that was not understood once more, as after an update of kpibot."""
    configuration = settings.load()
    store = open_store(configuration)
    if source is not None:
        with store.reading() as connection:
            connecting.connected(connection, source)
    done = replay(store, int(now().timestamp()), source)
    say(words.replayed(done.tried, done.understood, done.without_body))
    if done.understood:
        counted_or_told(store, configuration.zone, Console(stderr=True))


@app.command()
def show(
    source: Annotated[str, typer.Argument(metavar="SOURCE")],
    delivery: Annotated[str, typer.Argument(metavar="ID", help="As kpibot deliveries --not-understood lists it.")],
) -> None:
    """Show a delivery that was not understood, with its body. It may hold what customers wrote."""
    with deciding(mending=True) as at:
        found = ledger.one(at.connection, source, delivery)
        if found is None:
            line = f"See them with: kpibot deliveries --source {source[:60]} --not-understood"
            raise UserError(f"No delivery “{delivery[:_LONGEST_ID]}” of {source[:60]} is kept.", line)
        say(f"{found.source}, {shorten(found.event, _LONGEST_EVENT) or 'no event'}, {at.moment(found.received_at)}")
    say(f"{found.outcome}{f': {found.why}' if found.why else ''}")
    if found.body is None:
        say("Its body is not kept: only what is not understood keeps it, for 14 days.")
    else:
        as_it_is(_visible(found.body))


def _say_why(found: list[Delivery]) -> None:
    """Once for each delivery that was not understood, with its id, which one needs to look at it."""
    bad = [each for each in found if each.outcome == Outcome.NOT_UNDERSTOOD]
    if not bad:
        return
    say("\nNot understood:")
    for each in bad:
        say(f"{each.source} {clean(each.delivery_id)[:_LONGEST_ID]}: {shorten(each.why or '', _LONGEST_WHY)}")
    say("\nOne of them: kpibot deliveries show SOURCE ID. All once more, after an update: kpibot deliveries replay")


def _visible(text: str) -> str:
    """With what acts on a screen spelt out."""
    return "".join(each if each in "\n\t" or each.isprintable() else _spelt(each) for each in text)


def _spelt(character: str) -> str:
    return character.encode("unicode_escape").decode()


def _nothing(source: str | None, *, not_understood: bool) -> str:
    of = f" of {source[:60]}" if source else ""
    return f"All deliveries{of} were understood." if not_understood else f"No deliveries{of} are kept."


def _as_json(each: Delivery) -> dict[str, str | None]:
    """Without its body, which may hold what customers wrote."""
    at = datetime.fromtimestamp(each.received_at, UTC).isoformat()
    return {
        "source": each.source,
        "id": each.delivery_id,
        "received_at": at,
        "event": each.event,
        "outcome": each.outcome,
        "why": each.why,
    }

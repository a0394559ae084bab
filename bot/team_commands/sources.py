"""`kpibot sources`: where the data come from, and help desks that send them by themselves."""

from typing import Annotated

import typer
from rich.console import Console

from bot import settings
from bot.bootstrap import door_of
from bot.commands.deciding import Deciding
from bot.messages.mrkdwn import clean
from bot.sources import known, secrets, words
from bot.sources.guide import Guide
from bot.sources.trying import Tried, send_sample
from bot.team_commands.deciding import MENDABLE, as_it_is, deciding, say, who
from bot.team_commands.source_table import show_sources
from kpi.errors import UserError
from kpi.webhooks import connecting
from kpi.webhooks.vendor import Sample, Vendor

app = typer.Typer(
    help="Where the data come from: list it, connect a help desk that sends by itself, try it, remove it."
)

_Name = Annotated[str, typer.Argument(metavar="NAME", help="As kpibot sources lists it.")]
_Secret = Annotated[
    str | None, typer.Option(metavar="SECRET", help="Else it is asked for, read from what is piped in, or made.")
]


@app.callback(invoke_without_command=True)
def sources(context: typer.Context) -> None:
    """List where the data come from: by files or by itself, what came last, and what is wrong."""
    if context.invoked_subcommand is None:
        with deciding(mending=True) as at:
            show_sources(at, Console())


@app.command()
def add(
    help_desk: Annotated[str, typer.Argument(metavar="HELPDESK", help="Such as zendesk, intercom or generic.")],
    name: Annotated[str | None, typer.Option(help="What the source is called, else as the help desk.")] = None,
    secret: _Secret = None,
    owner: Annotated[str | None, typer.Option(metavar="ID", help="The Slack ID of who hears of trouble.")] = None,
    intents: Annotated[
        str | None, typer.Option(metavar="tags", help="Let a conversation's tags say its intent.")
    ] = None,
) -> None:
    """Let a help desk send what happens as it happens: says step by step what to paste where."""
    vendor = known.help_desk(help_desk)
    options = known.options_with(vendor, "intents", intents, {}) if intents else {}
    owner = _member(owner)
    with deciding(mending=True) as at:
        source = name or connecting.free_name(at.connection, vendor)
        connecting.check(at.connection, vendor, source)
    if vendor.secret_is_theirs:
        _show_steps(vendor, source, "(the secret that you give below)")
        chosen = secrets.given(secret, f"The secret from {vendor.title}, which is not shown")
    else:
        chosen = connecting.new_secret() if secret is None else secrets.given(secret, "")
    with deciding(writing=True, mending=True) as at:
        connecting.add(at.connection, vendor, source, chosen, at.at, who(), owner, options)
    if not vendor.secret_is_theirs:
        _show_secret(source, chosen if secret is None else "")
        _show_steps(vendor, source, "(the secret above)" if secret is None else "(the secret that you have given)")
    _show_end(vendor, source)


@app.command()
def test(name: _Name) -> None:
    """Send the source a signed sample over HTTP, as its help desk would, and say what came back."""
    tried = _try(name)
    say(tried.sentence)
    if not tried.well:
        say(tried.hint)
        raise typer.Exit(MENDABLE)


@app.command()
def secret(
    name: _Name,
    new: Annotated[bool, typer.Option("--new", help="Make a new one, though the help desk has its own.")] = False,
    secret: _Secret = None,
) -> None:
    """Change the secret of a source. The one before is good for 24 hours more."""
    if new and secret is not None:
        raise UserError("Either --new makes one, or --secret says it.", f"Try: kpibot sources secret {name} --new")
    with deciding(mending=True) as at:
        vendor = connecting.connected(at.connection, name).vendor
    is_made = new or (secret is None and not vendor.secret_is_theirs)
    chosen = connecting.new_secret() if is_made else secrets.given(secret, f"The new secret from {vendor.title}")
    with deciding(writing=True, mending=True) as at:
        connecting.change_secret(at.connection, name, chosen, at.at, who())
        until = connecting.connected(at.connection, name).former_until
        say(f"{name} has a new secret. {words.rotated(until, at.moment)}")
    if is_made:
        say(f"Put it into {vendor.title} in place of the former one; it is not shown again:")
        as_it_is(chosen)


@app.command()
def remove(
    name: _Name,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Take nothing more that a help desk sends by itself. What it has sent stays."""
    with deciding(mending=True) as at:
        title = connecting.connected(at.connection, name).vendor.title
    say(f"{name} takes nothing more from {title}, and forgets its secret. Its conversations stay.")
    if not yes and not typer.confirm("Remove it?"):
        say("Nothing was changed.")
        return
    with deciding(writing=True, mending=True) as at:
        connecting.remove(at.connection, name, at.at, who())
    say(f"{name} is removed. Take its webhook out of {title} as well: it would be answered 401.")


@app.command("set")
def set_(
    name: _Name,
    option: Annotated[str, typer.Argument(help="Such as intents.")],
    value: Annotated[str, typer.Argument(help="Such as tags; off for none.")],
) -> None:
    """Say how what a source sends is read: intents tags, or intents off."""
    with deciding(writing=True, mending=True) as at:
        of = connecting.connected(at.connection, name)
        options = known.options_with(of.vendor, option, value, dict(of.options))
        connecting.set_options(at.connection, name, options, at.at, who())
    said = options.get(option)
    say(f"{option} of {name}: {said if said else 'not read'}. It holds for what comes from now on.")


@app.command()
def owner(
    name: _Name,
    member: Annotated[str, typer.Argument(metavar="ID", help="A Slack ID such as U0ADA00001; off for nobody.")],
) -> None:
    """Say who hears in Slack when a source goes quiet or is not understood."""
    chosen = None if member.casefold() == known.OFF else _member(member)
    with deciding(writing=True, mending=True) as at:
        connecting.change_owner(at.connection, name, chosen, at.at, who())
    say(f"{chosen or 'Who connected it, or an admin,'} hears of trouble with {name}.")


def _try(name: str) -> Tried:
    configuration = settings.load()
    door = door_of(configuration)
    address = door.nearest(name)
    with deciding(mending=True) as at:
        vendor, sample = _sample(at, name)
    where = "PUBLIC_URL" if door.public_url else "HTTP_HOST and HTTP_PORT, as PUBLIC_URL is not set"
    say(f"Sending a signed sample as {vendor.title} would, to {address} ({where}).")
    return send_sample(sample, address, is_public=bool(door.public_url))


def _sample(at: Deciding, name: str) -> tuple[Vendor, Sample]:
    """Signed with the secret that holds now."""
    vendor = connecting.connected(at.connection, name).vendor
    return vendor, vendor.sample(connecting.accepted(at.connection, at.at)[name].secrets[0], at.at)


def _show_secret(source: str, made: str) -> None:
    """Once; one that was given is not shown at all."""
    if made:
        say(f"The secret, which is not shown again (a new one: kpibot sources secret {source}):")
        as_it_is(f"{made}\n")


def _show_steps(vendor: Vendor, source: str, secret: str) -> None:
    guide = Guide.of(vendor, source, door_of(settings.load()), secret)
    as_it_is(f"{vendor.title} sends to: {guide.address}")
    if not guide.is_public:
        say("PUBLIC_URL is not set: put into .env the address at which others reach kpibot over https, such as")
        say("PUBLIC_URL=https://kpibot.example.com, and let your proxy pass /webhooks/ on to HTTP_HOST and HTTP_PORT.")
    say("")
    for number, step in enumerate(guide.steps, 1):
        as_it_is(f"{number}. {step}")
    if guide.body:
        as_it_is(f"\nThe body to paste:\n{guide.body}")


def _show_end(vendor: Vendor, source: str) -> None:
    guide = Guide.of(vendor, source, door_of(settings.load()))
    say("")
    for line in (*guide.tells, *guide.notes):
        say(line)
    say(f"\n{source} is connected. {words.LAST_STEP}")
    say(f"Try it: kpibot sources test {source}")


def _member(typed: str | None) -> str | None:
    if typed is None or settings.is_member(typed):
        return typed
    raise UserError(f"“{clean(typed)[:40]}” is no member's ID.", "A Slack profile shows it, such as U0ADA00001.")

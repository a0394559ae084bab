"""What is typed after `kpibot import`, as values: UserError for what cannot be meant."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot import settings
from bot.bootstrap import now
from kpi import words
from kpi.errors import UserError
from kpi.ingest.records import KINDS
from kpi.model import BY_HAND

LONGEST_SOURCE = 60  # characters: it stands in front of every ticket number


def example(kind: str) -> str:
    """The text of an example file."""
    if kind not in KINDS:
        raise UserError(
            f"There is no example of “{kind}”, but of {words.listed(list(KINDS), most=len(KINDS))}.",
            f"Try: kpibot import --example {next(iter(KINDS))}",
        )
    return KINDS[kind].example


def zone(name: str) -> ZoneInfo:
    """A zone by its name."""
    try:
        return settings.zone(name)
    except ValueError as error:
        raise UserError(f"{error}.", "Try --timezone Europe/Berlin") from error


def source(name: str) -> str:
    """What a source is to be called."""
    plain = name.strip()
    if plain == BY_HAND:
        raise UserError(f"“{BY_HAND}” are the costs that somebody has entered.", "Try --source zendesk")
    if not plain or len(plain) > LONGEST_SOURCE or not plain.isprintable():
        raise UserError(f"A source's name is 1 to {LONGEST_SOURCE} characters on one line.", "Try --source zendesk")
    return plain


def moment(text: str, zone: ZoneInfo) -> int:
    """A moment that is not in the future, in UTC seconds; "now" is one."""
    try:
        moment = now() if text == "now" else datetime.fromisoformat(text)
    except ValueError as error:
        raise UserError(f"“{text}” is no moment.", "Try --as-of now, or --as-of 2026-07-27T09:00") from error
    moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    if moment > now():
        raise UserError(f"“{text}” is in the future: no file holds that yet.", "Try --as-of now")
    return int(moment.timestamp())

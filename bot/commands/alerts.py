"""`/kpi alerts`: whether this channel is told between reviews when a day is far outside of its usual range."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

from bot.commands.deciding import Deciding, deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from kpi import words
from kpi.alerts import channels
from kpi.alerts.channels import AlertChannel
from kpi.grammar.errors import QuestionError

VERB = "alerts"
_LONGEST_SNOOZE = 90


@dataclass(frozen=True)
class Status:
    """How a channel stands; `awake` says when a snooze ends, "" if there is none."""

    on: bool
    awake: str = ""
    who: str = ""


def command(bench: Workbench) -> Command:
    """Alerts of the channel in which it is typed."""
    return Command(
        verb=VERB,
        usage="[on|off|snooze [DAYS]]",
        does="Tells this channel when yesterday's first replies, CSAT or one intent was far outside of its usual "
        "range. Off until somebody turns it on.",
        examples=(VERB, f"{VERB} on", f"{VERB} snooze 14"),
        answer=partial(_answer, bench),
        also=("alert",),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    said = asked.text.strip(" .!").casefold().split()
    match said:
        case [] | ["list"] | ["status"]:
            return _status(bench, asked)
        case ["on"] | ["turn", "on"] | ["start"]:
            return _turn_on(bench, asked)
        case ["off"] | ["turn", "off"] | ["stop"]:
            return _turn_off(bench, asked)
        case ["snooze", *days]:
            return _snooze(bench, asked, days)
    raise QuestionError("Alerts can be turned on, snoozed or turned off.", *(f"{VERB} {each}" for each in _ALL))


def _status(bench: Workbench, asked: Asked) -> Message:
    channel = asked.here()
    with deciding(bench) as at:
        return _shown(bench, asked, _read(channels.of(at.connection, channel), at))


def _turn_on(bench: Workbench, asked: Asked) -> Message:
    who, channel = asked.author(), asked.here()
    with deciding(bench, writing=True) as at:
        made = channels.turn_on(at.connection, channel, asked.person or "", who, at.at)
        return _shown(bench, asked, _read(made, at), done="Alerts are on in this channel.")


def _turn_off(bench: Workbench, asked: Asked) -> Message:
    who, channel = asked.author(), asked.here()
    with deciding(bench, writing=True) as at:
        were_on = channels.turn_off(at.connection, channel, who, at.at)
    done = "Alerts are off in this channel." if were_on else "Alerts were off in this channel already."
    return _shown(bench, asked, Status(on=False), done=done)


def _snooze(bench: Workbench, asked: Asked, days: list[str]) -> Message:
    number = _number(days)
    who, channel = asked.member(), asked.here()
    with deciding(bench, writing=True) as at:
        until = datetime.combine(at.today + timedelta(days=number), time(), at.team.zone)
        if not channels.snooze(at.connection, channel, until, who, at.at):
            raise QuestionError("Alerts are off in this channel.", f"{VERB} on")
        status = _read(channels.of(at.connection, channel), at)
    return _shown(bench, asked, status, done=f"Alerts rest until {status.awake}.")


def _number(days: list[str]) -> int:
    said = [each for each in days if each not in ("for", "days", "day")] or ["7"]
    found = said[0].removesuffix("d")
    if len(said) == 1 and found.isascii() and found.isdecimal() and 1 <= int(found[:4]) <= _LONGEST_SNOOZE:
        return int(found)
    raise QuestionError(f"A snooze is of 1 to {_LONGEST_SNOOZE} days.", f"{VERB} snooze 7")


def _read(channel: AlertChannel | None, at: Deciding) -> Status:
    if channel is None:
        return Status(on=False)
    snoozed = channel.is_snoozed(at.at) and channel.snoozed_until is not None
    awake = words.instant(channel.snoozed_until or 0, at.team.zone) if snoozed else ""
    return Status(on=True, awake=awake, who=f"{channel.who}, {at.moment(channel.at)}")


def _shown(bench: Workbench, asked: Asked, status: Status, done: str = "") -> Message:
    return bench.messages.render("alerts.j2", asked=asked, status=status, done=done)


_ALL = ("on", "snooze 7", "off")

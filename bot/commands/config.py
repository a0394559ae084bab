"""`/kpi config`: all that a team decides; `/kpi config hours mon-fri 9-17`, `/kpi target csat 85`."""

from dataclasses import replace
from functools import partial

from bot.commands import history
from bot.commands.changing import change
from bot.commands.deciding import deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.commands.setting_lines import as_read
from bot.messages.message import Message
from bot.messages.setting_rows import SettingRows, source
from kpi.grammar.words import plain
from kpi.team import settings, typed_settings
from kpi.team.key import set_line
from kpi.team.keys import find

VERB, TARGET, HOURS = "config", "target", "hours"
_LONGEST_VALUE = 200


def command(bench: Workbench) -> Command:
    """The settings, and changes of them."""
    return Command(
        verb=VERB,
        usage="[NAME [VALUE]]",
        does="What your team decides: hours, holidays, targets, zone, currency; each with where its value comes from.",
        examples=(
            "config",
            "config zone",
            "config zone Europe/Berlin",
            "config holidays DE-BY",
            "config closed_days +2026-12-24..2026-12-26",
            "config currency USD",
            "config retention 24 months",
            "config target csat default",
        ),
        answer=partial(_answer, bench),
    )


def target(bench: Workbench) -> Command:
    """The targets, without having to say that they are settings."""
    return Command(
        verb=TARGET,
        usage="KPI VALUE [bad VALUE] [in CHANNEL]",
        does="The target of a KPI, in all channels or in one.",
        examples=("target csat 85", "target csat 85 % bad 75 %", "target frt 30 min in chat", "target csat default"),
        answer=lambda asked: _set_or_get(bench, asked, f"{TARGET} {asked.text}"),
    )


def hours(bench: Workbench) -> Command:
    """The opening hours, likewise."""
    return Command(
        verb=HOURS,
        usage="WEEK",
        does="When your team works: by that a person's first reply is measured.",
        examples=("hours mon-fri 9-17, sat 10-14", "hours 24/7", "hours default"),
        answer=lambda asked: _set_or_get(bench, asked, f"{HOURS} {asked.text}"),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    verb, _, rest = asked.text.strip().partition(" ")
    match verb.casefold():
        case "" | "list":
            return _list(bench, asked)
        case "history":
            return history.answer(bench, replace(asked, text=rest))
        case "get":
            return _get(bench, asked, as_read(plain(rest)))
        case "set":
            return _set(bench, asked, as_read(plain(rest)))
    return _set_or_get(bench, asked, asked.text)


def _list(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench, mending=True) as at:
        rows = SettingRows.of(settings.listing(at.connection, at.first_zone), at.moment)
    return bench.messages.render("config.j2", asked=asked, settings=rows)


def _set_or_get(bench: Workbench, asked: Asked, text: str) -> Message:
    """A setting with a value is set, and one without is told."""
    line = as_read(plain(text).strip())
    with deciding(bench, mending=True) as at:
        has_value = bool(typed_settings.which(at.connection, line).rest.strip(" =:"))
    return _set(bench, asked, line) if has_value else _get(bench, asked, line)


def _get(bench: Workbench, asked: Asked, line: str) -> Message:
    with deciding(bench, mending=True) as at:
        name = typed_settings.which(at.connection, line).name
        found = settings.in_force(at.connection, name, at.first_zone)
        lines = {"example": find(name).line, "by_default": set_line(name, settings.DEFAULT)}
        told = {"source": source(found, at.moment), **{each: _short(line) for each, line in lines.items()}}
    value = found.value[:_LONGEST_VALUE]
    left_out = len(found.value) - len(value)
    return bench.messages.render("setting.j2", asked=asked, setting=found, value=value, left_out=left_out, **told)


def _short(line: str) -> str:
    """ "config set zone UTC" → "config zone UTC" """
    return line.replace("config set ", "config ", 1)


def _set(bench: Workbench, asked: Asked, line: str) -> Message:
    return change(bench, asked, lambda at: dict([typed_settings.to_set(at.connection, line, at.at)]))

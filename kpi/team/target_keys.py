"""The settings of targets: one for each row of each KPI that can have one, and for any channel."""

from typing import Any

from kpi.catalogue import EVERY, KPIS, Better, Kpi, Target, Unit
from kpi.grammar.errors import QuestionError
from kpi.team import typed_targets
from kpi.team.key import SettingKey, set_line
from kpi.team.targets import PERSON, VALUE, Aim, made, rows

PREFIX = "target."
_EXAMPLES = {Unit.SECONDS: "2 h", Unit.PERCENT: "75 %", Unit.POINTS: "40", Unit.MONEY: "4.50"}
_OWN_USUAL = "its own usual"
_RESTATING = "first_response_time"
"""How many were answered within the target is a figure of its own; every other target only judges."""


def target_key(aim: Aim, name: str) -> SettingKey:
    """Of a KPI's row, in all channels or in one; `name` is the setting's."""
    kpi = next(kpi for kpi in KPIS if kpi.key == aim.kpi)
    target = kpi.targets.get(aim.row)
    example = _EXAMPLES[kpi.unit]
    goal = "at least" if kpi.better is Better.HIGHER else "at most"
    row = "" if aim.row == VALUE else f", {'by a person' if aim.row == PERSON else 'by the bot'}"
    return SettingKey(
        name,
        f"{kpi.title}{row}{f', in the channel {aim.channel}' if aim.channel else ''}: {goal} this.",
        example,
        by_default="as in all channels" if aim.channel else _by_default(target, kpi),
        restates=kpi.key == _RESTATING,
        parse=lambda text, _current, currency: _parse(text, kpi, name, currency),
        check=lambda kept: _check(kept, kpi, aim.row, name),
        words=lambda kept, currency: typed_targets.in_words(_check(kept, kpi, aim.row, name), kpi, currency),
    )


def aims() -> dict[str, Aim]:
    """What each setting of a target, in all channels, is for."""
    return {
        f"{PREFIX}{kpi.key}" + ("" if row == VALUE else f".{row}"): Aim(kpi.key, row)
        for kpi in KPIS
        for row in rows(kpi)
    }


def called(aim: Aim) -> str:
    """ "First response time, by a person, in email" """
    title = next(kpi.title for kpi in KPIS if kpi.key == aim.kpi)
    row = "" if aim.row == VALUE else f", {'by a person' if aim.row == PERSON else 'by the bot'}"
    return f"{title}{row}{f', in {aim.channel}' if aim.channel else ''}"


def full_name(word: str) -> str | None:
    """The setting's name for how a KPI is called: "target.frt.bot" is "target.first_response_time.bot".

    None if there is no such KPI; QuestionError if it is one that has no targets.
    """
    called, _, row = word.removeprefix(PREFIX).partition(".")
    kpi = next((kpi for kpi in EVERY if called in (kpi.key, *(each.replace(" ", "_") for each in kpi.aliases))), None)
    if kpi is None:
        return None
    if not rows(kpi):
        raise QuestionError(f"{kpi.title}: a supporting count, which has no target.", "config list")
    if row and row not in rows(kpi):
        return None
    chosen = row or rows(kpi)[0]
    return f"{PREFIX}{kpi.key}" + ("" if chosen == VALUE else f".{chosen}")


def _by_default(target: Target | None, kpi: Kpi) -> str:
    return _OWN_USUAL if target is None else typed_targets.in_words(target, kpi, "")


def _parse(text: str, kpi: Kpi, name: str, currency: str) -> dict[str, Any]:
    value, bad = typed_targets.read(text, kpi, currency, set_line(name, _EXAMPLES[kpi.unit]))
    return {"value": value, "bad": bad}


def _check(kept: Any, kpi: Kpi, row: str, name: str) -> Target:
    line = set_line(name, _EXAMPLES[kpi.unit])
    try:
        bad = kept.get("bad")
        return made(kpi, row, float(kept["value"]), None if bad is None else float(bad))
    except (AttributeError, KeyError, TypeError) as error:
        raise QuestionError(f"That is no target of {kpi.title}.", line) from error
    except ValueError as error:
        raise QuestionError(f"That cannot be a target of {kpi.title}: {error}.", line) from error

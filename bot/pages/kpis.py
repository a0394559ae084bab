"""The facts of each KPI in docs/kpis.md, from the catalogue. What is written by hand around them stays as it is."""

import re
from collections.abc import Iterator

from bot.messages.table_words import ROWS, wanted
from kpi.catalogue import BACKLOG, EVERY, WAITING, Better, Kpi, Target, Unit
from kpi.dimensions import ALL_DIMENSIONS, ASSIGNEE
from kpi.team.typed_targets import value_in_words

_FACTS = re.compile(r"<!-- facts: (\w+) -->\n.*?<!-- end -->", re.DOTALL)
_UNITS = {
    Unit.SECONDS: "time",
    Unit.PERCENT: "percent",
    Unit.POINTS: "points, from −100 to 100",
    Unit.COUNT: "a number",
    Unit.MONEY: "money, in your currency",
}
_STANDING = "the end of the period, at which it is open"
_WAYS = {
    Better.HIGHER: "more is better",
    Better.LOWER: "less is better",
    Better.NEITHER: "neither more nor less is better",
}


def filled(text: str) -> str:
    """The page with the facts as they are; ValueError if a KPI is missing in it, or stands elsewhere than it should."""
    if (there := _FACTS.findall(text)) != [kpi.key for kpi in EVERY]:
        raise ValueError(
            f"docs/kpis.md has to have, in this order, {', '.join(kpi.key for kpi in EVERY)}; it has {there}"
        )
    by_key = {kpi.key: kpi for kpi in EVERY}
    return _FACTS.sub(lambda found: _facts(by_key[found[1]]), text)


def _facts(kpi: Kpi) -> str:
    rows = "\n".join(f"| {name} | {said} |" for name, said in _rows(kpi))
    return f"<!-- facts: {kpi.key} -->\n{kpi.meaning}\n\n| | |\n|---|---|\n{rows}\n<!-- end -->"


def _rows(kpi: Kpi) -> Iterator[tuple[str, str]]:
    yield "ask for", names(kpi)
    yield "counted in", f"{_UNITS[kpi.unit]}; {_WAYS[kpi.better]}"
    yield "target", wanted(kpi)
    if bad := _bad(kpi):
        yield "bad", bad
    yield "n", f"how many {kpi.counts[1]}"
    yield "dated by", _STANDING if kpi in (BACKLOG, WAITING) else str(kpi.dated_by)
    yield "needs", "; ".join(need.words for need in kpi.needs)
    yield "by …, only …", _apart(kpi)
    if not kpi.supporting:
        yield "a change shows", "in the next week" if kpi.lag == 1 else f"after {kpi.lag} weeks"


def names(kpi: Kpi) -> str:
    """All that it can be asked for by, the shortest first."""
    said = sorted({kpi.key, *kpi.aliases}, key=lambda name: (len(name), name))
    return ", ".join(f"`{name.replace('_', ' ')}`" for name in said)


def _bad(kpi: Kpi) -> str:
    said = {row: _worse(kpi, target) for row, target in kpi.targets.items()}
    return ", ".join(said.values()) if len(said) < 2 else ", ".join(f"{ROWS[row]} {bad}" for row, bad in said.items())


def _worse(kpi: Kpi, target: Target) -> str:
    return f"{value_in_words(target.bad, kpi, '')} or {'more' if kpi.better is Better.LOWER else 'less'}"


def _apart(kpi: Kpi) -> str:
    if not kpi.dimensions:
        return "not told apart"
    return ", ".join(f"`{each.key}`" for each in ALL_DIMENSIONS if each != ASSIGNEE)

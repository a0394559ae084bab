"""The playbook: what to do about a KPI that is weak, step by step, for each kind of evidence.

Its texts are TOML, a file for each KPI, so that a team can have its own.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Any

from rapidfuzz import process

from kpi import words
from kpi.catalogue import FIRST_RESPONSE_TIME, KPIS, Kpi
from kpi.errors import ConfigurationError
from kpi.review.evidence import BOT_STEP, FIGURES, Evidence
from kpi.review.evidence.kinds import ALWAYS

LONGEST = 400
"""So many characters a step's text may have, before it is filled in."""

FEWEST = 4
"""So many steps a KPI has at least."""

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_PARTS = frozenset({"key", "evidence", "text"})
_NEAR = 70
_HOW = "docs/reviews.md, “The playbook”, tells what a step can say."


@dataclass(frozen=True)
class Step:
    """Something to do: for when all of `evidence` (of `kpi.review.evidence.Evidence`) is there; () for always. `text`
    names figures of the team in {braces}."""

    key: str
    evidence: frozenset[str]
    text: str

    @property
    def figures(self) -> frozenset[str]:
        """Those that the text names."""
        return frozenset(name for _, name, _, _ in Formatter().parse(self.text) if name is not None)

    def filled(self, figures: Mapping[str, str]) -> str:
        """The text with the team's figures in it; KeyError if one of them is not known."""
        return " ".join(self.text.format_map(figures).split())


@dataclass(frozen=True)
class Playbook:
    """The steps for each KPI, by its key, in the order in which they are tried."""

    by_kpi: Mapping[str, tuple[Step, ...]]

    def steps(self, kpi: Kpi) -> tuple[Step, ...]:
        """Those for this KPI, the first one first."""
        return self.by_kpi.get(kpi.key, ())


def load(files: Mapping[str, str]) -> Playbook:
    """The playbook of these files: TOML by the key of the KPI that they are for.

    ConfigurationError, in words, for the first mistake in them.
    """
    keys = [kpi.key for kpi in KPIS]
    for key in files:
        if key not in keys:
            raise _wrong(f"playbook/{words.shorten(key)}.toml is for no KPI.{_meant(key, keys)}")
    if lacking := [key for key in keys if key not in files]:
        raise _wrong(f"The playbook has no file playbook/{lacking[0]}.toml.")
    return Playbook({kpi.key: _read(kpi, files[kpi.key]) for kpi in KPIS})


def _read(kpi: Kpi, text: str) -> tuple[Step, ...]:
    name = f"playbook/{kpi.key}.toml"
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _wrong(f"{name} is no TOML: {words.shorten(str(error), 200)}.") from error
    if other := sorted(told.keys() - {"step"}):
        raise _wrong(f"{name} has “{words.shorten(other[0])}”: it takes nothing but steps, each under [[step]].")
    entries = told.get("step", [])
    if not isinstance(entries, list) or not all(isinstance(each, dict) for each in entries):
        raise _wrong(f"{name}: write each step under [[step]], with two brackets.")
    steps = tuple(_step(entry, kpi, _called(name, place, entry)) for place, entry in enumerate(entries, start=1))
    if wrong := next(_wrong_in_all(steps, kpi), ""):
        raise _wrong(f"{name} {wrong}")
    return steps


def _step(entry: Mapping[str, Any], kpi: Kpi, called: str) -> Step:
    if other := sorted(entry.keys() - _PARTS):
        raise _wrong(f"{called} has “{words.shorten(other[0])}”.{_meant(other[0], _PARTS)}")
    key, evidence, text = entry.get("key"), entry.get("evidence", []), entry.get("text")
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise _wrong(f'{called} needs a key of 2 to 40 small letters, digits and _, such as key = "fix_it".')
    if not isinstance(evidence, list) or not all(isinstance(each, str) for each in evidence):
        raise _wrong(f'{called}: write its evidence as a list, such as evidence = ["new"].')
    if not isinstance(text, str) or not text.strip():
        raise _wrong(f"{called} needs a text.")
    step = Step(key, frozenset(evidence), text.strip())
    if wrong := next(_wrong_in(step, kpi), ""):
        raise _wrong(f"{called} {wrong}")
    return step


def _wrong_in(step: Step, kpi: Kpi) -> Iterator[str]:
    """What is wrong with a step that has all that it needs."""
    for kind in sorted(step.evidence - set(Evidence)):
        yield f"asks for the evidence “{words.shorten(kind)}”, which is none.{_meant(kind, list(Evidence))}"
    if len(step.text) > LONGEST:
        yield f"has a text of {len(step.text)} characters, where {LONGEST} are the most."
    yield from _wrong_in_text(step.text)
    rows = {Evidence.PERSON, Evidence.BOT} & step.evidence
    if kpi == FIRST_RESPONSE_TIME and len(rows) != 1:
        yield "needs either “person” or “bot” in its evidence: whose first replies it is for."
    if kpi == FIRST_RESPONSE_TIME and (Evidence.BOT in rows) is not step.key.startswith(BOT_STEP):
        yield f"has a key that says the opposite: those for the bot's replies, and no others, begin with {BOT_STEP}."


def _wrong_in_text(text: str) -> Iterator[str]:
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        yield "has a brace too many or too few: a figure is written {count}, and a brace itself {{ or }}."
        return
    for _, name, form, conversion in parts:
        if name is None:
            continue
        if name not in FIGURES or form or conversion:
            yield f"names {{{words.shorten(name)}}}, which is no figure.{_meant(name, list(FIGURES))}"


def _wrong_in_all(steps: tuple[Step, ...], kpi: Kpi) -> Iterator[str]:
    """What is wrong with a KPI's steps as a whole."""
    keys = [step.key for step in steps]
    for key in keys:
        if keys.count(key) > 1:
            yield f"has two steps with the key {key}."
    if len(steps) < FEWEST:
        yield f"has {len(steps)} steps, where at least {FEWEST} are needed."
    rows = ({Evidence.PERSON}, {Evidence.BOT}) if kpi == FIRST_RESPONSE_TIME else (set[Evidence](),)
    for row in rows:
        if not any(step.evidence == row and step.figures <= ALWAYS for step in steps):
            always = words.listed([f"{{{name}}}" for name in sorted(ALWAYS)])
            only = f"with nothing but “{next(iter(row))}” as evidence" if row else "without evidence"
            yield f"needs a step {only} that names no figures but {always}: for when nothing else is known."


def _called(name: str, place: int, entry: Mapping[str, Any]) -> str:
    """ "playbook/csat.toml: step 3 (listen)" """
    key = entry.get("key")
    return f"{name}: step {place}{f' ({words.shorten(key)})' if isinstance(key, str) else ''}"


def _meant(typed: str, known: Any) -> str:
    near = process.extractOne(typed, sorted(map(str, known)), score_cutoff=_NEAR)
    return f" Did you mean “{near[0]}”?" if near else ""


def _wrong(sentence: str) -> ConfigurationError:
    return ConfigurationError(sentence, _HOW)

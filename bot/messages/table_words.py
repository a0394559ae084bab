"""What stands in the cells of tables about KPIs: shorter than the sentences of `kpi.wording`, with the same meaning."""

import re
from collections.abc import Mapping, Sequence

from kpi import words
from kpi.answering.readout import Readout
from kpi.catalogue import Kpi, Target
from kpi.samples import Number, Sample
from kpi.state import judge_sample
from kpi.team.targets import BOT, PERSON
from kpi.wording import change_words, state_words
from kpi.wording.sentences import caveats, many

NOTHING = "–"
ROWS = {PERSON: "by a person", BOT: "by the bot"}
_QUALIFIED = re.compile(" that | with ")


def value(sample: Sample, readout: Readout) -> str:
    """ "84.3 %", "median 58 min", "5.37 EUR", "no data" """
    if sample.value is None:
        return "no data"
    return change_words.value(sample.value, readout.kpi.unit, readout.currency)


def amount(figure: float, readout: Readout) -> str:
    """A figure in the KPI's unit: "84.3 %", "5.37 EUR"."""
    return words.amount(figure, readout.kpi.unit, readout.currency)


def change(readout: Readout) -> str:
    """ "down 8.1 points (worse, beyond noise)", "up 1 point (noise)"; or why it is not compared."""
    reading = readout.reading
    if reading is None or reading.value is None:
        return NOTHING
    return change_words.in_short(readout.change, reading.sample, readout.kpi, readout.currency)


def target(readout: Readout) -> str:
    """ "on target (80 %)", "missed (1 h)", "about its usual 5.37 EUR"; a dash where nothing is known to judge by."""
    return state_words.in_a_cell(readout) or NOTHING


def counted(readout: Readout) -> str:
    """How many it rests on, in short: "122 ratings", "584 conversations"; a dash where there are none."""
    reading = readout.reading
    if reading is None or not reading.n or isinstance(reading.sample, Number):
        return NOTHING
    return many(reading.n, (_QUALIFIED.split(readout.kpi.counts[0])[0], counts(readout.kpi)))


def counts(kpi: Kpi) -> str:
    """What a KPI counts, in short: "ratings", "conversations"."""
    return _QUALIFIED.split(kpi.counts[1])[0]


def number(readout: Readout) -> str:
    """How many it rests on: "1,204"; a dash where there are none."""
    reading = readout.reading
    return words.count(reading.n) if reading is not None and reading.n else NOTHING


def reached(sample: Sample, readout: Readout, target: Target | None) -> str:
    """How a segment's value stands against its target: "perhaps missed", "too few to judge", "missed (70 %)" where the
    target is its own."""
    found = judge_sample(readout.kpi, sample, target).state
    said = state_words.reached(found) if found else "too few to judge"
    return said if target is None or target == readout.target else f"{said} ({amount(target.value, readout)})"


def can_be_judged(readout: Readout, targets: Mapping[str | None, Target | None]) -> bool:
    """Whether segments can be held against targets: a usual is that of all together."""
    return any(targets.values()) and not readout.incomplete


def wanted(kpi: Kpi) -> str:
    """A KPI's target, as it is if a team sets no other: "80 % or more", "its own usual, until one is set"."""
    return targets(kpi, kpi.targets, "")


def targets(kpi: Kpi, of_rows: Mapping[str, Target | None], currency: str) -> str:
    """The targets of a KPI's rows: "80 % or more", "by a person 1 h or less, by the bot 5 min or less"."""
    said = {row: state_words.wanted(kpi, target, currency) for row, target in of_rows.items()}
    if len(said) > 1:
        return ", ".join(f"{ROWS[row]} {wanted}" for row, wanted in said.items())
    return next(iter(said.values()), state_words.wanted(kpi, None))


def lacking(readouts: Sequence[Readout]) -> list[tuple[str, str, Readout]]:
    """What is not connected: which KPIs, what they lack, and the readout of one of them."""
    by_reason: dict[str, list[Readout]] = {}
    for readout in readouts:
        by_reason.setdefault(caveats(readout)[0], []).append(readout)
    return [
        (words.joined([each.kpi.title for each in found], "and"), reason, found[0])
        for reason, found in by_reason.items()
    ]


def sources(names: Sequence[str]) -> str:
    """Where the conversations come from: "zendesk, shop and 4 more"."""
    return words.listed(names)


def names(spellings: Sequence[str]) -> str:
    """Every one of them, as there is no other place where they are named: "chat, phone and web form"."""
    return words.joined([words.shorten(each, 30) for each in spellings], "and")

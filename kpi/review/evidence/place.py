"""Where a KPI is to be worked on: the part of all conversations that holds it down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

from kpi.catalogue import FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, Kpi, Unit
from kpi.counting.days import Days
from kpi.dimensions import DIMENSIONS, INTENT, Dimension
from kpi.facts import Facts, Tally, Wanted
from kpi.measures import Timing
from kpi.readings import reader
from kpi.readings.intent_distribution import IntentReader
from kpi.review.costly_intent import CostlyIntent
from kpi.review.held_down_by import HeldDown, Label, Segment
from kpi.review.risen_intent import RisenIntent
from kpi.review.standing import Standing
from kpi.samples import Balance, Durations, Ratio, Sample, Share
from kpi.summary.groupings import PAIRS
from kpi.team.targets import BOT

BOT_STEP = "bot_"
"""How the keys of those steps begin that are for first replies by the bot: of a focus only the key is kept."""


@dataclass(frozen=True)
class Place:
    """The `labels` that a conversation has there, none for everywhere; what `holds` it down, and the `sample` there."""

    labels: tuple[Label, ...]
    sample: Sample
    holds: HeldDown | None = None

    @property
    def values(self) -> Mapping[str, str]:
        """As stored, by the dimension's key."""
        return {label.dimension.key: label.value for label in self.labels}

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(label.dimension for label in self.labels)


def place_of(standing: Standing, held: HeldDown | None, sample: Sample) -> Place:
    """The place of what holds the standing down, whose own sample this is."""
    match held:
        case Segment():
            return Place(held.labels, held.sample, held)
        case CostlyIntent() | RisenIntent():
            return Place((Label(INTENT, held.intent, held.spelling),), sample, held)
    named = standing.judged.named if standing.judged else None
    if standing.kpi == INTENT_DISTRIBUTION and named is not None:
        return Place((Label(INTENT, named, standing.intent or named),), sample)
    return Place((), sample)


def everywhere(sample: Sample) -> Place:
    """All conversations."""
    return Place((), sample)


def sample_of(kpi: Kpi, step: str, labels: Mapping[str, str], facts: Facts, days: Days) -> Sample:
    """What a focus of this KPI, by this step and with these labels (values by dimension), is measured by on some days.

    Of first replies those by the bot, where the step is for them. What cannot be told apart is measured as a whole.
    """
    by = dimensions_of(labels) if kpi.dimensions else ()
    if kpi == INTENT_DISTRIBUTION:
        intent = labels.get(INTENT.key)
        others = tuple(each for each in by if each != INTENT)
        shares = IntentReader(intent).samples(facts, [days], others)
        return shares.get(tuple(labels[each.key] for each in others), [Share(0, 0)])[0]
    key = tuple(labels[each.key] for each in by)
    if kpi == FIRST_RESPONSE_TIME and step.startswith(BOT_STEP):
        tallies = facts.tallies((Timing.BOT,), [days], by).get(key)
        return tallies[0].time(Timing.BOT) if tallies else Durations()
    samples = reader(kpi).samples(facts, [days], by).get(key)
    return samples[0] if samples else _nothing(kpi)


def tally_of(facts: Facts, wanted: Wanted, days: Days, labels: Mapping[str, str]) -> Tally:
    """What was counted on these days of the conversations with these labels."""
    by = dimensions_of(labels)
    found = facts.tallies(wanted, [days], by).get(tuple(labels[each.key] for each in by))
    return found[0] if found else Tally()


def labels_of(values: Mapping[str, str], facts: Facts) -> tuple[Label, ...]:
    """Values by dimension, as they are kept with a focus, with their spellings."""
    found = ((each, values[each.key]) for each in dimensions_of(values))
    return tuple(Label(each, value, facts.spellings(each).get(value, value)) for each, value in found)


def dimensions_of(labels: Mapping[str, str]) -> tuple[Dimension, ...]:
    """In an order in which they are kept counted, where there is one."""
    found = tuple(each for each in DIMENSIONS if each.key in labels)
    kept: Sequence[tuple[Dimension, ...]] = [each for each in permutations(found) if each in PAIRS]
    return kept[0] if kept else found


def _nothing(kpi: Kpi) -> Sample:
    """A sample of the KPI's kind that holds nothing."""
    match kpi.unit:
        case Unit.SECONDS:
            return Durations()
        case Unit.POINTS:
            return Balance(0, 0, 0)
        case Unit.MONEY:
            return Ratio(0.0, 0)
    return Share(0, 0)


def is_of_bot(standing: Standing) -> bool:
    """Whether first replies by the bot are what is judged."""
    return standing.kpi == FIRST_RESPONSE_TIME and standing.row is not None and standing.row.name == BOT

"""What cost per contact and the load on people would be, if self-service or automation resolved another share."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kpi import words
from kpi.catalogue import AUTOMATION_RATE, COST_PER_CONTACT, SELF_SERVICE_RATE, Kpi
from kpi.counting.days import Days
from kpi.errors import UserError
from kpi.facts import Facts, Tally
from kpi.grammar.errors import QuestionError
from kpi.measures import Measure
from kpi.readings import reader
from kpi.readings.costs import units
from kpi.span import DAY
from kpi.team.costs import Spent, uncovered
from kpi.team.days import in_words
from kpi.team.money import money

ASSUMABLE = (SELF_SERVICE_RATE, AUTOMATION_RATE)
"""The rates that can be assumed to be others."""

_STAYS = ("automation", "software")
"""The categories of costs that do not follow how much people have to do."""

_LINES = ("what-if self_service_rate=80", "what-if automation_rate=60")
_WEEK = 7
_ALL = 100.0


@dataclass(frozen=True)
class Figure:
    """As it was, and as it would be."""

    before: float
    after: float


@dataclass(frozen=True)
class WhatIf:
    """What would be with another `rate` of the KPI, 0 to 100, at the volume and the cost of the days.

    `load` is how many conversations a week reach a person. `cost` and `cost_per_contact` are in whole units of the
    currency; there are `contacts` in both cases. The `assumptions` are sentences.
    """

    kpi: Kpi
    days: Days
    rate: Figure
    load: Figure
    cost: Figure
    cost_per_contact: Figure
    contacts: int
    currency: str
    assumptions: tuple[str, ...]


def what_if(facts: Facts, days: Days, assumed: Mapping[str, float]) -> WhatIf:
    """What would be if one rate, by the key of its KPI, were as assumed.

    Of all that is not resolved without a person, people are taken to handle the same part as now: with half as much
    unresolved, half as many conversations reach them. UserError for what cannot be assumed, and where costs or the rate
    are not connected, with what to do.
    """
    kpi, rate = _assumption(assumed)
    spent = _spent(facts, days)
    now, automation = _now(kpi, facts, days), _rate(AUTOMATION_RATE, facts, days)
    tally = facts.tallies(reader(COST_PER_CONTACT).wanted, [days])[()][0]
    contacts = tally[Measure.OPENED] + tally[Measure.INQUIRIES]
    if not contacts:
        raise UserError(f"Nothing was opened in {_named(days)}, so there is no cost per contact to start from.")
    load = tally[Measure.OPENED] * (1 - (automation or 0.0) / _ALL) * _WEEK / days.number
    less = (_ALL - rate) / (_ALL - now)
    stays = sum((spent.by_category.get(category, Fraction()) for category in _STAYS), Fraction())
    cost = Figure(units(spent.cents), units(stays) + units(spent.cents - stays) * less)
    return WhatIf(
        kpi=kpi,
        days=days,
        rate=Figure(now, rate),
        load=Figure(load, load * less),
        cost=cost,
        cost_per_contact=Figure(cost.before / contacts, cost.after / contacts),
        contacts=contacts,
        currency=facts.team.currency,
        assumptions=(
            _volume(tally, days),
            _load(automation),
            _proportion(kpi),
            *_costs(spent, stays, facts.team.currency),
        ),
    )


def _assumption(assumed: Mapping[str, float]) -> tuple[Kpi, float]:
    known = {kpi.key: kpi for kpi in ASSUMABLE}
    if len(assumed) != 1:
        raise QuestionError("I can work out what one other rate would change, one at a time.", *_LINES)
    ((key, rate),) = assumed.items()
    if key not in known:
        names = words.either([kpi.title.lower() for kpi in ASSUMABLE])
        raise QuestionError(f"I can only work out what another {names} would change.", *_LINES)
    if not 0 <= rate <= _ALL:
        raise QuestionError("A rate goes from 0 to 100 %.", *_LINES)
    return known[key], rate


def _spent(facts: Facts, days: Days) -> Spent:
    """UserError if anything is missing."""
    how = f"Enter what support costs: `kpibot costs add 12,400 agents from {days.first:%Y-%m}`"
    if not facts.has_costs:
        raise UserError("No costs are entered, so there is no cost per contact to start from.", how)
    spent = facts.spent(days)
    if not spent.complete:
        raise UserError(f"No costs are entered for {uncovered(spent.uncovered)}.", how)
    return spent


def _rate(kpi: Kpi, facts: Facts, days: Days) -> float | None:
    return reader(kpi).samples(facts, [days])[()][0].value


def _now(kpi: Kpi, facts: Facts, days: Days) -> float:
    """The rate as it is. UserError where it is not connected, or nothing is left to resolve."""
    value = _rate(kpi, facts, days)
    if value is None and kpi is SELF_SERVICE_RATE:
        raise UserError(
            "Self-service is not connected: there are no self-service inquiries in the period.",
            "Import some: `kpibot import --example inquiries` prints a file to go by.",
        )
    if value is None:
        raise UserError(
            "Automation is not connected: of no conversation in the period is it known who answered.",
            "Import an export that says when people and when the bot first answered.",
        )
    if value == _ALL:
        raise UserError(f"{kpi.title} is 100 % already: nothing is left that reaches a person.")
    return value


def _named(days: Days) -> str:
    return in_words(days.first, days.end - DAY)


def _volume(tally: Tally, days: Days) -> str:
    opened, inquiries = tally[Measure.OPENED], tally[Measure.INQUIRIES]
    asked = _number(opened, "conversation", "conversations")
    if inquiries:
        asked += f" and {_number(inquiries, 'self-service inquiry', 'self-service inquiries')}"
    return f"As many customers ask as in {_named(days)}: {asked}."


def _load(automation: float | None) -> str:
    if automation is None:
        return "Every conversation reaches a person today: no source tells which ones automation resolves."
    return (
        f"Automation resolves {words.percent(automation)} of the conversations today, as of those that had their "
        "7 days in the period; the others reach a person."
    )


def _proportion(kpi: Kpi) -> str:
    without = "self-service and automation do" if kpi is SELF_SERVICE_RATE else "automation does"
    return f"People go on handling the same part of what {without} not resolve."


def _costs(spent: Spent, stays: Fraction, currency: str) -> tuple[str, str]:
    staying = words.joined(_STAYS, "and")
    said, rest = money(float(stays), currency), money(float(spent.cents - stays), currency)
    return (
        f"{said} for {staying} stay as they are; all other costs, {rest}, follow how many conversations people handle.",
        "That takes a team whose hours change with its work: until they do, the cost stays and only the load changes.",
    )


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"

"""`/kpi what-if self_service_rate=80`: what cost per contact and the load on people would be."""

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from bot.commands.deciding import deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from kpi import period, words
from kpi.catalogue import EVERY, Kpi
from kpi.counting.days import Days
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.period import Period
from kpi.span import DAY
from kpi.store_facts import StoreFacts
from kpi.team.money import money
from kpi.what_if import Figure, WhatIf, what_if

VERB = "what-if"
_LAST = "last month"
_FEW = 10
_EXAMPLES = (f"{VERB} self_service_rate=80", f"{VERB} automation rate 60 % {_LAST}")
_NAMES = {name.replace("_", " "): kpi for kpi in EVERY for name in (kpi.key, *kpi.aliases)}
_LONGEST_FIRST = sorted(_NAMES, key=len, reverse=True)
_NAMED = re.compile(
    rf"(?<!\w)(?P<name>{'|'.join(map(re.escape, _LONGEST_FIRST))})(?!\w)"
    r"(?P<value>(?:\s|=|:|\b(?:rate|were|was|is|be|had been|would be|went up|went down|went|rose|fell|to|of|at)\b)*"
    r"(?P<number>\d+(?:[.,]\d+)?)\s*(?:%|percent\b|per cent\b)?(?![\w-]))?",
)
_AROUND = re.compile(r"\b(?:what|if|our|the|a|an|in|for|over|during|on|and|with|of|rate|\?)\b|[?,;!]")


@dataclass(frozen=True)
class Supposed:
    """What a line supposes: rates by the key of their KPI, 0 to 100, and the words that are left for a period."""

    rates: dict[str, float]
    period: str


def command(bench: Workbench) -> Command:
    """Another share of self-service or automation."""
    return Command(
        verb=VERB,
        usage="RATE=VALUE [period]",
        does="What a conversation would cost, and how much would reach people, with another self-service or automation "
        "rate.",
        examples=(*_EXAMPLES, "what if self-service were 80 %?"),
        answer=partial(_answer, bench),
        also=("what if", "what-if"),
    )


def read(text: str) -> Supposed:
    """What is supposed; QuestionError where no rate is named, or no value for it."""
    line = re.sub(r"[\s_]+", " ", text.casefold())
    found = list(_NAMED.finditer(line))
    if not found:
        raise QuestionError("What rate would be another, and what would it be?", *_EXAMPLES)
    rates = {}
    for each in found:
        kpi = _NAMES[each["name"]]
        if each["number"] is None:
            raise QuestionError(f"What would it be? I need a percentage for {kpi.title.lower()}.", _example(kpi))
        rates[kpi.key] = float(each["number"].replace(",", "."))
    left = _AROUND.sub(" ", _NAMED.sub(" ", line))
    return Supposed(rates, " ".join(left.split()))


def _answer(bench: Workbench, asked: Asked) -> Message:
    supposed = read(asked.text)
    with deciding(bench) as at:
        over = _period(supposed, at.today, at.team.zone)
        found = what_if(StoreFacts(at.connection, at.team), _whole(over), supposed.rates)
    question = f"{VERB} {found.kpi.key}={found.rate.after:g} {over.text}"
    message = bench.messages.render(
        "what_if.j2", asked=asked, found=found, rows=_rows(found), period=over, question=question
    )
    return replace(message, question=question)


def _rows(found: WhatIf) -> list[tuple[str, str, str]]:
    """What, as it was, and as it would be."""
    return [
        (found.kpi.title, words.percent(found.rate.before), words.percent(found.rate.after)),
        ("Conversations a week that reach a person", *_loads(found.load)),
        ("Cost", *_amounts(found.cost, found.currency)),
        ("Cost per contact", *_amounts(found.cost_per_contact, found.currency)),
    ]


def _loads(figure: Figure) -> tuple[str, str]:
    """With a decimal where whole numbers would say too little."""
    say = words.points if min(figure.before, figure.after) < _FEW else words.count
    return say(figure.before), say(figure.after)


def _amounts(figure: Figure, currency: str) -> tuple[str, str]:
    return money(100 * figure.before, currency), money(100 * figure.after, currency)


def _period(supposed: Supposed, today: date, zone: ZoneInfo) -> Period:
    """Without one the last month, since costs are mostly monthly."""
    try:
        return period.parse(supposed.period or _LAST, today, zone)
    except UserError as error:
        rates = " ".join(f"{key}={rate:g}" for key, rate in supposed.rates.items())
        raise QuestionError(error.sentence, f"{VERB} {rates} {_LAST}") from error


def _whole(over: Period) -> Days:
    """The days that are over. UserError if none is."""
    if over.whole_days is None:
        return over.local_days
    if not over.whole_days:
        raise UserError("No day of that period is over yet.", f"Try `{_LAST}`.")
    return Days(over.first, over.first + over.whole_days * DAY, over.zone)


def _example(kpi: Kpi) -> str:
    return f"{VERB} {kpi.key}=80"

"""Every KPI over some days: its value, what it rests on, and what stands beside it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from kpi.measures import Event, Measure, Timing
from tests.support.oracle.clock import Always
from tests.support.oracle.costs import spent
from tests.support.oracle.figures import interval, mean, percent, quantile
from tests.support.oracle.tallies import Oracle, Tallied

Parts = dict[str, tuple[float | None, int | None]]
UNCLASSIFIED = ("other", "general", "misc", "question", None)
M = Measure


@dataclass(frozen=True)
class Expected:
    """A reading; `parts` by name as (value, n)."""

    value: float | None
    n: int
    parts: Parts
    left_out: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """An oracle and the days that it is asked about."""

    oracle: Oracle
    first: date
    end: date

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tallied", self.oracle.tally(self.first, self.end))

    @property
    def tallied(self) -> Tallied:
        found: Tallied = vars(self)["_tallied"]
        return found

    def __getitem__(self, measure: Measure) -> int:
        return int(self.tallied.counts[measure])

    def seconds(self, timing: Timing) -> list[int]:
        return self.tallied.durations.get(timing, [])

    def left_out(self, event: Event) -> dict[str, int]:
        return self.oracle.left_out(event, self.first, self.end)

    def share(self, hits: int, n: int, event: Event, parts: Parts | None = None) -> Expected:
        return Expected(percent(hits, n), n, {**(parts or {}), **bounds(hits, n)}, self.left_out(event))

    @property
    def inquiries(self) -> Mapping[Measure, int]:
        return self.oracle.inquiries(self.first, self.end)


def bounds(hits: int, n: int) -> Parts:
    low, high = interval(hits, n)
    return {"interval_low": (low, n), "interval_high": (high, n)}


def first_response_time(asked: Asked) -> Expected:
    parts: Parts = {}
    for name, timing in (("person", Timing.PERSON), ("bot", Timing.BOT), ("anyone", Timing.ANYONE)):
        values = asked.seconds(timing)
        parts[name] = quantile(values, 5), len(values)
        parts[f"{name}_p90"] = quantile(values, 9), len(values)
        parts[f"{name}_mean"] = mean(values), len(values)
    if not any(source.names_the_bot for source in asked.oracle.sources):
        parts |= dict.fromkeys(("bot", "bot_mean", "bot_p90"), (None, None))
    parts["within_target"] = percent(asked[M.TARGET_MET], asked[M.TARGET_DUE]), asked[M.TARGET_DUE]
    if not isinstance(asked.oracle.team.clock, Always):
        late = asked.seconds(Timing.PERSON_AFTER_HOURS)
        parts["answered_while_closed"] = asked[M.ANSWERED_WHILE_CLOSED], None
        parts["after_hours"] = quantile(late, 5), len(late)
    left_out = asked.left_out(Event.HUMAN_RESPONSE)
    impossible = "impossible time of first reply by the bot"
    of_the_bot = asked.left_out(Event.AUTOMATED_RESPONSE).get(impossible)
    left_out |= {impossible: of_the_bot} if of_the_bot else {}
    parts |= waiting_now(asked.oracle)
    return Expected(parts["person"][0], len(asked.seconds(Timing.PERSON)), parts, left_out)


def waiting_now(oracle: Oracle) -> Parts:
    able = [s for s in oracle.sources if s.complete_until is not None and s.silence_is_known and s.tells_the_end]
    waiting = [c for c in oracle.counting if c.is_dated and c.waiting_at(c.until)]
    by_bot = sum(c.answered_by_bot_at(c.until) for c in waiting)
    return {
        "waiting": (len(waiting) if able else None, None),
        "waiting_answered_by_bot": (by_bot if able else None, None),
        "waiting_oldest": (oracle.oldest_waiting, None),
    }


def resolution_time(asked: Asked) -> Expected:
    values = asked.seconds(Timing.RESOLUTION)
    parts: Parts = {"mean": (mean(values), len(values)), "p90": (quantile(values, 9), len(values))}
    return Expected(quantile(values, 5), len(values), parts, asked.left_out(Event.RESOLUTION))


def split(asked: Asked) -> Parts:
    n = asked[M.DUE_AUTHOR_KNOWN]
    bot, person, otherwise = (asked[each] for each in (M.DUE_AUTOMATED, M.DUE_PERSON, M.DUE_OTHERWISE))
    counts = {
        "automation": bot,
        "person": person,
        **({"otherwise": otherwise} if otherwise else {}),
        "unresolved": n - bot - person - otherwise,
        "confirmed": asked[M.DUE_CONFIRMED],
        "assumed": bot - asked[M.DUE_CONFIRMED],
    }
    return {name: (percent(count, n), n) for name, count in counts.items()}


def without_authors(left_out: dict[str, int]) -> dict[str, int]:
    return {reason: n for reason, n in left_out.items() if reason != "author unknown"}


def resolution_rate(asked: Asked) -> Expected:
    n = asked[M.DUE]
    by_now: Parts = {"by_now": (percent(asked[M.DUE_RESOLVED_BY_NOW], n), n)}
    found = asked.share(asked[M.DUE_RESOLVED], n, Event.DUE, {**by_now, **split(asked)})
    return Expected(found.value, n, found.parts, without_authors(dict(found.left_out)))


def automation_rate(asked: Asked) -> Expected:
    return asked.share(asked[M.DUE_AUTOMATED], asked[M.DUE_AUTHOR_KNOWN], Event.DUE, split(asked))


def self_service_rate(asked: Asked) -> Expected:
    found = asked.inquiries
    of = found.get(M.INQUIRIES, 0)
    resolved, contacted = found.get(M.INQUIRIES_RESOLVED, 0), found.get(M.INQUIRIES_CONTACTED, 0)
    hits, n = (resolved + asked[M.DUE_AUTOMATED], of + asked[M.DUE]) if of else (0, 0)
    alone = percent(asked[M.DUE_AUTOMATED], asked[M.DUE_AUTHOR_KNOWN]), asked[M.DUE_AUTHOR_KNOWN]
    parts: Parts = {
        "inquiries_resolved": (percent(resolved, of), of or None),
        "inquiries_contacted": (percent(contacted, of), of or None),
        "inquiries_abandoned": (percent(of - resolved - contacted, of), of or None),
        "automation_alone": alone,
        **bounds(hits, n),
    }
    return Expected(percent(hits, n), n, parts, without_authors(asked.left_out(Event.DUE)))


def csat(asked: Asked) -> Expected:
    stars, resolved = asked[M.RATED_IN_STARS], asked[M.RESOLVED]
    parts: Parts = {
        "mean": (asked.tallied.counts[M.STARS] / stars if stars else None, stars),
        "response_rate": (percent(asked[M.RATED], resolved), resolved),
    }
    return asked.share(asked[M.SATISFIED], asked[M.RATED], Event.RATING, parts)


def nps(asked: Asked) -> Expected:
    n, up, down = asked[M.SCORED], asked[M.PROMOTERS], asked[M.DETRACTORS]
    value = None if not n else 100 * (up - down) / n
    half = 0.0
    if n:
        scores = [100.0] * up + [-100.0] * down + [0.0] * (n - up - down)
        half = 1.959963984540054 * (sum((each - (value or 0)) ** 2 for each in scores) / n / n) ** 0.5
    parts: Parts = {
        "promoters": (percent(up, n), n),
        "detractors": (percent(down, n), n),
        "passives": (percent(n - up - down, n), n),
        "interval_low": (None if value is None else max(-100.0, value - half), n),
        "interval_high": (None if value is None else min(100.0, value + half), n),
    }
    return Expected(value, n, parts, asked.left_out(Event.SCORE))


def money(cents: Fraction | None, n: int) -> float | None:
    return None if cents is None or not n else float(cents / 100 / n)


def cost_per_contact(asked: Asked) -> Expected:
    costs = spent(asked.oracle.rows("SELECT * FROM cost"), asked.first, asked.end)
    total = sum(costs.values(), Fraction()) if costs else None
    inquiries = asked.inquiries.get(M.INQUIRIES, 0)
    n = asked[M.OPENED] + inquiries if costs else 0
    parts: Parts = {
        "cost": (money(total, 1), None),
        "opened": (asked[M.OPENED], None),
        "inquiries": (inquiries or None, None),
    }
    return Expected(money(total, n), n, parts, asked.left_out(Event.OPENING))


def cost_per_resolution(asked: Asked) -> Expected:
    costs = spent(asked.oracle.rows("SELECT * FROM cost"), asked.first, asked.end)
    total = sum(costs.values(), Fraction()) if costs else None
    of_people = [cents for category, cents in costs.items() if category != "automation"]
    people = sum(of_people, Fraction()) if of_people else None
    n = asked[M.RESOLVED] if costs else 0
    bot, person = asked[M.AUTOMATED_RESOLUTION], asked[M.HUMAN_RESOLUTION]
    parts: Parts = {
        "cost": (money(total, 1), None),
        "automated": (money(costs.get("automation"), bot), bot if "automation" in costs else None),
        "human": (money(people, person), person if of_people else None),
        "guide_automated": (1, None),
        "guide_human": (5, None),
    }
    return Expected(money(total, n), n, parts, asked.left_out(Event.RESOLUTION))


def intent_distribution(asked: Asked) -> Expected:
    counts = {
        key[0]: int(tallied.counts[M.OPENED])
        for key, tallied in asked.oracle.tallies(asked.first, asked.end, ["intent"]).items()
        if tallied.counts[M.OPENED]
    }
    told = {intent: n for intent, n in counts.items() if intent not in UNCLASSIFIED}
    n, opened = sum(told.values()), sum(counts.values())
    parts: Parts = {"intents": (len(told), None), "unclassified": (percent(opened - n, opened), opened)}
    found = asked.share(max(told.values(), default=0), n, Event.OPENING, parts)
    left_out = dict(found.left_out) | ({"unclassified": opened - n} if opened > n else {})
    return Expected(found.value, n, found.parts, left_out)


def per_hundred(hits: Measure, of: Callable[[Asked], int], event: Event) -> Callable[[Asked], Expected]:
    def reading(asked: Asked) -> Expected:
        return Expected(percent(asked[hits], of(asked)), of(asked), {}, asked.left_out(event))

    return reading


def throughput(asked: Asked) -> Expected:
    found = per_hundred(M.RESOLVED, lambda each: each[M.OPENED], Event.RESOLUTION)(asked)
    return Expected(found.value, found.n, {"resolved": (asked[M.RESOLVED], None)}, found.left_out)


def repeat_rate(asked: Asked) -> Expected:
    found = asked.share(asked[M.REPEATED], asked[M.KNOWN_REQUESTER], Event.OPENING)
    unknown = asked[M.OPENED] - asked[M.KNOWN_REQUESTER]
    left_out = dict(found.left_out) | ({"requester unknown": unknown} if unknown else {})
    return Expected(found.value, found.n, found.parts, left_out)


def number(asked: Asked) -> Callable[[Measure], int]:
    standing = {pair[0]: n for pair, n in asked.oracle.standing(asked.end).items()}
    return lambda measure: standing[measure]


def volume(asked: Asked) -> Expected:
    opened = asked[M.OPENED]
    return Expected(opened, max(opened, 1), {}, asked.left_out(Event.OPENING))


def backlog(asked: Asked) -> Expected:
    standing = number(asked)
    parts: Parts = {"over_7_days_old": (standing(M.OLD_ENTERED), None)}
    return Expected(standing(M.ENTERED), max(standing(M.ENTERED), 1), parts)


def waiting(asked: Asked) -> Expected:
    standing = number(asked)
    parts: Parts = {"answered_by_bot": (standing(M.WAITING_BOT_ENTERED), None)}
    return Expected(standing(M.WAITING_ENTERED), max(standing(M.WAITING_ENTERED), 1), parts)


KPIS: dict[str, Callable[[Asked], Expected]] = {
    "first_response_time": first_response_time,
    "resolution_time": resolution_time,
    "resolution_rate": resolution_rate,
    "automation_rate": automation_rate,
    "self_service_rate": self_service_rate,
    "csat": csat,
    "nps": nps,
    "cost_per_contact": cost_per_contact,
    "cost_per_resolution": cost_per_resolution,
    "intent_distribution": intent_distribution,
    "volume": volume,
    "arrivals": volume,
    "backlog": backlog,
    "waiting": waiting,
    "reopen_rate": per_hundred(M.REOPENED, lambda asked: asked[M.RESOLVED_ONCE], Event.REOPENING),
    "handover_rate": per_hundred(M.HANDED_OVER, lambda asked: asked[M.ANSWERED_BY_BOT], Event.HANDOVER),
    "repeat_rate": repeat_rate,
    "throughput": throughput,
}
"""By the KPI's key. Of numbers of what there is, that they are known at all is for the caller to say."""

"""Pairs of numbers that must not be read alone: one looks well at the cost of another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kpi import catalogue, words
from kpi.answering.readout import Readout
from kpi.catalogue import Better, Kpi, Target
from kpi.comparison import smallest_change, step
from kpi.review.movement import Movement, falls, rises
from kpi.review.past import Past
from kpi.review.standing import Standing
from kpi.review.week import Week
from kpi.samples import Sample, Share
from kpi.state import LEAST, State
from kpi.team.targets import PERSON
from kpi.wording.count_words import of_so_many

MOST = 2
"""So many are told in a review."""

_AGAIN_AFTER = timedelta(weeks=4)
_TOO_GOOD = 80.0  # percent of automation
_CHEAP = 0.10  # below the usual cost
_DEAR = 2.0  # times the team's own target
_FEW_CONFIRMED = 10.0  # percent of automated resolutions
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Conflict:
    """One of the seven, by its `number`: the sentence has both numbers and what they rest on. `bad` is the number that
    is bad in it, and `kpi` what it is of: by it one can tell whether the conflict has become worse."""

    number: int
    text: str
    kpi: Kpi
    bad: Sample


def conflicts(week: Week) -> tuple[Conflict, ...]:
    """All of the week, by their numbers."""
    return tuple(each for find in _ALL if (each := find(week)) is not None)


def to_tell(found: Sequence[Conflict], monday: date, previous: Sequence[Past]) -> tuple[Conflict, ...]:
    """Those that the review of the week from this Monday on tells: none that a review of the 4 weeks before has told,
    unless it has become worse."""
    told = [past for past in previous if past.monday > monday - _AGAIN_AFTER]
    return tuple([each for each in found if not _was_told(each, told)][:MOST])


def _was_told(conflict: Conflict, previous: Sequence[Past]) -> bool:
    then = (past.conflicts[conflict.number] for past in previous if conflict.number in past.conflicts)
    return any(not _is_worse(conflict, each) for each in then)


def _is_worse(conflict: Conflict, then: Sample) -> bool:
    """By as much as is worth saying."""
    now = conflict.bad
    change = step(now, then)
    if change is None or now.value is None or then.value is None or change < smallest_change(now) - _ROUNDING:
        return False
    return (now.value > then.value) is not (conflict.kpi.better is Better.HIGHER)


# ---- the seven


def _stuck(week: Week) -> Conflict | None:
    """(1) People get stuck."""
    csat = week.of(catalogue.CSAT).readout
    fallen = falls(csat)
    for kpi in (catalogue.SELF_SERVICE_RATE, catalogue.AUTOMATION_RATE):
        risen = rises(week.of(kpi).readout)
        if risen is not None and fallen is not None:
            said = f"{_moved(week.of(kpi).readout, risen)}, while {_moved(csat, fallen)}: do people get stuck?"
            return Conflict(1, said, catalogue.CSAT, fallen.now)
    return None


def _same_wait(week: Week) -> Conflict | None:
    """(2) Faster work, the same wait."""
    replies, resolution = week.of(catalogue.FIRST_RESPONSE_TIME), week.of(catalogue.RESOLUTION_TIME).readout
    fallen = falls(resolution)
    person = next((row for row in replies.rows if row.name == PERSON), None)
    if fallen is None or person is None or person.judgement.state is not State.SHORT:
        return None
    wait = _against(replies, person.sample, person.judgement.against)
    said = f"{_moved(resolution, fallen)}, but first replies by a person take {wait}: faster work, the same wait."
    return Conflict(2, said, replies.kpi, person.sample)


def _cheap(week: Week) -> Conflict | None:
    """(3) Cheap and bad."""
    cost, csat = week.of(catalogue.COST_PER_CONTACT), week.of(catalogue.CSAT)
    cheaper = _cheaper(cost)
    fallen = falls(csat.readout)
    if not cheaper or (fallen is None and not _is_weak(csat)):
        return None
    bad = fallen.now if fallen else csat.sample
    if bad is None:
        return None
    satisfied = _moved(csat.readout, fallen) if fallen else f"CSAT is {_against(csat, bad, csat.against)}"
    return Conflict(3, f"{cheaper}, while {satisfied}: cheap, and bad.", csat.kpi, bad)


def _cheaper(cost: Standing) -> str:
    """That it costs less, in words; "" if it does not."""
    fallen, sample, usual = falls(cost.readout), cost.sample, cost.readout.usual
    if fallen is not None:
        return _moved(cost.readout, fallen)
    if sample is None or sample.value is None or usual is None or cost.readout.incomplete:
        return ""
    if sample.value > (1 - _CHEAP) * usual.value * (1 + _ROUNDING):
        return ""
    usually = words.money(usual.value, cost.readout.currency)
    return f"Cost per contact is {_value(cost.readout, sample)}, usually {usually}"


def _dear(week: Week) -> Conflict | None:
    """(4) Good, and dear. Only by a target that the team has set itself."""
    cost, csat = week.of(catalogue.COST_PER_RESOLUTION), week.of(catalogue.CSAT)
    target, sample = cost.readout.target, cost.sample
    if csat.state is not State.ON_TARGET or csat.sample is None or target is None or cost.state is None:
        return None
    if sample is None or sample.value is None or sample.value < _DEAR * target.value * (1 - _ROUNDING):
        return None
    said = (
        f"CSAT is {_against(csat, csat.sample, csat.against)}, but cost per resolution is "
        f"{_against(cost, sample, target)}: good, and dear."
    )
    return Conflict(4, said, cost.kpi, sample)


def _answers(week: Week) -> Conflict | None:
    """(5) Answers that do not answer."""
    automation = week.of(catalogue.AUTOMATION_RATE)
    risen, sample = rises(automation.readout), automation.sample
    is_high = sample is not None and (sample.value or 0) > _TOO_GOOD and sample.n >= LEAST
    if risen is None and not is_high:
        return None
    if risen is not None:
        high = _moved(automation.readout, risen)
    else:
        high = f"Automation rate is {_value(automation.readout, sample)}" if sample else ""
    for readout, moved in _helps_less(week):
        said = f"{high}, while {_moved(readout, moved)}: do the answers answer?"
        return Conflict(5, said, readout.kpi, moved.now)
    return None


def _helps_less(week: Week) -> Iterator[tuple[Readout, Movement]]:
    resolution = week.of(catalogue.RESOLUTION_RATE).readout
    if fallen := falls(resolution):
        yield resolution, fallen
    for kpi in (catalogue.REOPEN_RATE, catalogue.REPEAT_RATE, catalogue.HANDOVER_RATE):
        readout = week.supporting(kpi)
        if risen := rises(readout):
            yield readout, risen


def _queue(week: Week) -> Conflict | None:
    """(6) Those who are answered are answered fast, and more and more wait."""
    replies = week.of(catalogue.FIRST_RESPONSE_TIME)
    if replies.state is not State.ON_TARGET or replies.sample is None:
        return None
    waiting = week.supporting(catalogue.WAITING)
    risen = rises(waiting)
    if risen is None:
        return None
    fast = _against(replies, replies.sample, replies.against)
    before, now = (words.count(each.value or 0) for each in (risen.before, risen.now))
    then = (
        f"{before} the week before" if week.weeks == 1 else f"and {before} did {words.count(week.weeks)} weeks before"
    )
    said = f"First replies take {fast}, but {now} wait for one, {then}: who is not answered?"
    return Conflict(6, said, waiting.kpi, risen.now)


def _unconfirmed(week: Week) -> Conflict | None:
    """(7) Nobody says that the automated answers helped. Only where customers can say so."""
    automation, csat = week.of(catalogue.AUTOMATION_RATE), week.of(catalogue.CSAT)
    if automation.state is not State.ON_TARGET or automation.judged is None or automation.sample is None:
        return None
    parts = automation.judged.parts
    automated, confirmed = (_count(parts[name].value, parts[name].n) for name in ("automation", "confirmed"))
    if not csat.readout.connected or automated < LEAST or 100 * confirmed >= _FEW_CONFIRMED * automated:
        return None
    said = (
        f"Automation rate is {_against(automation, automation.sample, automation.against)}, but customers have "
        f"confirmed only {words.count(confirmed)} of {words.count(automated)} such answers: did they help?"
    )
    return Conflict(7, said, automation.kpi, Share(confirmed, automated))


_ALL: tuple[Callable[[Week], Conflict | None], ...] = (
    _stuck,
    _same_wait,
    _cheap,
    _dear,
    _answers,
    _queue,
    _unconfirmed,
)


# ---- in words


def _moved(readout: Readout, moved: Movement) -> str:
    """ "CSAT fell from 82.3 % of 167 ratings to 74.2 % of 120 ratings (last 4 weeks)" """
    kpi, currency = readout.kpi, readout.currency
    verb = "rose" if moved.rises else "fell"
    before, now = (of_so_many(each, kpi, currency) for each in (moved.before, moved.now))
    over = f" ({moved.over} against the {moved.over.removeprefix('last ')} before)" if moved.over else ""
    return f"{kpi.title} {verb} from {before} to {now}{over}"


def _value(readout: Readout, sample: Sample) -> str:
    return of_so_many(sample, readout.kpi, readout.currency)


def _against(standing: Standing, sample: Sample, target: Target | None) -> str:
    """ "71 % of 100 ratings, against 80 %" """
    said = _value(standing.readout, sample)
    if target is None:
        return said
    return f"{said}, against {words.amount(target.value, standing.kpi.unit, standing.readout.currency)}"


def _is_weak(standing: Standing) -> bool:
    """Short, or beyond what is called bad."""
    sample, against = standing.sample, standing.against
    if standing.state is State.SHORT:
        return True
    if standing.state is None or sample is None or sample.value is None or against is None:
        return False
    return sample.value < against.bad if standing.kpi.better is Better.HIGHER else sample.value > against.bad


def _count(percentage: float | None, n: int | None) -> int:
    return round((percentage or 0.0) * (n or 0) / 100)

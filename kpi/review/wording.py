"""A review of a week, or of four, in plain sentences, the same for Slack and the terminal. No markup of any kind."""

from kpi import words
from kpi.catalogue import FIRST_RESPONSE_TIME, INTENT_DISTRIBUTION, RESOLUTION_TIME
from kpi.dimensions import ARRIVED, LANGUAGE, PRIORITY, SOURCE
from kpi.review.costly_intent import CostlyIntent
from kpi.review.held_down_by import Label, Segment
from kpi.review.moved_most import Move
from kpi.review.review import Review
from kpi.review.risen_intent import RisenIntent
from kpi.review.standing import Standing
from kpi.review.weakest import How, Weakest
from kpi.samples import Sample
from kpi.span import WEEKDAYS, day_name
from kpi.state import State
from kpi.team.targets import BOT
from kpi.wording.count_words import many, of_so_many

_LONGEST_NAME = 40
_CONVERSATIONS = ("conversation", "conversations")


def waiting(review: Review) -> str:
    """ "Waiting now: 14, the oldest 2 d 4 h."; "" where nothing tells it."""
    found = review.waiting
    if found.number is None:
        return ""
    when = "now" if found.now else f"at the end of {these(review)}"
    oldest = f", the oldest {words.duration(found.oldest)}" if found.oldest is not None and found.number else ""
    return f"Waiting {when}: {words.count(found.number)}{oldest}."


# ---- the weakest


def headline(review: Review) -> str:
    """What is weakest, against what, and what holds it down most."""
    weakest = review.ranking.weakest
    if weakest is None:
        return _nothing_weak(review)
    held = review.held_down_by
    if isinstance(held, RisenIntent) and weakest.how is How.SHORT:
        return _intent_of_the_week(weakest.standing, held, review)
    holds = f", and {name(held.labels)} holds it down most" if isinstance(held, Segment) else ""
    return _weakest(weakest, holds, "weeks" if review.week.weeks == 1 else "months")


def against(standing: Standing) -> str:
    """As "72 % of 100 ratings over the last 4 weeks, against 80 %", or "5.37 EUR for each of 947 contacts, usually 4".

    Why not, of what is not connected.
    """
    sample, kpi, currency = standing.sample, standing.kpi, standing.readout.currency
    if sample is None:
        return standing.why
    over = f" over the {standing.readout.window.called}" if standing.readout.window and standing.state else ""
    said = f"{of_so_many(sample, kpi, currency)}{over}"
    wanted = standing.against
    if wanted is None:
        return said
    amount = words.amount(wanted.value, kpi.unit, currency)
    return f"{said}, against {amount}" if standing.readout.target else f"{said}, usually {amount}"


def short_as_well(review: Review) -> list[str]:
    """What else surely misses its target: "Automation rate is short as well: 40 % of 140 …, against 50 %."."""
    weakest = review.ranking.weakest
    others = (each for each in review.ranking.candidates if each.state is State.SHORT)
    return [
        f"{words.sentence(named(each))} is short as well: {against(each)}."
        for each in others
        if weakest is None or each.kpi != weakest.standing.kpi
    ]


def not_judged(review: Review) -> str:
    """ "Not judged: NPS and self-service rate (not connected), CSAT (parked)."; "" if all are."""
    by_reason: dict[str, list[str]] = {}
    for each in review.week.standings:
        if each.why:
            by_reason.setdefault(each.why, []).append(within(each.kpi.title))
    said = (f"{words.joined(titles, 'and')} ({why})" for why, titles in by_reason.items())
    return f"Not judged: {'; '.join(said)}." if by_reason else ""


def _weakest(weakest: Weakest, holds: str, long: str) -> str:
    standing = weakest.standing
    if weakest.how is How.PERHAPS:
        return f"Nothing is surely below target; closest to it is {named(standing)}: {against(standing)}{holds}."
    said = f"{words.sentence(named(standing))} is the weakest: {against(standing)}{holds}."
    if weakest.instead_of is None:
        return said
    instead_of = named(weakest.instead_of)
    return f"{said} It has just got much worse, and so comes before {instead_of}, the weakest for {long}."


def _intent_of_the_week(standing: Standing, held: RisenIntent, review: Review) -> str:
    limit = standing.against
    usually = "" if held.usual is None else f"; usually {words.count(held.usual)} {_each(review)}"
    limited = "" if limit is None else f", limit {words.percent(limit.value)}"
    share = f"{words.percent(held.share.value or 0)}{limited}{usually}"
    counted = f"{words.count(held.share.hits)} of {many(held.share.n, _CONVERSATIONS)} ({share})"
    intent = words.sentence(words.shorten(held.spelling, _LONGEST_NAME))
    over = "the week" if review.week.weeks == 1 else f"what {these(review)} are about"
    return f"{intent} is {over}: {counted}{_since(held)}."


def _nothing_weak(review: Review) -> str:
    judged, decline = review.ranking.candidates, review.ranking.decline
    if not judged:
        return f"No KPI of {'this week' if review.week.weeks == 1 else these(review)} can be judged."
    sure = all(each.state is State.ON_TARGET for each in judged)
    said = "Everything is on target" if sure else "Nothing is short of its target by more than chance explains"
    if decline is None:
        return f"{said}."
    return f"{said}. What got worse most is {named(decline.standing)}: {_from_to(decline.standing)}."


# ---- what holds it down


def held_down_by(review: Review) -> str:
    """What holds the weakest down, in figures; "" where nothing is weak. Of resolution time also what was closed that
    had long been open: a week in which a team tidies up is a slow one only by its numbers."""
    weakest = review.ranking.weakest
    if weakest is None:
        return ""
    judged = weakest.standing.judged
    tidied = judged.notes if judged is not None and weakest.standing.kpi == RESOLUTION_TIME else ()
    return " ".join([_held_down_by(review, weakest), *tidied])


def _held_down_by(review: Review, weakest: Weakest) -> str:
    match held := review.held_down_by:
        case Segment():
            return _segment(weakest.standing, held)
        case CostlyIntent():
            return _costly(held)
        case RisenIntent():
            return _risen(held, _each(review))
    if not weakest.standing.kpi.dimensions:
        return "Nothing tells it apart by channel, intent or team."
    return "No single channel, intent or team stands out."


def name(labels: tuple[Label, ...]) -> str:
    """ "“refund” by “email”", "what came outside opening hours", "priority “high”" """
    said = [_label(label) for label in labels]
    return " with ".join(said)


def _label(label: Label) -> str:
    spelling = words.shorten(label.spelling, _LONGEST_NAME)
    match label.dimension.key:
        case ARRIVED.key:
            return f"what came {spelling}"
        case PRIORITY.key | LANGUAGE.key | SOURCE.key:
            return f"{label.dimension.name[0]} “{spelling}”"
    return f"“{spelling}”"


def _segment(standing: Standing, held: Segment) -> str:
    """ "Without “refund”, CSAT would be 83 % instead of 71 %; “refund” has 40 % of 50 ratings, 25 % of all." """
    kpi, currency = standing.kpi, standing.readout.currency
    without, whole = _amount(held.without, standing), _amount(held.whole, standing)
    counted = of_so_many(held.sample, kpi, currency)
    who = name(held.labels)
    share = words.percent(100 * held.share)
    would = f"{within(named(standing))} would be {without} instead of {whole}"
    return f"Without {who}, {would}; it has {counted}, {share} of all."


def _costly(held: CostlyIntent) -> str:
    """As volume, for conversations have no cost of their own."""
    said = (
        f"“{words.shorten(held.spelling, _LONGEST_NAME)}” takes people most: they resolved "
        f"{words.count(held.by_people)} of it, of {words.count(held.all_by_people)} that they resolved"
    )
    if held.all_handed_over:
        said += f"; the bot handed over {words.count(held.handed_over)} of it, of {words.count(held.all_handed_over)}"
    return f"{said}."


def _risen(held: RisenIntent, each: str) -> str:
    said = (
        f"{words.count(held.share.hits)} of {many(held.share.n, _CONVERSATIONS)} are “{words.shorten(held.spelling)}”"
    )
    if held.usual is not None:
        said += f", usually {words.count(held.usual)} {each}"
        said += f"; it is above that{_since(held).replace(',', '', 1)}" if held.monday else "; that is not new"
    if held.channel is not None:
        by = f"{words.count(held.in_channel.hits)} of {words.count(held.in_channel.n)}"
        said += f"; {by} came by {words.shorten(held.channel, _LONGEST_NAME)}"
    return f"{said}."


def _since(held: RisenIntent) -> str:
    """ ", since Tuesday 21 July 2026", ", since the week of 13 July 2026"; "" where it is not above its usual."""
    if held.monday is None:
        return ""
    if held.day is not None:
        return f", since {WEEKDAYS[held.day.weekday()]} {day_name(held.day)}"
    return f", since the week of {day_name(held.monday)}"


# ---- what moved


def moved(review: Review) -> list[str]:
    """What moved beyond its usual change, the furthest first; or that nothing did."""
    if review.week.period.unfinished:
        return ["The week is not over, so nothing is said to have moved yet."]
    nothing = "Nothing moved beyond its usual week."
    if review.week.weeks > 1:
        nothing = f"Nothing moved further than it usually does from {_number(review)} weeks to the next."
    return [_move(each) for each in review.moves] or [nothing]


def _move(move: Move) -> str:
    standing = move.standing
    which = "worse" if move.bad else "better"
    title = words.sentence(_value_name(standing))
    return f"{title}: {_from_to(standing)}, {move.times:.1f} times its usual change ({which})."


def _from_to(standing: Standing) -> str:
    """ "from 80 % of 120 ratings to 74.2 % of 118 (last 4 weeks)" """
    before, now, window = standing.before, standing.now, standing.readout.window
    if before is None or now is None:
        return ""
    kpi, currency = standing.kpi, standing.readout.currency
    over = f" ({window.called} against the {window.called.removeprefix('last ')} before)" if window else ""
    return f"from {of_so_many(before, kpi, currency)} to {of_so_many(now, kpi, currency)}{over}"


# ---- names


def these(review: Review) -> str:
    """What is reviewed: "the week", "these 4 weeks"."""
    return "the week" if review.week.weeks == 1 else f"these {_number(review)} weeks"


def before(review: Review) -> str:
    """What it is compared with: "the week before", "the 4 weeks before"."""
    return "the week before" if review.week.weeks == 1 else f"the {_number(review)} weeks before"


def _each(review: Review) -> str:
    """ "a week", "in 4 weeks" """
    return "a week" if review.week.weeks == 1 else f"in {_number(review)} weeks"


def _number(review: Review) -> str:
    return words.count(review.week.weeks)


def named(standing: Standing) -> str:
    """What is judged, within a sentence: "CSAT", "first reply by a person", "the largest intent, “login bug”"."""
    if standing.kpi == FIRST_RESPONSE_TIME:
        who = "the bot" if standing.row is not None and standing.row.name == BOT else "a person"
        return f"first reply by {who}"
    return _value_name(standing)


def _value_name(standing: Standing) -> str:
    """The value of the week: of first replies those by a person."""
    if standing.kpi == FIRST_RESPONSE_TIME:
        return "first reply by a person"
    if standing.kpi == INTENT_DISTRIBUTION:
        intent = standing.judged.named if standing.judged else None
        spelt = standing.intent if intent else ""
        return f"the intent “{words.shorten(spelt, _LONGEST_NAME)}”" if spelt else "the largest intent"
    return within(standing.kpi.title)


def within(title: str) -> str:
    """A title as it stands within a sentence: "resolution time", "CSAT"."""
    return title if title[1:2].isupper() else f"{title[:1].lower()}{title[1:]}"


def _amount(sample: Sample, standing: Standing) -> str:
    if sample.value is None:
        return "unknown"
    return words.amount(sample.value, standing.kpi.unit, standing.readout.currency)

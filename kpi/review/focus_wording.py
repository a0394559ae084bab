"""A focus in plain sentences. No markup of any kind."""

from collections.abc import Collection, Mapping
from datetime import date
from types import MappingProxyType

from kpi import catalogue, words
from kpi.catalogue import INTENT_DISTRIBUTION, Better, Unit
from kpi.review import wording
from kpi.review.costly_intent import CostlyIntent
from kpi.review.evidence import Evidence, Found, Subject
from kpi.review.evidence.intents import reached_person
from kpi.review.evidence.subject import named
from kpi.review.evidence.values import missed, target
from kpi.review.risen_intent import RisenIntent
from kpi.review.weakest import How
from kpi.span import MONTHS
from kpi.wording.count_words import many, of_so_many

EVERYWHERE = "everywhere"

_FELL_SHORT: Mapping[str, str] = MappingProxyType(
    {
        catalogue.CSAT.key: "not satisfied",
        catalogue.NPS.key: "of 0 to 6",
        catalogue.RESOLUTION_RATE.key: "left unresolved",
        catalogue.AUTOMATION_RATE.key: "not resolved by the bot",
        catalogue.SELF_SERVICE_RATE.key: "not resolved without a person",
        catalogue.FIRST_RESPONSE_TIME.key: "later than {target}",
        catalogue.RESOLUTION_TIME.key: "slower than {target}",
    }
)

_MANY_OF = frozenset(
    (
        *("bug", "cancellation", "complaint", "error", "failure", "invoice", "issue", "login", "outage", "password"),
        *("problem", "question", "refund", "request", "reset", "return", "upgrade"),
    )
)
"""Words that an intent may end with and take an s for many; all other intents are named in quotation marks."""

_REASONS: Mapping[Evidence, str] = MappingProxyType(
    {
        Evidence.NEW: "it is new, {count} against the usual {usual}",
        Evidence.OLD: "it is not new, {count} against the usual {usual}",
        Evidence.LEVER: "“{top_intent}” takes people most, and is nothing new",
        Evidence.OUTSIDE_HOURS: "{closed_arrivals} of {arrivals} came in outside opening hours",
        Evidence.INSIDE_HOURS: "most came in during opening hours, {closed_arrivals} of {arrivals} outside them",
        Evidence.NO_HOURS: "no opening hours are set",
        Evidence.PEAK: "on {busy_hours}, {busy_arrivals} came in against {busy_replies}",
        Evidence.WAITING: "{waiting} wait for a person",
        Evidence.ONE_CHANNEL: "{in_channel} of {count} came by {channel}",
        Evidence.HANDED_OVER: "the bot handed over {handed_over} of the {bot_answered} that it answered",
        Evidence.NO_BOT: "the bot answered nobody",
        Evidence.UNCONFIRMED: "customers confirmed {confirmed} of the bot's {by_bot} resolutions",
        Evidence.SLOW_REPLIES: "first replies by a person take {first_reply} in the median",
        Evidence.REOPENED: "{reopened} were opened again, of {resolved} resolved",
        Evidence.OLD_BACKLOG: "{old_open} have been open for over 7 days",
        Evidence.LONG_TAIL: "{closed_old} that had been open for over 60 days were closed",
        Evidence.GIVEN_UP: "{gave_up} of {inquiries} self-service inquiries were given up",
    }
)


def place(subject: Subject, evidence: Collection[str], known: Found) -> str:
    """ "“login bug”", "“refund” with “email”", "everywhere" """
    if subject.place.labels:
        return wording.name(subject.place.labels)
    if Evidence.LEVER in evidence:
        return f"“{known.figures['top_intent']}”"
    return EVERYWHERE


def worth(subject: Subject, evidence: Collection[str], known: Found) -> str:
    """What it is about, in numbers: "52 login bugs, 41 reached a person", "100 ratings, 28 not satisfied"."""
    if Evidence.LEVER in evidence and not isinstance(subject.place.holds, CostlyIntent):
        by_people = _so_many(known.figures["top_count"], known.figures["top_intent"])
        return f"people resolved or were handed {by_people}; {_counted(subject)}"
    return _counted(subject)


def _counted(subject: Subject) -> str:
    held, standing, sample = subject.place.holds, subject.standing, subject.place.sample
    match held:
        case RisenIntent():
            reached = reached_person(subject, held)
            more = "" if reached is None else f", {words.count(reached)} reached a person"
            return f"{_so_many(words.count(held.share.hits), held.spelling)}{more}"
        case CostlyIntent():
            return _by_people(held)
    number = missed(subject)
    if number is None:
        return f"{of_so_many(sample, standing.kpi, standing.readout.currency)}"
    how = _FELL_SHORT[standing.kpi.key].format(target=target(subject) or "")
    return f"{many(sample.n, standing.kpi.counts)}, {words.count(number)} {how}"


def figure(subject: Subject, goal: float | None, on: date) -> str:
    """ "It worked if login bug is under 25 % on 3 August." """
    kpi, when = subject.standing.kpi, _day(on, subject)
    if goal is None:
        return f"The review of {when} will tell."
    wanted = words.amount(goal, kpi.unit, subject.standing.readout.currency)
    reached = f"at least {wanted}" if kpi.better is Better.HIGHER else f"under {wanted}"
    return f"It worked if {_measured(subject)} is {reached} on {when}."


def why(subject: Subject, evidence: Collection[str], known: Found, *, is_first: bool, is_weakest: bool) -> str:
    """Why it stands in its place, and why it is this step."""
    stands = _stands(subject, is_first=is_first, is_weakest=is_weakest)
    if (is_first or not is_weakest) and "without" in known.figures:
        stands += "; {place} has {value}, all others {without}".format_map(known.figures)
    reasons = [reason for kind in Evidence if kind in evidence and (reason := _reason(kind, known))]
    return "; ".join([stands, *reasons])


def _stands(subject: Subject, *, is_first: bool, is_weakest: bool) -> str:
    standing = subject.standing
    name = wording.named(standing)
    if not is_weakest:
        sure = "is short as well" if standing.state == "short" else "is perhaps short"
        return f"{words.sentence(name)} {sure}: {_against(subject)}"
    if not is_first:
        return f"Another step for {name}"
    weakest = subject.review.ranking.weakest
    how = weakest.how if weakest else How.SHORT
    if how is How.PERHAPS:
        return f"Nothing is surely below target, and {name} is the closest to it: {_against(subject)}"
    if how is How.MOVED:
        return f"{words.sentence(name)} has just got much worse: {_against(subject)}"
    return f"{words.sentence(name)} has the largest gap: {_against(subject)}"


def _against(subject: Subject) -> str:
    """ "71 % against 80 %" of all, wherever it is held down."""
    standing = subject.standing
    sample, against, kpi = standing.sample, standing.against, standing.kpi
    if sample is None or sample.value is None or against is None:
        return standing.why
    currency = standing.readout.currency
    now, wanted = (words.amount(each, kpi.unit, currency) for each in (sample.value, against.value))
    return f"{now} against {wanted}" if standing.readout.target else f"{now} against the usual {wanted}"


def _reason(kind: Evidence, known: Found) -> str:
    """ "" where its figures are not known, or the place says it already."""
    if kind not in _REASONS:
        return ""
    try:
        return _REASONS[kind].format_map(known.figures)
    except KeyError:
        return ""


def _measured(subject: Subject) -> str:
    """ "login bug", "CSAT of “refund”", "the median first reply by a person" """
    standing, labels = subject.standing, subject.place.labels
    if standing.kpi == INTENT_DISTRIBUTION:
        return named(labels[0].spelling) if labels else "the largest intent"
    name = wording.named(standing)
    if standing.kpi.unit is Unit.SECONDS:
        name = f"the median {name}"
    return f"{name} of {wording.name(labels)}" if labels and standing.kpi.dimensions else name


def _so_many(number: str, intent: str) -> str:
    """ "52 login bugs", "52 about “delivery”" """
    name = named(intent)
    if name.casefold().split(" ")[-1] in _MANY_OF:
        return f"{number} {name}{'' if number == '1' else 's'}"
    return f"{number} about “{name}”"


def _by_people(held: CostlyIntent) -> str:
    """As volume."""
    name = f"“{named(held.spelling)}”"
    said = f"people resolved {words.count(held.all_by_people)}, {words.count(held.by_people)} of them {name}"
    if not held.all_handed_over:
        return said
    return f"{said}; {words.count(held.handed_over)} of {words.count(held.all_handed_over)} hand-overs are {name}"


def _day(day: date, subject: Subject) -> str:
    """ "3 August"; with the year where that is another than now."""
    year = "" if day.year == subject.review.week.period.end.year else f" {day.year}"
    return f"{day.day} {MONTHS[day.month - 1]}{year}"

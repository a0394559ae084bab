"""`/kpi review 2026-W30`: what a week's numbers say, and what of it matters most."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from zoneinfo import ZoneInfo

from bot.commands.deciding import Deciding, deciding
from bot.commands.follow_ups import FollowUp, FollowUps
from bot.commands.registry import Asked, Command, Workbench
from bot.messages import review_words
from bot.messages.message import Message
from bot.messages.review_post import chart_of
from bot.messages.review_rows import review_rows
from kpi import period
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.period import Period
from kpi.review import wording
from kpi.review.agenda import Agenda, Kind, agenda
from kpi.review.review import Review
from kpi.review.week import earlier
from kpi.schedule import schedules
from kpi.schedule.typed_schedule import filters_of
from kpi.span import DAY, Grain, containing

VERB = "review"
LAST_WEEK = "last week"
_AROUND = ("of", "for", "from", "in", "the", "week")
_RUNNING = ("so far", "now", "week so far", "the week so far")


def command(bench: Workbench) -> Command:
    """The weekly review of any week."""
    return Command(
        verb=VERB,
        usage="[week]",
        does="What is weakest and what holds it down, what moved, and what must not be read alone: of this week "
        "so far, or of any past one.",
        examples=(VERB, f"{VERB} {LAST_WEEK}"),
        answer=partial(_answer, bench),
        also=("weekly review", "review of the week"),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    """In a channel with reviews of its own, what those would say: of the same conversations, with their focus."""
    with deciding(bench) as at:
        found = _agenda(bench, at, asked)
        review, shown = found.review, chart_of(found.review)
    question = f"{VERB} {review.week.period.text}"
    message = bench.messages.render(
        "review.j2",
        asked=asked,
        agenda=found,
        told=review_words,
        words=wording,
        narrowed=review_words.narrowed(review),
        rows=review_rows(review),
        shown=shown,
        connected=found.kind is not Kind.NOT_CONNECTED,
        follow=_follow(review, at.today, question if asked.can_share else ""),
        question=question,
    )
    return replace(message, question=question)


def _agenda(bench: Workbench, at: Deciding, asked: Asked) -> Agenda:
    channel = asked.channel or ""
    schedule = schedules.of(at.connection, channel)
    filters = filters_of(at.connection, schedule.filters if schedule else "", at.team, at.now)
    return agenda(at.connection, at.team, week_of(asked.text, at), at.now, bench.playbook, channel, filters)


def week_of(text: str, at: Deciding) -> Period:
    """The calendar week that is asked for; the running one without any, if a day of it is over, else the last."""
    said = " ".join(text.strip(" ?!.").casefold().split())
    if not said or said in _RUNNING:
        running = period.seen_on(at.today, containing(at.today, Grain.WEEK), at.team.zone)
        return running if running.whole_days else earlier(running, 1)
    return _named(said, at.today, at.team.zone)


def _named(said: str, today: date, zone: ZoneInfo) -> Period:
    first, _, rest = said.partition(" ")
    try:
        over = period.parse(rest if first in _AROUND and rest else said, today, zone)
    except UserError as error:
        raise QuestionError(error.sentence, f"{VERB} {LAST_WEEK}") from error
    if over.grain is not Grain.WEEK:
        week = containing(min(over.end, today) - DAY, Grain.WEEK)
        raise QuestionError("A review is of one calendar week.", f"{VERB} {week.text}", f"{VERB} {LAST_WEEK}")
    return over


def _follow(review: Review, today: date, share: str) -> FollowUps:
    """The number behind the headline, and the weeks beside this one."""
    return FollowUps.that_fit(asks=_asks(review, today), share=share)


def _asks(review: Review, today: date) -> Iterator[FollowUp]:
    over, weakest = review.week.period, review.ranking.weakest
    if weakest is not None:
        kpi = weakest.standing.kpi
        yield FollowUp(f"Look into {wording.within(kpi.title)}", "weakest", f"{kpi.name} {over.text}")
    yield FollowUp("The week before", "before", f"{VERB} {earlier(over, 1).text}")
    if over.end <= today:
        yield FollowUp("The week after", "after", f"{VERB} {earlier(over, -1).text}")

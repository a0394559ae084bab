"""`/kpi schedule monday 9:00`: when the reviews of a channel come; list, pause, resume, edit, test, now, remove."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bot.commands.deciding import Deciding, deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message, Step
from bot.messages.schedule_words import ScheduleWords, about, moment
from bot.reviewing.composing import Composer
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import plain
from kpi.labels import StoreLabels
from kpi.schedule import posts, schedules, typed_schedule
from kpi.schedule.due import Run, at_once, upcoming
from kpi.schedule.posts import Post
from kpi.schedule.schedules import NewSchedule, Pause, Schedule

VERB = "schedule"
EDIT = "edit"
_SOON = "within a minute"

Doing = Callable[[Workbench, Asked], Message]


def command(bench: Workbench) -> Command:
    """The schedules of reviews."""
    return Command(
        verb=VERB,
        usage="[DAY HOUR [ZONE] [every 4 weeks] [team:NAME]]",
        does="When the weekly review comes to this channel. Without words: a form. Also list, edit, pause, resume, "
        "remove; test shows the review to you alone, now posts it at once.",
        examples=(f"{VERB} monday 9:00", f"{VERB} tuesday 8:30 every 4 weeks", f"{VERB} list", f"{VERB} test"),
        answer=partial(_answer, bench),
    )


def opens_form(text: str) -> bool:
    """Whether a form says it better than words: "schedule", "schedule edit"."""
    said = text.casefold().strip(" .!?").split()
    return said in ([VERB], [VERB, EDIT])


def known_in(at: Deciding, channel: str | None) -> Schedule | None:
    """The schedule of a channel, if it has one."""
    return schedules.of(at.connection, channel) if channel else None


def changer(bench: Workbench, asked: Asked) -> str:
    """The name of who may change the channel's schedule: its owner, or an admin; UserError for anybody else."""
    with deciding(bench) as at:
        return _who(asked, known_in(at, asked.channel))


def save(bench: Workbench, new: NewSchedule, channel: str, person: str, who: str, *, alone: bool = True) -> Message:
    """Make it the channel's; one that rests goes on. The answer, which only the person sees if `alone`, says when the
    next one comes."""
    with deciding(bench, writing=True) as at:
        before = schedules.of(at.connection, channel)
        owner = before.owner if before else person
        schedule = schedules.of_new(new, channel, owner, who, at.at)
        schedules.save(at.connection, schedule)
        run = upcoming(at.connection, schedule, at.team, at.now)
    return _told(bench, "changed" if before else "made", schedule, run, alone=alone)


def _answer(bench: Workbench, asked: Asked) -> Message:
    said = plain(asked.text).strip()
    first, _, rest = said.partition(" ")
    word = first.casefold().strip(".!?")
    if doing := _DOINGS.get(word):
        if rest.strip(" .!?") and word != EDIT:
            raise QuestionError(f"“{VERB} {word}” takes no more words.", f"{VERB} {word}")
        if word != EDIT or not rest.strip():
            return doing(bench, asked)
        said = rest
    return _save(bench, asked, said) if said else _show(bench, asked)


def _save(bench: Workbench, asked: Asked, said: str) -> Message:
    with deciding(bench) as at:
        new = typed_schedule.read(said, at.team.zone, at.today, StoreLabels(at.connection))
        known = known_in(at, asked.channel)
    who = _who(asked, known)
    channel = asked.here()
    return save(bench, new, channel, asked.person or "", who, alone=asked.alone)


def _show(bench: Workbench, asked: Asked) -> Message:
    """The channel's own; all of them where there is no channel."""
    if asked.channel is None or asked.channel.startswith("D"):
        return _list(bench, asked)
    with deciding(bench) as at:
        known = known_in(at, asked.channel)
        run = upcoming(at.connection, known, at.team, at.now) if known else None
    if known is None or run is None:
        return bench.messages.render("schedule_none.j2", prompt=asked.prompt, example=typed_schedule.EXAMPLE)
    return _told(bench, "", known, run, alone=asked.alone)


def _list(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench) as at:
        found = schedules.all_(at.connection)
        told = [ScheduleWords.of(each, upcoming(at.connection, each, at.team, at.now)) for each in found]
    example = typed_schedule.EXAMPLE
    return bench.messages.render("schedules.j2", asked=asked, schedules=told, channel=asked.channel, example=example)


def _pause(bench: Workbench, asked: Asked) -> Message:
    known, who = _known(bench, asked)
    with deciding(bench, writing=True) as at:
        paused = schedules.pause(at.connection, known.channel, Pause.BY_HAND, who, at.at)
        now = schedules.of(at.connection, known.channel) or known
        run = upcoming(at.connection, now, at.team, at.now)
    return _told(bench, "paused" if paused else "paused already", now, run, alone=asked.alone)


def _resume(bench: Workbench, asked: Asked) -> Message:
    known, who = _known(bench, asked)
    asked.here()
    with deciding(bench, writing=True) as at:
        resumed = schedules.resume(at.connection, known.channel, who, at.at)
        now = resumed or known
        run = upcoming(at.connection, now, at.team, at.now)
    return _told(bench, "resumed" if resumed else "resumed already", now, run, alone=asked.alone)


def _remove(bench: Workbench, asked: Asked) -> Message:
    known, who = _known(bench, asked)
    with deciding(bench, writing=True) as at:
        schedules.remove(at.connection, known.channel, who, at.at)
    line = f"{VERB} {known.typed}"
    return bench.messages.render("schedule_removed.j2", asked=asked, schedule=known, line=line)


def _now(bench: Workbench, asked: Asked) -> Message:
    """Have the review of the last week posted at once, unless it has been."""
    known, _ = _known(bench, asked)
    asked.here()
    with deciding(bench, writing=True) as at:
        run = at_once(at.connection, known, at.team, at.now)
        there = posts.want(at.connection, known.channel, run.monday, run.weeks, at.now)
    told = {"about": about(run), "soon": _SOON, "there": there, "posted": _posted(there, known), "alone": asked.alone}
    return bench.messages.render("schedule_now.j2", **told)


def _test(bench: Workbench, asked: Asked) -> Message:
    """The review as it would be now, for the asker alone; nothing is kept of it."""
    if not asked.alone:
        raise UserError("A test is for you alone, and here all would see it.", f"Type `/kpi {VERB} test`.")
    with deciding(bench) as at:
        known = known_in(at, asked.channel)
        schedule = known or Schedule(0, 0, at.team.zone, channel=asked.channel or "", owner=asked.person or "")
        run = at_once(at.connection, schedule, at.team, at.now)
    composed = Composer(bench, bench.playbook).compose(schedule, run.monday, run.weeks, test=True)
    steps = (Step(composed.message, news=each) for each in composed.thread)
    return replace(composed.message, sequel=steps)


def _posted(there: Post | None, schedule: Schedule) -> str:
    """When it was posted; "" if it was not yet."""
    if there is None or there.posted_at is None:
        return ""
    return moment(datetime.fromtimestamp(there.posted_at, UTC), schedule.zone)


def _told(bench: Workbench, what: str, schedule: Schedule, run: Run, *, alone: bool) -> Message:
    words = ScheduleWords.of(schedule, run)
    return bench.messages.render("schedule.j2", what=what, schedule=words, alone=alone)


def _known(bench: Workbench, asked: Asked) -> tuple[Schedule, str]:
    """The channel's schedule, and the name of who may change it."""
    with deciding(bench) as at:
        known = known_in(at, asked.channel)
    if known is None:
        raise QuestionError("No reviews are scheduled in this channel.", typed_schedule.EXAMPLE, f"{VERB} list")
    return known, _who(asked, known)


def _who(asked: Asked, known: Schedule | None) -> str:
    """The name of the schedule's owner, or of an admin; UserError for anybody else."""
    return asked.member() if known and asked.person == known.owner else asked.author()


_DOINGS: Mapping[str, Doing] = {
    "list": _list,
    "all": _list,
    EDIT: _show,
    "pause": _pause,
    "resume": _resume,
    "remove": _remove,
    "now": _now,
    "test": _test,
}

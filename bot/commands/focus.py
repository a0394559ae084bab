"""`/kpi focus`: what this channel works on, and what was tried before; `/kpi focus unpark csat`."""

from collections.abc import Mapping
from functools import partial

from bot import buttons
from bot.commands.deciding import Deciding, as_typed, deciding
from bot.commands.naming import named
from bot.commands.registry import Asked, Command, Workbench
from bot.commands.schedule import changer
from bot.messages.focus_rows import Decided, DecidedRows, FocusNow, FocusRow
from bot.messages.home_channels import channel_rows
from bot.messages.message import Message
from bot.messages.rows import fitting
from kpi import words
from kpi.dimensions import INTENT
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import plain
from kpi.grammar.words import words as spoken
from kpi.labels import StoreLabels, fold
from kpi.review import typed_limit
from kpi.review.record import foci, normal_intents, parked
from kpi.review.record.parked import Parked
from kpi.schedule import posts, schedules, typed_schedule

VERB = "focus"
MOST = 50
"""Past focuses in the table."""
ROOM = 7_000
"""Characters of the table, beside which the current focus and what is decided stand."""
MOST_CHANNELS, ROOM_FOR_CHANNELS = 20, 8_000
"""Of the channels, where there is none of one's own."""
_OFFERED = 2


def command(bench: Workbench) -> Command:
    """The focus, and what was decided beside it."""
    return Command(
        verb=VERB,
        usage="[unpark KPI | normal INTENT SHARE | forget INTENT]",
        does="The one thing that this channel works on, what was tried before, and what moved since.",
        examples=(VERB,),
        answer=partial(_answer, bench),
    )


def _answer(bench: Workbench, asked: Asked) -> Message:
    said = plain(asked.text).strip()
    word, _, rest = said.partition(" ")
    match word.casefold():
        case "":
            return _show(bench, asked)
        case "unpark":
            return _unpark(bench, asked, rest)
        case "normal":
            return _normal(bench, asked, rest)
        case "forget":
            return _forget(bench, asked, rest)
    raise QuestionError(f"I do not know “{words.shorten(said)}” after “{VERB}”.", VERB)


def _show(bench: Workbench, asked: Asked) -> Message:
    """The channel's own; that of each where there is no channel."""
    if asked.channel is None or asked.channel.startswith("D"):
        return _show_all(bench, asked)
    channel = asked.channel
    with deciding(bench) as at:
        every = foci.all_of(at.connection, channel)
        now = FocusNow.of(next((each for each in every if each.outcome is None), None), at.moment)
        over = [FocusRow.of(each) for each in every if each.outcome is not None]
        told = {
            "rows": fitting(over[:MOST], ROOM),
            "over": len(over),
            "parked": DecidedRows.of([Decided.parked(each) for each in _parked(at, channel)]),
            "normal": DecidedRows.of([Decided.normal(*each, as_typed(each[0])) for each in _normal_ones(at)]),
            "value": _value(at, channel, now),
        }
    return bench.messages.render("focus.j2", asked=asked, now=now, **told)


def _show_all(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench) as at:
        every = schedules.all_(at.connection)
        rows = channel_rows(at.connection, at.team, every, at.now, MOST_CHANNELS, ROOM_FOR_CHANNELS)
    return bench.messages.render("focuses.j2", asked=asked, channels=rows, example=typed_schedule.EXAMPLE)


def _unpark(bench: Workbench, asked: Asked, rest: str) -> Message:
    channel, found = _channel(asked), named(rest)
    with deciding(bench) as at:
        lines = [f"{VERB} unpark {each.kpi.name}" for each in _parked(at, channel)[:_OFFERED]] or [VERB]
    if found is None:
        raise QuestionError("Which KPI is to be judged again?", *lines)
    kpi = found[0]
    who = changer(bench, asked)
    with deciding(bench, writing=True) as at:
        before = parked.unpark(at.connection, channel, kpi, who, at.at)
    if before is None:
        raise QuestionError(f"{kpi.title} is not parked in this channel.", *lines)
    return _done(bench, f"{kpi.title} is judged again from the next review on. It was parked {before.said}.")


def _normal(bench: Workbench, asked: Asked, rest: str) -> Message:
    labels = _intents(bench)
    if spelling := labels.get(fold(_unquoted(rest)), ""):
        raise QuestionError(f"Up to which share is “{words.shorten(spelling)}” normal?", _normal_line(spelling))
    name, _, share = rest.strip().removesuffix("%").strip().rpartition(" ")
    intent = fold(_unquoted(name))
    lines = [_normal_line(each) for each in _offered(labels, intent)] or [VERB]
    if not intent:
        raise QuestionError("Which intent, and up to which share?", *lines)
    try:
        percent = typed_limit.read(share)
    except UserError as error:
        raise QuestionError(error.sentence, *lines) from error
    if intent not in labels:
        raise QuestionError(f"No conversation has the intent “{words.shorten(_unquoted(name))}”.", *lines)
    spelling = labels[intent]
    who = changer(bench, asked)
    with deciding(bench, writing=True) as at:
        normal_intents.accept(at.connection, intent, percent, who, at.at)
    return _done(bench, f"“{spelling}” is normal for us up to {words.percent(percent)} of all conversations.")


def _forget(bench: Workbench, asked: Asked, rest: str) -> Message:
    name = _unquoted(rest)
    who = changer(bench, asked)
    with deciding(bench, writing=True) as at:
        had = normal_intents.forget(at.connection, fold(name), who, at.at)
        lines = [f"{VERB} forget {as_typed(each)}" for each, _ in _normal_ones(at)]
    if not had:
        raise QuestionError(f"“{words.shorten(name)}” has no limit of its own.", *(lines[:_OFFERED] or [VERB]))
    return _done(bench, f"“{words.shorten(name)}” has the limit of all intents again.")


def _intents(bench: Workbench) -> Mapping[str, str]:
    """How each is spelt, by its folded name."""
    with deciding(bench) as at:
        return StoreLabels(at.connection).values(INTENT)


def _offered(labels: Mapping[str, str], intent: str) -> list[str]:
    """This one as it is spelt, if a conversation has it; else some that there are."""
    return [labels[intent]] if intent in labels else list(labels.values())[:_OFFERED]


def _normal_line(spelling: str) -> str:
    return f"{VERB} normal {as_typed(spelling)} 40 %"


def _unquoted(text: str) -> str:
    return " ".join(word.text for word in spoken(text))


def _channel(asked: Asked) -> str:
    if asked.channel is None or asked.channel.startswith("D"):
        raise UserError("A focus is a channel's own, and this is none.", f"Type `/kpi {VERB}` in your team's channel.")
    return asked.channel


def _parked(at: Deciding, channel: str) -> list[Parked]:
    return list(parked.parked(at.connection, channel, at.today).values())


def _normal_ones(at: Deciding) -> list[tuple[str, float]]:
    """The intents that are normal, as they are spelt, each with its limit in percent."""
    spellings = StoreLabels(at.connection).values(INTENT)
    found = normal_intents.normal(at.connection).items()
    return [(spellings.get(intent, intent), target.value) for intent, target in found]


def _value(at: Deciding, channel: str, now: FocusNow | None) -> str:
    """What the buttons about the current focus carry: the latest review, which names it."""
    if now is None:
        return ""
    post = posts.last_posted(at.connection, channel)
    return buttons.review_value(channel, max(now.monday, post.monday) if post else now.monday)


def _done(bench: Workbench, said: str) -> Message:
    return bench.messages.render("focus_done.j2", said=said)

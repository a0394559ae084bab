"""`/kpi sources`: where the data come from, how fresh they are, and what was wrong with what came in last.

Admins connect help desks that send by themselves: forms open after `/kpi sources add zendesk` and below the list.
"""

from datetime import datetime
from functools import partial

from bot.commands import for_admins
from bot.commands.deciding import Deciding, deciding
from bot.commands.quickly import quick
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from bot.messages.source_rows import Live, SourceRows, SourceWords
from bot.sources import buttons, known
from bot.sources.trying import Tried, send_sample
from kpi.counting.days import Days
from kpi.dimensions import SOURCE
from kpi.grammar.errors import QuestionError
from kpi.ingest.history.feeds import feeds
from kpi.measures import Measure
from kpi.silence import silences
from kpi.span import DAY
from kpi.store_facts import StoreFacts
from kpi.webhooks import connecting

VERB = "sources"
ADD, SECRET, REMOVE, TEST = "add", "secret", "remove", "test"
_OPEN_FORMS = (ADD, SECRET, REMOVE)
_ALSO = {"connect": ADD, "new": ADD, "delete": REMOVE, "disconnect": REMOVE, "try": TEST}
MOST, ROOM = 12, 7_500


def command(bench: Workbench) -> Command:
    """All sources."""
    return Command(
        verb=VERB,
        usage="[add HELPDESK | test NAME]",
        does="Where the data come from: up to when each source is complete, and what came in last. Admins connect help "
        "desks that send by themselves.",
        examples=(VERB, f"{VERB} {ADD} zendesk"),
        answer=partial(_answer, bench),
        also=("data sources",),
    )


def form(text: str) -> tuple[str, str] | None:
    """Which form opens for what was typed after `/kpi`, and what it is about; None if none does."""
    verb, _, rest = text.strip().partition(" ")
    if verb.casefold() != VERB:
        return None
    what, about = _read(rest)
    return (what, about) if what in _OPEN_FORMS else None


def try_source(bench: Workbench, source: str) -> Tried:
    """Send it a signed sample as its help desk would. UserError if it is not connected."""
    with deciding(bench, mending=True) as at:
        vendor = connecting.connected(at.connection, source).vendor
        sample = vendor.sample(connecting.accepted(at.connection, at.at)[source].secrets[0], at.at)
    return send_sample(sample, bench.door.nearest(source), is_public=bool(bench.door.public_url))


def told(bench: Workbench, sentence: str, *lines: str) -> Message:
    """What came of something, with a way back to all sources."""
    return bench.messages.render("source_told.j2", sentence=sentence, lines=[line for line in lines if line])


def tried(bench: Workbench, source: str) -> Message:
    """What came of trying it."""
    found = try_source(bench, source)
    return told(bench, found.sentence, found.hint)


def _answer(bench: Workbench, asked: Asked) -> Message:
    what, about = _read(asked.text)
    if not what and about:
        raise QuestionError("Sources are listed, added and tried.", VERB, f"{VERB} {ADD} zendesk", "volume by source")
    if what == TEST:
        for_admins.check(asked)
        return tried(bench, about)
    if what:
        about = known.help_desk(about).key if what == ADD and about else about
        shown = {"what": what, "about": about, "add": buttons.ADD, "value": buttons.value(about if what == ADD else "")}
        return bench.messages.render("source_how.j2", asked=asked, **shown)
    with deciding(bench) as at:
        rows = _rows(at, alone=asked.alone)
    is_admin = for_admins.presses(asked)
    return bench.messages.render("sources.j2", asked=asked, sources=rows, is_admin=is_admin, carry=buttons.value)


def _read(text: str) -> tuple[str, str]:
    """What is to be done, "" for nothing but a list, and with what."""
    said = text.strip(" .!?")
    verb, _, rest = said.partition(" ")
    verb = _ALSO.get(verb.casefold(), verb.casefold())
    return (verb, rest.strip()) if verb in (*_OPEN_FORMS, TEST) else ("", said)


def _rows(at: Deciding, *, alone: bool) -> SourceRows:
    facts = StoreFacts(at.connection, at.team)
    is_counted = quick(facts, at.connection)
    quiet = silences(facts, at.today) if is_counted else {}
    opened = _opened(facts, at) if is_counted else {}
    live = Live.now(at.connection, at.at, with_unopened=True)
    said = SourceWords(at.connection, at.team.zone, at.today, quiet, opened, alone, live=live)
    return said.rows(feeds(at.connection), MOST, ROOM)


def _opened(facts: StoreFacts, at: Deciding) -> dict[str, int]:
    """How many conversations each has."""
    fed = [each for each in facts.sources if each.complete_until is not None]
    firsts = [each.first_opened for each in fed if each.first_opened is not None]
    if not firsts:
        return {}
    first = datetime.fromtimestamp(min(firsts), at.team.zone).date()
    every = Days(first, at.today + DAY, at.team.zone)
    counted = facts.tallies((Measure.OPENED,), [every], (SOURCE,))
    return {name: tally[Measure.OPENED] for (name,), [tally] in counted.items() if name is not None}

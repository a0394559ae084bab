"""`/kpi deliveries`: for admins, what help desks have sent by themselves in a day, and what was not understood."""

from functools import partial

from bot.commands import for_admins
from bot.commands.deciding import deciding
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.delivery_rows import delivery_rows
from bot.messages.message import Message
from bot.sources import buttons, words
from kpi.grammar.errors import QuestionError
from kpi.webhooks import connecting
from kpi.webhooks.replaying import replay
from kpi.webhooks.standing import standings

VERB = "deliveries"
MOST = 20


def command(bench: Workbench) -> Command:
    """What has come in by itself."""
    return Command(
        verb=VERB,
        usage="",
        does="For admins: what help desks have sent by themselves in the last 24 hours, what of it was not understood "
        "and why, and a button to try that once more.",
        examples=(VERB,),
        answer=partial(_answer, bench),
        also=("webhook deliveries",),
    )


def replayed(bench: Workbench, source: str | None) -> Message:
    """Try once more what was not understood, of one source or of all, and say what came of it."""
    if source is not None:
        with deciding(bench, mending=True) as at:
            connecting.connected(at.connection, source)
    done = replay(bench.store, int(bench.clock().timestamp()), source)
    if done.understood:
        bench.recount()
    said = words.replayed(done.tried, done.understood, done.without_body)
    return bench.messages.render("source_told.j2", sentence=said, lines=[])


def _answer(bench: Workbench, asked: Asked) -> Message:
    for_admins.check(asked)
    if asked.text.strip(" .!?"):
        raise QuestionError(f"“{VERB}” takes no more words.", VERB, "sources")
    with deciding(bench, mending=True) as at:
        found = list(standings(at.connection, at.at).values())
        rows = delivery_rows(found[:MOST], at.at)
    more = len(found) - len(rows)
    return bench.messages.render("deliveries.j2", asked=asked, rows=rows, more=more, replay=buttons.REPLAY)

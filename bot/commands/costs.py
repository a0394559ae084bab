"""`/kpi costs`: what support costs; `/kpi costs add 12,400 agents from 2026-01`, `/kpi costs remove 3`."""

from functools import partial

from bot.commands.cost_change import CostChange
from bot.commands.deciding import deciding, number
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.cost_rows import CostRows
from bot.messages.message import Message
from kpi.grammar.errors import QuestionError
from kpi.team import costs as ledger
from kpi.team import typed_costs
from kpi.team.costs import Ledger, NewCost

VERB = "costs"
_ADDING, _REMOVING = ("add", "enter", "new"), ("remove", "delete")


def command(bench: Workbench) -> Command:
    """The ledger, and changes of it."""
    return Command(
        verb=VERB,
        usage="[add AMOUNT WHAT from WHEN]",
        does="What support costs: the ledger, to which admins add and from which they remove.",
        examples=(
            "costs",
            "costs add 12,400 agents from 2026-01",
            "costs add 350 training in 2026-03",
            "costs add 1,200 software from 2026-01 to 2026-12 in all",
            "costs remove 3",
        ),
        answer=partial(_answer, bench),
    )


def enter(bench: Workbench, new: NewCost, who: str) -> Message:
    """Enter a cost, and say what that changes; QuestionError for one that is there already."""
    with deciding(bench, writing=True) as at:
        before = Ledger.read(at.connection)
        entry = ledger.add(at.connection, new, who, at.at, at.team.currency)
        change = CostChange.of(entry, before, Ledger.read(at.connection), at.team.currency)
    return bench.messages.render("cost_changed.j2", change=change, removed=False, prompt="")


def _answer(bench: Workbench, asked: Asked) -> Message:
    verb, _, rest = asked.text.strip().partition(" ")
    match verb.casefold():
        case "" | "list":
            return _list(bench, asked)
        case word if word in _ADDING:
            return _add(bench, asked, rest)
        case word if word in _REMOVING:
            return _remove(bench, asked, rest)
        case word if word[0].isdecimal():
            return _add(bench, asked, asked.text)
        case "per":
            raise QuestionError("Do you mean what a conversation costs?", f"cost {asked.text.strip()}")
    raise QuestionError(
        "Costs are listed, added and removed.", VERB, f"{VERB} add 12,400 agents from 2026-01", f"{VERB} remove 3"
    )


def _list(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench) as at:
        rows = CostRows.of(Ledger.read(at.connection), at.today, at.team.currency, at.moment)
        example = f"{VERB} add 12,400 agents from {at.today:%Y-%m}"
    return bench.messages.render("costs.j2", asked=asked, costs=rows, example=example)


def _add(bench: Workbench, asked: Asked, text: str) -> Message:
    who = asked.author()
    with deciding(bench) as at:
        new = typed_costs.read(text, at.today, at.team.currency)
    return enter(bench, new, who)


def _remove(bench: Workbench, asked: Asked, text: str) -> Message:
    which = number(text)
    if which is None:
        raise QuestionError("Which one? Each has a number in the list.", VERB)
    who = asked.author()
    with deciding(bench, writing=True) as at:
        before = Ledger.read(at.connection)
        entry = ledger.remove(at.connection, which, who, at.at, at.team.currency)
        change = CostChange.of(entry, before, Ledger.read(at.connection), at.team.currency)
    return bench.messages.render("cost_changed.j2", change=change, removed=True, prompt=asked.prompt)

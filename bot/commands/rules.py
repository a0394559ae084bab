"""`/kpi rules`: words in subjects that give conversations an intent; `rules add refund, money back -> refund`.

A rule is tried on the history before it is saved: `rules add` and `rules change` show what it would do, and the button
below that asks for `rules save`.
"""

import re
from functools import partial

from bot.buttons import fits_a_button
from bot.commands.deciding import deciding, number
from bot.commands.registry import Asked, Command, Workbench
from bot.commands.relabelling import Relabelled, Relabelling
from bot.messages.message import Message
from bot.messages.rule_rows import RuleRows, Tried, as_line, in_words, rule_text
from kpi.dimensions import INTENT
from kpi.grammar.errors import QuestionError
from kpi.grammar.words import plain
from kpi.ingest.columns.values import plain_line
from kpi.labelling import finding, rules, trying
from kpi.labelling.in_force import in_force
from kpi.labelling.rules import Rule
from kpi.labels import fold
from kpi.store_facts import StoreFacts

VERB = "rules"
_SECONDS = 0.75
"""For so long it is looked how many conversations a saved rule labels: where it takes longer, that is not said."""
EXAMPLE = f"{VERB} add refund, money back -> refund"
_ARROW = re.compile("[-=]>|[→➔⇒]")
_HIGHEST = 999_999_999
_ADDING, _REMOVING, _CHANGING = ("add", "new", "try"), ("remove", "delete"), ("change", "edit")


def command(bench: Workbench) -> Command:
    """The rules, and changes of them."""
    return Command(
        verb=VERB,
        usage="[add WORDS -> INTENT]",
        does="Rules that label conversations by words in their subject: tried on the history first, then saved by an "
        "admin.",
        examples=(VERB, EXAMPLE, f"{VERB} change 1 refund -> refund", f"{VERB} remove 1"),
        answer=partial(_answer, bench),
    )


def tried(bench: Workbench, asked: Asked, line: str) -> Message:
    """What the rule of a line such as "add refund -> refund" or "change 3 refund -> refund" would do."""
    which, text = read_line(line)
    words, intent = _read(text)
    with deciding(bench) as at:
        if which is not None:
            rules.find(at.connection, which)
        trial = trying.try_rule(at.connection, words, intent, which)
        keys = [(each.source, each.external_id) for each in trial.examples]
        urls = {key: told.url for key in keys if (told := finding.told(at.connection, key))}
        spellings = StoreFacts(at.connection, at.team).spellings(INTENT)
    rule = Tried.of(which, words, intent, trial, spellings, urls, with_subjects=asked.alone)
    return bench.messages.render("rule_trial.j2", asked=asked, rule=rule, trial=trial)


def read_line(line: str) -> tuple[int | None, str]:
    """Which rule "change 3 refund -> refund" is about, and the rest; None for a new one, as "add refund -> refund"."""
    verb, _, rest = line.strip().partition(" ")
    if verb.casefold() in _ADDING:
        return None, rest.strip()
    if verb.casefold() not in _CHANGING:
        return None, line.strip()
    first, _, text = rest.strip().partition(" ")
    which = number(first)
    if which is None:
        raise QuestionError("Which one? Each has a number in the list.", VERB)
    return which, text.strip()


def _read(text: str) -> tuple[tuple[str, ...], str]:
    """QuestionError as well for what no button could save, and no form could change."""
    words, intent = rules.read(text)
    intent = plain_line(intent)
    if not fits_a_button(f"{VERB} save change {_HIGHEST} {as_line(words, intent)}"):
        raise QuestionError("This rule is too long: make two of it, with half of the words each.", VERB)
    return words, intent


def known(bench: Workbench, which: int) -> Rule:
    """The rule of this number; QuestionError if there is none."""
    with deciding(bench) as at:
        return rules.find(at.connection, which)


def _answer(bench: Workbench, asked: Asked) -> Message:
    text = asked.text.strip()
    verb, _, rest = text.partition(" ")
    match verb.casefold():
        case "" | "list":
            return _list(bench, asked)
        case word if word in _ADDING:
            return _try(bench, asked, f"add {rest}")
        case word if word in _CHANGING:
            return _try(bench, asked, f"change {rest}")
        case word if word in _REMOVING:
            return _remove(bench, asked, rest)
        case "save":
            return _save(bench, asked, rest)
    if _ARROW.search(plain(text)):
        return _try(bench, asked, f"add {text}")
    raise QuestionError("Rules are listed, added, changed and removed.", VERB, EXAMPLE, f"{VERB} remove 1")


def _list(bench: Workbench, asked: Asked) -> Message:
    with deciding(bench) as at:
        rows = RuleRows.of(rules.all_(at.connection), at.moment)
    return bench.messages.render("rules.j2", asked=asked, rules=rows)


def _try(bench: Workbench, asked: Asked, line: str) -> Message:
    asked.author()
    which, text = read_line(line)
    if which is not None and not text:
        rule = known(bench, which)
        raise QuestionError("To which words and intent?", f"{VERB} change {which} {rule_text(rule)}")
    return tried(bench, asked, line)


def _save(bench: Workbench, asked: Asked, line: str) -> Message:
    """ "add refund -> refund" makes a rule, and "change 3 refund -> refund" puts one in the place of rule 3."""
    who = asked.author()
    which, text = read_line(line)
    words, intent = _read(text)
    with deciding(bench) as at:
        before = rules.find(at.connection, which) if which is not None else None
        trial = trying.try_rule(at.connection, words, intent, which, _SECONDS)
        called = in_force(at.connection).called(fold(intent)) or ""
    relabelling = Relabelling(bench, called, *([before.intent] if before else []))
    with deciding(bench, writing=True) as at:
        if which is None:
            rule = rules.add(at.connection, words, intent, who, at.at)
        else:
            rule = rules.replace(at.connection, which, words, intent, who, at.at)
    begun = relabelling.begun(trial.unlabelled + trial.changed if trial.all_looked_at else None)
    return _told(bench, asked, relabelling, begun, rule, "saved" if which is None else "changed")


def _remove(bench: Workbench, asked: Asked, text: str) -> Message:
    which = number(text)
    if which is None:
        raise QuestionError("Which one? Each has a number in the list.", VERB)
    who = asked.author()
    gone = known(bench, which)
    relabelling = Relabelling(bench, gone.intent)
    with deciding(bench, writing=True) as at:
        rules.remove(at.connection, which, who, at.at)
    return _told(bench, asked, relabelling, relabelling.begun(), gone, "removed")


def _told(
    bench: Workbench, asked: Asked, relabelling: Relabelling, begun: Relabelled, rule: Rule, done: str
) -> Message:
    line = f"{VERB} add {rule_text(rule)}" if done == "removed" else ""

    def by_then(now: Relabelled) -> Message:
        shown = {"done": done, "rule": rule, "words": in_words(rule.words), "again": line}
        return bench.messages.render("rule_saved.j2", asked=asked, relabelled=now, **shown)

    return relabelling.answer(f"Rule {rule.id} {done}", begun, by_then)

"""`/kpi history`: who changed what, and when; `/kpi history targets` for some of it."""

import re
from collections.abc import Mapping
from functools import partial

from bot.commands.deciding import deciding
from bot.commands.naming import named
from bot.commands.registry import Asked, Command, Workbench
from bot.messages.message import Message
from bot.messages.setting_rows import change_rows
from kpi.grammar.errors import QuestionError
from kpi.team import keys, settings
from kpi.team.target_keys import PREFIX
from kpi.words import shorten

VERB = "history"
MOST = 50
"""Changes in a table."""

KINDS: Mapping[str, tuple[str, ...]] = {
    "settings": tuple(name for name in keys.KEYS if not name.startswith(PREFIX)),
    "targets": (PREFIX,),
    "costs": ("cost ",),
    "notes": ("note ",),
    "rules": ("rule ",),
    "labels": ("label of ", "intent “"),
    "imports": ("import ",),
    "sources": ("source ",),
    "schedules": ("schedule ",),
    "alerts": ("alerts ", "parked ", "normal intent "),
    "admins": ("admins",),
    "hours": ("hours", "holidays", "closed_days", "open_days"),
    "privacy": ("subjects", "assignees"),
}
"""What changes can be told of alone, and how their keys begin."""

_ALSO = {"renames": "labels", "intents": "labels", "holidays": "hours", "reviews": "schedules"}
_BEFORE = re.compile(r"(?P<kind>.*?)\s*\bbefore (?P<number>\d{1,9})", re.IGNORECASE)


def command(bench: Workbench) -> Command:
    """The history of decisions."""
    return Command(
        verb=VERB,
        usage="[targets | costs | rules | admins …]",
        does="Who changed which setting, cost, note, rule, label or schedule, and when.",
        examples=(VERB, f"{VERB} targets"),
        answer=partial(answer, bench),
        also=("who changed what", "who changed"),
    )


def answer(bench: Workbench, asked: Asked) -> Message:
    """The latest changes, or those that the text names, with a button for earlier ones."""
    kind, before = read_line(asked.text)
    with deciding(bench, mending=True) as at:
        found = settings.changes(at.connection, MOST + 1, before, KINDS[kind] if kind else ())
        rows = change_rows(found[:MOST], at.moment)
    earlier = ""
    if len(rows) < len(found):
        earlier = " ".join(filter(None, (VERB, kind, f"before {found[len(rows) - 1].number}")))
    told = {"kind": kind, "kinds": list(KINDS), "is_latest": before is None, "earlier": earlier}
    return bench.messages.render("history.j2", asked=asked, changes=rows, **told)


def read_line(text: str) -> tuple[str, int | None]:
    """Which kind of changes, "" for all, and before which; QuestionError for neither."""
    said = text.strip(" .?!").casefold()
    found = _BEFORE.fullmatch(said)
    said, before = (found["kind"], int(found["number"])) if found else (said, None)
    word = said.removeprefix("of ").strip()
    for kind in (word, f"{word}s", _ALSO.get(word, ""), _ALSO.get(f"{word}s", "")):
        if kind in KINDS:
            return kind, before
    if about := named(said):
        raise QuestionError("Do you mean how it went over time?", f"{about[0].name} weekly")
    if word:
        lines = (f"{VERB} targets", VERB)
        raise QuestionError(f"I keep no history of “{shorten(word)}”, but of {', '.join(KINDS)}.", *lines)
    return "", before

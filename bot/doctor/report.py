"""What was found, for people and for scripts."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.doctor.finding import Finding
from bot.messages.mrkdwn import clean

_STATES = {True: ("ok", ""), False: ("mend this", "bold"), None: ("not looked at", "dim")}
_WIDTH = max(len(state) for state, _ in _STATES.values())


def show(finding: Finding, console: Console) -> None:
    """One finding: its state in words, what it is about, a sentence, and below it what to do."""
    state, style = _STATES[finding.ok]
    told = Text(clean(finding.sentence), style=style)
    if finding.hint:
        told.append(f"\n→ {clean(finding.hint)}", "not bold")
    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_column(width=_WIDTH)
    line.add_column(width=12)
    line.add_column(overflow="fold")
    line.add_row(Text(state, style=style), finding.name, told)
    console.print(line)


def conclusion(findings: Iterable[Finding]) -> str:
    """Whether the bot can work, in a sentence."""
    to_mend = [finding.name for finding in findings if finding.ok is False]
    if not to_mend:
        return "All is well. Start the bot with: kpibot serve"
    return f"To mend: {', '.join(to_mend)}."


def to_json(findings: Iterable[Finding]) -> dict[str, Any]:
    """`ok` is false if anything has to be mended; a finding's `ok` is null if it was not looked at."""
    found = [
        {"name": each.name, "ok": each.ok, "sentence": each.sentence, "hint": each.hint or None} for each in findings
    ]
    return {"ok": all(each["ok"] is not False for each in found), "findings": found}

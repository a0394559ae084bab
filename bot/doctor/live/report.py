"""What was proven, for people and for scripts."""

from collections.abc import Iterable
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.doctor.live.eye import LOOK
from bot.doctor.live.proof import Proof
from bot.messages.mrkdwn import clean

_STATES = {True: "holds", False: "not so", None: "not tried"}


def show(proof: Proof, console: Console) -> None:
    """One proof: its outcome in words, the fact, what was seen, and the page of the documentation."""
    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_column(width=9)
    line.add_column(overflow="fold")
    told = Text(proof.fact.sentence, style="bold" if is_worrying(proof) else "")
    told.append(f"\n{clean(proof.seen)}\n{proof.fact.page}", "not bold dim")
    line.add_row(_STATES[proof.holds], told)
    console.print(line)


def show_what_to_look_at(console: Console) -> None:
    """What is left for a person to see."""
    console.print("\nWhat only eyes can tell; the messages are there until you go on:", highlight=False)
    for each in LOOK:
        console.print(Text(f"- {each}"))


def is_worrying(proof: Proof) -> bool:
    """Whether the bot relies on a fact that does not hold."""
    return proof.holds is False and proof.fact.needed


def to_json(proofs: Iterable[Proof], workspace: str, channel: str, at: str) -> dict[str, Any]:
    """`ok` is false if the bot relies on a fact that does not hold here; `holds` is null for what was not tried."""
    seen = list(proofs)
    return {
        "ok": not any(map(is_worrying, seen)),
        "workspace": workspace,
        "channel": channel,
        "at": at,
        "proofs": [
            {
                "fact": each.fact.sentence,
                "page": each.fact.page,
                "needed": each.fact.needed,
                "holds": each.holds,
                "seen": each.seen,
            }
            for each in seen
        ],
        "look_at": list(LOOK),
    }

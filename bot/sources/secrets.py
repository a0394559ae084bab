"""The secret of a source, typed where nobody reads it, and never shown again."""

import sys

import typer

from kpi.errors import UserError
from kpi.webhooks.connecting import checked

_MOST = 2_000


def given(said: str | None, prompt: str) -> str:
    """What was said beforehand, else what is typed without being shown, else the first line of what is piped in."""
    if said is not None:
        return checked(said)
    if sys.stdin.isatty():
        return checked(typer.prompt(prompt, hide_input=True))
    line = sys.stdin.readline(_MOST).strip()
    if not line:
        raise UserError("Which secret? None was given.", "Say it with --secret, or pipe it in.")
    return checked(line)

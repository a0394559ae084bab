"""One fact about Slack, and whether it holds in this workspace."""

from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.messages.mrkdwn import shorten

METHODS = "https://docs.slack.dev/reference/methods"

_ADVICE = {
    "channel_not_found": "check its name; into a private one, invite the bot first",
    "is_archived": "choose a channel that is in use",
    "missing_scope": "kpibot doctor says how to add it",
    "not_in_channel": "type /invite @kpibot there",
}


@dataclass(frozen=True)
class Fact:
    """What the bot relies on. Where it is not `needed`, the bot has another way if it does not hold."""

    sentence: str
    page: str
    needed: bool = True


@dataclass(frozen=True)
class Proof:
    """`holds` is None if it could not be tried. `seen` says what came back, in Slack's own words where it refused."""

    fact: Fact
    holds: bool | None
    seen: str


def tried(fact: Fact, attempt: Callable[[], tuple[bool, str]]) -> Proof:
    """What came of an attempt, which says whether the fact holds and what was seen."""
    try:
        holds, seen = attempt()
    except SlackApiError as error:
        return Proof(fact, False, in_slacks_words(error))
    except (OSError, HTTPException, SlackClientError) as error:
        return Proof(fact, None, f"Slack could not be reached: {shorten(error, 200)}")
    return Proof(fact, holds, seen)


def in_slacks_words(error: SlackApiError) -> str:
    """ "Slack says missing_scope (needed: files:write)" """
    answer = error.response
    details = [f"needed: {answer['needed']}"] if answer.get("needed") else []
    details += (answer.get("response_metadata") or {}).get("messages") or answer.get("errors") or []
    said = f"Slack says {answer.get('error')}" + (f" ({shorten('; '.join(details), 500)})" if details else "")
    return "; ".join(filter(None, (said, _ADVICE.get(str(answer.get("error"))))))

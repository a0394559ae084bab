"""Conversations of which some have no intent, for the commands that label them."""

from typing import Any

from bot.messages.message import Message
from kpi.ingest.merging.labels import keep_spellings
from kpi.labels import fold
from kpi.store import Store
from tests.bot.messages.slack_client import HOSTILE
from tests.support.tickets import add, ticket

FIELDS = ("created_at", "status", "intent", "subject", "url", "channel")
DAY = "Wed 22 Jul 2026 10:{:02}"
RIGHT_TO_LEFT = "איפה הכסף שלי 🎉"
LONG_ID = "🎉" * 200
LONG_SUBJECT = "Where is my money? " * 500


def fill(store: Store, *rows: dict[str, Any], source: str = "desk") -> None:
    """The rows are conversations, numbered 1001 and on, each opened a minute after the one before."""
    tickets = [
        ticket(**{"created_at": DAY.format(number), "status": "open", "external_id": str(1001 + number), **row})
        for number, row in enumerate(rows)
    ]
    folded = [{**each, "intent": fold(each["intent"])} if each.get("intent") else each for each in tickets]
    add(store, source, *folded, fields=FIELDS, complete_until="Mon 27 Jul 2026 09:30")
    spelt = {fold(each["intent"]): each["intent"] for each in tickets if each.get("intent")}
    with store.writing() as connection:
        keep_spellings(connection, "intent", spelt)


def elements(message: Message) -> list[dict[str, Any]]:
    """Its buttons and menus."""
    return [each for block in message.blocks if block["type"] == "actions" for each in block["elements"]]


def ordinary(store: Store) -> None:
    """1001 and 1002 have an intent; 1003 says nothing; 1004, the newest, has none."""
    fill(
        store,
        {"intent": "Refund", "subject": "Money back, please"},
        {"intent": "login bug", "subject": "I cannot sign in"},
        {"intent": "other", "subject": "Where is my refund?", "url": "https://desk.example/1003", "channel": "email"},
        {"intent": None, "subject": "Sign in fails", "url": "https://desk.example/1004"},
    )


def hostile(store: Store) -> None:
    """Names, subjects and ids that would do harm, or break something, if they were not shown as they are."""
    fill(
        store,
        {"intent": HOSTILE, "subject": HOSTILE},
        {"intent": "x" * 200, "subject": LONG_SUBJECT},
        {"intent": "*bold* `code`", "subject": RIGHT_TO_LEFT},
        {"intent": None, "subject": HOSTILE, "url": "javascript:alert(1)", "channel": HOSTILE},
    )


def huge(store: Store) -> None:
    """A hundred and fifty intents of long names, and a conversation with the longest id and subject."""
    named = [{"intent": f"{number} {'a long name ' * 12}", "subject": "x"} for number in range(59)]
    fill(
        store,
        *named,
        {"intent": None, "subject": LONG_SUBJECT, "external_id": LONG_ID, "url": "https://x.y/" + "z" * 900},
    )
    with store.writing() as connection:
        keep_spellings(connection, "intent", {f"{n} {'b' * 190}": f"{n} {'b' * 190}" for n in range(150)})

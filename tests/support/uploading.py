"""People who bring files into the local Slack."""

import io
import zipfile
from collections.abc import Callable
from urllib.parse import urlencode

from tests.support.local_slack import Json, Person, SeenMessage, call


def upload(person: Person, name: str, content: bytes) -> str:
    """Bring a file, which nobody sees yet; its id."""
    named = urlencode({"person": person.id, "name": name})
    return str(call(person.slack, f"upload?{named}", content)["file"]["id"])


def sends(person: Person, name: str, content: bytes | str, text: str = "", channel: str | None = None) -> SeenMessage:
    """Send a message with a file, to the bot itself unless a channel is named."""
    file = upload(person, name, content if isinstance(content, bytes) else content.encode())
    where = channel or person.direct
    said = {"person": person.id, "channel": where, "text": text, "files": [file]}
    ts = call(person.slack, "say", said)["message"]["ts"]
    return next(each for each in person.sees(where) if each.ts == ts)


def chooses_shortcut(person: Person, message: SeenMessage, callback_id: str = "import_file") -> None:
    """Choose an entry of the menu beside a message."""
    at = {"channel": message.raw["channel"], "ts": message.ts, "wait": True}
    assert call(person.slack, "shortcut", {"person": person.id, "callback_id": callback_id, **at})["error"] is None


def submits(person: Person, view: Json, **values: object) -> Json:
    """Fill a modal's inputs and submit it: what is wrong with which input."""
    filled = {block_id: {"value": value} for block_id, value in values.items()}
    told = call(person.slack, "submit", {"person": person.id, "view_id": view["id"], "values": filled, "wait": True})
    assert told["error"] is None, told
    return dict(told["errors"] or {})


def bot_says(person: Person, words: str, channel: str | None = None) -> SeenMessage:
    """The newest message in which the bot says this, as soon as there is one."""
    return person.waits_for(words, channel or person.direct)


def zipped(name: str, content: bytes) -> bytes:
    """A ZIP archive with one file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def export(rows: int, more: Callable[[int], str] = lambda _: "", first: int = 1, prefix: str = "T") -> str:
    """Tickets of the week before 27 July 2026, resolved after three hours; the last column is empty unless told."""
    lines = [
        f"{prefix}{number},2026-07-2{1 + number % 5} 09:00,2026-07-2{1 + number % 5} 12:00,closed,refund,{more(number)}"
        for number in range(first, first + rows)
    ]
    return "\n".join(["Ticket ID,Created at,Resolved at,Status,Category,CSAT", *lines, ""])

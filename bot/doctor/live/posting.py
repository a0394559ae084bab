"""Posts, their metadata, threads, changes, and messages for one person alone."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from bot.doctor.live.bench import Bench
from bot.doctor.live.proof import METHODS, Fact, Proof, tried

# All that acts on a reader or a channel when it is taken for markup.
HOSTILE = 'kpibot doctor <!channel> @here #general <!date^0^{date}|x> *bold* _it_ :tada: "50% off" it\'s & `code`'
# Few enough marks for date tokens to stand in for them, beside what a change could take for markup.
CHANGED = "Changed by kpibot doctor, *not bold*: <!channel> @here #general"
METADATA = {"event_type": "kpibot_doctor", "event_payload": {"v": 1, "question": "csat 2026-W46"}}

_POST = Fact("A bot that is a member of a channel can post there.", f"{METHODS}/chat.postMessage")
_TEXT = Fact(
    "With parse none and link_names off, a text is kept as it was sent, and nothing in it becomes a mention.",
    "https://docs.slack.dev/messaging/formatting-message-text",
)
_METADATA = Fact("Metadata are read back from the history.", "https://docs.slack.dev/messaging/message-metadata")
_THREAD = Fact(
    "conversations.replies with limit 1 gives a thread's root, with its metadata.", f"{METHODS}/conversations.replies"
)
_UPDATE = Fact("A change keeps the metadata that it does not mention.", f"{METHODS}/chat.update")
_CHANGED_TEXT = Fact(
    "With parse none and link_names off, a changed text is kept as it was sent, and so are its date tokens.",
    f"{METHODS}/chat.update",
)
_EPHEMERAL = Fact("A message for one person alone is not in the history.", f"{METHODS}/chat.postEphemeral")


def prove(bench: Bench) -> Iterator[Proof]:
    """Nothing but the first proof if the bot cannot post: all others rest on it."""
    posted: list[Any] = []
    yield tried(_POST, partial(_posts, bench, posted))
    if posted:
        root = posted[0]
        yield tried(_TEXT, partial(_keeps_its_text, bench, root["ts"], HOSTILE))
        yield tried(_METADATA, partial(_keeps_metadata, bench, root["ts"]))
        yield tried(_THREAD, partial(_leads_to_its_root, bench, root["ts"]))
        changed: list[str] = []
        yield tried(_UPDATE, partial(_changes, bench, changed))
        for ts in changed:
            yield tried(_CHANGED_TEXT, partial(_keeps_its_text, bench, ts, CHANGED))
        yield tried(_EPHEMERAL, partial(_shows_one_person, bench))


def _posts(bench: Bench, posted: list[Any]) -> tuple[bool, str]:
    answer = bench.post(bench.messages.render("doctor/words.j2", text=HOSTILE), metadata=METADATA)
    posted.append(answer)
    return True, f"posted in {answer['channel']}"


def _keeps_its_text(bench: Bench, ts: str, words: str) -> tuple[bool, str]:
    sent = bench.messages.render("doctor/words.j2", text=words)
    found = bench.read(ts) or {}
    text, blocks = found.get("text"), found.get("blocks") or [{}]
    shown = (blocks[0].get("text") or {}).get("text")
    same = text == sent.text and shown == sent.blocks[0]["text"]["text"]
    return same, "read back letter by letter" if same else f"read back as {text!r} and {shown!r}"


def _keeps_metadata(bench: Bench, ts: str) -> tuple[bool, str]:
    found = (bench.read(ts) or {}).get("metadata")
    return found == METADATA, f"read back {found}"


def _leads_to_its_root(bench: Bench, ts: str) -> tuple[bool, str]:
    bench.post(bench.messages.render("doctor/words.j2", text="A reply by kpibot doctor."), thread_ts=ts)
    replies = bench.client.conversations_replies(channel=bench.channel, ts=ts, limit=1, include_all_metadata=True)
    first = replies["messages"][0]
    is_root = (first["ts"], first.get("metadata")) == (ts, METADATA)
    return is_root, f"the first of the thread carries {first.get('metadata')}"


def _changes(bench: Bench, changed: list[str]) -> tuple[bool, str]:
    posted = bench.post(bench.messages.render("doctor/words.j2", text="To be changed."), metadata=METADATA)
    words = bench.messages.render("doctor/words.j2", text=CHANGED)
    # Unlike a post, a change looks for names and links unless it is told not to.
    bench.client.chat_update(
        channel=bench.channel, ts=posted["ts"], text=words.text, blocks=words.blocks, parse="none", link_names=False
    )
    changed.append(str(posted["ts"]))
    found = (bench.read(posted["ts"]) or {}).get("metadata")
    return found == METADATA, f"changed, and read back {found}"


def _shows_one_person(bench: Bench) -> tuple[bool, str]:
    person = _somebody(bench)
    if person is None:
        return False, "nobody but bots is in the channel; invite yourself and try again"
    message = bench.messages.render("doctor/words.j2", text="Only you see this test, until you reload.")
    shown = bench.client.chat_postEphemeral(
        channel=bench.channel, user=person, text=message.text, blocks=message.blocks, parse="none", link_names=False
    )
    return bench.read(str(shown["message_ts"])) is None, f"shown to {person} alone"


def _somebody(bench: Bench) -> str | None:
    """The first member of the channel who is a person."""
    members = bench.client.conversations_members(channel=bench.channel, limit=200)["members"]
    for member in members:
        if member != bench.bot_user and not bench.client.users_info(user=member)["user"].get("is_bot"):
            return str(member)
    return None

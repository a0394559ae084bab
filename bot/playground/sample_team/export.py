"""The sample team's history as a help desk's CSV export."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.playground.sample_team.conversations import DAY, Conversation, History

HEADER = (
    "Ticket ID", "Created at", "Updated at", "Status", "Channel", "Topic", "Team", "Priority", "Language",
    "Subject", "Requester", "First bot reply at", "First agent reply at", "Handed over at", "Solved at",
    "Reopened at", "Satisfaction rating", "Rated at", "URL",
)  # fmt: skip
FIRST_ID = 10_001
CLOSES_AFTER = 4 * DAY  # the help desk closes what has stayed solved for so long


def write_export(path: Path, now: datetime, zone: ZoneInfo, seed: int = 7) -> int:
    """Write the half year up to `now` (aware) of a team in `zone`, oldest first; the number of rows.

    The same seed and now give the same bytes. The file appears under its name only when it is complete.
    """
    conversations = History(now, zone, seed).conversations()
    written_at = int(now.timestamp())
    partial = path.with_name(path.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        for number, conversation in enumerate(conversations, FIRST_ID):
            writer.writerow(_row(number, conversation, written_at))
    partial.replace(path)
    return len(conversations)


def _row(number: int, conversation: Conversation, now: int) -> tuple[str | int | None, ...]:
    return (
        number,
        _iso(conversation.opened),
        _iso(_updated(conversation)),
        _status(conversation, now),
        conversation.channel,
        conversation.topic.name if conversation.labelled else None,
        conversation.team,
        conversation.priority,
        conversation.language,
        conversation.subject,
        f"customer-{conversation.requester}",
        _iso(conversation.bot_reply),
        _iso(conversation.agent_reply),
        _iso(conversation.handed_over),
        _iso(conversation.solved),
        _iso(conversation.reopened),
        conversation.rating,
        _iso(conversation.rated),
        f"https://help.example.com/tickets/{number}",
    )


def _updated(conversation: Conversation) -> int:
    events = (
        conversation.opened,
        conversation.bot_reply,
        conversation.agent_reply,
        conversation.handed_over,
        conversation.solved,
        conversation.reopened,
        conversation.rated,
    )
    return max(at for at in events if at is not None)


def _status(conversation: Conversation, now: int) -> str:
    if conversation.excluded:
        return conversation.excluded
    if conversation.solved is not None:
        return "closed" if now - conversation.solved >= CLOSES_AFTER else "solved"
    if conversation.bot_reply is None and conversation.agent_reply is None:
        return "new"
    replied = conversation.agent_reply is not None and conversation.reopened is None
    return "pending" if replied and conversation.awaits_customer else "open"


def _iso(at: int | None) -> str | None:
    return None if at is None else datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

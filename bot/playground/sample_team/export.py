"""The sample team's history as the CSV files of its help desk, its surveys, its help centre and its accounts."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.playground.sample_team import ledger
from bot.playground.sample_team.conversations import DAY, Conversation, History
from bot.playground.sample_team.help_centre import HelpCentre

HEADER = (
    "Ticket ID", "Created at", "Updated at", "Status", "Channel", "Topic", "Team", "Assignee", "Priority",
    "Language", "Subject", "Requester", "First bot reply at", "First agent reply at", "Handed over at", "Solved at",
    "Reopened at", "Satisfaction rating", "Rated at", "URL",
)  # fmt: skip
FIRST_ID = 10_001
CLOSES_AFTER = 4 * DAY  # the help desk closes what has stayed solved for so long


TICKETS, SCORES, COSTS, VISITS, SEARCHES = (
    f"{name}.csv" for name in ("tickets", "scores", "costs", "help-centre-visits", "help-centre-searches")
)
TICKETS_AND_SCORES = (TICKETS, SCORES)
"""The files of the same help desk."""

PEOPLE = {
    "Accounts": ("Ben Castillo", "Ines Duarte"),
    "Billing": ("Hana Sato", "Leo Brandt"),
    "Orders": ("Noor Haddad", "Tomasz Zielinski", "Yuki Mori"),
    "Technical": ("Femi Adeyemi", "Ruth Keller"),
}

Row = Sequence[object]


def write_export(path: Path, now: datetime, zone: ZoneInfo, seed: int = 7) -> int:
    """Write the tickets of the half year up to `now` (aware) of a team in `zone`, oldest first; the number of rows.

    The same seed and now give the same bytes. The file appears under its name only when it is complete.
    """
    conversations = _conversations(now, zone, seed)
    _write(path, HEADER, _tickets(conversations, now))
    return len(conversations)


def write_files(folder: Path, now: datetime, zone: ZoneInfo, seed: int = 7) -> tuple[Path, ...]:
    """Write everything that the team has of its half year up to `now`, a file each, in the order to import them in.

    What holds of `write_export` holds of each file.
    """
    conversations = _conversations(now, zone, seed)
    help_centre = HelpCentre(now, zone, seed)
    files: tuple[tuple[str, Row, Iterable[Row]], ...] = (
        (TICKETS, HEADER, _tickets(conversations, now)),
        (SCORES, ("Ticket ID", "NPS score", "NPS date"), _scores(conversations)),
        (COSTS, ("First day", "Last day", "Amount", "Per", "Category", "Note"), ledger.rows(now, zone)),
        (VISITS, ("Session ID", "Time", "Outcome", "Ticket ID"), _visits(help_centre, conversations)),
        (SEARCHES, ("Day", "Query", "Searches"), help_centre.searches()),
    )
    for name, header, rows in files:
        _write(folder / name, header, rows)
    return tuple(folder / name for name, _, _ in files)


def _conversations(now: datetime, zone: ZoneInfo, seed: int) -> list[tuple[int, Conversation]]:
    """With their numbers."""
    return list(enumerate(History(now, zone, seed).conversations(), FIRST_ID))


def _write(path: Path, header: Row, rows: Iterable[Row]) -> None:
    partial = path.with_name(path.name + ".part")
    with partial.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    partial.replace(path)


def _tickets(conversations: Iterable[tuple[int, Conversation]], now: datetime) -> Iterator[Row]:
    written_at = int(now.timestamp())
    return (_row(number, conversation, written_at) for number, conversation in conversations)


def _scores(conversations: Iterable[tuple[int, Conversation]]) -> Iterator[Row]:
    for number, conversation in conversations:
        if conversation.scored is not None:
            yield number, conversation.score, _iso(conversation.scored)


def _visits(help_centre: HelpCentre, conversations: Sequence[tuple[int, Conversation]]) -> Iterator[Row]:
    for number, visit in enumerate(help_centre.visits(conversations), FIRST_ID):
        yield f"visit-{number}", _iso(visit.at), visit.outcome, visit.conversation


def _row(number: int, conversation: Conversation, now: int) -> Row:
    return (
        number,
        _iso(conversation.opened),
        _iso(_updated(conversation)),
        _status(conversation, now),
        conversation.channel,
        conversation.topic.name if conversation.labelled else None,
        conversation.team,
        _assignee(number, conversation),
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


def _assignee(number: int, conversation: Conversation) -> str | None:
    """Whoever of the team has it; nobody, as long as no person does."""
    people = PEOPLE[conversation.team]
    reached = conversation.agent_reply is not None or conversation.handed_over is not None
    return people[number % len(people)] if reached else None


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

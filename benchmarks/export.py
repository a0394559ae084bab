"""An invented help desk's export: 16 columns, a row a ticket, in the order of opening; always the same."""

import csv
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

FIELDS = {
    "Ticket ID": "external_id",
    "Created at": "created_at",
    "Updated at": "updated_at",
    "First agent reply at": "first_human_response_at",
    "First bot reply at": "first_automated_response_at",
    "Handed over at": "handed_over_at",
    "Solved at": "resolved_at",
    "Status": "status",
    "Satisfaction rating": "rating_scale",  # There is one where there is a rating.
    "Rated at": "rated_at",
    "Via": "channel",
    "Contact reason": "intent",
    "Group": "team",
    "Priority": "priority",
    "Language": "language",
    "Subject": "subject",
}
"""The columns, and the ticket table's column that each is most like."""

_MINUTE, _HOUR, _DAY = 60.0, 3_600.0, 86_400.0
_FIRST_NUMBER = 1_000_000


def write_export(path: Path, rows: int, source: str | None = None) -> None:
    """As CSV. With a `source`, each row begins with it."""
    before = [] if source is None else [source]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Source"] * len(before) + list(FIELDS))
        writer.writerows(before + row for row in _tickets(rows))


def _tickets(count: int) -> Iterator[list[str]]:
    chance = random.Random(1)
    opened = datetime(2024, 1, 1)
    for number in range(_FIRST_NUMBER, _FIRST_NUMBER + count):
        opened += _wait(chance, _MINUTE)
        yield [str(number), *_ticket(chance, opened)]


def _ticket(chance: random.Random, opened: datetime) -> list[str]:
    """All cells but the number. Nine in ten are solved, of those three in ten rated; the bot answers half."""
    answered = opened + _wait(chance, _HOUR)
    solved = answered + _wait(chance, _DAY) if chance.random() < 0.9 else None
    rated = solved + _wait(chance, _HOUR) if solved and chance.random() < 0.3 else None
    by_bot = opened + timedelta(seconds=5) if chance.random() < 0.5 else None
    return [
        _written(opened),
        _written(rated or solved or answered),
        _written(answered),
        _written(by_bot),
        _written(answered if by_bot and chance.random() < 0.2 else None),
        _written(solved),
        "solved" if solved else "open",
        chance.choice(("good", "bad")) if rated else "",
        _written(rated),
        chance.choice(("email", "chat", "web")),
        f"intent {chance.randrange(20)}",
        f"team {chance.randrange(5)}",
        chance.choice(("low", "normal", "high")),
        chance.choice(("en", "de")),
        f"Where is my order {chance.randrange(10**6)}",
    ]


def _wait(chance: random.Random, mean: float) -> timedelta:
    return timedelta(seconds=chance.expovariate(1 / mean))


def _written(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""

"""Exports that are imported one after the other: each tells half of what the one before told, and as much anew."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

WEEKS = 60
"""Over which the conversations are spread, so that each week has something to review."""

_HEAD = "Ticket ID,Created at,First response at,Resolved at,Updated at,Status,Category,CSAT"
_KINDS = ("refund", "delivery", "login", "invoice", "other")


def write_export(path: Path, number: int, rows: int) -> None:
    """The nth: the same for the same numbers, on one day."""
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    first = number * rows // 2
    lines = [_line(each, number, today) for each in range(first, first + rows)]
    path.write_text("\n".join([_HEAD, *lines, ""]), encoding="utf-8")


def _line(ticket: int, number: int, today: datetime) -> str:
    opened = today - timedelta(hours=12 + ticket * 37 % (WEEKS * 7 * 24))
    replied, resolved = opened + timedelta(minutes=ticket % 90), opened + timedelta(hours=1 + ticket % 11)
    updated = today - timedelta(hours=11) + timedelta(minutes=number)
    times = ",".join(f"{each:%Y-%m-%d %H:%M}" for each in (opened, replied, resolved, updated))
    return f"F{ticket},{times},closed,{_KINDS[(ticket + number) % len(_KINDS)]},{ticket % 5 + 1}"

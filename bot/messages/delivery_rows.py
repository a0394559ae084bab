"""What sources have sent by themselves, a row for each, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.messages.mrkdwn import escaped_size
from bot.messages.rows import fitting
from bot.sources import buttons, words
from kpi.webhooks.standing import Standing

ROOM = 7_500


@dataclass(frozen=True)
class DeliveryRow:
    """One source: what came in a day, why some of it was not understood, a line a reason, and how many wait to be tried
    once more; `value` is what the button for that carries."""

    source: str
    came: str
    reasons: str
    waiting: int
    value: str


def delivery_rows(found: Sequence[Standing], now: int) -> list[DeliveryRow]:
    """As many as have room."""
    return fitting([_row(each, now) for each in found], ROOM, escaped_size)


def _row(standing: Standing, now: int) -> DeliveryRow:
    counts = standing.counts
    came = f"{words.counted(standing)}; {words.last_delivery(standing, now)}"
    if counts.repeated:
        came += f"; {counts.repeated:,} came again, which changes nothing"
    name = standing.connected.source
    return DeliveryRow(name, f"{came}.", "\n".join(words.reasons(standing)), standing.waiting, buttons.value(name))

"""What the sample team costs, as somebody keeps it in a spreadsheet."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.playground.sample_team.stories import HISTORY_DAYS

UNTIL_CHANGED = "until changed"


@dataclass(frozen=True, slots=True)
class Cost:
    """From `months_ago` on, counted back from the present month; None is before the history begins. `per` is "month",
    until changed, or "total", of one month."""

    months_ago: int | None
    amount: int
    per: str
    category: str
    note: str


COSTS = (
    Cost(None, 15_600, "month", "agents", "Five people"),
    Cost(None, 2_400, "month", "management", "Half of the support lead's time"),
    Cost(None, 1_100, "month", "facilities", "Rent and desks"),
    Cost(None, 890, "month", "software", "Help desk licences"),
    Cost(None, 350, "month", "automation", "Bot, small plan"),
    Cost(3, 16_800, "month", "agents", "Five people, after the raise"),
    Cost(1, 620, "month", "automation", "Bot, larger plan"),
    Cost(2, 900, "total", "training", "Two days on difficult conversations"),
)


def rows(now: datetime, zone: ZoneInfo) -> list[tuple[date, str, int, str, str, str]]:
    """First day, last day, amount, per, category and note of each cost of a team in `zone`, at `now` (aware)."""
    today = now.astimezone(zone).date()
    begins = (today - timedelta(days=HISTORY_DAYS + 31)).replace(day=1)
    found = []
    for cost in COSTS:
        first = begins if cost.months_ago is None else _months_before(today, cost.months_ago)
        last = UNTIL_CHANGED if cost.per == "month" else str(_months_before(first, -1) - timedelta(days=1))
        found.append((first, last, cost.amount, cost.per, cost.category, cost.note))
    return found


def _months_before(day: date, months: int) -> date:
    """The first day of the month so long before the day's."""
    count = 12 * day.year + day.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)

"""At which hours of the week conversations are opened, and people first reply, as a table and a chart show it."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi import words
from kpi.span import WEEKDAYS

HOURS_TOGETHER = 3  # in a column of the table
HOURS_IN_CHART = 2  # Slack shows at most 20 points

Hours = Sequence[Sequence[int]]


@dataclass(frozen=True)
class ArrivalRow:
    """One weekday: a cell for each stretch of hours, and one for the day."""

    day: str
    cells: list[str]
    opened: int
    replied: int


@dataclass(frozen=True)
class ArrivalRows:
    """`stretches` head the cells ("9–12"); `busiest` says in a sentence when most comes in. Of the chart, `labels` are
    stretches of hours, and `series` what was opened in them, and replied to."""

    stretches: list[str]
    rows: list[ArrivalRow]
    busiest: str
    labels: list[str]
    series: list[tuple[str, list[float]]]

    @classmethod
    def of(cls, opened: Hours, replied: Hours) -> "ArrivalRows | None":
        """By weekday from Monday and by hour; None where nothing was opened."""
        if not any(map(sum, opened)):
            return None
        grouped, answered = ([_grouped(day, HOURS_TOGETHER) for day in each] for each in (opened, replied))
        return cls(
            stretches=_stretches(HOURS_TOGETHER),
            rows=[
                ArrivalRow(
                    day,
                    [f"{words.count(one)} ({words.count(other)})" for one, other in zip(here, there, strict=True)],
                    sum(here),
                    sum(there),
                )
                for day, here, there in zip(WEEKDAYS, grouped, answered, strict=True)
            ],
            busiest=_busiest(grouped, answered),
            labels=_stretches(HOURS_IN_CHART),
            series=[("Opened", _by_hour(opened)), ("Replies by a person", _by_hour(replied))],
        )


def _busiest(opened: Hours, replied: Hours) -> str:
    most, day, at = max((number, -day, -at) for day, numbers in enumerate(opened) for at, number in enumerate(numbers))
    day, at = -day, -at
    when = f"{WEEKDAYS[day]} {_stretches(HOURS_TOGETHER)[at]} o'clock"
    replies = replied[day][at]
    said = f"{words.count(replies)} first {'reply' if replies == 1 else 'replies'} by a person"
    return f"Busiest: {when}, with {words.count(most)} opened and {said}."


def _by_hour(week: Hours) -> list[float]:
    return [float(number) for number in _grouped([sum(hour) for hour in zip(*week, strict=True)], HOURS_IN_CHART)]


def _grouped(hours: Sequence[int], together: int) -> list[int]:
    return [sum(hours[start : start + together]) for start in range(0, len(hours), together)]


def _stretches(together: int) -> list[str]:
    return [f"{start}–{start + together}" for start in range(0, 24, together)]

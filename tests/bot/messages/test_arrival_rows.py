"""Arrivals by weekday and hour."""

from bot.messages.arrival_rows import ArrivalRows, Hours

NOBODY = [[0] * 24 for _ in range(7)]


def week(*arrivals: tuple[int, int, int]) -> Hours:
    """So many on a weekday, from 0, at an hour."""
    table = [[0] * 24 for _ in range(7)]
    for weekday, hour, number in arrivals:
        table[weekday][hour] += number
    return table


def test_hours_are_put_together_and_replies_stand_beside() -> None:
    found = ArrivalRows.of(week((0, 9, 5), (0, 11, 2), (6, 23, 1)), week((0, 10, 3)))
    assert found is not None
    assert found.stretches == ["0–3", "3–6", "6–9", "9–12", "12–15", "15–18", "18–21", "21–24"]
    monday, sunday = found.rows[0], found.rows[6]
    assert (monday.day, monday.cells[3], monday.opened, monday.replied) == ("Monday", "7 (3)", 7, 3)
    assert (sunday.day, sunday.cells[7], sunday.opened) == ("Sunday", "1 (0)", 1)


def test_the_busiest_hours_are_said_with_who_replied_in_them() -> None:
    found = ArrivalRows.of(week((1, 9, 1_200), (4, 14, 3)), week((1, 10, 1)))
    assert found is not None
    assert found.busiest == "Busiest: Tuesday 9–12 o'clock, with 1,200 opened and 1 first reply by a person."


def test_of_equally_busy_hours_the_first_of_the_week_is_named() -> None:
    found = ArrivalRows.of(week((4, 20, 2), (2, 9, 2), (2, 15, 2)), NOBODY)
    assert found is not None
    assert found.busiest.startswith("Busiest: Wednesday 9–12 o'clock")


def test_the_chart_adds_the_days_up() -> None:
    found = ArrivalRows.of(week((0, 8, 1), (3, 9, 2)), week((5, 9, 4)))
    assert found is not None
    assert [(name, values[4]) for name, values in found.series] == [("Opened", 3), ("Replies by a person", 4)]
    assert len(found.labels) == 12


def test_without_arrivals_there_is_no_table() -> None:
    assert ArrivalRows.of(NOBODY, NOBODY) is None

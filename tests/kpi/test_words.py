"""Numbers as people say them."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalogue import Unit
from kpi.words import (
    a,
    amount,
    change,
    count,
    duration,
    either,
    instant,
    listed,
    percent,
    points,
    precision,
    quoted,
    shorten,
    size,
)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (0.4, "0 s"),
        (45, "45 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (90, "1 min 30 s"),
        (599.6, "10 min"),
        (720, "12 min"),
        (749, "12 min"),
        (3_599, "1 h"),
        (4_800, "1 h 20 min"),
        (86_399, "1 d"),
        (187_200, "2 d 4 h"),
        (40 * 86_400, "40 d"),
        (-720, "-12 min"),
    ],
)
def test_a_duration_is_said_in_at_most_two_units(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@given(st.floats(min_value=0, max_value=10**9), st.floats(min_value=0, max_value=10**9))
def test_a_longer_duration_is_never_said_to_be_shorter(one: float, other: float) -> None:
    shorter, longer = sorted([one, other])
    assert in_seconds(duration(shorter)) <= in_seconds(duration(longer))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (84.3, "84.3 %"),
        (84.26, "84.3 %"),
        (80.0, "80 %"),
        (100, "100 %"),
        (99.96, "99.9 %"),
        (99.9999, "99.9 %"),
        (0, "0 %"),
        (0.04, "0.1 %"),
        (-0.0, "0 %"),
        (104.0, "104 %"),
    ],
)
def test_a_percentage_is_all_or_none_only_if_it_is(value: float, words: str) -> None:
    assert percent(value) == words


def test_points_have_at_most_one_decimal() -> None:
    assert [points(4.23), points(4.0), points(-12.35)] == ["4.2", "4", "-12.3"]


def test_counts_have_thousands_separators() -> None:
    assert [count(7), count(12_345)] == ["7", "12,345"]


@pytest.mark.parametrize(
    ("difference", "unit", "words"),
    [
        (4.2, Unit.PERCENT, "up 4.2 points"),
        (-1.0, Unit.PERCENT, "down 1 point"),
        (-0.04, Unit.PERCENT, "unchanged"),
        (0.0, Unit.POINTS, "unchanged"),
        (-720.0, Unit.SECONDS, "down 12 min"),
        (0.3, Unit.SECONDS, "unchanged"),
        (1_234, Unit.COUNT, "up 1,234"),
    ],
)
def test_a_change_is_said_in_words(difference: float, unit: Unit, words: str) -> None:
    assert change(difference, unit) == words


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (84.3, Unit.PERCENT, "84.3 %"),
        (4_800, Unit.SECONDS, "1 h 20 min"),
        (31.25, Unit.POINTS, "31.2"),
        (12_345, Unit.COUNT, "12,345"),
    ],
)
def test_an_amount_is_said_in_its_unit(value: float, unit: Unit, words: str) -> None:
    assert amount(value, unit) == words


def test_an_instant_is_said_in_the_time_of_its_place() -> None:
    at = int(datetime(2026, 11, 22, 13, 5, 59, tzinfo=UTC).timestamp())
    assert instant(at, "Europe/Zurich") == "Sun 22 Nov 2026, 14:05"
    assert instant(at, "Asia/Kolkata") == "Sun 22 Nov 2026, 18:35"


def test_an_instant_in_summer_is_said_in_summer_time() -> None:
    at = int(datetime(2026, 7, 1, 22, 30, tzinfo=UTC).timestamp())
    assert instant(at, "Europe/Zurich") == "Thu 2 Jul 2026, 00:30"


def in_seconds(words: str) -> int:
    units = {"s": 1, "min": 60, "h": 3_600, "d": 86_400}
    parts = words.split()
    return sum(int(number) * units[unit] for number, unit in zip(parts[::2], parts[1::2], strict=True))


@given(st.floats(min_value=0, max_value=10**9))
def test_what_is_said_of_a_duration_is_off_by_half_its_precision_at_most(seconds: float) -> None:
    assert abs(in_seconds(duration(seconds)) - seconds) <= precision(seconds) / 2


@pytest.mark.parametrize(
    ("text", "words"),
    [("mail", "mail"), ("", ""), (" two\n lines ", "two lines"), ("x" * 60, "x" * 60), ("x" * 61, f"{'x' * 59}…")],
)
def test_a_long_name_is_shortened_where_one_can_see_it(text: str, words: str) -> None:
    assert shorten(text) == words


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["mail"], "mail"),
        (["mail", "shop"], "mail and shop"),
        (["mail", "shop", "chat"], "mail, shop and chat"),
        (["mail", "shop", "chat", "fax"], "mail, shop, chat and 1 more"),
        (["m" * 99], f"{'m' * 59}…"),
    ],
)
def test_a_list_names_three_at_most(names: list[str], words: str) -> None:
    assert listed(names) == words


def test_quotation_marks_stand_around_each_also_where_it_is_shortened() -> None:
    assert quoted(["mail", "m" * 99]) == f"“mail” and “{'m' * 59}…”"
    assert quoted(["mail", "shop", "chat", "fax", "sms"]) == "“mail”, “shop”, “chat” and 2 more"


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ([], ""),
        (["mail"], "mail"),
        (["mail", "shop"], "mail or shop"),
        (["mail", "shop", "chat"], "mail, shop or chat"),
    ],
)
def test_a_choice_is_told_with_or(names: list[str], words: str) -> None:
    assert either(names) == words


def test_a_name_has_its_article() -> None:
    assert [a(name) for name in ("team", "intent")] == ["a team", "an intent"]


@pytest.mark.parametrize(
    ("of_bytes", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (1_023, "1,023 bytes"),
        (1_536, "1.5 kB"),
        (512 << 20, "512 MB"),
        (2 << 30, "2 GB"),
    ],
)
def test_a_file_has_a_size(of_bytes: int, words: str) -> None:
    assert size(of_bytes) == words

"""Days looked up in calendars, not in the library that the holidays come from."""

from datetime import date

import pytest

from kpi.errors import UserError
from kpi.opening_hours.holidays import canonical, days_off

DAYS = [
    ("DE-BY", "2026-01-06", True, "Epiphany"),
    ("DE-HE", "2026-01-06", False, "Epiphany is worked in Hesse"),
    ("DE", "2026-01-06", False, "and is no holiday of all of Germany"),
    ("DE", "2026-04-03", True, "Good Friday"),
    ("DE", "2026-10-03", True, "German Unity Day, a Saturday"),
    ("DE", "2026-10-05", False, "which is not made up for on Monday"),
    ("DE-BE", "2026-03-08", True, "International Women's Day in Berlin"),
    ("DE", "2017-10-31", True, "Reformation Day, that year in all of Germany"),
    ("US", "2026-07-03", True, "Independence Day falls on a Saturday: the Friday"),
    ("US", "2021-07-05", True, "Independence Day fell on a Sunday: the Monday"),
    ("US", "2021-12-31", True, "New Year's Day 2022 fell on a Saturday"),
    ("US", "2026-11-26", True, "Thanksgiving"),
    ("US", "2026-11-27", False, "the day after it is not everybody's"),
    ("US", "2020-06-19", False, "Juneteenth, a year before it became a holiday"),
    ("US", "2022-06-20", True, "Juneteenth fell on a Sunday"),
    ("US-CA", "2026-03-31", True, "César Chávez Day in California"),
    ("GB", "2026-12-28", True, "Boxing Day falls on a Saturday"),
    ("GB-SCT", "2026-01-02", True, "2nd January in Scotland"),
    ("GB-ENG", "2026-01-02", False, "and not in England"),
    ("GB", "2022-09-19", True, "the state funeral of Queen Elizabeth II"),
    ("IN", "2026-08-15", True, "Independence Day"),
    ("BR", "2026-11-20", True, "Black Consciousness Day, national since 2024"),
]


@pytest.mark.parametrize(("region", "day", "off", "why"), DAYS)
def test_a_day_is_a_holiday_of_a_region_or_is_not(region: str, day: str, off: bool, why: str) -> None:
    at = date.fromisoformat(day)

    assert (at in days_off(region, at.year)) is off, why


def test_the_days_off_are_those_of_the_year_alone() -> None:
    assert {day.year for day in days_off("US", 2021)} == {2021}


def test_years_for_which_few_holidays_are_known_pass_without_a_warning() -> None:
    assert date(1999, 8, 15) in days_off("IN", 1999)


@pytest.mark.parametrize(
    ("said", "region"),
    [
        ("de", "DE"),
        ("DEU", "DE"),
        ("Germany", "DE"),
        ("united  states", "US"),
        ("uk", "GB"),
        ("de-by", "DE-BY"),
        ("DE-Bayern", "DE-BY"),
        ("Germany - Bayern", "DE-BY"),
        ("us-california", "US-CA"),
        ("au-nsw western", "AU-NSW Western"),
        ("DE-Baden-Württemberg", "DE-BW"),
    ],
)
def test_a_region_is_known_by_its_codes_and_names(said: str, region: str) -> None:
    assert canonical(said) == region


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("DE-BX", "Try `DE-BB`, `DE-BE` or `DE-BW`."),
        ("DE-Bayren", "Try `DE-BY`"),
        ("DE-", "Try `DE-Augsburg`, `DE-BB` or `DE-BE`."),
        ("Gremany", "Try `DE`"),
        ("Bayern", "Try `DE-BY`."),
        ("California", "Try `US-CA`."),
        ("LI-X", "Try `LI`."),
        ("XX", "Try `DE`, `DE-BY` or `US`: a country's two letters and, after a hyphen, its state's."),
    ],
)
def test_an_unknown_region_is_refused_with_the_nearest(said: str, hint: str) -> None:
    with pytest.raises(UserError) as refused:
        canonical(said)

    assert refused.value.sentence == f"“{said}” is no country or state whose holidays are known."
    assert refused.value.hint.startswith(hint)

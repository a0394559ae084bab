"""Opening hours as people type them, and what they are told where that cannot be read."""

import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.errors import UserError
from kpi.opening_hours.hours import parse

BERLIN = ZoneInfo("Europe/Berlin")

READ = [
    ("mon-fri 9-17", "Mon–Fri 09:00–17:00"),
    ("mon-fri 9-17, sat 10:00-14:00", "Mon–Fri 09:00–17:00, Sat 10:00–14:00"),
    ("24/7", "24/7"),
    ("mon-fri 9:00-12:30 13:30-18:00", "Mon–Fri 09:00–12:30 and 13:30–18:00"),
    ("mon-fri 9-12, 13-18", "Mon–Fri 09:00–12:00 and 13:00–18:00"),
    ("weekdays 9am-5pm", "Mon–Fri 09:00–17:00"),
    ("9am-5pm weekdays, 10-14 sat", "Mon–Fri 09:00–17:00, Sat 10:00–14:00"),
    ("Monday to Friday from 9 a.m. to 5 p.m.", "Mon–Fri 09:00–17:00"),
    ("Mo-Fr 09:00-17:00; Sa 10:00-14:00; Su off", "Mon–Fri 09:00–17:00, Sat 10:00–14:00"),
    ("mon–fri 9–17", "Mon–Fri 09:00–17:00"),
    ("mon-fri: 9.30-18h", "Mon–Fri 09:30–18:00"),
    ("mon-fri 0900-1730", "Mon–Fri 09:00–17:30"),
    ("mon9-17", "Mon 09:00–17:00"),
    ("Mondays 9-17", "Mon 09:00–17:00"),
    ("mon, wed-thu and sat 9-12", "Mon, Wed–Thu and Sat 09:00–12:00"),
    ("sat/sun 10-14", "Sat–Sun 10:00–14:00"),
    ("weekends 10-14", "Sat–Sun 10:00–14:00"),
    ("fri-mon 10-14", "Mon and Fri–Sun 10:00–14:00"),
    ("daily 8-20, sun closed", "Mon–Sat 08:00–20:00"),
    ("every day 8-20", "Mon–Sun 08:00–20:00"),
    ("mon-fri 24h", "Mon–Fri 00:00–24:00"),
    ("mon 9-13 12-17", "Mon 09:00–17:00"),
    ("mon 9-12 12-17", "Mon 09:00–17:00"),
    ("mon 0-24", "Mon 00:00–24:00"),
    ("mon 9-0", "Mon 09:00–24:00"),
    ("mon noon to midnight", "Mon 12:00–24:00"),
    ("mon-fri 22:00-06:00", "Mon–Fri 22:00–06:00"),
    ("sun 22-6", "Sun 22:00–06:00"),
    ("mon 18:00-24:00, tue 0-2", "Mon 18:00–02:00"),
    ("mon 18:00-24:00, tue 0-12", "Mon 18:00–24:00, Tue 00:00–12:00"),
    ("mon 06:00-06:00", "Mon 06:00–06:00"),
    # Where one side says am or pm, the other is in the half of the day that makes the shorter opening.
    ("mon 9-5pm", "Mon 09:00–17:00"),
    ("mon 1-5pm", "Mon 13:00–17:00"),
    ("mon 11-2pm", "Mon 11:00–14:00"),
    ("mon 9am-12", "Mon 09:00–12:00"),
    ("mon 8am-8", "Mon 08:00–20:00"),
    ("mon 10-2am", "Mon 22:00–02:00"),
    ("mon 12am-12pm", "Mon 00:00–12:00"),
]


@pytest.mark.parametrize(("typed", "text"), READ)
def test_a_week_is_read_and_written(typed: str, text: str) -> None:
    hours = parse(typed, BERLIN)

    assert hours.text == f"{text} (Europe/Berlin)"
    assert parse(hours.text, BERLIN) == hours


CLAUSES = [
    ("24/7 (America/New_York)", "24/7 (America/New_York)"),
    ("24/7 asia/kolkata", "24/7 (Asia/Kolkata)"),
    ("24/7, holidays of DE-BY", "24/7 (Europe/Berlin), holidays of DE-BY"),
    ("24/7 except bank holidays in UK", "24/7 (Europe/Berlin), holidays of GB"),
    ("24/7, holidays of Germany, us and au-nsw western", "24/7 (Europe/Berlin), holidays of DE, US and AU-NSW Western"),
    ("24/7, closed 2026-12-24", "24/7 (Europe/Berlin), closed 2026-12-24"),
    (
        "24/7, closed on 2026-12-31, 2026-12-24 to 2026-12-26",
        "24/7 (Europe/Berlin), closed 2026-12-24..2026-12-26, 2026-12-31",
    ),
    ("24/7, closed 2026-12-31 and 2027-01-01", "24/7 (Europe/Berlin), closed 2026-12-31..2027-01-01"),
    (
        "closed 2026-05-02, mon 9-17 holidays of DE and open 2026-10-03 (UTC)",
        "Mon 09:00–17:00 (UTC), holidays of DE, closed 2026-05-02, open 2026-10-03",
    ),
]


@pytest.mark.parametrize(("typed", "text"), CLAUSES)
def test_the_zone_holidays_and_own_dates_are_read_and_written(typed: str, text: str) -> None:
    hours = parse(typed, BERLIN)

    assert hours.text == text
    assert parse(text, ZoneInfo("Pacific/Apia")) == hours


MENDED = [
    ("9-17", "“9-17” on which days?", "mon-fri 9-17"),
    ("mon-fri", "“mon-fri” has no times.", "mon-fri 09:00-17:00"),
    ("mon-fri 9-5", "“9-5” can be 09:00-17:00 or 09:00-05:00.", "mon-fri 09:00-17:00"),
    ("mon-fri 9:00-5:00", "“9:00-5:00” can be 09:00-17:00 or 09:00-05:00.", "mon-fri 09:00-17:00"),
    ("mon-fri 9-12 1-5", "“1-5” can be 13:00-17:00 or 01:00-05:00.", "mon-fri 9-12 13:00-17:00"),
    ("mnday-fri 9-17", "“mnday” is neither a day nor a time from one hour to another.", "monday-fri 9-17"),
    ("thrusday 9-5", "“thrusday” is neither a day nor a time from one hour to another.", "thursday 09:00-17:00"),
    ("24/7, holidays of DE-BX", "“DE-BX” is no country or state whose holidays are known.", "24/7, holidays of DE-BB"),
    ("24/7 holidays of Gremany", "“Gremany” is no country or state whose holidays are known.", "24/7 holidays of DE"),
    ("24/7 (Europe/Berln)", "“Europe/Berln” is not a time zone.", "24/7 (Europe/Berlin)"),
]


@pytest.mark.parametrize(("typed", "sentence", "line"), MENDED)
def test_a_slip_is_answered_with_the_whole_line_put_right(typed: str, sentence: str, line: str) -> None:
    with pytest.raises(UserError) as refused:
        parse(typed, BERLIN)

    assert (refused.value.sentence, refused.value.hint) == (sentence, f"Try `{line}`.")
    assert parse(line, BERLIN)


REFUSED = [
    ("", "A week needs opening hours."),
    ("sun closed", "A week needs opening hours."),
    ("holidays of DE", "A week needs opening hours."),
    ("mon-fri 9", "“9” is neither a day nor a time from one hour to another."),
    ("mon-fri 9-17-19", "“-19” is neither a day nor a time from one hour to another."),
    ("mon-fri nine to five", "“nine” is neither a day nor a time from one hour to another."),
    ("mon 9-25", "No clock shows 25."),
    ("mon 9:60-17", "No clock shows 9:60."),
    ("mon 24:00-03:00", "No clock shows 24:00."),
    ("mon 13pm-15", "No clock shows 13pm."),
    ("closed", "Closed on which days? Weekdays go before “closed”, dates go after it."),
    ("mon-fri 9-17, closed sun", "Closed on which days? Weekdays go before “closed”, dates go after it."),
    ("mon 9-17, holidays", "Holidays of which country or state?"),
    ("mon 9-17, holidays of XX", "“XX” is no country or state whose holidays are known."),
    ("mon 9-17 (reduced)", "“reduced” is not a time zone."),
    ("mon 9-17, closed 2026-02-30", "2026-02-30 is not in the calendar."),
    ("mon 9-17, closed 2026-12-24..2026-12-20", "2026-12-24..2026-12-20 is not a stretch of days within a year."),
    ("mon 9-17, closed 2000-01-01..2026-12-20", "2000-01-01..2026-12-20 is not a stretch of days within a year."),
    ("mon 9-17, closed 2026-12-24, open 2026-12-24", "2026-12-24 cannot be both closed and open."),
    ("`x` " + "y" * 300, "“`x`” is neither a day nor a time from one hour to another."),
]


@pytest.mark.parametrize(("typed", "sentence"), REFUSED)
def test_what_cannot_be_read_is_answered_with_lines_that_can(typed: str, sentence: str) -> None:
    with pytest.raises(UserError) as refused:
        parse(typed, BERLIN)

    lines = re.findall(r"`([^`]+)`", refused.value.hint)
    assert refused.value.sentence == sentence
    assert len(lines) == 3
    assert all(parse(line, BERLIN) for line in lines)


WEEKS = ["mon", "mon-fri", "Sat.", "weekends", "9-17", "9-5", "22:00–06:00", "9am", "24/7", "closed", "open", "٣-٤"]
CLAUSES_AND_SIGNS = ["2026-12-24", "holidays of", "DE-BY", "XX", "(UTC)", "(", ")", ",", ";", "and", "-", "..", "`"]
pieces = st.sampled_from(WEEKS + CLAUSES_AND_SIGNS)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(pieces, max_size=8).map(" ".join)))
def test_whatever_is_typed_is_read_or_answered_with_something_to_try(typed: str) -> None:
    lines = tried(typed)

    assert lines
    assert all(parse(line, BERLIN) for line in lines)


def tried(typed: str) -> list[str]:
    """What was read, as text; or the lines of the hint."""
    try:
        return [parse(typed, BERLIN).text]
    except UserError as refused:
        return re.findall(r"`([^`]+)`", refused.hint)

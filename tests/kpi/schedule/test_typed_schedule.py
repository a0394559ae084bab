"""Schedules as people type them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from kpi.grammar.errors import QuestionError
from kpi.labels import StoreLabels
from kpi.model import Label, table
from kpi.schedule.schedules import NewSchedule
from kpi.schedule.typed_schedule import filters_of, read
from kpi.store import Store
from kpi.team.settings import TeamSettings
from tests.support.tickets import BERLIN, moment

TODAY = date(2026, 7, 27)
NEW_YORK = ZoneInfo("America/New_York")


def typed(text: str) -> NewSchedule:
    return read(text, BERLIN, TODAY)


@pytest.mark.parametrize(
    ("text", "schedule"),
    [
        ("", NewSchedule(0, 540, BERLIN)),
        ("monday 9:00 Europe/Berlin", NewSchedule(0, 540, BERLIN)),
        ("every friday at 14:30", NewSchedule(4, 870, BERLIN)),
        ("tue 9am america/new_york every 4 weeks", NewSchedule(1, 540, NEW_YORK, "", 4)),
        ("wednesdays at 9 pm weekly", NewSchedule(2, 1260, BERLIN, "", 1)),
        ("every four weeks on thursday, noon", NewSchedule(3, 720, BERLIN, "", 4)),
        ("Tusday 8.15 every week", NewSchedule(1, 495, BERLIN, "", 1)),
        ("12am", NewSchedule(0, 0, BERLIN)),
        ("12 p.m.", NewSchedule(0, 720, BERLIN)),
        ("UTC", NewSchedule(0, 540, ZoneInfo("UTC"))),
    ],
)
def test_what_is_not_said_is_monday_at_nine_where_the_team_is(text: str, schedule: NewSchedule) -> None:
    assert typed(text) == schedule


def test_what_was_read_can_be_typed_again() -> None:
    read_once = typed("fri 14:30 America/New_York every 4 weeks")
    assert read_once.typed == "friday 14:30 America/New_York every 4 weeks"
    assert typed(read_once.typed) == read_once


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("monday 25:00", "“25:00” is no time of the day."),
        ("monday 9:70", "“9:70” is no time of the day."),
        ("13 pm", "“13pm” is no time of the day."),
        ("monday and tuesday", "A review is posted on one day of the week."),
        ("monday 9:00 and 14:00", "A review is posted at one time of the day."),
        ("monday 9:00 UTC Europe/Berlin", "A review is posted by the clock of one time zone."),
        ("every week every 4 weeks", "A review is of one week, or of four."),
        ("monthly, every week", "A review is of one week, or of four."),
        ("every 2 weeks", "A review is of one week, or of four."),
        ("every month", "A review is of one week, or of four."),
        ("monday 9:00 Europe/Berln", "“Europe/Berln” is not a time zone; it has to be an IANA name."),
        ("monday 9:00 csat", "I do not know what “csat” means for a schedule."),
        ("monday last week", "I do not know what “last week” means for a schedule."),
        ("monday by channel", "I do not know what “by channel” means for a schedule."),
        ("monday 9:00 blah", "I don't know “blah”."),
    ],
)
def test_what_makes_no_sense_is_said_with_lines_that_work(text: str, sentence: str) -> None:
    with pytest.raises(QuestionError) as error:
        typed(text)
    assert error.value.sentence == sentence
    assert error.value.lines
    for line in error.value.lines:
        assert typed(line.removeprefix("schedule ")), line


def with_teams(store: Store, *names: str) -> None:
    with store.writing() as connection:
        rows = [{"field": "team", "folded": name.lower(), "spelling": name} for name in names]
        connection.execute(insert(table(Label)), rows)


def test_reviews_are_narrowed_as_questions_are_and_the_same_can_be_typed_again(store: Store) -> None:
    with_teams(store, "Tier 2", "Monday crew")
    with store.reading() as connection:
        labels = StoreLabels(connection)
        new = read('tuesday 9:00 team:"tier 2","monday crew"', BERLIN, TODAY, labels)
        assert new == NewSchedule(1, 540, BERLIN, 'team:"Monday crew","Tier 2"')
        assert read(new.typed, BERLIN, TODAY, labels) == new
        kept = filters_of(connection, new.filters, TeamSettings(BERLIN), moment("Mon 27 Jul 2026 09:00"))
        assert [each.value for each in kept] == ["monday crew", "tier 2"]


def test_for_a_value_that_is_not_known_the_lines_have_one_that_is_like_it(store: Store) -> None:
    with_teams(store, "Tier 2", "Tier 3")
    with store.reading() as connection, pytest.raises(QuestionError) as error:
        read('friday 14:30 team:"tier 5"', BERLIN, TODAY, StoreLabels(connection))
    assert error.value.lines[0] == 'schedule friday 14:30 Europe/Berlin team:"Tier 2"'


def test_a_value_that_is_gone_is_a_question_nobody_can_answer(store: Store) -> None:
    now = moment("Mon 27 Jul 2026 09:00")
    with store.reading() as connection:
        assert filters_of(connection, "", TeamSettings(BERLIN), now) == ()
        with pytest.raises(QuestionError):
            filters_of(connection, 'team:"Tier 2"', TeamSettings(BERLIN), now)

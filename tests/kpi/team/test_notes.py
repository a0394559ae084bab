"""Marks on the time line."""

from datetime import date

import pytest

from kpi.grammar.errors import QuestionError
from kpi.store import Store
from kpi.team.notes import Kind, NewNote, Note, all_notes, marked_weeks, note, notes_in, read, remove
from kpi.team.settings import changes

TODAY = date(2026, 11, 22)
RELEASE = (date(2026, 7, 21), date(2026, 7, 21), "release 4.2 broke login", "note")
OUTAGE = (date(2026, 7, 24), date(2026, 7, 27), "no mail", "outage")


def noted(store: Store, first: date, last: date, text: str, kind: str, at: int = 1_000) -> Note:
    with store.writing() as connection:
        return note(connection, first, last, text, kind, "terminal (anna)", at)


@pytest.mark.parametrize(
    ("line", "first", "last", "text", "kind"),
    [
        ('21 July "release 4.2 broke login"', "2026-07-21", "2026-07-21", "release 4.2 broke login", "note"),
        ("21 July release 4.2 broke login", "2026-07-21", "2026-07-21", "release 4.2 broke login", "note"),
        ("2026-07-21: “a &amp; b”", "2026-07-21", "2026-07-21", "a & b", "note"),
        ('"21 July 2026" outage "no mail"', "2026-07-21", "2026-07-21", "no mail", "outage"),
        ("today we moved", "2026-11-22", "2026-11-22", "we moved", "note"),
        ("20-24 July outage “no mail”", "2026-07-20", "2026-07-24", "no mail", "outage"),
        ("20-24 July outage of mail", "2026-07-20", "2026-07-24", "outage of mail", "outage"),
        ("25 December 2026 holiday", "2026-12-25", "2026-12-25", "holiday", "holiday"),
        ('2026-12-24 to 2027-01-01 holiday: "new year"', "2026-12-24", "2027-01-01", "new year", "holiday"),
        ("21 July 2027 - 23 July 2027 fair", "2027-07-21", "2027-07-23", "fair", "note"),
        ("2026-W30 note “sales”", "2026-07-20", "2026-07-26", "sales", "note"),
        ("last week was slow", "2026-11-09", "2026-11-15", "was slow", "note"),
        ("march: new shop", "2026-03-01", "2026-03-31", "new shop", "note"),
    ],
)
def test_a_line_is_days_a_kind_and_a_text(line: str, first: str, last: str, text: str, kind: str) -> None:
    assert read(line, TODAY) == NewNote(date.fromisoformat(first), date.fromisoformat(last), text, Kind(kind))


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "When was that?"),
        ("we moved", "When was that?"),
        ('"we moved"', "When was that?"),
        ('he said "no" to us', "When was that?"),
        ("21 July", "What happened then?"),
        ("21 July note", "What happened then?"),
        ("31 June we moved", "June 2026 has 30 days"),
        ("21.7.2026 we moved", "Write 2026-07-21."),
        ("2020 to 2026 we moved", "A note is of a year at most."),
        ("21 July " + "x" * 201, "A note has at most 200 characters, and this one has 201."),
    ],
)
def test_what_is_no_note_is_refused_with_lines_that_work(line: str, sentence: str) -> None:
    with pytest.raises(QuestionError) as caught:
        read(line, TODAY)
    assert sentence in caught.value.sentence
    assert caught.value.lines
    for instead in caught.value.lines:
        assert instead.startswith("note ")
        assert read(instead.removeprefix("note "), TODAY).text


def test_a_note_is_kept_with_who_and_when_and_can_be_removed(any_store: Store) -> None:
    made = noted(any_store, *RELEASE)
    assert (made.number, made.who, made.at) == (1, "terminal (anna)", 1_000)
    with any_store.writing() as connection:
        assert all_notes(connection) == [made]
        assert remove(connection, 1, "terminal (ben)", 2_000) == made
        assert all_notes(connection) == []
        with pytest.raises(QuestionError, match="no note number 1"):
            remove(connection, 1, "terminal (ben)", 3_000)
    assert noted(any_store, *RELEASE).number == 2
    with any_store.reading() as connection:
        assert [(each.who, each.said) for each in changes(connection, 3)][1:] == [
            ("terminal (ben)", "note 1: removed, it was 21 July 2026: release 4.2 broke login"),
            ("terminal (anna)", "note 1: 21 July 2026: release 4.2 broke login"),
        ]


def test_a_period_has_the_notes_that_touch_it(any_store: Store) -> None:
    later, earlier = noted(any_store, *OUTAGE), noted(any_store, *RELEASE)
    with any_store.reading() as connection:
        assert notes_in(connection, date(2026, 7, 20), date(2026, 7, 27)) == [earlier, later]
        assert notes_in(connection, date(2026, 7, 27), date(2026, 8, 3)) == [later]
        assert notes_in(connection, date(2026, 7, 22), date(2026, 7, 24)) == []
        assert notes_in(connection, date(2026, 7, 28), date(2026, 8, 3)) == []


def test_the_weeks_of_holidays_and_outages_are_marked(store: Store) -> None:
    notes = [noted(store, *RELEASE), noted(store, *OUTAGE)]
    sunday = date(2026, 8, 30)
    notes.append(noted(store, sunday, sunday, "bank holiday", "holiday"))
    assert marked_weeks(notes) == {date(2026, 7, 20), date(2026, 7, 27), date(2026, 8, 24)}


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 7, 21), date(2026, 7, 20), "backwards"),
        (date(2026, 7, 21), date(2026, 7, 21), " \n"),
        (date(2025, 7, 21), date(2026, 7, 22), "too long a time"),
    ],
)
def test_a_note_from_elsewhere_is_checked_as_well(store: Store, first: date, last: date, text: str) -> None:
    with pytest.raises(QuestionError):
        noted(store, first, last, text, "note")

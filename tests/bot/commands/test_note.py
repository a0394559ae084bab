"""Notes on the time line, by words."""

from datetime import date

import pytest

from kpi.store import Store
from kpi.team.notes import Kind, Note, all_notes
from tests.bot.commands.conftest import Bot
from tests.bot.conftest import Kpibot
from tests.support.tickets import day

JULY_21 = day("Tue 21 Jul 2026")


def notes(store: Store) -> list[Note]:
    with store.reading() as connection:
        return all_notes(connection)


@pytest.mark.parametrize(
    ("typed", "first", "last", "text", "kind"),
    [
        ('note 21 July "release 4.2 broke login"', JULY_21, JULY_21, "release 4.2 broke login", Kind.NOTE),
        ("note 21 July release 4.2 broke login", JULY_21, JULY_21, "release 4.2 broke login", Kind.NOTE),
        ("note on 21 July: the queue was long", JULY_21, JULY_21, "the queue was long", Kind.NOTE),
        ("note “backlog, by csat” on 21 July", JULY_21, JULY_21, "backlog, by csat", Kind.NOTE),
        ("note holiday 24 Dec", date(2025, 12, 24), date(2025, 12, 24), "holiday", Kind.HOLIDAY),
        ("note holiday 24 Dec 2026", date(2026, 12, 24), date(2026, 12, 24), "holiday", Kind.HOLIDAY),
        ("note 24 Dec 2026 holiday", date(2026, 12, 24), date(2026, 12, 24), "holiday", Kind.HOLIDAY),
        ('note outage 20-21 July "no mail"', date(2026, 7, 20), JULY_21, "no mail", Kind.OUTAGE),
        ("note add today =1+1", date(2026, 7, 27), date(2026, 7, 27), "=1+1", Kind.NOTE),
        ("note today remove the old login", date(2026, 7, 27), date(2026, 7, 27), "remove the old login", Kind.NOTE),
    ],
)
def test_a_note_is_read_with_its_days_in_any_place(
    store: Store, bot: Bot, typed: str, first: date, last: date, text: str, kind: Kind
) -> None:
    assert "Note 1 is kept." in bot.says(typed)
    [made] = notes(store)
    assert (made.first_day, made.last_day, made.text, made.kind) == (first, last, text, kind)
    assert made.who == "Ada Okafor"


@pytest.mark.parametrize("typed", ["notes", "note", "note list"])
def test_notes_are_listed_the_latest_first(bot: Bot, typed: str) -> None:
    bot.answers("note 20 July one")
    bot.answers('note outage 21 July "two"')
    read = bot.says(typed)
    rows = [
        "21 July 2026 | two | outage | Ada Okafor, 27 Jul 2026, 09:30 | 2",
        "20 July 2026 | one | – | Ada Okafor, 27 Jul 2026, 09:30 | 1",
    ]
    assert "\n".join(rows) in read


@pytest.mark.parametrize("typed", ["notes remove 1", "note remove 1", "notes delete #1", "notes remove no. 1"])
def test_a_note_is_removed_by_its_number(store: Store, bot: Bot, typed: str) -> None:
    bot.answers("note holiday 24 Dec")
    assert "Its week counts again for what is usual." in bot.says(typed)
    assert notes(store) == []
    assert "There is no note number 1." in bot.says(typed)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("note release 4.2", "When was that?"),
        ("note 21 July", "What happened then?"),
        ("note 31 June x", "June 2026 has 30 days"),
        ("notes remove", "Which one? Each has a number in the list."),
        (f"note today {'x' * 3000}", "A note has at most 200 characters, and this one has 3000."),
    ],
)
def test_what_is_no_note_is_not_kept(store: Store, bot: Bot, typed: str, told: str) -> None:
    assert told in bot.says(typed)
    assert notes(store) == []


def test_who_may_change_nothing_makes_and_removes_no_note(store: Store, bot: Bot) -> None:
    bot.answers("note today x")
    assert "Nothing can be changed from here." in bot.refuses("note today y")
    assert "Nothing can be changed from here." in bot.refuses("notes remove 1")
    assert [note.text for note in notes(store)] == ["x"]


def test_many_hostile_notes_are_listed_as_far_as_there_is_room(bot: Bot) -> None:
    for number in range(110):
        bot.answers(f"note today {'&<!channel>*' * 16}{number}")
    assert "of 110 notes" in f"{bot.answers('notes').blocks}"


def test_in_a_terminal_everybody_may_change_things(kpibot: Kpibot) -> None:
    kpibot.does("ask", "note", "today", "release 4.2")
    assert "terminal" in kpibot.does("ask", "notes").said

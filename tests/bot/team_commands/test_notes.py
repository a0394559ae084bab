"""`kpibot note` and `kpibot notes`, run as people run them."""

import getpass

from tests.bot.conftest import Kpibot

WHO = f"terminal ({getpass.getuser()})"


def test_a_note_is_made_listed_and_removed(kpibot: Kpibot) -> None:
    said = kpibot.does("note", "21", "July", "2026", "release 4.2 broke login").out
    assert said == "Note 1: 21 July 2026: release 4.2 broke login.\n"
    listed = kpibot.does("notes", COLUMNS="120").said
    assert f"1 21 July 2026: release 4.2 broke login {WHO}, " in listed
    assert kpibot.does("notes", "remove", "1").out == "Note 1 is removed: 21 July 2026: release 4.2 broke login.\n"
    assert "There are no notes yet." in kpibot.does("notes").out


def test_a_holiday_or_an_outage_is_said_to_be_no_usual_week(kpibot: Kpibot) -> None:
    said = kpibot.does("note", "20-24 July 2026", "outage", "no mail").out.splitlines()
    assert said == ["Note 1: 20–24 July 2026: no mail (outage).", "Its week is left out of what is usual."]


def test_a_note_can_be_typed_in_one_piece(kpibot: Kpibot) -> None:
    assert kpibot.does("note", "25 December 2026 holiday").out.startswith("Note 1: 25 December 2026: holiday.")


def test_what_is_no_note_is_told_with_a_line_that_works(kpibot: Kpibot) -> None:
    sentence, first, second = kpibot.refuses("note", "release", "4.2").splitlines()
    assert sentence == "When was that?"
    assert first == 'Try: kpibot note today "release 4.2"'
    assert second == 'Try: kpibot note 21 July "release 4.2 broke login"'
    kpibot.does("note", "today", "release 4.2")
    assert "There is no note number 7." in kpibot.refuses("notes", "remove", "7")


def test_what_would_act_on_the_screen_is_shown_as_text(kpibot: Kpibot) -> None:
    said = kpibot.does("note", "21 July 2026", "[bold]\x1b[2J x").out
    listed = kpibot.does("notes").out
    assert "\x1b" not in said + listed
    assert "[bold]" in said
    assert "[bold]" in listed

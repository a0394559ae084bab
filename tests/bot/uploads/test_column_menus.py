"""The form *Change columns*: what it offers, and what it changes."""

from typing import Any

import pytest

from bot.uploads.column_menus import MOST, ColumnMenus, ColumnsError
from bot.uploads.found import Column, Found
from bot.uploads.model import State, Upload

READ = {"Id": "external_id", "Opened": "created_at", "Done": "resolved_at", "Shop": None}


def form(columns: dict[str, str | None], **said: Any) -> ColumnMenus:
    found = Found(
        "tickets", "shop", 3, [Column(header, meaning, "", "") for header, meaning in columns.items()], "Europe/Berlin"
    )
    return ColumnMenus.of(
        Upload(
            id=1, file="F1", name="a.csv", person="U1", channel="D1", state=State.FOUND, said=said,
            found=found.to_json(), brought_at=0, alive_at=0,
        )
    )  # fmt: skip


def chosen(**values: str) -> dict[str, Any]:
    return {
        "values": {f"column:{name}": {"value": {"selected_option": {"value": each}}} for name, each in values.items()}
    }


def test_each_thing_has_the_column_that_tells_it_now() -> None:
    menus = {menu.name: menu.chosen for menu in form(READ).menus}
    assert (menus["column:created_at"], menus["column:team"]) == ("1", "none")
    assert [each.header for each in form(READ).offered] == list(READ)


def test_what_stays_as_it_was_is_not_said() -> None:
    assert form(READ).said(chosen(created_at="1", team="none")) == {"mapping": {}}


def test_another_column_takes_the_place_of_the_one_before() -> None:
    assert form(READ).said(chosen(created_at="3"))["mapping"] == {"Opened": None, "Shop": "created_at"}


def test_a_column_that_told_something_else_tells_the_new_thing_alone() -> None:
    assert form(READ).said(chosen(created_at="2"))["mapping"] == {"Opened": None, "Done": "created_at"}


def test_two_columns_can_change_places() -> None:
    assert form(READ).said(chosen(created_at="2", resolved_at="1"))["mapping"] == {
        "Done": "created_at",
        "Opened": "resolved_at",
    }


def test_one_column_chosen_for_two_things_is_an_error_at_the_second() -> None:
    with pytest.raises(ColumnsError) as wrong:
        form(READ).said(chosen(channel="3", team="3"))
    assert wrong.value.problems == {"column:team": "This column is chosen above: Channel."}


def test_a_wide_file_offers_as_many_columns_as_there_is_room_for_those_that_are_read_first() -> None:
    wide: dict[str, str | None] = {f"Custom {number}": None for number in range(200)}
    menus = form({**wide, "Id": "external_id"})
    assert len(menus.offered) == MOST
    assert menus.offered[0].header == "Id"
    assert menus.left == 201 - MOST


def test_how_dates_are_written_is_said_only_if_it_is_changed() -> None:
    state = {"values": {"order": {"value": {"selected_option": {"value": "month_first"}}}}}
    assert form(READ).said(state)["day_first"] is False
    assert "day_first" not in form(READ, day_first=False).said(state)

"""The buttons below an answer."""

import pytest

from bot import buttons
from bot.commands.drill_downs import Menu, buttons_and_menu
from bot.commands.follow_ups import FollowUp, FollowUps


def follow_up(length: int) -> FollowUp:
    return FollowUp("A label", "a name", "x" * length)


def longest(limit: int) -> int:
    """How long a question may be."""
    return limit - len(buttons.value(""))


LONGEST = longest(2_000)  # https://docs.slack.dev/reference/block-kit/block-elements/button-element
LONGEST_IN_A_MENU = longest(150)  # https://docs.slack.dev/reference/block-kit/composition-objects/option-object


def test_what_fits_is_offered() -> None:
    asks, periods = [follow_up(LONGEST)], [follow_up(LONGEST_IN_A_MENU)]
    assert FollowUps.that_fit(asks, periods, "x" * LONGEST) == FollowUps(tuple(asks), tuple(periods), "x" * LONGEST)


def test_a_button_that_could_not_carry_its_question_is_left_out_and_the_others_stay() -> None:
    fits, does_not = follow_up(5), follow_up(LONGEST + 1)
    assert FollowUps.that_fit([fits, does_not], share="x" * (LONGEST + 1)) == FollowUps((fits,))


def test_a_menu_is_left_out_as_a_whole() -> None:
    assert FollowUps.that_fit(periods=[follow_up(5), follow_up(LONGEST_IN_A_MENU + 1)]) == FollowUps()


@pytest.mark.parametrize("letter", ["👍", '"', "\\"])
def test_what_takes_more_room_than_it_seems_is_measured_as_it_is_sent(letter: str) -> None:
    assert not buttons.fits_an_option(letter * 70)
    assert len(buttons.value(letter * 60).encode("utf-16-le")) // 2 <= 150
    assert buttons.fits_an_option(letter * 60)


def test_a_choice_that_has_no_room_is_left_out_of_its_menu_and_said() -> None:
    fits, does_not = follow_up(5), follow_up(LONGEST_IN_A_MENU + 1)
    menu = Menu.that_fits("Only one channel …", "part", [fits, does_not, does_not])
    assert (menu.asks, menu.missing, menu.without) == ((fits,), 2, does_not.question)
    found = FollowUps.that_fit(menus=[menu])
    assert (found.choosable, found.missing, found.to_type) == ((menu,), 2, does_not.question)


def test_a_menu_without_anything_to_choose_says_what_to_type_and_is_not_shown() -> None:
    does_not = follow_up(LONGEST_IN_A_MENU + 1)
    found = FollowUps.that_fit(menus=[Menu.that_fits("By …", "apart", [does_not]), Menu.that_fits("Empty", "none", [])])
    assert (found.choosable, len(found.menus), found.to_type) == ((), 1, does_not.question)


@pytest.mark.parametrize(("number", "as_buttons"), [(0, 0), (3, 3), (4, 2), (7, 2)])
def test_more_ways_than_there_is_room_for_go_into_a_menu(number: int, as_buttons: int) -> None:
    ways = [FollowUp(f"By way {place}", f"way{place}", f"csat by way {place}") for place in range(number)]
    shown, menus = buttons_and_menu(ways)
    offered = [each.question for each in (*shown, *(each for menu in menus for each in menu.asks))]
    assert (len(shown), offered) == (as_buttons, [each.question for each in ways])

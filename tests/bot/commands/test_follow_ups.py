"""The buttons below an answer."""

import pytest

from bot import buttons
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

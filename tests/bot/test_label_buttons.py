"""What the buttons and menus of labels carry, also from other versions and from tampering hands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import label_buttons
from bot.buttons import OPTION_VALUE
from bot.messages.measuring import size
from kpi.errors import UserError
from kpi.ingest.columns.values import LONGEST_LABEL

KEY = ("desk", "1234")
TEXT = st.text(max_size=LONGEST_LABEL)
BROKEN = ["", "csat", "null", "[]", "{}", '{"v": 1}', '{"v": 2, "s": "desk", "t": "1", "i": "x"}', '{"v": 1, "s": 1}']


@given(TEXT, TEXT, TEXT)
def test_a_conversation_and_its_intent_come_back_as_they_were(source: str, number: str, intent: str) -> None:
    key = (source, number)
    assert label_buttons.read_conversation(label_buttons.conversation(key)) == key
    assert label_buttons.read_given(label_buttons.given(key, intent)) == (key, intent)


@given(TEXT)
def test_an_option_holds_every_intent_and_finds_it_again(intent: str) -> None:
    carried = label_buttons.option(intent)
    assert size(carried) <= OPTION_VALUE
    assert label_buttons.read_option(carried, ["refund", intent]) == intent


def test_a_long_intent_that_is_gone_says_so() -> None:
    with pytest.raises(UserError, match="not known any more"):
        label_buttons.read_option(label_buttons.option("x" * LONGEST_LABEL), ["refund"])


@pytest.mark.parametrize("carried", BROKEN)
def test_what_another_version_made_is_refused_in_words(carried: str) -> None:
    for read in (
        label_buttons.read_conversation,
        label_buttons.read_given,
        lambda carried: label_buttons.read_option(carried, ["refund"]),
    ):
        with pytest.raises(UserError, match="another version") as error:
            read(carried)
        assert "`/kpi unclassified`" in error.value.hint


def test_a_menu_is_only_for_what_its_block_can_name() -> None:
    assert label_buttons.fits_a_block(KEY)
    assert not label_buttons.fits_a_block(("desk", "🎉" * 150))

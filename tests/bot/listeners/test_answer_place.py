"""Where the answer to a modal goes, carried by the modal."""

import json

import pytest

from bot.listeners.answer_place import AnswerPlace
from kpi.errors import UserError


@pytest.mark.parametrize(
    "place",
    [AnswerPlace("C1", None, "https://hooks.slack.com/x"), AnswerPlace("C1", "1.2", ""), AnswerPlace(None, None, "")],
)
def test_it_comes_back_as_it_was(place: AnswerPlace) -> None:
    assert AnswerPlace.read(place.carried) == place


@pytest.mark.parametrize(
    "carried",
    ["", "null", "C1", "[]", json.dumps({"v": 2, "channel": "C1", "thread": None, "response_url": ""}), '{"v":1}'],
)
def test_a_form_of_another_version_is_to_be_opened_again(carried: str) -> None:
    with pytest.raises(UserError, match="another version"):
        AnswerPlace.read(carried)

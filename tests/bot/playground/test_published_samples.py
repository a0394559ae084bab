"""What the local Slack answers and delivers, key by key beside what others have published of the real one."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.playground.server import LocalSlack
from tests.bot.playground.published import answers, events, interactions
from tests.bot.playground.published.gaps import GAPS
from tests.bot.playground.published.scene import SUBSCRIBED, Morning
from tests.bot.playground.published.trees import Sample, Tree, differences

SAMPLES: dict[str, Sample] = {**answers.SAMPLES, **interactions.SAMPLES, **events.SAMPLES}


@pytest.fixture(scope="module")
def payloads() -> Iterator[dict[str, Any]]:
    with LocalSlack(manifest=SUBSCRIBED) as slack:
        yield Morning(slack).payloads


@pytest.mark.parametrize("name", SAMPLES)
def test_keys_and_types_are_the_published_ones_but_for_the_gaps_that_are_meant(
    name: str, payloads: dict[str, Any]
) -> None:
    found = set(differences(SAMPLES[name].tree, payloads[name]))
    meant = set(GAPS.get(name, ()))
    assert (sorted(found - meant), sorted(meant - found)) == ([], [])


def test_every_payload_of_the_morning_is_compared(payloads: dict[str, Any]) -> None:
    assert payloads.keys() == SAMPLES.keys()
    assert GAPS.keys() <= SAMPLES.keys()


def test_a_payload_of_another_shape_is_noticed() -> None:
    tree: Tree = {"id": "string", "team": {"id": "string"}, "files": [{"id": "string", "size": "integer"}]}
    given = {"id": 5, "team": None, "files": [{"id": "F1"}, {"id": "F2", "name": "a.csv"}]}
    assert sorted(differences(tree, given)) == [
        "adds files[].name",
        "lacks files[].size",
        "mistakes id for a integer",
        "mistakes team for a null",
    ]

"""Work in lanes: in order within one, and side by side in several."""

from functools import partial
from threading import Event

from bot.lanes import Lanes

SOON = 10.0  # seconds; only a test that fails waits for them


def test_what_is_in_one_lane_is_done_in_its_order() -> None:
    lanes, done = Lanes(), list[int]()
    for number in range(100):
        lanes.put("C1", partial(done.append, number))
    lanes.finish(SOON)
    assert done == list(range(100))


def test_a_lane_that_waits_keeps_no_other_waiting() -> None:
    lanes, go_on, done = Lanes(), Event(), Event()
    lanes.put("C1", partial(go_on.wait, SOON))  # type: ignore[arg-type]
    lanes.put("C2", done.set)
    assert done.wait(SOON)
    go_on.set()
    lanes.finish(SOON)


def test_finishing_waits_no_longer_than_told() -> None:
    lanes, go_on = Lanes(), Event()
    lanes.put("C1", partial(go_on.wait, SOON))  # type: ignore[arg-type]
    lanes.finish(0.01)
    assert not go_on.is_set()
    go_on.set()
    lanes.finish(SOON)


def test_a_lane_that_was_empty_can_be_used_again() -> None:
    lanes, done = Lanes(), list[str]()
    for each in ("first", "second"):
        lanes.put("C1", partial(done.append, each))
        lanes.finish(SOON)
    assert done == ["first", "second"]

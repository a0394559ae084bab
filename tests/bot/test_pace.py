"""One message a second in each channel, and a few at once."""

import threading

from bot.pace import Pace


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_the_first_message_does_not_wait_and_the_next_ones_take_turns() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep, at_once=1)
    for _ in range(3):
        pace.wait("C1")
    assert clock.slept == [1.0, 1.0]


def test_a_few_at_once_do_not_wait_and_then_it_is_one_a_second() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep, at_once=3)
    for _ in range(6):
        pace.wait("C1")
    assert clock.slept == [1.0, 1.0, 1.0]
    clock.now += 2  # two more may come at once again
    for _ in range(3):
        pace.wait("C1")
    assert clock.slept == [1.0, 1.0, 1.0, 1.0]


def test_another_channel_does_not_wait() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep, at_once=1)
    for channel in ("C1", "C2", "D1"):
        pace.wait(channel)
    assert clock.slept == []


def test_who_comes_late_enough_does_not_wait() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep, at_once=1)
    pace.wait("C1")
    clock.now += 0.75
    pace.wait("C1")
    clock.now += 2
    pace.wait("C1")
    assert clock.slept == [0.25]


def test_threads_that_come_at_once_get_turns_a_second_apart() -> None:
    waited: list[float] = []
    pace = Pace(1.0, lambda: 50.0, waited.append, at_once=1)
    threads = [threading.Thread(target=pace.wait, args=("C1",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waited) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]

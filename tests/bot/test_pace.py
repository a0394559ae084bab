"""One message a second in each channel."""

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
    pace = Pace(1.0, clock, clock.sleep)
    for _ in range(3):
        pace.wait("C1")
    assert clock.slept == [1.0, 1.0]


def test_another_channel_does_not_wait() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep)
    for channel in ("C1", "C2", "D1"):
        pace.wait(channel)
    assert clock.slept == []


def test_who_comes_late_enough_does_not_wait() -> None:
    clock = Clock()
    pace = Pace(1.0, clock, clock.sleep)
    pace.wait("C1")
    clock.now += 0.75
    pace.wait("C1")
    clock.now += 2
    pace.wait("C1")
    assert clock.slept == [0.25]


def test_threads_that_come_at_once_get_turns_a_second_apart() -> None:
    waited: list[float] = []
    pace = Pace(1.0, lambda: 50.0, waited.append)
    threads = [threading.Thread(target=pace.wait, args=("C1",)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waited) == [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]

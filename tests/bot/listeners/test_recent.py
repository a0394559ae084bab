"""What is remembered for a while."""

from concurrent.futures import ThreadPoolExecutor

from bot.listeners.recent import Recent


def test_the_oldest_is_forgotten_first() -> None:
    recent: Recent[str, int] = Recent(2)
    for number, key in enumerate("abc"):
        recent.put(key, number)
    assert [recent.get(key) for key in "abc"] == [None, 1, 2]


def test_what_is_remembered_anew_is_the_newest() -> None:
    recent: Recent[str, int] = Recent(2)
    for key, number in (("a", 1), ("b", 2), ("a", 3), ("c", 4)):
        recent.put(key, number)
    assert [recent.get(key) for key in "abc"] == [3, None, 4]


def test_of_several_that_add_at_once_one_is_the_first() -> None:
    recent: Recent[str, bool] = Recent(10)
    with ThreadPoolExecutor(8) as pool:
        added = list(pool.map(lambda _: recent.add("a", True), range(50)))
    assert added.count(True) == 1


def test_what_is_forgotten_can_be_added_again() -> None:
    recent: Recent[str, bool] = Recent(10)
    assert recent.add("a", True)
    recent.forget("a")
    recent.forget("never known")
    assert recent.add("a", True)

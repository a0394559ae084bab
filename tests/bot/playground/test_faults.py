import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.playground.content import RateLimitedError, RefusalError
from bot.playground.faults import BrokenError, Faults


def run(doing: Coroutine[Any, Any, Any]) -> Any:
    """In a thread of its own: in this one a browser's event loop may be running."""
    with ThreadPoolExecutor(1) as own:
        return own.submit(asyncio.run, doing).result()


def met(faults: Faults, method: str) -> str | None:
    """Slack's word for what goes wrong, if anything does."""
    try:
        run(faults.meet(method))
    except RefusalError as refused:
        return refused.error
    return None


def test_nothing_goes_wrong_unless_it_is_asked_for() -> None:
    faults = Faults()
    assert met(faults, "chat.postMessage") is None
    assert faults.refused_blocks == ()
    assert faults.state() == {
        "refuse_new_blocks": False,
        "repeat_events": False,
        "missing_scopes": [],
        "pending": [],
    }


def test_a_fault_is_met_as_often_as_was_asked_and_only_by_its_method() -> None:
    faults = Faults()
    faults.set({"fail": {"method": "chat.update", "error": "fatal_error", "times": 2}})
    assert [met(faults, name) for name in ("chat.delete", "chat.update", "chat.update", "chat.update")] == [
        None,
        "fatal_error",
        "fatal_error",
        None,
    ]


def test_a_rate_limit_tells_how_long_to_wait() -> None:
    faults = Faults()
    faults.set({"rate_limit": {"method": "response_url", "retry_after": 3}})
    with pytest.raises(RateLimitedError) as limited:
        run(faults.meet("response_url"))
    assert limited.value.retry_after == 3


def test_a_slow_method_holds_up_nobody_else() -> None:
    faults = Faults()
    faults.set({"slow": {"method": "chat.postMessage", "seconds": 0.02}})
    finished: list[str] = []

    async def call(method: str) -> None:
        await faults.meet(method)
        finished.append(method)

    async def both() -> None:
        await asyncio.gather(call("chat.postMessage"), call("auth.test"))

    run(both())
    assert finished == ["auth.test", "chat.postMessage"]


def test_faults_add_up_and_are_seen_until_they_are_cleared() -> None:
    faults = Faults()
    faults.set({"refuse_new_blocks": True, "missing_scopes": ["chat:write"]})
    faults.set({"repeat_events": True, "slow": {"method": "*", "seconds": 2, "times": 3}})
    assert faults.state() == {
        "refuse_new_blocks": True,
        "repeat_events": True,
        "missing_scopes": ["chat:write"],
        "pending": [{"method": "*", "times": 3, "seconds": 2.0, "error": None, "status": None, "after": False}],
    }
    assert faults.refused_blocks == ("data_table", "data_visualization")
    faults.clear()
    assert faults.state() == Faults().state()


@pytest.mark.parametrize(
    "asked",
    [
        {"explode": True},
        {"fail": "chat.update"},
        {"fail": {"method": "chat.update"}},
        {"rate_limit": {"method": "*", "retry_after": "soon"}},
        {"missing_scopes": 7},
        {"fail": {"method": "chat.update", "error": "fatal_error", "times": 0}},
        {"slow": {"method": "*", "seconds": 1, "times": -1}},
    ],
)
def test_a_fault_that_makes_no_sense_is_named(asked: dict[str, Any]) -> None:
    [name] = asked
    with pytest.raises(ValueError, match=name):
        Faults().set(asked)


def test_trouble_of_slack_itself_comes_before_the_work_or_after_it() -> None:
    faults = Faults()
    faults.set({"break": {"method": "chat.postMessage", "status": 503}})
    with pytest.raises(BrokenError) as broken:
        run(faults.meet("chat.postMessage"))
    assert broken.value.status == 503
    faults.set({"break": {"method": "chat.postMessage", "status": 504, "after": True}})
    assert [run(faults.meet("chat.postMessage")) for _ in range(2)] == [504, None]


def test_only_a_status_of_trouble_can_be_asked_for() -> None:
    with pytest.raises(ValueError, match="break"):
        Faults().set({"break": {"method": "chat.postMessage", "status": 404}})

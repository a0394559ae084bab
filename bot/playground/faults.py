"""What is made to go wrong on demand, so that a bot's answer to it can be seen."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.content import RateLimitedError, RefusalError
from bot.playground.workspace import Json

# Slack has these since May and June 2026; a workspace that has not got them yet knows no such types.
NEW_BLOCKS = ("data_table", "data_visualization")


class BrokenError(Exception):
    """Slack itself is in trouble: it answers with an HTTP `status` of 5xx, and with nothing that a method would say."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class _Fault:
    """For the next `times` calls of `method`: wait `seconds`, then refuse, if there is a `refusal`, or answer with an
    HTTP `status` instead, before or `after` the method has done its work."""

    method: str
    times: int
    seconds: float = 0.0
    refusal: RefusalError | None = None
    status: int | None = None
    after: bool = False


class Faults:
    """Asked by the Web API before each method, and by deliveries under names of their own such as "response_url"."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Let everything go well."""
        self.refuse_new_blocks = False
        self.repeat_events = False
        self.missing_scopes: frozenset[str] = frozenset()
        self._pending: list[_Fault] = []

    @property
    def refused_blocks(self) -> tuple[str, ...]:
        """The block types that this workspace does not know."""
        return NEW_BLOCKS if self.refuse_new_blocks else ()

    def set(self, asked: Mapping[str, Any]) -> None:
        """Take over what `asked` names; the rest stays. `ValueError` says what cannot be understood.

        `refuse_new_blocks`, `repeat_events`: bool. `missing_scopes`: the scopes that the token has lost.
        `rate_limit` {method, retry_after, times}, `fail` {method, error, times}, `slow` {method, seconds, times},
        `break` {method, status, after, times}: `times` is at least 1, and 1 unless told; the method "*" is any.
        """
        for name, value in asked.items():
            try:
                self._set(name, value)
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"The fault {name!r} cannot be set to {value!r}.") from error

    def state(self) -> Json:
        """What will go wrong, for people to see."""
        return {
            "refuse_new_blocks": self.refuse_new_blocks,
            "repeat_events": self.repeat_events,
            "missing_scopes": sorted(self.missing_scopes),
            "pending": [
                {
                    "method": fault.method,
                    "times": fault.times,
                    "seconds": fault.seconds,
                    "error": fault.refusal.error if fault.refusal else None,
                    "status": fault.status,
                    "after": fault.after,
                }
                for fault in self._pending
            ],
        }

    async def meet(self, method: str) -> int | None:
        """Wait, and raise `RefusalError` or `BrokenError`, as has been asked for this method.

        Else the HTTP status to answer with once the method has done its work, if its answer is to get lost.
        """
        lost = None
        for fault in [each for each in self._pending if each.method in (method, "*")]:
            fault.times -= 1
            if fault.times <= 0:
                self._pending.remove(fault)
            if fault.seconds:
                await asyncio.sleep(fault.seconds)
            if fault.refusal:
                raise fault.refusal
            if fault.status and not fault.after:
                raise BrokenError(fault.status)
            lost = fault.status or lost
        return lost

    def _set(self, name: str, value: Any) -> None:
        match name:
            case "refuse_new_blocks":
                self.refuse_new_blocks = bool(value)
            case "repeat_events":
                self.repeat_events = bool(value)
            case "missing_scopes":
                self.missing_scopes = frozenset(map(str, value))
            case "rate_limit":
                self._add(value, refusal=RateLimitedError(int(value["retry_after"])))
            case "fail":
                self._add(value, refusal=RefusalError(str(value["error"])))
            case "slow":
                self._add(value, seconds=float(value["seconds"]))
            case "break":
                self._add(value, status=_server_error(value["status"]), after=bool(value.get("after")))
            case _:
                raise ValueError(name)

    def _add(
        self,
        value: Mapping[str, Any],
        seconds: float = 0.0,
        refusal: RefusalError | None = None,
        status: int | None = None,
        *,
        after: bool = False,
    ) -> None:
        times = int(value.get("times", 1))
        if times < 1:
            raise ValueError(times)
        self._pending.append(_Fault(str(value["method"]), times, seconds, refusal, status, after))


def _server_error(status: Any) -> int:
    if not _SERVER_ERRORS[0] <= int(status) <= _SERVER_ERRORS[1]:
        raise ValueError(status)
    return int(status)


_SERVER_ERRORS = (500, 599)

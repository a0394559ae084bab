"""What a channel's history tells of a review: whether its message is there, and which of its thread."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from slack_sdk.web import SlackResponse

from bot.calls import Calls
from bot.refusals import RefusedError, UnexpectedRefusalError
from kpi.errors import KpibotError

EVENT = "kpibot_review"
VERSION = 1

GONE = frozenset({"is_archived", "not_in_channel", "channel_not_found"})
"""What Slack says where the bot can post nothing any more."""

PASSING = frozenset({"ratelimited", "rate_limited", "unreachable"})
"""What Slack says that will be over soon."""

_AT_ONCE = 200  # messages, as Slack recommends


class UnreadableError(Exception):
    """Slack does not let the bot read what has been said; `why` is the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class History:
    """Reads channels. Each method raises UnreadableError where that is not allowed, RefusedError where the channel is
    gone or Slack is too busy, and LostError."""

    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    def message(self, channel: str, key: str, since: int) -> str | None:
        """The `ts` of the review with this key, posted after an instant in UTC seconds; None if it is not there."""
        said = self._said(self._calls.client.conversations_history, channel=channel, oldest=str(since))
        return next((str(each["ts"]) for each in said if _payload(each, key) is not None), None)

    def parts(self, channel: str, ts: str, key: str) -> frozenset[int] | None:
        """Which messages of its thread are there, by their numbers; None if the review itself is gone."""
        try:
            said = list(self._said(self._calls.client.conversations_replies, channel=channel, ts=ts))
        except UnreadableError as error:
            if error.why == "thread_not_found":
                return None
            raise
        payloads = [_payload(each, key) for each in said]
        return frozenset(int(each["part"]) for each in payloads if each is not None and "part" in each)

    def _said(self, method: Callable[..., SlackResponse], **where: str) -> Iterator[Mapping[str, Any]]:
        """All messages. A page may be shorter than asked for, and yet have others after it."""
        cursor: str | None = None
        while True:
            try:
                answer = self._calls.api(
                    method, repeatable=True, limit=_AT_ONCE, include_all_metadata=True, cursor=cursor, **where
                )
            except (RefusedError, UnexpectedRefusalError) as error:
                if error.code in GONE | PASSING:
                    raise
                raise UnreadableError(error.code) from error
            yield from answer["messages"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return


def metadata(key: str, question: str | None, part: int = 0) -> dict[str, Any]:
    """What a review's message carries, and each of its thread's, which have numbers from 1 on."""
    payload: dict[str, Any] = {"v": VERSION, "key": key}
    if question is not None:
        payload["question"] = question
    if part:
        payload["part"] = part
    return {"event_type": EVENT, "event_payload": payload}


def said(error: Exception) -> str:
    """What went wrong, in a sentence."""
    return error.sentence if isinstance(error, KpibotError) else str(error)


def _payload(message: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
    """What a message of the review with this key carries."""
    carried = message.get("metadata") or {}
    payload = carried.get("event_payload") or {}
    return payload if carried.get("event_type") == EVENT and payload.get("key") == key else None

"""A source that comes in by itself, in sentences: the same in the terminal and in Slack."""

from collections.abc import Callable

from kpi import words
from kpi.webhooks.standing import Standing
from kpi.wording.sentences import many

_DELIVERIES = ("delivery", "deliveries")
_CONVERSATIONS = ("conversation was", "conversations were")
_MOST_REASONS = 3
_LONGEST_REASON = 160

LAST_STEP = "Import one export now: it completes what was open before."


def last_delivery(standing: Standing, now: int) -> str:
    """ "the last delivery 2 minutes ago" """
    at = standing.connected.last_at
    return "nothing has come yet" if at is None else f"the last delivery {ago(at, now)}"


def ago(at: int, now: int) -> str:
    """ "2 minutes ago" """
    seconds = now - at
    for size, unit in ((86_400, ("day", "days")), (3_600, ("hour", "hours")), (60, ("minute", "minutes"))):
        if seconds >= size:
            return f"{many(seconds // size, unit)} ago"
    return "just now"


def counted(standing: Standing) -> str:
    """ "1,204 in the last 24 hours, 3 not understood" """
    counts = standing.counts
    said = f"{words.count(counts.received)} in the last 24 hours"
    return f"{said}, {words.count(counts.not_understood)} not understood" if counts.not_understood else said


def reasons(standing: Standing) -> list[str]:
    """Why deliveries of the last 24 hours were not understood: "2 times: …" """
    first = list(standing.reasons.items())[:_MOST_REASONS]
    lines = [f"{words.count(number)} of them: {words.shorten(why, _LONGEST_REASON)}" for why, number in first]
    left = len(standing.reasons) - len(first)
    return [*lines, f"{many(left, ('other reason', 'other reasons'))}"] if left > 0 else lines


def live(standing: Standing, now: int) -> str:
    """The whole of it in a line: "Comes in by itself; the last delivery 2 minutes ago; 1,204 in the last 24 hours." """
    said = ["Comes in by itself", last_delivery(standing, now)]
    if standing.connected.last_at is not None:
        said.append(counted(standing))
    return f"{'; '.join(said)}."


def unopened(standing: Standing) -> str:
    """What an export has yet to complete; "" if nothing."""
    if not standing.unopened:
        return ""
    opened = many(standing.unopened, _CONVERSATIONS)
    return f"{opened} opened before it was connected: import an export to count {_them(standing.unopened)}."


def replayed(tried: int, understood: int, without_body: int) -> str:
    """What came of trying once more."""
    if not tried and not without_body:
        return "Nothing waits: all deliveries were understood."
    said = f"{many(tried, _DELIVERIES)} tried once more: {words.count(understood)} understood now"
    said += f", {words.count(tried - understood)} not." if tried > understood else "."
    if without_body:
        said += f" Of {words.count(without_body)} more only the reason is kept: they cannot be tried."
    return said


def rotated(former_until: int | None, moment: Callable[[int], str]) -> str:
    """Until when the former secret is good."""
    return "" if former_until is None else f"The former secret is good until {moment(former_until)}."


def _them(number: int) -> str:
    return "it" if number == 1 else "them"

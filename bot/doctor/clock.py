"""The clock, against Slack's."""

from datetime import datetime

from bot.doctor.finding import Finding, fine, skipped, wrong
from kpi import words

NAME = "clock"
MOST_OFF = 60  # seconds; signatures are refused from 300 on, and the end of a day or of three seconds is missed sooner


def check(now: datetime, at_slack: datetime | None) -> Finding:
    """The two instants are from the same moment, but for the way an answer took.

    https://docs.slack.dev/authentication/verifying-requests-from-slack
    """
    if at_slack is None:
        return skipped(NAME, "Slack did not say what time it is.")
    off = (now - at_slack).total_seconds()
    if abs(off) <= MOST_OFF:
        return fine(NAME, "Agrees with Slack's.")
    return wrong(
        NAME,
        f"This machine's clock is {words.duration(abs(off))} {'ahead of' if off > 0 else 'behind'} Slack's.",
        "Let it be set over the network (systemd-timesyncd, chrony): answers and signed requests depend on it.",
    )

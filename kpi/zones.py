"""The time zones that there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def known() -> frozenset[str]:
    """Their IANA names. To find them out takes some hundredths of a second, for each has a file of its own."""
    return frozenset(available_timezones())

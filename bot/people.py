"""Who may ask: members of the bot's own workspace. Guests and people of other workspaces read what is posted."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from bot.refusals import LostError, RefusedError
from kpi.errors import UserError

KNOWN_FOR = 600.0  # seconds for which an answer about somebody holds

Lookup = Callable[[str], Mapping[str, Any]]


class People:
    """`lookup` gives Slack's `user` object of a person; `clock` is in seconds.

    Whom Slack does not tell about, because a scope is missing or because it cannot be reached, is refused in those
    words, unless they were let in before.
    """

    def __init__(self, lookup: Lookup, team_id: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._lookup = lookup
        self._team_id = team_id
        self._clock = clock
        self._known: dict[str, tuple[float, bool]] = {}
        self._lock = threading.Lock()

    def admit(self, person: str) -> None:
        """UserError if this person may not ask."""
        if not self._is_member(person):
            raise UserError("I answer members of this workspace only.", "Ask one of them to share a number with you.")

    def _is_member(self, person: str) -> bool:
        with self._lock:
            at, member = self._known.get(person, (None, False))
        if at is not None and self._clock() - at < KNOWN_FOR:
            return member
        try:
            member = is_member(self._lookup(person), self._team_id)
        except (RefusedError, LostError):
            if at is None:
                raise
            return member
        with self._lock:
            self._known[person] = (self._clock(), member)
        return member


def is_member(user: Mapping[str, Any], team_id: str) -> bool:
    """Whether a `user` object is of a full member of this workspace: https://docs.slack.dev/reference/objects/user-object

    Of an Enterprise organization's people, `team_id` may be another workspace than this one of theirs.
    """
    teams = {user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", ())}
    guest = any(user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted"))
    return team_id in teams and not guest

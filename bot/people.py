"""Who may ask: members of the bot's own workspace. Guests and people of other workspaces read what is posted.

Who may change what the team has decided: the workspace's owners and admins, and whoever runs kpibot has named.
"""

import threading
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from bot.refusals import LostError, RefusedError
from kpi.errors import UserError
from kpi.words import shorten

KNOWN_FOR = 600.0  # seconds for which an answer about somebody holds
LONGEST_NAME = 80

Lookup = Callable[[str], Mapping[str, Any]]


class People:
    """`lookup` gives Slack's `user` object of a person; `clock` is in seconds; `admins` are the ids of members who may
    change things without being an admin of the workspace.

    Whom Slack does not tell about, because a scope is missing or because it cannot be reached, is refused in those
    words, unless they were let in before.
    """

    def __init__(
        self,
        lookup: Lookup,
        team_id: str,
        clock: Callable[[], float] = time.monotonic,
        admins: Collection[str] = (),
    ) -> None:
        self._lookup = lookup
        self._team_id = team_id
        self._clock = clock
        self._admins = frozenset(admins)
        self._known: dict[str, tuple[float, bool]] = {}
        self._lock = threading.Lock()

    def admit(self, person: str) -> None:
        """UserError if this person may not ask."""
        if not self._is_member(person):
            raise _no_member()

    def author(self, person: str) -> str:
        """The name of somebody who may change what the team has decided; UserError for anybody else.

        Slack is asked anew each time: whoever is no admin any more changes nothing, and nobody does while it is silent.
        """
        user = self._lookup(person)
        member = self._note(person, user)
        if not member or not (is_admin(user) or person in self._admins):
            hint = f"Ask one of them to do it, or whoever runs kpibot to add {person} to `KPIBOT_ADMINS`."
            raise UserError("Only admins of this workspace may change that.", hint)
        return name(user)

    def member(self, person: str) -> str:
        """The name of somebody who may ask; UserError for anybody else. Slack is asked anew each time."""
        user = self._lookup(person)
        if not self._note(person, user):
            raise _no_member()
        return name(user)

    def _note(self, person: str, user: Mapping[str, Any]) -> bool:
        """Whether this person is a member, which is known from now on."""
        member = is_member(user, self._team_id)
        with self._lock:
            self._known[person] = (self._clock(), member)
        return member

    def _is_member(self, person: str) -> bool:
        with self._lock:
            at, member = self._known.get(person, (None, False))
        if at is not None and self._clock() - at < KNOWN_FOR:
            return member
        try:
            user = self._lookup(person)
        except (RefusedError, LostError):
            if at is None:
                raise
            return member
        return self._note(person, user)


def _no_member() -> UserError:
    return UserError("I answer members of this workspace only.", "Ask one of them to share a number with you.")


def is_member(user: Mapping[str, Any], team_id: str) -> bool:
    """Whether a `user` object is of a full member of this workspace: https://docs.slack.dev/reference/objects/user-object

    Of an Enterprise organization's people, `team_id` may be another workspace than this one of theirs.
    """
    teams = {user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", ())}
    guest = any(user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted"))
    return team_id in teams and not guest


def is_admin(user: Mapping[str, Any]) -> bool:
    """Whether a `user` object is of an owner or an admin, who is told apart in each workspace of an organization."""
    return any(user.get(flag) for flag in ("is_admin", "is_owner", "is_primary_owner"))


def name(user: Mapping[str, Any]) -> str:
    """What people call the person of a `user` object; the id if that says nothing."""
    profile = user.get("profile") or {}
    names = (user.get("real_name"), profile.get("real_name"), user.get("name"))
    return shorten(next(filter(None, names), str(user.get("id", ""))), LONGEST_NAME)

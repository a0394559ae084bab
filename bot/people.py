"""Who may ask: members of the bot's own workspace. Guests and people of other workspaces read what is posted.

Who may change what the team has decided: the workspace's owners and admins, members whom one of them has named, and
those whom whoever runs kpibot has named.
"""

import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice
from typing import Any

from bot.refusals import LostError, RefusedError, UnexpectedRefusalError
from kpi.errors import UserError
from kpi.ingest.columns.values import plain_line
from kpi.words import either, shorten

KNOWN_FOR = 600.0  # seconds for which an answer about somebody holds
LONGEST_NAME = 80

GRANTERS = 3  # admins whom a refusal names
_LONGEST_GRANTER = 30
_PROMPT = "/kpi"

User = Mapping[str, Any]
"""https://docs.slack.dev/reference/objects/user-object"""

Lookup = Callable[[str], User]


def nobody_else() -> Collection[str]:
    """Where only the workspace's own admins may change things."""
    return ()


class People:
    """`lookup` gives Slack's `user` object of a person, and `everybody` those of all; `clock` is in seconds; `admins`
    gives the ids of members who may change things without being an admin of the workspace.

    Whom Slack does not tell about, because a scope is missing or because it cannot be reached, is refused in those
    words, unless they were let in before.
    """

    def __init__(
        self,
        lookup: Lookup,
        team_id: str,
        clock: Callable[[], float] = time.monotonic,
        admins: Callable[[], Collection[str]] = nobody_else,
        everybody: Callable[[], Iterable[User]] = tuple,
    ) -> None:
        self._lookup = lookup
        self._team_id = team_id
        self._clock = clock
        self._admins = admins
        self._everybody = everybody
        self._known: dict[str, tuple[float, bool]] = {}
        self._granters: tuple[float, list[str]] | None = None
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
        if not member or not (is_admin(user) or person in self._admins()):
            raise UserError("Only admins of this workspace may change that.", self._whom_to_ask(person, member))
        return name(user)

    def colleague(self, person: str) -> str:
        """The name of a member who may be named as an admin; UserError for anybody else."""
        try:
            user = self._lookup(person)
        except RefusedError as refused:
            if refused.code not in _UNKNOWN:
                raise
            raise UserError(f"Nobody in this workspace has the ID {person}.", _CHOOSE) from refused
        if user.get("is_bot") or person == _SLACKBOT:
            raise UserError(f"{name(user)} is an app, and no app can be an admin.", _CHOOSE)
        if not is_member(user, self._team_id):
            raise UserError(f"{name(user)} is no full member of this workspace, and cannot be an admin.", _CHOOSE)
        return name(user)

    def member(self, person: str) -> str:
        """The name of somebody who may ask; UserError for anybody else. Slack is asked anew each time."""
        user = self._lookup(person)
        if not self._note(person, user):
            raise _no_member()
        return name(user)

    def _whom_to_ask(self, person: str, member: bool) -> str:
        names = self._who_can_grant_it()
        if not names:
            return f"Ask one of them to do it, or whoever runs kpibot to add {person} to `KPIBOT_ADMINS`."
        whom = f"Ask {either(names)} to do it"
        return f"{whom}, or to let you: `{_PROMPT} config admins +@{person}`" if member else f"{whom}."

    def _who_can_grant_it(self) -> list[str]:
        """Some of the workspace's admins, by name; nobody while Slack does not tell."""
        with self._lock:
            known = self._granters
        if known is not None and self._clock() - known[0] < KNOWN_FOR:
            return known[1]
        try:
            admins = (user for user in self._everybody() if is_admin(user) and is_member(user, self._team_id))
            names = [shorten(name(user), _LONGEST_GRANTER) for user in islice(admins, GRANTERS)]
        except (RefusedError, LostError, UnexpectedRefusalError):
            return []
        with self._lock:
            self._granters = self._clock(), names
        return names

    def _note(self, person: str, user: User) -> bool:
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


_CHOOSE = "Choose a member of this workspace."
_SLACKBOT = "USLACKBOT"
_UNKNOWN = ("user_not_found", "user_not_visible")


def _no_member() -> UserError:
    return UserError("I answer members of this workspace only.", "Ask one of them to share a number with you.")


def is_member(user: User, team_id: str) -> bool:
    """Whether a `user` object is of a full member of this workspace: https://docs.slack.dev/reference/objects/user-object

    Of an Enterprise organization's people, `team_id` may be another workspace than this one of theirs.
    """
    teams = {user.get("team_id"), *(user.get("enterprise_user") or {}).get("teams", ())}
    guest = any(user.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted"))
    return team_id in teams and not guest


def is_admin(user: User) -> bool:
    """Whether a `user` object is of an owner or an admin, who is told apart in each workspace of an organization."""
    return any(user.get(flag) for flag in ("is_admin", "is_owner", "is_primary_owner"))


def name(user: User) -> str:
    """What people call the person of a `user` object, in a line and without backticks; the id if that says nothing."""
    profile = user.get("profile") or {}
    names = (user.get("real_name"), profile.get("real_name"), user.get("name"))
    said = (plain_line(str(each)).replace("`", "'") for each in names if each)
    return shorten(next(filter(None, said), str(user.get("id", ""))), LONGEST_NAME)

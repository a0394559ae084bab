"""Who may ask."""

from typing import Any

import pytest

from bot.people import KNOWN_FOR, People, is_member
from bot.refusals import LostError, RefusedError, refusal
from kpi.errors import UserError

TEAM = "T1"
ADA = {"id": "U1", "team_id": TEAM, "is_restricted": False, "is_ultra_restricted": False}


class Slack:
    """Answers about one person, or fails, and counts how often it is asked. Time passes when told."""

    def __init__(self, answer: dict[str, Any] | Exception) -> None:
        self.answer = answer
        self.asked = 0
        self.now = 0.0

    def lookup(self, _person: str) -> dict[str, Any]:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def people(self) -> People:
        return People(self.lookup, TEAM, lambda: self.now)


def missing_scope() -> RefusedError:
    error = refusal({"ok": False, "error": "missing_scope", "needed": "users:read", "provided": "chat:write"})
    assert isinstance(error, RefusedError)
    return error


@pytest.mark.parametrize(
    ("more", "member"),
    [
        ({}, True),
        ({"is_admin": True}, True),
        ({"is_restricted": True}, False),
        ({"is_restricted": True, "is_ultra_restricted": True}, False),
        ({"is_stranger": True}, False),
        ({"deleted": True}, False),
        ({"team_id": "T2"}, False),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2", TEAM]}}, True),
        ({"team_id": "T2", "enterprise_user": {"teams": ["T2", "T3"]}}, False),
    ],
)
def test_full_members_of_the_workspace_may_ask(more: dict[str, Any], member: bool) -> None:
    assert is_member(ADA | more, TEAM) is member


def test_a_guest_is_told_why_there_is_no_answer() -> None:
    with pytest.raises(UserError, match="I answer members of this workspace only"):
        Slack(ADA | {"is_restricted": True}).people().admit("U1")


def test_slack_is_asked_about_a_person_once_in_ten_minutes() -> None:
    slack = Slack(ADA)
    people = slack.people()
    for slack.now in (0.0, 1.0, KNOWN_FOR - 1):
        people.admit("U1")
    assert slack.asked == 1
    slack.now = KNOWN_FOR
    slack.answer = ADA | {"is_restricted": True}
    with pytest.raises(UserError):
        people.admit("U1")


def test_without_the_scope_it_says_which_one_is_missing_and_lets_nobody_in() -> None:
    with pytest.raises(UserError, match="the scope `users:read`"):
        Slack(missing_scope()).people().admit("U1")


@pytest.mark.parametrize("trouble", [missing_scope(), LostError()])
def test_who_was_let_in_before_is_not_turned_away_because_slack_fails(trouble: Exception) -> None:
    slack = Slack(ADA)
    people = slack.people()
    people.admit("U1")
    slack.now, slack.answer = KNOWN_FOR * 3, trouble
    people.admit("U1")
    assert slack.asked == 2

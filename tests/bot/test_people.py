"""Who may ask."""

from typing import Any

import pytest

from bot.people import KNOWN_FOR, People, is_member, name
from bot.refusals import LostError, RefusedError, refusal
from kpi.errors import UserError

TEAM = "T1"
ADA = {"id": "U1", "team_id": TEAM, "is_restricted": False, "is_ultra_restricted": False}


class Slack:
    """Answers about one person and about all, or fails, and counts how often it is asked. Time passes when told."""

    def __init__(self, answer: dict[str, Any] | Exception) -> None:
        self.answer = answer
        self.all: list[dict[str, Any]] | Exception = []
        self.asked = self.listed = 0
        self.now = 0.0

    def lookup(self, _person: str) -> dict[str, Any]:
        self.asked += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def everybody(self) -> list[dict[str, Any]]:
        self.listed += 1
        if isinstance(self.all, Exception):
            raise self.all
        return self.all

    def people(self, *admins: str) -> People:
        return People(self.lookup, TEAM, lambda: self.now, lambda: admins, self.everybody)


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


@pytest.mark.parametrize("flag", ["is_admin", "is_owner", "is_primary_owner"])
def test_owners_and_admins_may_change_things_under_their_name(flag: str) -> None:
    assert Slack(ADA | {flag: True, "real_name": "Ada Okafor"}).people().author("U1") == "Ada Okafor"


def test_so_may_members_whom_the_operator_has_named() -> None:
    assert Slack(ADA).people("U2", "U1").author("U1") == "U1"


@pytest.mark.parametrize("more", [{}, {"is_restricted": True, "is_admin": True}, {"deleted": True, "is_owner": True}])
def test_anybody_else_is_told_who_can_grant_it(more: dict[str, Any]) -> None:
    slack = Slack(ADA | more)
    slack.all = [admin("Ben Castillo"), ADA, admin("Mia Lindqvist", deleted=True), admin("Zoë `Ok` Adeyemi", id="U9")]
    refused = refusal_of(slack)
    assert refused.sentence == "Only admins of this workspace may change that."
    asked = "Ask Ben Castillo or Zoë 'Ok' Adeyemi to do it"
    assert refused.hint == (asked + "." if more else f"{asked}, or to let you: `/kpi config admins +@U1`")


def test_a_refusal_names_three_of_many_admins_and_cuts_long_names() -> None:
    slack = Slack(ADA)
    slack.all = [admin(f"Number {number} {'x' * 90}") for number in range(500)]
    assert refusal_of(slack).hint.count("Number") == 3
    assert len(refusal_of(slack).hint) < 200


def test_who_the_admins_are_is_asked_when_refusing_and_once_in_ten_minutes() -> None:
    slack = Slack(ADA | {"is_admin": True})
    slack.all = [admin("Ben Castillo")]
    people = slack.people()
    people.author("U1")
    assert slack.listed == 0
    slack.answer = ADA
    for slack.now in (0.0, 1.0, KNOWN_FOR - 1, KNOWN_FOR):
        with pytest.raises(UserError, match="Only admins"):
            people.author("U1")
    assert slack.listed == 2


@pytest.mark.parametrize("trouble", [missing_scope(), LostError(), []])
def test_while_slack_does_not_tell_the_admins_the_operator_is_named(trouble: Any) -> None:
    slack = Slack(ADA)
    slack.all = trouble
    assert refusal_of(slack).hint == ("Ask one of them to do it, or whoever runs kpibot to add U1 to `KPIBOT_ADMINS`.")


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (ADA | {"is_restricted": True, "real_name": "Gus"}, "Gus is no full member of this workspace"),
        (ADA | {"deleted": True, "real_name": "Gus"}, "Gus is no full member of this workspace"),
        (ADA | {"is_bot": True, "real_name": "Helpbot"}, "Helpbot is an app"),
        (refusal({"ok": False, "error": "user_not_found"}), "Nobody in this workspace has the ID U7"),
    ],
)
def test_guests_apps_and_strangers_cannot_be_named_as_admins(answer: Any, why: str) -> None:
    with pytest.raises(UserError, match=why):
        Slack(answer).people().colleague("U7")


def test_any_other_member_can() -> None:
    assert Slack(ADA | {"real_name": "Ada Okafor"}).people().colleague("U1") == "Ada Okafor"


def admin(called: str, **more: Any) -> dict[str, Any]:
    return ADA | {"is_admin": True, "real_name": called} | more


def refusal_of(slack: Slack) -> UserError:
    with pytest.raises(UserError) as caught:
        slack.people("U2").author("U1")
    return caught.value


def test_whether_somebody_may_change_things_is_asked_each_time() -> None:
    slack = Slack(ADA | {"is_admin": True})
    people = slack.people()
    people.author("U1")
    slack.answer = ADA
    with pytest.raises(UserError, match="Only admins"):
        people.author("U1")
    slack.answer = LostError()
    with pytest.raises(LostError):
        people.author("U1")


@pytest.mark.parametrize(
    ("user", "called"),
    [
        ({"id": "U1", "real_name": "Ada Okafor", "name": "ada"}, "Ada Okafor"),
        ({"id": "U1", "profile": {"real_name": "Ada Okafor"}, "name": "ada"}, "Ada Okafor"),
        ({"id": "U1", "real_name": "", "name": "ada"}, "ada"),
        ({"id": "U1"}, "U1"),
        ({"id": "U1", "real_name": "A" * 300}, "A" * 79 + "…"),
    ],
)
def test_people_are_called_by_their_names(user: dict[str, Any], called: str) -> None:
    assert name(user) == called

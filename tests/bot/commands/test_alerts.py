"""Turning alerts of a channel on and off, by words."""

import pytest

from bot.commands import alerts
from bot.commands.registry import Asked, nobody
from bot.messages import limits
from bot.playground.block_kit import message_problems
from kpi.alerts import channels
from kpi.alerts.channels import AlertChannel
from kpi.errors import UserError
from kpi.grammar.errors import QuestionError
from kpi.store import Store
from tests.bot.commands.conftest import Bot
from tests.bot.messages.reading import as_read
from tests.support.tickets import at

HERE = "C0SUPPORT1"


def says(bot: Bot, line: str, *, is_admin: bool = True) -> str:
    who = (lambda: "Ada Okafor") if is_admin else nobody
    asked = Asked(line, "/kpi", person="U1", author=who, member=lambda: "Ben Castillo", channel=HERE, here=lambda: HERE)
    message = alerts.command(bot.bench).answer(asked)
    assert limits.problems(message) == []
    assert message_problems(message.blocks) == []
    return as_read(message)


def kept(store: Store) -> AlertChannel | None:
    with store.reading() as connection:
        return channels.of(connection, HERE)


def test_they_are_off_at_first_and_asking_changes_nothing(store: Store, bot: Bot) -> None:
    assert "Alerts are off in this channel." in says(bot, "")
    assert kept(store) is None


def test_they_are_turned_on_with_who_and_when(store: Store, bot: Bot) -> None:
    assert "Alerts are on in this channel." in says(bot, "on")
    made = kept(store)
    assert made == AlertChannel(HERE, "U1", None, "Ada Okafor", at("Mon 27 Jul 2026 09:30"))
    assert "Turned on by Ada Okafor, 27 Jul 2026, 09:30." in says(bot, "status")


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        ("snooze", "Mon 3 Aug 2026 00:00"),
        ("snooze 14 days", "Mon 10 Aug 2026 00:00"),
        ("snooze 1d", "Tue 28 Jul 2026 00:00"),
    ],
)
def test_a_snooze_ends_at_the_beginning_of_a_day(store: Store, bot: Bot, typed: str, until: str) -> None:
    says(bot, "on")
    assert "Alerts rest until" in says(bot, typed)
    snoozed = kept(store)
    assert snoozed is not None
    assert snoozed.snoozed_until == at(until)


def test_everybody_may_snooze_them_and_the_history_tells_who_did(bot: Bot) -> None:
    says(bot, "on")
    says(bot, "snooze 7", is_admin=False)
    assert f"alerts {HERE}: on → rest until 3 August 2026" in bot.says("history alerts")
    assert "Ben Castillo" in bot.says("history alerts")


def test_they_are_turned_off(store: Store, bot: Bot) -> None:
    says(bot, "on")
    assert "Alerts are off in this channel." in says(bot, "off")
    assert kept(store) is None
    assert "Alerts were off in this channel already." in says(bot, "off")


@pytest.mark.parametrize("typed", ["snooze 0", "snooze 91", "snooze banana", "snooze 1 2", "banana"])
def test_what_makes_no_sense_is_refused_with_a_line_that_works(store: Store, bot: Bot, typed: str) -> None:
    says(bot, "on")
    before = kept(store)
    with pytest.raises(QuestionError) as refused:
        says(bot, typed)
    assert kept(store) == before
    for line in refused.value.lines:
        says(bot, line.removeprefix("alerts "))


def test_what_is_off_cannot_be_snoozed(bot: Bot) -> None:
    with pytest.raises(QuestionError, match="Alerts are off in this channel"):
        says(bot, "snooze")


@pytest.mark.parametrize("typed", ["on", "off"])
def test_only_admins_turn_them_on_and_off(store: Store, bot: Bot, typed: str) -> None:
    with pytest.raises(UserError):
        says(bot, typed, is_admin=False)
    assert kept(store) is None

"""The bot comes into a channel."""

from tests.stories.conftest import bot_in_slack
from tests.support.local_slack import Person, call
from tests.support.waiting import wait_until

WELCOME = "Hello, I am kpibot."


def test_the_bot_says_once_in_a_channel_what_it_can_do(own_history: str) -> None:
    with bot_in_slack(own_history) as slack:
        ada, ben = Person(slack, "Ada"), Person(slack, "Ben")
        ada.types("/invite @kpibot", "random")
        welcome = ben.waits_for(WELCOME, "random")
        assert not welcome.ephemeral
        assert "/kpi csat last week" in welcome.plain
        call(slack, "kick", {"person": ada.id, "channel": "random"})
        ada.types("/invite @kpibot", "random")
        assert welcomes(ada) == 1
    with bot_in_slack(own_history) as slack:
        ada = Person(slack, "Ada")
        ada.types("/invite @kpibot", "random")
        assert welcomes(ada) == 0, "a restart does not forget it"


def test_others_who_join_are_not_welcomed(own_history: str) -> None:
    with bot_in_slack(own_history) as slack:
        ada = Person(slack, "Ada")
        ada.asks("@kpibot help")
        assert welcomes(ada, "support") == 0


def test_a_welcome_that_is_refused_is_said_the_next_time(own_history: str) -> None:
    with bot_in_slack(own_history) as slack:
        ada = Person(slack, "Ada")
        call(slack, "faults", {"fail": {"method": "chat.postMessage", "error": "restricted_action"}})
        ada.types("/invite @kpibot", "random")
        wait_until(lambda: not call(slack, "faults", {})["faults"]["pending"], "the welcome was not refused")
        assert welcomes(ada) == 0
        call(slack, "kick", {"person": ada.id, "channel": "random"})
        ada.types("/invite @kpibot", "random")
        ada.waits_for(WELCOME, "random")


def welcomes(person: Person, channel: str = "random") -> int:
    """How often the bot has welcomed the channel by the time at which it answers there."""
    person.asks("@kpibot help", channel)
    return sum(WELCOME in message.plain for message in person.sees(channel))

from bot.playground.delivery.courier import RETRY_AFTER
from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Clock
from tests.bot.playground.delivery.raw_bot import Json, RawBot, at_once
from tests.support.local_slack import Person, call


def impatient(clock: Clock) -> LocalSlack:
    """A workspace that waits for no acknowledgement long, and tries again at once."""
    return LocalSlack(acknowledge_within=0.05, clock=clock, retry_after=(0, 0, 0))


def mention(slack: LocalSlack) -> None:
    call(slack, "say", {"person": "U0ADA00001", "channel": "support", "text": "@kpibot csat"})


def test_slack_tries_again_at_once_after_a_minute_and_after_five() -> None:
    """https://docs.slack.dev/apis/events-api/#retries"""
    assert RETRY_AFTER == (0, 60, 300)


def test_an_event_that_is_not_acknowledged_comes_three_times_more(clock: Clock) -> None:
    with impatient(clock) as slack, RawBot(slack, lambda _: None) as bot:
        mention(slack)
        envelopes = bot.heard("events_api", 4)
        told = [(each["retry_attempt"], each["retry_reason"]) for each in envelopes]
    assert told == [(0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout")]
    assert len({each["payload"]["event_id"] for each in envelopes}) == 1
    assert len({each["envelope_id"] for each in envelopes}) == 4


def test_an_event_that_is_acknowledged_late_comes_no_more(clock: Clock) -> None:
    def second_time(envelope: Json) -> Json | None:
        return at_once(envelope) if envelope["retry_attempt"] else None

    with impatient(clock) as slack, RawBot(slack, second_time) as bot:
        mention(slack)
        bot.heard("events_api", 2)
        mention(slack)
        attempts = [each["retry_attempt"] for each in bot.heard("events_api", 4)]
    assert attempts == [0, 1, 0, 1]


def test_an_event_from_before_the_bot_connected_reaches_it_by_a_retry(clock: Clock) -> None:
    with LocalSlack(clock=clock, retry_after=(0, 0.2, 0.2)) as slack:
        mention(slack)
        with RawBot(slack) as bot:
            [envelope] = bot.heard("events_api")
    assert (envelope["retry_attempt"] > 1, envelope["retry_reason"]) == (True, "connection_failed")


def test_commands_are_not_tried_again(clock: Clock) -> None:
    with impatient(clock) as slack, RawBot(slack, lambda _: None) as bot:
        answer = Person(slack, "Ada").types("/kpi csat")
        mention(slack)
        bot.heard("events_api", 4)
        assert len(bot.heard("slash_commands")) == 1
    assert answer.text == '/kpi failed with the error "operation_timeout"'

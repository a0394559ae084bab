from collections.abc import Iterator
from dataclasses import replace

import pytest
from slack_sdk.webhook import WebhookClient

from bot.playground.manifest import MANIFEST, Shortcut
from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Clock
from tests.bot.playground.delivery.raw_bot import RawBot
from tests.support.local_slack import Person, call

SHORTCUTS = (
    Shortcut("Ask", "global", "ask_anywhere", "Ask for a KPI"),
    Shortcut("Explain", "message", "explain_this", "Explain this answer"),
)


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    with LocalSlack(manifest=replace(MANIFEST, shortcuts=SHORTCUTS), clock=clock) as slack:
        yield slack


def test_a_global_shortcut_names_no_channel(slack: LocalSlack, ada: Person) -> None:
    """https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload"""
    with RawBot(slack) as bot:
        call(slack, "shortcut", {"person": ada.id, "callback_id": "ask_anywhere", "wait": True})
        [payload] = bot.payloads("interactive")
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "ask_anywhere")
    assert payload.keys().isdisjoint({"channel", "response_url", "message"})


def test_a_shortcut_on_a_message_brings_it_and_answers_beside_it(slack: LocalSlack, ada: Person, ben: Person) -> None:
    said = ben.types("csat was 82 %")
    asked = {"person": ada.id, "callback_id": "explain_this", "channel": "support", "ts": said.ts, "wait": True}
    with RawBot(slack) as bot:
        call(slack, "shortcut", asked)
        [payload] = bot.payloads("interactive")
    assert (payload["type"], payload["message"]["text"]) == ("message_action", "csat was 82 %")
    WebhookClient(payload["response_url"]).send(text="here is why", replace_original=True)
    assert [message.text for message in ada.sees()] == ["csat was 82 %", "here is why"]
    assert [message.text for message in ben.sees()] == ["csat was 82 %"]


def test_shortcuts_that_are_not_acknowledged_fail(slack: LocalSlack, ada: Person) -> None:
    asked = {"person": ada.id, "callback_id": "ask_anywhere", "wait": True}
    assert call(slack, "shortcut", asked)["error"] == "dispatch_failed"

import urllib.request

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import section
from tests.bot.playground.delivery.raw_bot import RawBot
from tests.support.local_slack import Person, call

CHART = {
    "type": "data_visualization",
    "block_id": "chart",
    "title": "CSAT",
    "chart": {"type": "pie", "segments": [{"label": "satisfied", "value": 82}, {"label": "not", "value": 18}]},
}


def test_faults_hold_until_they_are_taken_back(slack: LocalSlack, client: WebClient) -> None:
    assert call(slack, "faults", {"refuse_new_blocks": True})["faults"]["refuse_new_blocks"] is True
    with pytest.raises(SlackApiError, match="unsupported type: data_visualization"):
        client.chat_postMessage(channel="C0SUPPORT1", text="a", blocks=[CHART])
    assert call(slack, "faults", {"clear": True})["faults"]["refuse_new_blocks"] is False
    client.chat_postMessage(channel="C0SUPPORT1", text="a", blocks=[CHART])


def test_faults_reach_response_urls_and_acknowledgements(slack: LocalSlack, ada: Person) -> None:
    def acknowledge(envelope: dict[str, object]) -> dict[str, object]:
        return {"envelope_id": envelope["envelope_id"], "payload": {"text": "a", "blocks": [CHART]}}

    call(slack, "faults", {"refuse_new_blocks": True})
    with RawBot(slack, acknowledge) as bot:
        assert ada.types("/kpi").text == '/kpi failed with the error "invalid_command_response"'
        url = bot.payloads("slash_commands")[0]["response_url"]
    assert '"error":"invalid_blocks"' in WebhookClient(url).send(text="a", blocks=[CHART]).body
    call(slack, "faults", {"rate_limit": {"method": "response_url", "retry_after": 3}})
    limited = WebhookClient(url, retry_handlers=[]).send(text="a")
    assert (limited.status_code, limited.headers["retry-after"]) == (429, "3")
    assert WebhookClient(url).send(text="a").status_code == 200


@pytest.mark.parametrize("asked", [{"fire": True}, {"rate_limit": {}}])
def test_a_fault_that_cannot_be_understood_is_explained(slack: LocalSlack, asked: dict[str, object]) -> None:
    with pytest.raises(AssertionError, match="400"):
        call(slack, "faults", asked)


def test_a_chart_is_drawn_for_whoever_sees_the_message(
    slack: LocalSlack, client: WebClient, ada: Person, ben: Person
) -> None:
    posted = client.chat_postEphemeral(channel="C0SUPPORT1", user=ada.id, text="a", blocks=[section("CSAT"), CHART])
    where = f"channel=support&ts={posted['message_ts']}&block_id=chart"
    for theme in ("light", "dark"):
        with urllib.request.urlopen(f"{slack.url}/_local/chart?person={ada.id}&{where}&theme={theme}") as answer:
            assert answer.headers["content-type"].startswith("image/svg+xml")
            assert b"satisfied" in answer.read()
    for person, block in ((ben, "chart"), (ada, "nothing")):
        with pytest.raises(AssertionError, match="400"):
            call(slack, f"chart?person={person.id}&{where.replace('=chart', f'={block}')}")


def test_a_new_beginning_forgets_choices_and_traffic(slack: LocalSlack, client: WebClient, ada: Person) -> None:
    client.chat_postMessage(channel="C0SUPPORT1", text="a")
    call(slack, "invite", {"person": ada.id, "channel": "random"})
    call(slack, "reset", {})
    assert ada.sees() == []
    assert call(slack, "traffic")["traffic"] == []
    channels = call(slack, f"state?person={ada.id}")["channels"]
    assert [channel["has_bot"] for channel in channels if channel["name"] == "random"] == [False]

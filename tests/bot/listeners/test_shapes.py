"""What Slack sends is let through, and what it cannot have sent is not."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.listeners.shapes import Shapes

HOOK = "https://hooks.slack.com/actions/T1/1/x"
ADA = {"id": "U0ADA00001", "name": "ada"}
PRESS = {
    "type": "block_actions",
    "user": ADA,
    "actions": [{"action_id": "ask", "block_id": "b", "value": "{}"}],
    "container": {"type": "message", "message_ts": "1.1"},
    "channel": {"id": "C0SUPPORT1", "name": "support"},
    "trigger_id": "1.1",
    "response_url": HOOK,
}
EVENT = {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message", "channel": "D1", "ts": "1.1"}}


@pytest.fixture
def shapes() -> Shapes:
    return Shapes("http://127.0.0.1:3001/api/")


@pytest.mark.parametrize(
    "url", [HOOK, "https://hooks.slack-gov.com/actions/1", "http://127.0.0.1:3001/commands/1"], ids=lambda url: url
)
def test_answers_go_to_slack_or_to_where_its_web_api_is(shapes: Shapes, url: str) -> None:
    assert shapes.fits(PRESS | {"response_url": url})


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.slack.com/actions/1",
        "https://slack.com.example.org/",
        "https://exampleslack.com/",
        "http://169.254.169.254/latest/meta-data",
        "http://127.0.0.1:6379/",
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
def test_nowhere_else(shapes: Shapes, url: str) -> None:
    with capture_logs() as lines:
        assert not shapes.fits(PRESS | {"response_url": url})
    assert [each["event"] for each in lines] == ["not what Slack sends"]
    assert url == "" or url not in str(lines)


@pytest.mark.parametrize(
    "body",
    [
        EVENT,
        EVENT | {"event": {"type": "team_join", "user": {"id": "U1", "name": "a"}}},
        EVENT | {"event": {**EVENT["event"], "text": None, "bot_id": "B1"}},  # type: ignore[dict-item]
        {"type": "url_verification", "challenge": "x"},
        {"ssl_check": "1", "token": "x"},
        {"type": "view_closed", "user": ADA, "view": {"id": "V1", "type": "modal", "private_metadata": ""}},
    ],
)
def test_what_the_bot_does_not_care_about_may_be_anything(shapes: Shapes, body: dict[str, Any]) -> None:
    assert shapes.fits(body)


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "text",
        {},
        {"type": "dialog_submission"},
        {"type": ["block_actions"]},
        PRESS | {"user": {"id": "\ud800"}},
        PRESS | {"user": {"id": 7}},
        PRESS | {"actions": []},
        PRESS | {"channel": {"id": "C1\n"}},
        EVENT | {"event": {"type": "message", "channel": "D1", "ts": 1.1}},
        EVENT | {"event": {**EVENT["event"], "subtype": "message_changed"}},  # type: ignore[dict-item]
    ],
)
def test_what_has_another_shape_is_refused(shapes: Shapes, body: object) -> None:
    assert not shapes.fits(body)

import urllib.error
import urllib.request

import pytest

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Json
from tests.support.local_slack import Person, call


def ask(slack: LocalSlack, path: str, body: bytes | None = b"{}", **headers: str) -> int:
    """The status of a request with just these headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(f"{slack.url}/_local/{path}", data=body, headers=named)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        with refusal:
            return refusal.code


def test_only_our_own_page_and_programs_may_act(slack: LocalSlack) -> None:
    assert ask(slack, "reset", content_type="application/json") == 200
    assert ask(slack, "reset", content_type="application/json", origin=slack.url) == 200
    assert ask(slack, "reset", content_type="application/json", origin="https://example.com") == 403
    assert ask(slack, "reset", content_type="application/json", origin="null") == 403
    assert ask(slack, "reset", content_type="text/plain") == 415


def test_a_file_comes_under_a_type_that_a_strangers_page_may_not_send(slack: LocalSlack) -> None:
    upload = "upload?person=U0ADA00001&name=a.csv"
    assert ask(slack, upload, b"a", content_type="application/octet-stream") == 200
    assert ask(slack, upload, b"a", content_type="application/octet-stream", origin="https://example.com") == 403
    for simple in ("text/plain", "multipart/form-data", "application/x-www-form-urlencoded"):
        assert ask(slack, upload, b"a", content_type=simple) == 415


def test_what_is_no_json_is_refused(slack: LocalSlack) -> None:
    assert ask(slack, "say", b"{", content_type="application/json") == 400
    assert ask(slack, "say", b'{"text": NaN}', content_type="application/json") == 400


def test_half_a_surrogate_pair_harms_nobody(ada: Person, ben: Person) -> None:
    assert ada.types("a\ud800").text == "a\ufffd"
    assert [message.text for message in ben.sees()] == ["a\ufffd"]


def test_a_name_that_was_pointed_at_this_machine_is_refused(slack: LocalSlack) -> None:
    for path in ("state?person=U0ADA00001", "events?person=U0ADA00001"):
        assert ask(slack, path, None, host="attacker.example") == 400
        assert ask(slack, path.replace("events", "state"), None, host=f"localhost:{slack.port}") == 200


@pytest.mark.parametrize(
    "said",
    [
        {"person": "U0NOBODY", "channel": "support", "text": "a"},
        {"person": "U0ADA00001", "channel": "nowhere", "text": "a"},
        {"person": "U0ADA00001", "channel": "support", "text": " "},
    ],
)
def test_a_mistaken_request_is_explained(slack: LocalSlack, said: Json) -> None:
    with pytest.raises(AssertionError, match="400"):
        call(slack, "say", said)


def test_unknown_people_see_nothing(slack: LocalSlack) -> None:
    assert ask(slack, "state?person=U0NOBODY", None) == 400
    assert ask(slack, "events?person=U0NOBODY", None) == 400

"""The way to Slack, tokens and scopes."""

import ssl
from collections.abc import Iterator

import pytest

from bot.doctor import network, scopes
from bot.playground.server import LocalSlack
from tests.bot.conftest import TOKENS
from tests.bot.doctor.conftest import Examined, its_settings, told
from tests.support.local_slack import call
from tests.support.stub_slack import a_port, answering


@pytest.fixture
def in_trouble() -> Iterator[LocalSlack]:
    with LocalSlack() as slack:
        yield slack


def test_a_name_that_nobody_knows_is_told() -> None:
    sentence, hint = told(network.check("https://slack.invalid/api/").finding)
    assert sentence == "The name slack.invalid cannot be resolved."
    assert "HTTPS_PROXY" in hint


def test_a_proxy_that_is_not_there_is_named_without_its_password(
    examined: Examined, monkeypatch: pytest.MonkeyPatch
) -> None:
    with a_port(listening=False) as port:
        monkeypatch.setenv("https_proxy", f"http://ann:hunter2@127.0.0.1:{port}")
        finding = examined(SLACK_API_URL="https://slack.example/api/")["Slack"]
    assert told(finding)[1].startswith(f"Check the proxy http://127.0.0.1:{port} (HTTPS_PROXY)")
    assert "hunter2" not in str(finding)


@pytest.mark.parametrize("page", [b"<html>Sign in to the hotel's network</html>", b"[]", b'"ok"', b"17", b""])
def test_a_page_that_is_no_api_is_not_taken_for_slack(page: bytes) -> None:
    with answering(page) as url:
        assert "not Slack's API" in told(network.check(url).finding)[0]


def test_a_server_in_trouble_is_told_with_its_status() -> None:
    with answering(b"", 503) as url:
        assert "HTTP 503" in told(network.check(url).finding)[0]


def test_a_server_without_tls_is_told() -> None:
    with answering(b"") as url:
        sentence, _ = told(network.check(url.replace("http", "https")).finding)
    assert sentence == "127.0.0.1 does not speak TLS."


def test_a_certificate_of_somebody_else_points_to_the_proxy_that_opens_tls() -> None:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    sentence, hint = told(network.unreachable("Slack", "https://slack.com/api/", error))
    assert sentence == "The certificate of slack.com is not trusted."
    assert "SSL_CERT_FILE" in hint


def test_tokens_that_are_missing_swapped_or_wrong_are_each_told(slack: LocalSlack, examined: Examined) -> None:
    url = {"SLACK_API_URL": slack.api_url}
    found = examined(**url)
    assert told(found["bot token"])[0] == "SLACK_BOT_TOKEN is not set."
    assert "OAuth & Permissions" in found["bot token"].hint
    assert told(found["app token"])[0] == "SLACK_APP_TOKEN is not set."
    assert found["scopes"].ok is None
    found = examined(**url, SLACK_BOT_TOKEN=slack.app_token, SLACK_APP_TOKEN=slack.bot_token)
    assert "swapped" in told(found["bot token"])[1]
    assert "swapped" in told(found["app token"])[1]
    found = examined(**url, **TOKENS)
    for name, setting in (("bot token", "SLACK_BOT_TOKEN"), ("app token", "SLACK_APP_TOKEN")):
        sentence, hint = told(found[name])
        assert sentence.startswith(f"Slack refuses {setting}: there is no such token")
        assert sentence.endswith("(invalid_auth).")
        assert hint == "Copy it again."


@pytest.mark.parametrize("slip", ["abc…def", "abc\ndef", "abc\r\nX-Header: def", "abc def", "ключ", ""])
def test_a_token_that_can_be_none_is_told_without_a_word_of_it(
    slack: LocalSlack, examined: Examined, slip: str
) -> None:
    tokens = {"SLACK_BOT_TOKEN": f"xoxb-{slip}", "SLACK_APP_TOKEN": f"xapp-{slip}"}
    found = examined(SLACK_API_URL=slack.api_url, **tokens)
    for name, setting in (("bot token", "SLACK_BOT_TOKEN"), ("app token", "SLACK_APP_TOKEN")):
        sentence, hint = told(found[name])
        assert sentence == f"{setting} is cut short, or holds a character that no token has."
        assert hint.startswith("Copy it again")
        assert "abc" not in sentence + hint


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("token_revoked", "it was revoked"),
        ("account_inactive", "was uninstalled"),
        ("surprise", "Slack says: surprise."),
    ],
)
def test_what_slack_says_of_a_token_is_put_into_words(
    in_trouble: LocalSlack, examined: Examined, error: str, words: str
) -> None:
    call(in_trouble, "faults", {"fail": {"method": "auth.test", "error": error, "times": 1}})
    sentence, hint = told(examined(**its_settings(in_trouble))["bot token"])
    assert words in sentence
    assert hint


def test_socket_mode_that_cannot_be_reached_is_told(examined: Examined) -> None:
    with a_port(listening=False) as port:
        anything = {"ok": True, "user": "x", "team": "y", "url": f"ws://127.0.0.1:{port}/"}
        with answering(anything) as url:
            found = examined(SLACK_API_URL=url, **TOKENS)
    assert told(found["app token"])[0] == "Nobody listens at 127.0.0.1."
    assert found["scopes"].sentence.startswith("Slack did not tell the token's scopes")


def test_each_scope_that_is_missing_is_named_with_what_does_not_work(
    in_trouble: LocalSlack, examined: Examined
) -> None:
    call(in_trouble, "faults", {"missing_scopes": ["channels:join", "im:history"]})
    sentence, hint = told(examined(**its_settings(in_trouble))["scopes"])
    assert sentence.startswith("channels:join, im:history are missing: ")
    assert "without im:history direct messages are not answered" in sentence
    assert "install the app again" in hint


def test_scopes_beyond_those_needed_are_nobodys_concern() -> None:
    granted = ",".join((*scopes.NEEDED, "reactions:write"))
    assert scopes.check({"X-OAuth-Scopes": granted}).ok

import socket
import urllib.request

import pytest

from bot.playground.server import LocalSlack


def test_a_port_in_use_is_an_error_of_the_operating_system() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        LocalSlack(port=taken.getsockname()[1]).start()


def test_it_listens_on_this_machine_only() -> None:
    with LocalSlack() as slack:
        with socket.create_connection(("127.0.0.1", slack.port), 5):
            pass
        # An address of this machine too, which only a server on all addresses would answer.
        with pytest.raises(OSError, match=r"refused|unreachable|assign"):
            socket.create_connection(("127.0.0.2", slack.port), 5)
        assert slack.api_url == f"http://127.0.0.1:{slack.port}/api/"


def test_it_stops_while_a_page_is_open() -> None:
    slack = LocalSlack()
    slack.start()
    person = slack.people[0].id
    with urllib.request.urlopen(f"{slack.url}/_local/events?person={person}", timeout=5) as stream:
        stream.readline()
        slack.stop()
        assert b"data:" in stream.read()
    with pytest.raises(OSError, match="refused"):
        urllib.request.urlopen(slack.url, timeout=5)


def test_tokens_differ_from_one_workspace_to_the_next() -> None:
    one, other = LocalSlack(), LocalSlack()
    assert one.bot_token != other.bot_token
    assert (one.bot_token[:5], one.app_token[:5]) == ("xoxb-", "xapp-")


def test_the_page_allows_no_script_but_its_own() -> None:
    with LocalSlack() as slack, urllib.request.urlopen(slack.url) as page:
        policy = page.headers["content-security-policy"].split("; ")
        assert "script-src 'self'" in policy
        assert {"frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"} <= set(policy)
        assert "<title>Local Slack</title>" in page.read().decode()

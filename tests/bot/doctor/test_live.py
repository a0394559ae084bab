"""`kpibot doctor --live`: what it proves in the local Slack, what it says where that refuses; nothing stays."""

from collections.abc import Callable, Iterator
from functools import partialmethod

import pytest
from pydantic import SecretStr
from slack_sdk import WebClient

from bot.doctor.live import report, run
from bot.doctor.live.proof import Proof
from bot.playground.server import LocalSlack
from bot.settings import Settings
from kpi.errors import ConfigurationError
from tests.bot.conftest import SECRET
from tests.support.local_slack import Person, SeenMessage, call

NATIVE = 4  # a table, and three charts


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as slack:
        yield slack


def prove(slack: LocalSlack, channel: str = "support", look: Callable[[], None] = lambda: None) -> list[Proof]:
    """All proofs, without the seconds between the posts."""
    settings = Settings(
        _env_file=None, slack_bot_token=SecretStr(slack.bot_token), slack_api_url=slack.api_url, timezone="UTC"
    )
    proofs: list[Proof] = []
    run.run(run.bench(settings, channel, pause=lambda _: None), proofs.append, look)
    return proofs


def posted(slack: LocalSlack, channel: str = "support") -> list[SeenMessage]:
    return [message for message in Person(slack, "ben").sees(channel) if message.author == "kpibot"]


def outcome(proofs: list[Proof], beginning: str) -> tuple[bool | None, str]:
    proof = next(each for each in proofs if each.fact.sentence.startswith(beginning))
    return proof.holds, proof.seen


def test_everything_holds_where_everything_is_there_and_nothing_stays(slack: LocalSlack) -> None:
    there: list[SeenMessage] = []
    proofs = prove(slack, look=lambda: there.extend(posted(slack)))
    assert [(each.fact.sentence, each.seen) for each in proofs if each.holds is not True] == []
    assert len({each.fact.sentence for each in proofs}) == len(proofs)
    assert len(there) == 3 + NATIVE
    assert posted(slack) == []


def test_what_a_person_looks_at_shows_hostile_words_as_words(slack: LocalSlack) -> None:
    seen: list[str] = []
    prove(slack, look=lambda: seen.extend(message.text for message in posted(slack)))
    assert any("&lt;!channel&gt; @here #general" in text for text in seen)


def test_a_workspace_without_the_new_blocks_is_no_worry(slack: LocalSlack) -> None:
    call(slack, "faults", {"refuse_new_blocks": True})
    proofs = prove(slack)
    refused = [each for each in proofs if each.holds is False]
    assert len(refused) == NATIVE
    assert all("invalid_blocks" in each.seen for each in refused)
    assert report.to_json(proofs, slack.api_url, "C1", "now")["ok"] is True


def test_a_missing_scope_is_told_in_slacks_words_and_the_rest_goes_on(slack: LocalSlack) -> None:
    call(slack, "faults", {"missing_scopes": ["files:write", "users:read"]})
    proofs = prove(slack)
    holds, seen = outcome(proofs, "A file sent to no channel")
    assert holds is False
    assert "missing_scope (needed: files:write)" in seen
    assert outcome(proofs, "A message for one person alone")[0] is False
    assert outcome(proofs, "Metadata are read back")[0] is True
    assert report.to_json(proofs, slack.api_url, "C1", "now")["ok"] is False
    assert posted(slack) == []


def test_a_file_that_is_seen_in_a_channel_is_not_private(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    sends = WebClient.files_upload_v2
    monkeypatch.setattr(WebClient, "files_upload_v2", partialmethod(sends, channel="C0SUPPORT1"))
    proofs = prove(slack)
    holds, seen = outcome(proofs, "A file sent to no channel")
    assert holds is False
    assert "is_public: True, seen in: C0SUPPORT1" in seen
    assert outcome(proofs, "A bot can delete a file")[0] is True


def test_a_change_is_tried_with_date_tokens_and_with_what_could_be_a_mention(slack: LocalSlack) -> None:
    shown: list[str] = []
    prove(slack, look=lambda: shown.extend(str(message.blocks) for message in posted(slack)))
    [changed] = [blocks for blocks in shown if "Changed by kpibot doctor" in blocks]
    assert "<!date^" in changed
    assert "&lt;!channel&gt; @here #general" in changed


def test_posts_that_slack_refuses_as_too_many_are_counted(slack: LocalSlack) -> None:
    limit = {"method": "chat.postMessage", "retry_after": 1, "times": 1}
    proofs = prove(slack, look=lambda: None)
    assert outcome(proofs, "One message a second") == (True, f"{3 + NATIVE} posts, 0 refused as too many")
    call(slack, "faults", {"rate_limit": limit})
    first = prove(slack)
    assert [(each.holds, each.seen) for each in first] == [(False, "Slack says ratelimited")]


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("random", "not_in_channel; type /invite @kpibot there"),
        ("nowhere", "channel_not_found"),
        ("old-project", "is_archived"),
    ],
)
def test_where_it_cannot_post_it_says_so_and_stops(slack: LocalSlack, channel: str, words: str) -> None:
    proofs = prove(slack, channel)
    assert [each.holds for each in proofs] == [False]
    assert words in proofs[0].seen


def test_interrupted_while_somebody_looks_it_still_cleans_up(slack: LocalSlack) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prove(slack, look=interrupt)
    assert posted(slack) == []


def test_what_cannot_be_removed_is_left_to_a_person(slack: LocalSlack) -> None:
    call(slack, "faults", {"fail": {"method": "chat.delete", "error": "cant_delete_message", "times": 1}})
    holds, seen = outcome(prove(slack), "A bot can delete what it posted")
    assert holds is False
    assert "cant_delete_message" in seen
    assert "delete by hand the 1" in seen
    assert len(posted(slack)) == 1


def test_a_wrong_token_is_a_wrong_setting(slack: LocalSlack) -> None:
    settings = Settings(_env_file=None, slack_bot_token=SecretStr(f"xoxb-{SECRET}"), slack_api_url=slack.api_url)
    with pytest.raises(ConfigurationError) as error:
        run.bench(settings, "support")
    assert "SLACK_BOT_TOKEN" in error.value.sentence
    assert SECRET not in str(error.value)


def test_the_report_for_scripts_names_fact_page_and_what_was_seen(slack: LocalSlack) -> None:
    document = report.to_json(prove(slack), slack.api_url, "C0SUPPORT1", "2026-11-22T10:00:00Z")
    assert document.keys() == {"ok", "workspace", "channel", "at", "proofs", "look_at"}
    for proof in document["proofs"]:
        assert proof.keys() == {"fact", "page", "needed", "holds", "seen"}
        assert proof["page"].startswith("https://docs.slack.dev/")

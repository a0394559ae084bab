import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.playground.manifest import MANIFEST
from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Clock, Json, upload
from tests.bot.playground.delivery.raw_bot import RawBot
from tests.support.local_slack import Person, call


@pytest.fixture
def slack(clock: Clock) -> Iterator[LocalSlack]:
    manifest = replace(MANIFEST, events=(*MANIFEST.events, "file_shared"))
    with LocalSlack(manifest=manifest, clock=clock) as slack:
        yield slack


def look(slack: LocalSlack, file: Json, person: Person) -> tuple[bytes, dict[str, str]]:
    with urllib.request.urlopen(f"{slack.url}/_local/file?id={file['id']}&person={person.id}", timeout=5) as answer:
        return answer.read(), dict(answer.headers)


def test_a_file_that_is_shared_reaches_the_bot_and_everybody_there(slack: LocalSlack, ada: Person, ben: Person) -> None:
    """https://docs.slack.dev/reference/events/file_shared and …/events/message/file_share"""
    file = upload(ada, "tickets.csv", b"id,created_at\n")
    with pytest.raises(urllib.error.HTTPError, match="400"):
        look(slack, file, ben)
    with RawBot(slack) as bot:
        call(slack, "say", {"person": ada.id, "channel": ada.direct, "text": "", "files": [file["id"]]})
        message, shared = bot.events(2)
    assert (message["subtype"], message["files"][0]["name"]) == ("file_share", "tickets.csv")
    assert (shared["type"], shared["user_id"], shared["channel_id"]) == ("file_shared", ada.id, ada.direct)
    assert shared["file_id"] == file["id"]
    call(slack, "say", {"person": ada.id, "channel": "support", "text": "look", "files": [file["id"]]})
    content, headers = look(slack, file, ben)
    assert content == b"id,created_at\n"
    assert headers["content-security-policy"].startswith("sandbox")
    assert headers["content-disposition"].startswith("attachment")


def test_files_are_shared_by_whoever_brought_them(slack: LocalSlack, ada: Person, ben: Person) -> None:
    file = upload(ada, "a.csv", b"a")
    with pytest.raises(AssertionError, match="no such file"):
        call(slack, "say", {"person": ben.id, "channel": "support", "text": "", "files": [file["id"]]})


def test_a_file_needs_a_name(ada: Person) -> None:
    with pytest.raises(AssertionError, match="needs a `name`"):
        upload(ada, "", b"a")

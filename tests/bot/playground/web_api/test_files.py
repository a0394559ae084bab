import pytest
from slack_sdk import WebClient

from tests.bot.playground.conftest import section
from tests.bot.playground.web_api.asking import (
    ADA,
    ADAS_DM,
    LEADERSHIP,
    OLD_PROJECT,
    RANDOM,
    SUPPORT,
    Answer,
    ask,
    error,
)
from tests.bot.playground.web_api.conftest import APP_TOKEN, BOT_TOKEN, Served

CSV = b"week,csat\n2026-W46,81.8 %\n"


def bring(client: WebClient, name: str = "kpis.csv", content: bytes = CSV) -> str:
    """Upload bytes without completing: the file's id."""
    ticket = client.files_getUploadURLExternal(filename=name, length=len(content))
    ask(ticket["upload_url"], content)
    return str(ticket["file_id"])


def fetch(url: str, token: str | None = BOT_TOKEN) -> Answer:
    return ask(url, authorization=f"Bearer {token}" if token else "")


def test_the_real_client_uploads_a_file_into_a_channel(slack: Served, client: WebClient) -> None:
    answer = client.files_upload_v2(
        filename="kpis.csv", content=CSV, title="KPIs", channel=SUPPORT, initial_comment="All weeks"
    )
    file = answer["file"]
    assert (file["name"], file["title"], file["mimetype"], file["filetype"], file["size"]) == (
        "kpis.csv",
        "KPIs",
        "text/csv",
        "csv",
        len(CSV),
    )
    assert (file["channels"], file["is_public"]) == ([SUPPORT], True)
    [message] = client.conversations_history(channel=SUPPORT)["messages"]
    assert (message["subtype"], message["text"]) == ("file_share", "All weeks")
    assert message["files"][0]["id"] == file["id"]
    assert file["shares"]["public"][SUPPORT][0]["ts"] == message["ts"]
    assert slack.workspace.messages_seen_by(ADA)[0].files[0].content == CSV


def test_a_file_may_go_to_a_person_into_a_thread_or_nowhere(client: WebClient) -> None:
    client.files_completeUploadExternal(files=[{"id": bring(client)}], channels=[ADA])
    assert client.conversations_history(channel=ADAS_DM)["messages"][0]["files"]
    root = client.chat_postMessage(channel=SUPPORT, text="root")["ts"]
    client.files_completeUploadExternal(files=[{"id": bring(client)}], channel_id=SUPPORT, thread_ts=root)
    assert len(client.conversations_replies(channel=SUPPORT, ts=root)["messages"]) == 2
    [kept] = client.files_completeUploadExternal(files=[{"id": bring(client), "title": "Mine"}])["files"]
    assert (kept["title"], kept["channels"], kept["shares"]) == ("Mine", [], {})


def test_blocks_introduce_a_file_where_there_is_no_comment(client: WebClient) -> None:
    client.api_call(
        "files.completeUploadExternal",
        json={"files": [{"id": bring(client)}], "channel_id": SUPPORT, "blocks": [section("All weeks")]},
    )
    [message] = client.conversations_history(channel=SUPPORT)["messages"]
    assert message["blocks"][0]["text"]["text"] == "All weeks"


def test_an_upload_url_takes_what_was_announced_once(slack: Served, client: WebClient) -> None:
    url = client.files_getUploadURLExternal(filename="kpis.csv", length=len(CSV))["upload_url"]
    assert ask(url, CSV + b"more").status == 400
    taken = ask(url, CSV)
    assert (taken.status, taken.body) == (200, f"OK - {len(CSV)}".encode())
    assert ask(url, CSV).status == 404
    assert ask(f"{slack.address}/upload/v1/nowhere", CSV).status == 404


@pytest.mark.parametrize(
    ("length", "said"),
    [("0", "missing_argument"), ("many", "invalid_arguments"), (str(2**40), "file_upload_size_restricted")],
)
def test_an_upload_is_announced_with_its_length(client: WebClient, length: str, said: str) -> None:
    call = {"filename": "kpis.csv", "length": length}
    assert error(client.api_call, "files.getUploadURLExternal", params=call) == said


def test_an_upload_is_completed_once_and_only_after_its_bytes_have_come(client: WebClient) -> None:
    waiting = client.files_getUploadURLExternal(filename="kpis.csv", length=3)["file_id"]
    assert error(client.files_completeUploadExternal, files=[{"id": waiting}]) == "file_not_found"
    brought = bring(client)
    assert error(client.files_info, file=brought) == "file_not_found"
    client.files_completeUploadExternal(files=[{"id": brought}])
    assert error(client.files_completeUploadExternal, files=[{"id": brought}]) == "file_not_found"
    assert error(client.api_call, "files.completeUploadExternal", json={"files": "F0"}) == "invalid_arguments"


def test_a_file_goes_only_where_the_bot_may_post(client: WebClient) -> None:
    file: dict[str, str | None] = {"id": bring(client)}
    refused = {RANDOM: "not_in_channel", LEADERSHIP: "channel_not_found", OLD_PROJECT: "posting_to_channel_denied"}
    for channel, said in refused.items():
        assert error(client.files_completeUploadExternal, files=[file], channel_id=channel) == said
    assert client.files_completeUploadExternal(files=[file], channel_id=SUPPORT)["ok"]


def test_a_channel_id_is_no_persons_but_that_of_their_direct_messages_is(client: WebClient) -> None:
    file: dict[str, str | None] = {"id": bring(client)}
    assert error(client.files_completeUploadExternal, files=[file], channel_id=ADA) == "invalid_arguments"
    direct = str(client.chat_postMessage(channel=ADA, text="Here it is")["channel"])
    assert client.files_completeUploadExternal(files=[file], channel_id=direct)["ok"]


def test_a_private_url_is_for_the_bots_token_and_shows_others_a_page_to_sign_in(
    slack: Served, client: WebClient
) -> None:
    [file] = client.files_completeUploadExternal(files=[{"id": bring(client)}])["files"]
    fetched = fetch(file["url_private"])
    assert (fetched.status, fetched.body, fetched.headers.get_content_type()) == (200, CSV, "text/csv")
    assert fetch(file["url_private_download"]).headers.get_content_disposition() == "attachment"
    for token in (None, "xoxb-somebody-else", APP_TOKEN):
        refused = fetch(file["url_private"], token)
        assert (refused.status, refused.headers.get_content_type()) == (200, "text/html")
        assert b"Sign in" in refused.body
    slack.faults.set({"missing_scopes": ["files:read"]})
    assert b"Sign in" in fetch(file["url_private"]).body


@pytest.mark.parametrize("name", ['a "b".csv', "Übersicht 100%.csv", "../../etc/passwd", "a/b?c#d.csv", "x\r\ny.csv"])
def test_a_file_is_served_whatever_its_name(client: WebClient, name: str) -> None:
    [file] = client.files_completeUploadExternal(files=[{"id": bring(client, name)}])["files"]
    assert file["name"] == name
    assert fetch(file["url_private"]).body == CSV
    assert fetch(file["url_private_download"]).body == CSV


def test_a_file_that_a_person_shows_is_visible_where_the_bot_is_a_member(slack: Served, client: WebClient) -> None:
    mine = slack.workspace.files.add("mine.csv", CSV, ADA)
    slack.workspace.post(slack.channel("support"), ADA, "look", files=[mine], subtype="file_share")
    assert client.files_info(file=mine.id)["file"]["user"] == ADA
    hidden = slack.workspace.files.add("hidden.csv", CSV, ADA)
    slack.workspace.post(slack.channel("leadership"), ADA, "psst", files=[hidden], subtype="file_share")
    assert error(client.files_info, file=hidden.id) == "file_not_found"
    handed_in = slack.workspace.files.add("handed-in.csv", CSV, ADA)
    assert client.files_info(file=handed_in.id)["file"]["size"] == len(CSV)
    assert error(client.files_delete, file=handed_in.id) == "cant_delete_file"


def test_a_deleted_file_leaves_a_tombstone_in_its_message(client: WebClient) -> None:
    [file] = client.files_completeUploadExternal(files=[{"id": bring(client)}], channel_id=SUPPORT)["files"]
    assert client.files_delete(file=file["id"])["ok"]
    [message] = client.conversations_history(channel=SUPPORT)["messages"]
    assert message["files"] == [{"id": file["id"], "mode": "tombstone"}]
    assert error(client.files_info, file=file["id"]) == "file_deleted"
    assert error(client.files_delete, file=file["id"]) == "file_deleted"
    assert fetch(file["url_private"]).status == 404

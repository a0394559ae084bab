"""Files: sent, found, read behind the token, and removed."""

import secrets
from collections.abc import Iterator
from functools import partial
from urllib.error import HTTPError
from urllib.request import Request

from slack_sdk.errors import SlackApiError

from bot.doctor.live.bench import Bench
from bot.doctor.live.proof import METHODS, Fact, Proof, tried
from bot.doctor.network import TIMEOUT, opener

_FILE = "https://docs.slack.dev/reference/objects/file-object"
_SENT = Fact("A file sent to no channel is private.", f"{METHODS}/files.completeUploadExternal")
_READ = Fact("url_private gives a file's bytes to who shows the token.", _FILE)
_GUARDED = Fact("url_private gives nothing of it to who shows no token.", _FILE)
_REMOVED = Fact("A bot can delete a file that it sent.", f"{METHODS}/files.delete")


def prove(bench: Bench) -> Iterator[Proof]:
    """The file is in no channel: nobody sees it."""
    content = f"channel,rating\nemail & chat,5\n{secrets.token_hex(8)}\n".encode()
    sent: list[str] = []
    yield tried(_SENT, partial(_sends, bench, content, sent))
    for file in sent:
        yield tried(_READ, partial(_reads, bench, file, content))
        yield tried(_GUARDED, partial(_is_guarded, bench, file, content))
        yield tried(_REMOVED, partial(_removes, bench, file))


def _sends(bench: Bench, content: bytes, sent: list[str]) -> tuple[bool, str]:
    """The library asks for an address, sends the bytes there, and completes the upload.

    https://docs.slack.dev/reference/objects/file-object lists where a file was shared.
    """
    answer = bench.client.files_upload_v2(filename="kpibot-doctor.csv", title="A test", content=content)
    file = str(answer["files"][0]["id"])
    sent.append(file)
    facts = bench.client.files_info(file=file)["file"]
    seen_in = [where for kind in ("channels", "groups", "ims") for where in facts.get(kind) or ()]
    is_private = facts.get("is_public") is False and not seen_in
    shown = f"; it is_public: {facts.get('is_public')}, seen in: {', '.join(seen_in) or 'no channel'}"
    return is_private, f"{len(content)} bytes sent as {file}{shown}"


def _reads(bench: Bench, file: str, content: bytes) -> tuple[bool, str]:
    read = _download(_address(bench, file), bench.client.token)
    return read == content, "the bytes that were sent" if read == content else f"{len(read)} other bytes: {read[:40]!r}"


def _is_guarded(bench: Bench, file: str, content: bytes) -> tuple[bool, str]:
    try:
        read = _download(_address(bench, file), None)
    except HTTPError as error:
        with error:
            return True, f"HTTP {error.code}"
    return read != content, f"{len(read)} other bytes, such as a page to sign in" if read != content else "the file"


def _removes(bench: Bench, file: str) -> tuple[bool, str]:
    bench.client.files_delete(file=file)
    try:
        bench.client.files_info(file=file)
    except SlackApiError as error:
        said = str(error.response["error"])
        return said in ("file_deleted", "file_not_found"), f"Slack says {said} of it now"
    return False, "it is still there"


def _address(bench: Bench, file: str) -> str:
    return str(bench.client.files_info(file=file)["file"]["url_private"])


def _download(address: str, token: str | None) -> bytes:
    headers = {"authorization": f"Bearer {token}"} if token else {}
    request = Request(address, headers=headers)  # noqa: S310  (Slack's own address)
    with opener(address).open(request, timeout=TIMEOUT) as response:
        read: bytes = response.read()
    return read

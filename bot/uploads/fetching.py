"""Fetches a file from Slack, and from nowhere else.

https://docs.slack.dev/reference/objects/file-object#authentication
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from bot.calls import Calls
from bot.uploads.folder import Folder
from kpi import words
from kpi.errors import UserError

HOSTS = frozenset({"files.slack.com", "files.slack-gov.com"})
SHORTER = "Export a shorter period, and send one file after the other."
_SECONDS = 30
_AT_ONCE = 1 << 20
_SCOPE = "Ask whoever installed kpibot to give it the scope `files:read`, and to install it again."
_WHY_NOT = {
    "tombstone": ("This file was deleted in Slack.", "Send it again."),
    "hidden_by_limit": ("Slack hides this file, as your plan keeps files only so long.", "Send it again."),
    "external": ("This file is kept outside of Slack.", "Download it, and send it to me as a file."),
}


@dataclass(frozen=True)
class Facts:
    """What Slack tells of a file: `size` in bytes, and `kind` is its MIME type."""

    id: str
    name: str
    size: int
    kind: str
    url: str


@dataclass(frozen=True)
class Fetched:
    """A file that is there now, and the SHA-256 of its bytes."""

    path: Path
    digest: str


class SlackFiles:
    """`token` is the bot's, and `api_url` the address of Slack's API, whose host may keep files as well.

    A file may have `most_bytes`. What goes wrong is a UserError; no message and no log names a file's address.
    """

    def __init__(self, calls: Calls, token: str, api_url: str, folder: Folder, most_bytes: int) -> None:
        self._calls = calls
        self._token = token
        self._api = urlsplit(api_url)
        self._folder = folder
        self.most_bytes = most_bytes

    def facts(self, file_id: str) -> Facts:
        """Asked anew each time: a message may hold nothing but the id (`file_access` is then "check_file_info")."""
        told = self._calls.api(self._calls.client.files_info, repeatable=True, file=file_id)["file"]
        if why := _WHY_NOT.get(told.get("mode", "")):
            raise UserError(*why)
        size, name = int(told.get("size") or 0), str(told.get("name") or told.get("title") or "file")
        self._check_size(name, size)
        url = str(told.get("url_private_download") or told.get("url_private") or "")
        return Facts(file_id, name, size, str(told.get("mimetype", "")), url)

    @contextmanager
    def fetched(self, facts: Facts) -> Iterator[Fetched]:
        """The file, until the end of the context."""
        with self._folder.place_for(facts.name) as path:
            try:
                digest = self._fetch(facts, path)
            except HTTPError as error:
                raise _unfetched(f"Slack answers {error.code}") from None
            except (OSError, HTTPException) as error:
                raise _unfetched(_reason(error)) from None
            yield Fetched(path, digest)

    def is_of_slack(self, url: str) -> bool:
        """Whether the token may go there."""
        try:
            parts = urlsplit(url)
            origin = _origin(parts)
        except ValueError:  # a port or an address that can be none
            return False
        if parts.username is not None or parts.password is not None:
            return False
        return origin == _origin(self._api) or origin in {("https", host, 443) for host in HOSTS}

    def _fetch(self, facts: Facts, path: Path) -> str:
        if not self.is_of_slack(facts.url):
            raise UserError("This file is not kept by Slack.", "Download it, and send it to me as a file.")
        request = Request(facts.url, headers={"Authorization": f"Bearer {self._token}"})  # noqa: S310 — looked at above
        with build_opener(_WithinSlack(self)).open(request, timeout=_SECONDS) as answer:
            is_page = answer.headers.get_content_type() == "text/html"
            if is_page and not facts.kind.startswith("text/html"):
                raise UserError("Slack gives me a page to sign in instead of this file.", _SCOPE)
            told = int(answer.headers.get("content-length") or 0)
            self._check_size(facts.name, told)
            return self._written(facts.name, answer, path, told)

    def _written(self, name: str, answer: IO[bytes], path: Path, told: int) -> str:
        digest, length = hashlib.sha256(), 0
        with path.open("wb") as file:
            while some := answer.read(_AT_ONCE):
                length += len(some)
                self._check_size(name, length)
                digest.update(some)
                file.write(some)
        if length < told:  # which the library takes for the end of the file
            raise HTTPException
        return digest.hexdigest()

    def _check_size(self, name: str, size: int) -> None:
        if size > self.most_bytes:
            most = words.size(self.most_bytes)
            raise UserError(f"{words.shorten(name)} is larger than {most}, and I read no more.", SHORTER)


class _WithinSlack(HTTPRedirectHandler):
    """Follows a redirection only to where the token may go."""

    def __init__(self, files: SlackFiles) -> None:
        self._files = files

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> Request | None:
        """None is an HTTPError for whoever asked; what leads elsewhere is a page to sign in."""
        if not self._files.is_of_slack(newurl):
            raise UserError("Slack sends me elsewhere instead of giving me this file.", _SCOPE)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _origin(parts: SplitResult) -> tuple[str, str | None, int | None]:
    usual = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or usual


def _unfetched(why: str) -> UserError:
    return UserError(f"I cannot fetch this file: {why}.", "Try again in a minute.")


def _reason(error: Any) -> str:
    """Without the address, which some errors quote."""
    inner = error.reason if isinstance(error, URLError) else error
    strerror = getattr(inner, "strerror", None)
    return str(strerror) if strerror else "the connection to Slack broke"

"""The bytes of a file on their way to Slack, in the second of three steps.

https://docs.slack.dev/messaging/working-with-files#uploading_files
"""

from http.client import HTTPException
from io import BytesIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import BaseHandler, HTTPSHandler, OpenerDirector, ProxyHandler, Request, build_opener

from slack_sdk import WebClient

from bot.refusals import RefusedError

MOST_BYTES = 1_000_000_000
"""Of one file: https://slack.com/help/articles/201330736-Add-files-to-Slack says 1 GB."""

_TIMEOUT = 60.0  # seconds for each piece, not for all of it
_TAKEN = 200


def size(content: bytes | Path) -> int:
    """How many bytes there are."""
    return content.stat().st_size if isinstance(content, Path) else len(content)


def send(client: WebClient, address: str, content: bytes | Path) -> None:
    """Send it all to the address that Slack gave for it. RefusedError if it fails.

    Nothing has been shared then: whoever is told may simply try again.
    """
    headers = {"content-type": "application/octet-stream", "content-length": str(size(content))}
    try:
        with content.open("rb") if isinstance(content, Path) else BytesIO(content) as body:
            request = Request(address, data=body, headers=headers, method="POST")  # noqa: S310 (Slack's own address)
            with _opener(client).open(request, timeout=_TIMEOUT) as answer:
                if answer.status == _TAKEN:
                    return
    except HTTPError as error:
        error.close()
    except (OSError, HTTPException):
        pass
    raise RefusedError("not_sent", "Slack did not take the file.", "Try again in a minute.")


def _opener(client: WebClient) -> OpenerDirector:
    """Through the same proxy, and with the same certificates, as everything else that goes to Slack."""
    handlers: list[BaseHandler] = [ProxyHandler(dict.fromkeys(("http", "https"), client.proxy) if client.proxy else {})]
    if client.ssl is not None:
        handlers.append(HTTPSHandler(context=client.ssl))
    return build_opener(*handlers)

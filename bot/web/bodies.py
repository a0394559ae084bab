"""The bodies of requests, within limits: a stranger may send any number of bytes, as slowly as he likes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

READ_WITHIN = 10.0  # seconds
MOST_TOGETHER = 64 << 20
"""Bytes of all requests that are being read or answered."""
PASSED_OVER = 4 << 20
"""Bytes beyond the limit that are read and forgotten, so that whoever still sends hears why it was refused."""


class Bodies:
    """Reads bodies of at most `most` bytes each."""

    def __init__(self, most: int, within: float = READ_WITHIN, together: int = MOST_TOGETHER) -> None:
        self._most = most
        self._within = within
        self._together = together
        self._held = 0

    @asynccontextmanager
    async def of(self, request: Request) -> AsyncIterator[bytes]:
        """Its bytes, which count as held for as long as the context lasts. HTTPException if there is too much, or it
        does not come in time.
        """
        if request.headers.get("content-encoding", "identity").lower() != "identity":
            raise HTTPException(415, "Send this without a Content-Encoding: the signature is of the plain bytes.")
        body = bytearray()
        try:
            async with asyncio.timeout(self._within):
                await self._read(request, body)
            yield bytes(body)
        except TimeoutError:
            raise HTTPException(408, f"This did not arrive within {self._within:g} seconds.") from None
        except ClientDisconnect:
            raise HTTPException(400, "This broke off.") from None  # which nobody hears
        finally:
            self._held -= len(body)

    async def _read(self, request: Request, body: bytearray) -> None:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            if size > self._most + PASSED_OVER:
                break
            if size <= self._most:
                self._held += len(chunk)
                body += chunk
            if self._held > self._together:
                raise HTTPException(503, "Too much comes in at once.", {"Retry-After": "5"})
        if size > self._most:
            raise HTTPException(413, f"This is longer than {self._most:,} bytes.")

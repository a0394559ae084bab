"""How help desks sign what they send: a keyed hash of the raw bytes. Compared in constant time, whatever comes."""

import base64
import hashlib
import hmac
from datetime import datetime

FRESH_SECONDS = 300
"""How old a signed time may be, and how far ahead of us its clock may be."""


def in_base64(secret: bytes, told: bytes, algorithm: str = "sha256") -> str:
    """The keyed hash as base64."""
    return base64.b64encode(hmac.new(secret, told, algorithm).digest()).decode()


def in_hex(secret: bytes, told: bytes, algorithm: str = "sha256") -> str:
    """The same as hexadecimal digits."""
    return hmac.new(secret, told, algorithm).hexdigest()


def equal(given: str, right: str) -> bool:
    """Whether two texts are the same, in a time that tells nothing of where they differ; an empty one is never."""
    one, other = (hashlib.sha256(text.encode(errors="surrogatepass")).digest() for text in (given, right))
    return bool(given) and hmac.compare_digest(one, other)


def is_fresh(then: float | None, now: int) -> bool:
    """Whether that instant is within five minutes of now."""
    return then is not None and abs(now - then) <= FRESH_SECONDS


def seconds(text: str, per_second: int = 1) -> float | None:
    """Of a header with a number of seconds, or of milliseconds if there are 1,000 a second."""
    return int(text) / per_second if text.isascii() and text.isdigit() and len(text) <= 15 else None


def iso_seconds(text: str) -> float | None:
    """Of a header with a time in ISO 8601 with its offset."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.timestamp() if moment.tzinfo else None

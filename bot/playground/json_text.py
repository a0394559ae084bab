"""JSON from outside, read so that all of it can be kept, shown and sent again."""

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """Raise `ValueError` for what is no JSON, also for NaN and infinite numbers, which Python would take.

    Half of a surrogate pair (`"\\ud800"`) becomes U+FFFD: JSON can spell it, and UTF-8 cannot carry it.
    """
    value = json.loads(text)
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        return json.loads(written.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return value

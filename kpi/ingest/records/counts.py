"""How many of something, as tables write it."""

import re
from functools import lru_cache

_LARGEST = 10**9
_WHOLE = re.compile(r"(\d{1,12})(?:[.,]0{1,2})?", re.ASCII)
_IN_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[.,'’\s]\d{3}){1,3}", re.ASCII)


@lru_cache(4_096)
def count(text: str) -> int | None:
    """None for what is no whole number, or one beyond all belief."""
    plain = text.strip()
    whole = _WHOLE.fullmatch(plain)
    if whole is None and not _IN_THOUSANDS.fullmatch(plain):
        return None
    number = int(whole[1] if whole else re.sub(r"\D", "", plain))
    return number if number <= _LARGEST else None

"""What buttons, menus and modals carry back, read again: it went to Slack and to people, and may be anything."""

import json

LONGEST_NUMBER = 18
"""Digits of a number that every database can keep."""


def read(text: str) -> object:
    """From JSON; None if it is none, or holds what was never written: half characters, numbers that no store can keep,
    or what is nested deeper than anything."""
    try:
        found: object = json.loads(text, parse_int=_number)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return None
    return found


def _number(text: str) -> int:
    if len(text) > LONGEST_NUMBER:
        raise ValueError
    return int(text)

"""What buttons, menus and modals carry back, read again: it went to Slack and to people, and may be anything."""

import json


def read(text: str) -> object:
    """From JSON; None if it is none, or nested deeper than anything that was ever written."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None

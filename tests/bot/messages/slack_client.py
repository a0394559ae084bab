"""What Slack's clients do with mrkdwn, written from Slack's documentation and not from our code."""

import re

HOSTILE = '<!channel> @here #general "50% off" it\'s'


def as_slack_shows(mrkdwn: str) -> str:
    """Date tokens fall back, invisible soft hyphens are not seen, entities are decoded once."""
    shown = re.sub(r"<!date\^\d+\^[^|>]*\|([^>]*)>", r"\1", mrkdwn).replace("\u00ad", "")
    assert "<" not in shown, f"Slack would act on this: {mrkdwn}"
    assert ">" not in shown, f"Slack would act on this: {mrkdwn}"
    return re.sub("&(amp|lt|gt);", lambda entity: {"amp": "&", "lt": "<", "gt": ">"}[entity[1]], shown)


def without_look_alikes(text: str) -> str:
    """The marks in their plain letters, for texts with so many marks that look-alikes stand for them."""
    return text.translate(str.maketrans("\u2217\u02cd\u223c\u02cb\ua789\ufe61\u2e0f\uff0a\uff3f\uff40", "*_~`:*_*_`"))


def formats(mrkdwn: str) -> bool:
    """Whether something in a text would be bold, italic, struck out, code, an emoji or a quotation."""
    bare = re.sub(r"<!date\^\d+\^[^|>]*\|[^>]*>", "\0", mrkdwn)
    opening = r"(?<![A-Za-z0-9])[*_~\uff0a\uff3f](?=\S)"
    return bool(re.search(rf"{opening}|[`\uff40]|:[^\s:\0]{{1,100}}:|^\s*(&gt;|\uff1e)", bare, re.MULTILINE))

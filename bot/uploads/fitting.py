"""Makes lists of what stands in a file fit into a message, whatever stands there."""

from collections.abc import Iterable

from bot.messages.mrkdwn import escaped_size, fit


def fitting(texts: Iterable[str], room: int, longest: int) -> list[str]:
    """As many of the first texts as fit, each of at most `longest` characters; all together have `room` of them. Both
    hold good of what they are when they are escaped."""
    kept: list[str] = []
    for text in texts:
        line = fit(text, longest)
        room -= escaped_size(line) + 1
        if room < 0:
            break
        kept.append(line)
    return kept

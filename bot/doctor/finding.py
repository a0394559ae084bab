"""What one look at something found."""

from dataclasses import dataclass

from kpi.errors import ConfigurationError


@dataclass(frozen=True)
class Finding:
    """`ok` is None for what was not looked at. No sentence holds a token or another secret."""

    name: str
    ok: bool | None
    sentence: str
    hint: str = ""


def fine(name: str, sentence: str, hint: str = "") -> Finding:
    """It is as it should be; the hint is what one may do all the same."""
    return Finding(name, True, sentence, hint)


def wrong(name: str, sentence: str, hint: str) -> Finding:
    """It has to be mended, by doing what the hint says."""
    return Finding(name, False, sentence, hint)


def skipped(name: str, why: str) -> Finding:
    """It was not looked at, because something before it has to be mended first."""
    return Finding(name, None, why)


def explained(name: str, error: ConfigurationError) -> Finding:
    """What keeps the bot from working, in the words in which the bot would say it."""
    return wrong(name, error.sentence, error.hint)

"""Slack's mrkdwn read back: which words are shown, and how."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.messages.mrkdwn import SOFT_HYPHEN

_STYLES = {"*": "bold", "_": "italic", "~": "strike"}

_TOKEN = re.compile(
    r"""
      ```\n?(?P<block>.+?)\n?```
    | `(?P<code>[^`\n]+)`
    | <(?P<angle>[^<>]+)>
    | (?<![A-Za-z0-9])(?P<mark>[*_~])(?=\S)
        (?P<inner>(?:<[^<>]+>|`[^`\n]+`|(?!(?P=mark))[^<\n]|(?<=[A-Za-z0-9])(?P=mark)(?=[A-Za-z0-9]))++)
      (?<=\S)(?P=mark)(?![A-Za-z0-9])
    """,
    re.VERBOSE | re.DOTALL,
)
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}


@dataclass(frozen=True)
class Span:
    """Words shown in the same way. `styles`: "bold", "italic", "strike", "code"; `url` is where they lead."""

    text: str
    styles: frozenset[str] = frozenset()
    url: str = ""


def spans(mrkdwn: str, styles: frozenset[str] = frozenset()) -> Iterator[Span]:
    """The words of a mrkdwn text, about as Slack's clients show them. Quotations keep their `>`."""
    end = 0
    for token in _TOKEN.finditer(mrkdwn):
        yield from _words(mrkdwn[end : token.start()], styles)
        yield from _token(token, styles)
        end = token.end()
    yield from _words(mrkdwn[end:], styles)


def plain(mrkdwn: str) -> str:
    """What a person reads of a mrkdwn text."""
    return "".join(span.text for span in spans(mrkdwn))


def _token(token: re.Match[str], styles: frozenset[str]) -> Iterator[Span]:
    if token["mark"]:
        yield from spans(token["inner"], styles | {_STYLES[token["mark"]]})
    elif token["angle"]:
        yield _reference(token["angle"], styles)
    else:
        yield from _words(token["block"] or token["code"], styles | {"code"})


def _reference(inside: str, styles: frozenset[str]) -> Span:
    """What stands between `<` and `>`: a date, a mention, a channel or a link."""
    target, _, label = inside.partition("|")
    if target[0] in "!@#":
        shown = label or target.replace("!", "@", 1)
        return Span(_unescape(shown), styles)
    return Span(_unescape(label or target), styles, url=_unescape(target))


def _words(text: str, styles: frozenset[str]) -> Iterator[Span]:
    if text:
        yield Span(_unescape(text), styles)


def _unescape(text: str) -> str:
    return re.sub("&(?:amp|lt|gt);", lambda entity: _ENTITIES[entity[0]], text).replace(SOFT_HYPHEN, "")

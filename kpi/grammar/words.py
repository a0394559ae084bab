"""The words of what somebody typed: Slack's escapes undone, quotes of any kind read, punctuation apart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

_QUOTES = ('"“”„‟«»＂', "'‘’‚‛")
_STRAIGHT = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_LINK = re.compile(r"<(?:mailto:|tel:|https?://)[^<>|]*\|([^<>|]+)>|<(https?://[^<>|]*)>|<([#@])\w+\|([^<>|]+)>")
_ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))  # in this order: “&amp;lt;” is “&lt;”
_APART = {":": ":", "：": ":", "=": ":", ",": ",", "，": ","}
_BEFORE_A_WORD, _AFTER_A_WORD = "([{*_~`¿¡", ")]}*_~`?!.…;"
_EMOJI = re.compile(r":[a-z0-9_+'-]{2,}:(?::skin-tone-\d:)?")
_POSSESSIVE = re.compile(r"['’]s?$")
_DASHES = ("-", "–", "—", "..", "...", "…")
_NEEDS_NO_QUOTES = re.compile(r"[^\W_](?:[\w./+-]*[^\W_])?")


@dataclass(frozen=True)
class Word:
    """A piece of the text from `start` up to `end`: a word, a quoted text (without its quotes), or punctuation."""

    text: str
    start: int
    end: int
    quoted: bool = False

    @cached_property
    def lower(self) -> str:
        """In small letters."""
        return self.text.lower()

    @cached_property
    def is_punctuation(self) -> bool:
        """Whether nobody would say it. Slack's name of an emoji, ":tada:", is none either."""
        return not self.quoted and (not any(map(str.isalnum, self.text)) or bool(_EMOJI.fullmatch(self.text)))

    @cached_property
    def heard(self) -> str:
        """As it is said: in small letters, without "'s"; "" for punctuation but commas and dashes."""
        if self.is_punctuation and self.text not in (",", *_DASHES):
            return ""
        return (self.text if self.quoted else _POSSESSIVE.sub("", self.text)).lower().replace("_", " ")


def plain(text: str) -> str:
    """What was typed, without what Slack makes of it: `&amp;`, and links around addresses."""
    undone = _LINK.sub(lambda link: link[3] + link[4] if link[3] else link[1] or link[2], text)
    for escaped, character in _ESCAPES:
        undone = undone.replace(escaped, character)
    return undone


def words(text: str) -> list[Word]:
    """The words of a plain text. A colon or a comma, and punctuation around a word, is a word of its own."""
    return list(_scanned(text))


def said(run: Sequence[Word]) -> str:
    """Words in small letters with single spaces, without "'s" and punctuation but for commas and dashes."""
    return " ".join(" ".join([word.heard for word in run]).replace(" ,", ",").split())


def quoted(value: str) -> str:
    """A value as it can be typed: as it is where it is one plain word, else in straight quotes."""
    if plain(value) != value:
        value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    elif _NEEDS_NO_QUOTES.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _scanned(text: str) -> Iterator[Word]:
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif emoji := _emoji(text, at):
            yield emoji
            at = emoji.end
        elif text[at] in _APART:
            yield Word(_APART[text[at]], at, at + 1)
            at += 1
        elif found := _quotation(text, at):
            yield found
            at = found.end
        else:
            end = next((n for n in range(at, len(text)) if text[n].isspace() or text[n] in _APART), len(text))
            yield from _parts(text, at, end)
            at = end


def _emoji(text: str, at: int) -> Word | None:
    """The emoji's name that stands here by itself: "csat :tada:"."""
    found = _EMOJI.match(text, at) if at == 0 or text[at - 1].isspace() else None
    stands_alone = found and (found.end() == len(text) or text[found.end()].isspace())
    return Word(found[0], at, found.end()) if found and stands_alone else None


def _quotation(text: str, at: int) -> Word | None:
    """The quoted text that begins here; None if none does, or if it never ends.

    Between straight quotes a backslash stands before a quote or a backslash that is meant. Phones make other quotes of
    straight ones, not always in pairs, so any mark of the family ends what another began.
    """
    family = next((marks for marks in _QUOTES if text[at] in marks), None)
    if family is None:
        return None
    if straight := _STRAIGHT.match(text, at):
        return Word(re.sub(r'\\([\\"])', r"\1", straight[1]), at, straight.end(), quoted=True)
    end = next((n for n in range(at + 1, len(text)) if text[n] in family), None)
    return None if end is None else Word(text[at + 1 : end], at, end + 1, quoted=True)


def _parts(text: str, start: int, end: int) -> Iterator[Word]:
    """The word, and apart from it each mark before and after it."""
    first, last = start, end
    while first < last - 1 and text[first] in _BEFORE_A_WORD:
        yield Word(text[first], first, first + 1)
        first += 1
    while last - 1 > first and text[last - 1] in _AFTER_A_WORD:
        last -= 1
    yield Word(text[first:last], first, last)
    for place in range(last, end):
        yield Word(text[place], place, place + 1)

"""How a file's text is encoded: found in all of its bytes, not guessed from its first ones."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, TextIO

import charset_normalizer

from kpi.ingest.tables.source import Source

_BYTE_ORDER_MARKS = (  # UTF-32's begins with UTF-16's.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_SAMPLE_BYTES = 1 << 16
_REPLACED = "\ufffd"
_WESTERN = "cp1252"
_UTF8 = "utf-8-sig"


class Encoding(NamedTuple):
    """A codec's name; what to do with bytes that it does not know; and a sentence about it, "" for UTF-8.

    `may_have_nul`: whether the character NUL, which databases do not take, can be in the text.
    """

    codec: str
    errors: str = "strict"
    remark: str = ""
    may_have_nul: bool = True


def encoding_of(source: Source) -> Encoding:
    """Look through the whole file. What is not UTF-8 is named in the remark."""
    wide = wide_encoding(source.head())
    if wide is not None:
        return Encoding(wide, "replace", f"Its text is in {wide[:6].upper()}.")
    good = 0
    has_nul = False
    decoder = codecs.getincrementaldecoder("utf-8")()
    with source.opened() as file:
        while chunk := file.read(_CHUNK):
            has_nul = has_nul or b"\0" in chunk
            try:
                good += len(chunk) - len(decoder.decode(chunk))
            except UnicodeDecodeError as error:
                before, rest = error.object[: error.start], error.object[error.start :]
                return _other_than_utf8(rest[:_SAMPLE_BYTES], good + len(before) - len(before.decode()))
    return Encoding(_UTF8, may_have_nul=has_nul)


@contextmanager
def text_of(source: Source, encoding: Encoding) -> Iterator[TextIO]:
    """The decoded text, its line ends untouched."""
    with (
        source.opened() as file,
        io.TextIOWrapper(file, encoding.codec, errors=encoding.errors, newline="") as text,
    ):
        yield text


def wide_encoding(head: bytes) -> str | None:
    """The encoding of text whose letters are two or four bytes each; None for all other text."""
    for mark, codec in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return codec
    # Without a byte order mark: for Latin letters, every other byte is NUL.
    enough = len(head) // 4
    if head[1::2].count(0) > enough > head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > enough > head[1::2].count(0):
        return "utf-16-be"
    return None


def _other_than_utf8(sample: bytes, good: int) -> Encoding:
    """`sample` begins with the first byte that is not UTF-8; `good` letters before it were more than ASCII."""
    as_utf8 = sample.decode("utf-8", "replace")
    bad = as_utf8.count(_REPLACED)
    if good + len(sample) - len(as_utf8) - bad > bad:
        # In another encoding hardly any two bytes happen to be UTF-8: this is UTF-8 in which a few were damaged.
        return Encoding(_UTF8, "replace", f"Some letters in it are damaged, and shown as “{_REPLACED}”.")
    codec = _best_guess(sample)
    remark = f"Its text is not UTF-8, and read as {codec}: save it as UTF-8 if letters look wrong."
    return Encoding(codec, "replace", remark)


def _best_guess(sample: bytes) -> str:
    """Western European letters if they can be: short texts in them look like many other encodings to statistics."""
    matches = charset_normalizer.from_bytes(sample)
    best = matches.best()
    if best is None or any(_WESTERN in match.could_be_from_charset for match in matches):
        return _WESTERN
    return "mac_roman" if best.encoding.startswith("mac_") else best.encoding

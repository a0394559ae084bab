"""How much there is of something, and what to say where it is too much or nothing."""

from collections.abc import Iterator, Sized


def length(what: str, text: str, most: int) -> Iterator[str]:
    """A problem if a text is blank, or longer than `most`."""
    if not text.strip():
        yield f"{what} is empty"
    if size(text) > most:
        yield f"{what} has {size(text):,} characters of at most {most:,}"


def number(what: str, items: Sized, most: int) -> Iterator[str]:
    """A problem if there are no items, or more than `most`."""
    if not len(items):
        yield f"no {what}"
    yield from at_most(what, len(items), most)


def at_most(what: str, number: int, most: int) -> Iterator[str]:
    """A problem if there are more than `most`."""
    if number > most:
        yield f"{number:,} {what} of at most {most:,}"


def size(text: str) -> int:
    """Characters as JavaScript counts them (an emoji is two): the stricter way, since Slack does not say."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2

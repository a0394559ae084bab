"""The small checks that the rules are made of, in the wording of Slack's own validator.

A check takes a value and its JSON pointer and yields what is wrong with it. The wording is that of
https://github.com/slackhq/hack-json-schema (src/Constraints), by which Slack validates blocks and views.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

Problems = Iterator[str]
Check = Callable[[Any, str], Problems]
Checks = Mapping[str, Check]


def problem(words: str, at: str) -> str:
    """One line of `response_metadata.messages`, without its "[ERROR] "."""
    return f"{words} [json-pointer:{at}]"


def string(most: int | None = None, blank: bool = False) -> Check:
    """Between 1 and `most` characters; `blank` takes white space alone."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, str):
            yield problem("must provide a string", at)
        elif not (value if blank else value.strip()):
            yield problem("must be more than 0 characters", at)
        elif most is not None and len(value) > most:
            yield problem(f"must be less than {most + 1} characters", at)

    return check


def boolean(value: Any, at: str) -> Problems:
    """`true` or `false`."""
    if not isinstance(value, bool):
        yield problem("must be a boolean", at)


def number(value: Any, at: str) -> Problems:
    """An integer or a decimal number; `true` is neither."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield problem("must provide a number", at)


def integer(least: int | None = None, most: int | None = None) -> Check:
    """Slack's own words for the bounds leave out "or equal"."""

    def check(value: Any, at: str) -> Problems:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must provide an integer", at)
        elif least is not None and value < least:
            yield problem(f"must be greater than {least}", at)
        elif most is not None and value > most:
            yield problem(f"must be less than {most}", at)

    return check


def enum(*values: str) -> Check:
    """One of these strings."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, str):
            yield problem("must provide a string", at)
        elif value not in values:
            yield problem("must be a valid enum value", at)

    return check


def array(item: Check, most: int | None = None, least: int = 1) -> Check:
    """Between `least` and `most` items. Where there are too many they are not looked at."""

    def check(items: Any, at: str) -> Problems:
        if not isinstance(items, list):
            yield problem("must provide an array", at)
        elif len(items) < least:
            yield problem(f"must provide at least {least} items", at)
        elif most is not None and len(items) > most:
            yield problem(f"no more than {most} items allowed", at)
        else:
            for index, value in enumerate(items):
                yield from item(value, f"{at}/{index}")

    return check


def members(value: Any, at: str, required: Checks, optional: Checks | None = None) -> Problems:
    """An object with these members and no others."""
    if not isinstance(value, dict):
        yield problem("must provide an object", at)
        return
    known = {**required, **(optional or {})}
    for name in required:
        if name not in value:
            yield problem(f"missing required field: {name}", at)
    for name, check in known.items():
        if name in value:
            yield from check(value[name], f"{at}/{name}")
    for name in value:
        if name not in known:
            yield problem(f"invalid additional property: {name}", at)


def typed(known: Checks) -> Check:
    """An object whose `type` says which check takes the rest of it."""

    def check(value: Any, at: str) -> Problems:
        if not isinstance(value, dict):
            yield problem("must provide an object", at)
        elif "type" not in value:
            yield problem("missing required field: type", at)
        elif rest := known.get(str(value["type"])):
            yield from rest({name: item for name, item in value.items() if name != "type"}, at)
        else:
            yield problem(f"unsupported type: {value['type']}", f"{at}/type")

    return check


def any_of(check: Check) -> Check:
    """What Slack's schema writes as alternatives: a refusal begins with a line about all of them."""

    def announced(value: Any, at: str) -> Problems:
        if problems := list(check(value, at)):
            yield problem("failed to match all allowed schemas", at)
            yield from problems

    return announced


def exactly_one(value: Any, names: Collection[str], at: str) -> Problems:
    """Of members that exclude one another one must be there."""
    if isinstance(value, dict) and sum(name in value for name in names) != 1:
        yield problem(f"must define exactly one of {' or '.join(f'`{name}`' for name in names)}", at)


def unique(items: Any, name: str, at: str) -> Problems:
    """The second and every later item that carries the `name` of an earlier one."""
    seen: set[str] = set()
    for index, item in _numbered(items):
        value = item.get(name)
        if not isinstance(value, str):
            continue
        if value in seen:
            yield problem(f'`{name}` "{value}" already exists', f"{at}/{index}/{name}")
        seen.add(value)


def _numbered(items: Any) -> Iterable[tuple[int, dict[str, Any]]]:
    if isinstance(items, list):
        yield from ((index, item) for index, item in enumerate(items) if isinstance(item, dict))

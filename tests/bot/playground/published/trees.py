"""The names and JSON types of a published payload, and how one of ours differs from them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ANYTHING = "anything"
NAMES = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    type(None): "null",
    dict: "object",
    list: "array",
}


@dataclass(frozen=True)
class OrNull:
    """This, or null."""

    tree: "Tree"


# Objects by name, arrays by what their items may be, and the JSON types of everything else.
Tree = Mapping[str, "Tree"] | Sequence["Tree"] | str | OrNull


@dataclass(frozen=True)
class Sample:
    """A payload as somebody else has published it.

    `sources` are repository and path, or a page; several are put together where each shows another case.
    """

    sources: tuple[str, ...]
    tree: Tree


def strings(names: str) -> dict[str, Tree]:
    return dict.fromkeys(names.split(), "string")


def integers(names: str) -> dict[str, Tree]:
    return dict.fromkeys(names.split(), "integer")


def lists(names: str) -> dict[str, Tree]:
    """Arrays of strings."""
    return {name: ["string"] for name in names.split()}


def booleans(names: str) -> dict[str, Tree]:
    return dict.fromkeys(names.split(), "boolean")


def differences(tree: Tree, given: Any, at: str = "") -> Iterator[str]:
    """One line each: "lacks …", "adds …" and "mistakes … for a …"."""
    if isinstance(tree, OrNull):
        yield from () if given is None else differences(tree.tree, given, at)
    elif isinstance(tree, str):
        if tree not in (ANYTHING, NAMES[type(given)]):
            yield f"mistakes {at} for a {NAMES[type(given)]}"
    elif isinstance(tree, Mapping):
        if isinstance(given, dict):
            yield from _members(tree, given, f"{at}." if at else "")
        else:
            yield f"mistakes {at} for a {NAMES[type(given)]}"
    elif isinstance(given, list):
        yield from _items(tree, given, f"{at}[]")
    else:
        yield f"mistakes {at} for a {NAMES[type(given)]}"


def _members(tree: Mapping[str, Tree], given: dict[str, Any], at: str) -> Iterator[str]:
    for name, part in tree.items():
        if name in given:
            yield from differences(part, given[name], f"{at}{name}")
        else:
            yield f"lacks {at}{name}"
    for name in given.keys() - tree.keys():
        yield f"adds {at}{name}"


def _items(tree: Sequence[Tree], given: list[Any], at: str) -> Iterator[str]:
    """The items of an array are of different cases: what one of them has is not lacking."""
    of_each = [set(differences(tree[0], item, at)) for item in given]
    if not of_each:
        return
    everywhere = set.intersection(*of_each)
    for line in sorted(set.union(*of_each)):
        if not line.startswith("lacks ") or line in everywhere:
            yield line

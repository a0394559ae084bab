"""Slack's rules for the blocks of a message, for the blocks that a chat-ops bot uses.

Limits: https://docs.slack.dev/reference/block-kit/blocks and the pages below it. The wording and the
`[json-pointer:…]` suffix are those of the Web API's own answers.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any

Problems = Iterator[str]
Check = Callable[[Any, str], Problems]

MOST_BLOCKS = 50
MOST_ACTIONS = 25
MOST_CONTEXT_ELEMENTS = 10
MOST_FIELDS = 10
TEXT, FIELD, HEADER, BUTTON = 3000, 2000, 150, 75
VALUE, URL, IDENTIFIER, ALT_TEXT = 2000, 3000, 255, 2000
BUTTON_STRINGS = {"action_id": IDENTIFIER, "url": URL, "value": VALUE, "accessibility_label": BUTTON}
CONFIRMATION = {"title": 100, "text": 300, "confirm": 30, "deny": 30}
EITHER_KIND = ("plain_text", "mrkdwn")
PLAIN_ONLY = ("plain_text",)


def problems(blocks: list[Any]) -> list[str]:
    """What Slack would say against these blocks, in their order; empty when it takes them."""
    return [*_items(blocks, "/blocks", MOST_BLOCKS, _block), *_repeated(blocks, "block_id", "/blocks")]


def texts(value: Any) -> Iterator[str]:
    """Every text that a reader sees in these blocks, in their order."""
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, dict):
        if value.get("type") in EITHER_KIND and isinstance(value.get("text"), str):
            yield value["text"]
        else:
            for part in value.values():
                yield from texts(part)


def _problem(words: str, at: str) -> str:
    return f"{words} [json-pointer:{at}]"


def _block(block: Any, at: str) -> Problems:
    yield from _of_known_type(block, at, BLOCKS)
    if isinstance(block, dict):
        yield from _optional(block, "block_id", at, partial(_string, most=IDENTIFIER))


def _header(block: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/header-block"""
    yield from _keys(block, at, required=("text",), optional=("block_id",))
    yield from _optional(block, "text", at, partial(_text, most=HEADER, kinds=PLAIN_ONLY))


def _section(block: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/section-block"""
    yield from _keys(block, at, optional=("block_id", "text", "fields", "accessory", "expand"))
    if "text" not in block and "fields" not in block:
        yield _problem("must define either `text` or `fields`", at)
    yield from _optional(block, "text", at, partial(_text, most=TEXT))
    yield from _optional(block, "fields", at, partial(_items, most=MOST_FIELDS, check=partial(_text, most=FIELD)))
    yield from _optional(block, "accessory", at, partial(_of_known_type, known=ACCESSORIES))


def _context(block: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/context-block"""
    yield from _keys(block, at, required=("elements",), optional=("block_id",))
    yield from _optional(
        block,
        "elements",
        at,
        partial(_items, most=MOST_CONTEXT_ELEMENTS, check=partial(_of_known_type, known=CONTEXT_ELEMENTS)),
    )


def _actions(block: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/actions-block"""
    yield from _keys(block, at, required=("elements",), optional=("block_id",))
    yield from _optional(
        block,
        "elements",
        at,
        partial(_items, most=MOST_ACTIONS, check=partial(_of_known_type, known=ACTIONS)),
    )
    yield from _repeated(block.get("elements"), "action_id", f"{at}/elements")


def _divider(block: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/blocks/divider-block"""
    yield from _keys(block, at, optional=("block_id",))


def _confirmation(dialog: Any, at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object"""
    if not isinstance(dialog, dict):
        yield _problem("must be an object", at)
        return
    yield from _keys(dialog, at, required=CONFIRMATION, optional=("style",))
    for key, most in CONFIRMATION.items():
        yield from _optional(dialog, key, at, partial(_text, most=most, kinds=PLAIN_ONLY))


def _button(button: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/button-element"""
    yield from _keys(button, at, required=("text",), optional=(*BUTTON_STRINGS, "style", "confirm"))
    yield from _optional(button, "text", at, partial(_text, most=BUTTON, kinds=PLAIN_ONLY))
    for key, most in BUTTON_STRINGS.items():
        yield from _optional(button, key, at, partial(_string, most=most))
    yield from _optional(button, "confirm", at, _confirmation)
    if button.get("style", "primary") not in ("primary", "danger"):
        yield _problem("must be a valid enum value", f"{at}/style")


def _image(image: dict[str, Any], at: str) -> Problems:
    """https://docs.slack.dev/reference/block-kit/block-elements/image-element"""
    yield from _keys(image, at, required=("image_url", "alt_text"))
    yield from _optional(image, "image_url", at, partial(_string, most=URL))
    yield from _optional(image, "alt_text", at, partial(_string, most=ALT_TEXT))


def _text(text: Any, at: str, most: int, kinds: Collection[str] = EITHER_KIND) -> Problems:
    """https://docs.slack.dev/reference/block-kit/composition-objects/text-object"""
    if not isinstance(text, dict):
        yield _problem("must be an object", at)
    elif text.get("type") not in kinds:
        yield _problem(f"must be one of: {', '.join(kinds)}", f"{at}/type")
    else:
        flag = "emoji" if text["type"] == "plain_text" else "verbatim"
        yield from _keys(text, at, required=("text",), optional=(flag,))
        yield from _optional(text, "text", at, partial(_string, most=most))


def _of_known_type(value: Any, at: str, known: dict[str, Check]) -> Problems:
    if not isinstance(value, dict):
        yield _problem("must be an object", at)
    elif "type" not in value:
        yield _problem("missing required field: type", at)
    elif check := known.get(str(value["type"])):
        yield from check(value, at)
    else:
        yield _problem(f"unsupported type: {value['type']}", f"{at}/type")


def _optional(holder: dict[str, Any], key: str, at: str, check: Check) -> Problems:
    if key in holder:
        yield from check(holder[key], f"{at}/{key}")


def _keys(value: dict[str, Any], at: str, required: Iterable[str] = (), optional: Iterable[str] = ()) -> Problems:
    for key in required:
        if key not in value:
            yield _problem(f"missing required field: {key}", at)
    for key in value.keys() - {"type", *required, *optional}:
        yield _problem(f"invalid additional property: {key}", at)


def _string(value: Any, at: str, most: int) -> Problems:
    if not isinstance(value, str):
        yield _problem("must be a string", at)
    elif not value.strip():
        yield _problem("must be more than 0 characters", at)
    elif len(value) > most:
        yield _problem(f"must be less than {most + 1} characters", at)


def _items(items: Any, at: str, most: int, check: Check) -> Problems:
    if not isinstance(items, list):
        yield _problem("must be an array", at)
    elif not items and at != "/blocks":
        yield _problem("no fewer than 1 items allowed", at)
    elif len(items) > most:
        yield _problem(f"no more than {most} items allowed", at)
    else:
        for index, item in enumerate(items):
            yield from check(item, f"{at}/{index}")


def _repeated(items: Any, key: str, at: str) -> Problems:
    """Identifiers must differ: block_id in a message, action_id in a block."""
    if not isinstance(items, list):
        return
    named = [item.get(key) for item in items if isinstance(item, dict)]
    seen = Counter(name for name in named if isinstance(name, str))
    for name, times in seen.items():
        if times > 1:
            yield _problem(f"`{key}` {name} already exists", at)


BLOCKS: dict[str, Check] = {
    "actions": _actions,
    "context": _context,
    "divider": _divider,
    "header": _header,
    "section": _section,
}
ACTIONS: dict[str, Check] = {"button": _button}
ACCESSORIES: dict[str, Check] = {"button": _button, "image": _image}
CONTEXT_ELEMENTS: dict[str, Check] = {
    "plain_text": partial(_text, most=TEXT),
    "mrkdwn": partial(_text, most=TEXT),
    "image": _image,
}

"""Bodies that a person pastes into a help desk's rule, which fills in its placeholders: flat JSON, all texts.

Such help desks sign nothing: they send a secret in a header of our choice.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from kpi.webhooks.reading import Node
from kpi.webhooks.request import NotUnderstoodError, Request
from kpi.webhooks.signatures import equal
from kpi.webhooks.vendor import Sample

HEADER = "X-Kpibot-Secret"
_TEST, _TICKET = "kpibot_test", "ticket_id"
_NOTHING = frozenset(["", "none", "null", "undefined"])
_UNFILLED = ("{{", "{%")
# A quotation mark or a line break in a subject may break the JSON, but not the lines of the other values.
_LINE = re.compile(r'"(\w{1,50})"[ \t]*:[ \t]*"(.*)"', re.ASCII)


def signed(secret: str, request: Request) -> bool:
    """Whether the request bears the secret."""
    return equal(request.header(HEADER), secret)


def sample(secret: str, at: int) -> Sample:
    """A request as the help desk sends it, that tells nothing."""
    body = json.dumps({_TEST: str(at)}).encode()
    return Sample({HEADER: secret, "Content-Type": "application/json"}, body)


def is_test(values: Node) -> bool:
    """Whether it is such a sample, or the body as it was pasted: a help desk may send that when it is tried there."""
    return values.has(_TEST)


def read(request: Request, wrapped_in: str = "") -> Node:
    """The values by their names; None where the help desk had nothing to fill in. NotUnderstoodError if there are none.

    A placeholder that it does not know, and left as it is, is no value at all. `wrapped_in` names the object that a
    help desk may put around them; a list of objects with “key” and “value” is read as well.
    """
    body = _body(request)
    if isinstance(body, list):
        body = dict(_pairs(body))
    if isinstance(body, dict) and isinstance(body.get(wrapped_in), dict):
        body = body[wrapped_in]
    if not isinstance(body, dict) or not body:
        raise NotUnderstoodError("The body is no JSON object with values.")
    if _is_unfilled(body.get(_TICKET)):
        return Node({_TEST: None})
    return Node({name: _filled(value) for name, value in body.items() if not _is_unfilled(value)})


def _body(request: Request) -> Any:
    try:
        return request.json()
    except NotUnderstoodError:
        lines = [line.strip().removesuffix(",").rstrip() for line in request.body.decode(errors="replace").splitlines()]
        values = {found[1]: found[2] for found in map(_LINE.fullmatch, lines) if found}
        if not values:
            raise
        return values


def _pairs(items: list[Any]) -> Iterable[tuple[str, Any]]:
    for item in items:
        if isinstance(item, dict) and isinstance(item.get("key"), str):
            yield item["key"], item.get("value")


def _filled(value: Any) -> Any:
    return None if isinstance(value, str) and value.strip().casefold() in _NOTHING else value


def _is_unfilled(value: Any) -> bool:
    return isinstance(value, str) and value.strip().startswith(_UNFILLED)

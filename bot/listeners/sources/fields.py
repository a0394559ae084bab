"""What was filled into a form about a source: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from bot.listeners.submitting import FormError
from kpi.errors import UserError

T = TypeVar("T")


def typed(state: Mapping[str, Any], field: str) -> str:
    """A text, "" where nothing was typed."""
    return str(_entry(state, field).get("value") or "").strip()


def chosen(state: Mapping[str, Any], field: str) -> str:
    """The value of what was chosen, "" for nothing."""
    return str((_entry(state, field).get("selected_option") or {}).get("value") or "")


def ticked(state: Mapping[str, Any], field: str) -> Sequence[str]:
    """The values of what was ticked."""
    return [str(each.get("value")) for each in _entry(state, field).get("selected_options") or ()]


def in_field(field: str, again: str, work: Callable[[], T]) -> T:
    """What is wrong is said at this field; `again` is what to do where it cannot be."""
    try:
        return work()
    except UserError as error:
        raise FormError({field: f"{error.sentence} {error.hint}".strip()}, again) from error


def _entry(state: Mapping[str, Any], field: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = state.get("values", {}).get(field, {}).get("value", {})
    return found

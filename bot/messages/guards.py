"""A Jinja2 environment that escapes for Slack instead of HTML, and refuses what would slip past that.

Jinja2's autoescaping is made for HTML: its own filters, `~`, and the operators and methods of `Markup` turn
quotes into entities that Slack shows as they are. Each of them is refused, with a word about what to write
instead.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2 import StrictUndefined, TemplateAssertionError, TemplateRuntimeError, nodes, pass_eval_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from bot.messages.mrkdwn import mrkdwn

CASE_FILTERS = ("capitalize", "lower", "title", "upper")

_REFUSED = {
    "attr": "write value.name",
    "center": "Slack's letters have different widths",
    "forceescape": "everything is escaped already",
    "format": "write the words around {{ … }}, and numbers with a filter such as percent or count",
    "indent": "begin the lines in the template with what they need",
    "replace": "hand the template the right words",
    "safe": "text is mrkdwn only where a template wrote it",
    "striptags": "there are no tags",
    "truncate": "use shorten(n), which never cuts in silence or inside an entity",
    "urlize": "use link(url)",
    "wordwrap": "Slack wraps lines itself",
    "xmlattr": "there are no attributes",
}


class GuardedEnvironment(SandboxedEnvironment):
    """A sandbox for the sake of its hooks: operators and attributes pass through here during rendering."""

    intercepted_binops = frozenset({"+", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(
            autoescape=True,
            finalize=_finalize,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            **options,
        )
        # What templates read is asked for a hundred times in each message, and the answer lies in the type alone.
        self._is_safe: dict[tuple[type, str], bool] = {}
        # As `tojson` writes it by itself, without a new encoder for each block.
        self.policies |= {"json.dumps_function": json.JSONEncoder(sort_keys=True).encode, "json.dumps_kwargs": {}}
        self.filters = {
            **{name: kept for name, kept in self.filters.items() if name not in _REFUSED},
            **{name: _plain_only(name, self.filters[name]) for name in CASE_FILTERS},
            **{"mrkdwn": mrkdwn, "e": mrkdwn, "escape": mrkdwn, "join": join},
        }

    # Jinja2's docstring offers this method for overriding. An error raised here, between parsing and
    # compiling, names the template's line and comes when it is loaded, not with the first text that shows it.
    def _generate(
        self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False
    ) -> str:
        for node, why in _refused(source):
            raise TemplateAssertionError(why, node.lineno, name, filename)
        return super()._generate(source, name, filename, defer_init)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if isinstance(left, Markup) or isinstance(right, Markup):
            raise TemplateRuntimeError(f'"{operator}" would escape for HTML: write one part after another')
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        known = type(obj), attr
        if known not in self._is_safe:
            self._is_safe[known] = super().is_safe_attribute(obj, attr, value)
        return self._is_safe[known]

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, Markup):
            raise TemplateRuntimeError(f"mrkdwn has no {attribute}: change the text before it is escaped")
        return super().getattr(obj, attribute)


def join(values: Iterable[object], separator: object = "") -> Markup:
    """The values, each escaped, with the separator between them."""
    return Markup(str(mrkdwn(separator)).join(str(mrkdwn(value)) for value in values))  # nosec


def _refused(source: nodes.Template) -> Iterator[tuple[nodes.Node, str]]:
    for each in source.find_all(nodes.Filter):
        if each.name in _REFUSED:
            yield each, f"the filter {each.name} is not to be had: {_REFUSED[each.name]}"
    for tilde in source.find_all(nodes.Concat):
        yield tilde, '"~" would escape for HTML: write one part after another, or use join'
    for switch in source.find_all(nodes.EvalContextModifier):
        yield switch, "autoescape cannot be switched: every text is escaped for Slack"


# Told of the evaluation context only because Jinja2 then leaves constants alone while compiling; otherwise it
# HTML-escapes `{{ "it's" }}` before this is asked.
@pass_eval_context
def _finalize(_context: EvalContext, value: object) -> Markup:
    return mrkdwn(value)


def _plain_only(name: str, case_filter: Callable[[str], str]) -> Callable[[str], str]:
    """A filter that changes letters: `&amp;` in capitals is no entity any more."""

    def guarded(text: str) -> str:
        if isinstance(text, Markup):
            raise TemplateRuntimeError(f"{name} comes before escaping: it was given mrkdwn")
        return case_filter(text)

    return guarded

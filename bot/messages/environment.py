"""Renders a template to a message.

A template writes blocks one after another, with the macros of `blocks.j2`, which need no import and no
commas. Each macro prints a JSON object; the renderer reads them one by one. A team may put its own version
of any template into a folder.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, TemplateSyntaxError
from markupsafe import Markup

from bot import buttons
from bot.messages import import_words, intent_words, limits, modal_limits, mrkdwn, spans, table_words, text_forms
from bot.messages.compiled import compiled
from bot.messages.guards import GuardedEnvironment
from bot.messages.message import Message, MessageError
from kpi import words
from kpi.errors import ConfigurationError
from kpi.grammar.words import quoted
from kpi.wording import brief_words, segment_words, sentences

__all__ = ["Message", "MessageError", "Messages"]

MACROS = "blocks.j2"
_DECODER = json.JSONDecoder()


class Messages:
    """The templates of one bot. Those in `overrides` win over the package's own of the same name.

    ConfigurationError if that folder does not exist.
    """

    def __init__(self, overrides: Path | None = None) -> None:
        self._environment = GuardedEnvironment(loader=FileSystemLoader(_folders(overrides)), bytecode_cache=compiled())
        self._environment.filters |= FILTERS
        self._environment.tests["askable"] = buttons.may_be_offered
        blocks = vars(self._environment.get_template(MACROS).module)
        self._environment.globals |= WORDS
        self._environment.globals |= {name: blocks[name] for name in blocks if not name.startswith("_")}

    def render(self, template: str, **context: Any) -> Message:
        """The message that a template (such as "readout.j2") makes of `context`.

        MessageError if Slack would refuse or cut it, or if it lacks `fallback`; Jinja2's TemplateError if the
        template is wrong, or asks for something that the context lacks.
        """
        head, blocks = self._printed(template, "fallback", context)
        message = Message(head["text"], blocks)
        if problems := limits.problems(message):
            raise MessageError(template, problems)
        return message

    def modal(self, template: str, **context: Any) -> dict[str, Any]:
        """The modal that a template (such as "cost_modal.j2") makes of `context`, for views.open.

        The same errors as of `render`; it is `modal` that it may lack.
        """
        head, blocks = self._printed(template, "modal", context)
        view = {**head, "blocks": blocks}
        if problems := modal_limits.problems(view):
            raise MessageError(template, problems)
        return view

    def _printed(
        self, template: str, head: str, context: dict[str, Any]
    ) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """The one object of the type `head`, and all others."""
        try:
            printed = objects(self._environment.get_template(template).render(context))
        except json.JSONDecodeError as error:
            outside = mrkdwn.shorten(error.doc[error.pos :], 60)
            raise MessageError(template, [f"text outside of a block: {outside!r}"]) from error
        heads = [each for each in printed if each.get("type") == head]
        if len(heads) != 1:
            raise MessageError(template, [f"it needs one {head} and has {len(heads)}"])
        return heads[0], [each for each in printed if each.get("type") != head]

    def read_all(self) -> Iterator[tuple[str, Exception | None]]:
        """Read each message's template; with what is wrong with it, if anything is, by its name."""
        for name in self._environment.list_templates(filter_func=_is_of_messages):
            try:
                self._environment.get_template(name)
            except (TemplateSyntaxError, UnicodeDecodeError) as error:
                yield name, error
            else:
                yield name, None


def objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects that stand one after another in a text. JSONDecodeError if anything else does."""
    rest, found = str(text).strip(), []  # a plain text is cut much sooner than mrkdwn
    while rest:
        value, end = _DECODER.raw_decode(rest)
        if not isinstance(value, dict):
            raise json.JSONDecodeError("not a block", rest, 0)
        found.append(value)
        rest = rest[end:].lstrip()
    return found


def plain(value: object) -> str:
    """Text for where Slack formats nothing: mrkdwn as it is read, plain text without control characters."""
    return spans.plain(value) if isinstance(value, Markup) else mrkdwn.clean(str(value))


def spoken(value: object) -> str:
    """Text for notifications and screen readers: no marks, escaped only so far that it mentions nobody."""
    return mrkdwn.escape_entities(plain(value).strip())


WORDS = {
    "brief": brief_words,
    "imports": import_words,
    "intents": intent_words,
    "say": sentences,
    "segments": segment_words,
    "table": table_words,
}
"""The modules whose functions a template may call."""

FILTERS = {
    "address": mrkdwn.address,
    "asking": buttons.value,
    "amount": words.amount,
    "change": words.change,
    "count": words.count,
    "duration": words.duration,
    "figure": text_forms.figure,
    "fit": mrkdwn.fit,
    "instant": words.instant,
    "link": mrkdwn.link,
    "objects": objects,
    "percent": words.percent,
    "plain": plain,
    "points": words.points,
    "quoted": quoted,
    "sentence": words.sentence,
    "settle_code": mrkdwn.settle_code,
    "shorten": mrkdwn.shorten,
    "spoken": spoken,
}


def _is_of_messages(name: str) -> bool:
    """The local Slack's own page is of none, nor is what else lies in a team's folder."""
    return name.endswith(".j2") and not name.endswith(".html.j2")


def _folders(overrides: Path | None) -> list[str]:
    package = str(files("templates"))
    if overrides is None:
        return [package]
    if not overrides.is_dir():
        raise ConfigurationError(
            f"There is no folder {overrides} with templates.",
            "Set TEMPLATES_DIR to a folder that exists, or leave it out.",
        )
    return [str(overrides), package]

"""What would escape for HTML is refused."""

import re

import pytest
from jinja2 import TemplateAssertionError, TemplateRuntimeError, UndefinedError

from bot.messages.environment import FILTERS
from bot.messages.guards import GuardedEnvironment
from tests.bot.messages.conftest import Render
from tests.bot.messages.slack_client import HOSTILE, as_slack_shows


@pytest.mark.parametrize(
    "expression",
    [
        "text|attr('upper')",
        "text|center(80)",
        "text|forceescape",
        "'%s'|format(text)",
        "text|indent",
        "text|replace('a', 'b')",
        "text|safe",
        "text|striptags",
        "text|truncate(5)",
        "text|urlize",
        "text|wordwrap(5)",
        "{'a': text}|xmlattr",
        "text ~ text",
        "[text]|map('trim')|first|replace('a', 'b')",
    ],
)
@pytest.mark.parametrize("place", ["{{ section(%s) }}", "{% set x = %s %}", "{% if %s %}{% endif %}"])
def test_a_template_is_refused_when_it_is_loaded(render: Render, expression: str, place: str) -> None:
    with pytest.raises(TemplateAssertionError):
        render(place.replace("%s", expression), text=HOSTILE)


def test_the_refusal_names_the_line_and_what_to_write_instead(render: Render) -> None:
    with pytest.raises(TemplateAssertionError, match=re.escape("use shorten(n)")) as refusal:
        render("{{ fallback('A') }}\n\n{{ section(text|truncate(5)) }}", text=HOSTILE)
    assert refusal.value.lineno == 3


def test_a_filter_block_is_refused_too(render: Render) -> None:
    with pytest.raises(TemplateAssertionError, match="replace"):
        render("{% filter replace('a', 'b') %}{{ text }}{% endfilter %}", text=HOSTILE)


def test_switching_the_escaping_off_is_refused(render: Render) -> None:
    with pytest.raises(TemplateAssertionError, match="autoescape cannot be switched"):
        render("{% autoescape false %}{{ section(text) }}{% endautoescape %}", text=HOSTILE)


def test_a_refused_filter_is_not_found_by_name_either(render: Render) -> None:
    with pytest.raises(TemplateRuntimeError, match="No filter named 'forceescape'"):
        render("{{ section([text]|map('forceescape')|first) }}", text=HOSTILE)


@pytest.mark.parametrize(
    "expression",
    [
        "(text|escape) + text",
        "text + (text|escape)",
        "(text|escape) % text",
        "(text|escape).replace('a', text)",
        "(text|escape).join([text])",
        "(text|escape).format(text)",
        "(text|escape)|upper",
        "(text|escape)|title",
    ],
)
def test_changing_a_text_after_it_was_escaped_is_refused(render: Render, expression: str) -> None:
    with pytest.raises(TemplateRuntimeError):
        render("{{ section(%s) }}" % expression, text=HOSTILE)  # noqa: UP031


@pytest.mark.parametrize("change", ["shorten(5)", "link('https://desk.example')"])
def test_cutting_a_text_after_it_was_escaped_is_refused(render: Render, change: str) -> None:
    with pytest.raises(TypeError, match="before escaping"):
        render("{{ section(text|escape|%s) }}" % change, text=HOSTILE)  # noqa: UP031


def test_a_name_that_the_context_lacks_is_refused(render: Render) -> None:
    with pytest.raises(UndefinedError):
        render("{% call section() %}{{ missing }}{% endcall %}")


def test_sums_of_numbers_and_of_plain_texts_work(render: Render) -> None:
    message = render("{% call section() %}{{ 1 + 2 }} {{ 7 % 4 }} {{ text + '!' }}{% endcall %}", text=HOSTILE)
    assert as_slack_shows(message.blocks[0]["text"]["text"]) == f"3 3 {HOSTILE}!"


TAKING_MORE_THAN_A_TEXT = {
    *("address", "figure", "asking"),
    *("amount", "batch", "change", "count", "dictsort", "duration", "groupby", "instant", "items", "join"),
    *(
        "length",
        "link",
        "map",
        "objects",
        "percent",
        "points",
        "reject",
        "rejectattr",
        "select",
        "selectattr",
    ),
    *("shorten", "slice", "sum", "float", "int", "abs", "round", "filesizeformat", "wordcount", "tojson"),
    *("first", "fit", "last", "random", "min", "max", "sort", "unique", "list", "reverse"),
}


@pytest.mark.parametrize("name", sorted({*GuardedEnvironment().filters, *FILTERS} - TAKING_MORE_THAN_A_TEXT))
def test_every_filter_of_a_text_leaves_quotes_alone(render: Render, name: str) -> None:
    mrkdwn = render("{{ section(text|%s) }}" % name, text='it\'s "5"').blocks[0]["text"]["text"]  # noqa: UP031
    assert "&" not in as_slack_shows(mrkdwn)

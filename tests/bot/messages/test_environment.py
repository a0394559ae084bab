"""Templates become messages."""

from pathlib import Path

import pytest
from jinja2 import TemplateNotFound

from bot.messages.environment import Message, MessageError, Messages
from kpi.errors import ConfigurationError
from tests.bot.messages.conftest import Render

EVERY_BLOCK = """
{{ fallback("CSAT last week: 84.3 %") }}
{{ header("CSAT") }}
{% call section(accessory=button("Why?", "why", "csat last week")) %}
*84.3 %*, up {{ 4.2|points }} points
{% endcall %}
{{ fields(["Asked", "Answered"]) }}
{{ divider() }}
{% call context() %}Europe/Zurich{% endcall %}
{% call actions() %}
{{ button("By channel", "by_channel") }}
{{ button("Share", "share", value="csat", style="primary") }}
{% endcall %}
"""


def test_every_macro_makes_its_block(render: Render) -> None:
    message = render(EVERY_BLOCK)
    assert message.text == "CSAT last week: 84.3 %"
    assert message.blocks == [
        {"type": "header", "text": plain("CSAT")},
        {
            "type": "section",
            "text": mrkdwn("*84.3 %*, up 4.2 points"),
            "accessory": {
                "type": "button",
                "text": plain("Why?"),
                "action_id": "why",
                "value": "csat last week",
            },
        },
        {"type": "section", "fields": [mrkdwn("Asked"), mrkdwn("Answered")]},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("Europe/Zurich")]},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": plain("By channel"), "action_id": "by_channel"},
                {
                    "type": "button",
                    "text": plain("Share"),
                    "action_id": "share",
                    "value": "csat",
                    "style": "primary",
                },
            ],
        },
    ]


def test_a_template_without_fallback_is_refused(render: Render) -> None:
    with pytest.raises(MessageError, match="needs one fallback and has 0"):
        render("{# no fallback #}{{ divider() }}")


def test_a_template_with_two_fallbacks_is_refused(render: Render) -> None:
    with pytest.raises(MessageError, match="needs one fallback and has 2"):
        render("{{ fallback('a') }}{{ fallback('b') }}{{ divider() }}")


@pytest.mark.parametrize("stray", ["CSAT: {{ divider() }}", "{{ divider() }} 5", "{{ text }}"])
def test_text_outside_of_a_block_is_refused(render: Render, stray: str) -> None:
    with pytest.raises(MessageError, match="text outside of a block"):
        render(stray, text="Hello")


def test_the_refusal_names_the_template(tmp_path: Path) -> None:
    (tmp_path / "readout.j2").write_text("{{ divider() }}")
    with pytest.raises(MessageError, match=r"readout\.j2") as refusal:
        Messages(tmp_path).render("readout.j2")
    assert refusal.value.template == "readout.j2"


def test_a_message_over_a_limit_is_refused_with_all_its_problems(render: Render) -> None:
    with pytest.raises(MessageError) as refusal:
        render("{{ header(text) }}{{ section(text) }}", text="x" * 3_001)
    assert refusal.value.problems == [
        "block 1 (header): the text has 3,001 characters of at most 150",
        "block 2 (section): the text has 3,001 characters of at most 3,000",
    ]


def test_a_teams_own_template_wins_over_the_packages(tmp_path: Path) -> None:
    (tmp_path / "blocks.j2").write_text(
        "{% macro fallback(text) %}{{ {'type': 'fallback', 'text': text}|tojson }}{% endmacro %}"
        "{% macro divider() %}{{ {'type': 'divider', 'block_id': 'ours'}|tojson }}{% endmacro %}"
    )
    (tmp_path / "a.j2").write_text("{{ fallback('A') }}{{ divider() }}")
    assert Messages(tmp_path).render("a.j2") == Message("A", [{"type": "divider", "block_id": "ours"}])


def test_a_teams_template_can_include_another(tmp_path: Path) -> None:
    (tmp_path / "a.j2").write_text("{{ fallback('A') }}{% include 'part.j2' %}")
    (tmp_path / "part.j2").write_text("{{ section(text) }}")
    assert Messages(tmp_path).render("a.j2", text="it's").blocks == [{"type": "section", "text": mrkdwn("it's")}]


def test_a_folder_of_templates_that_does_not_exist_is_the_operators_mistake(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="TEMPLATES_DIR"):
        Messages(tmp_path / "missing")


def test_a_template_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(TemplateNotFound):
        Messages().render("missing.j2")


def plain(text: str) -> dict[str, object]:
    return {"type": "plain_text", "emoji": False, "text": text}


def mrkdwn(text: str) -> dict[str, object]:
    return {"type": "mrkdwn", "verbatim": True, "text": text}

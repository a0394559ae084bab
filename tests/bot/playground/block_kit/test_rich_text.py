import pytest

from bot.playground.block_kit import message_problems
from tests.bot.playground.block_kit.samples import Json, formatted

LEAVES = [
    {"type": "text", "text": " ", "style": {"bold": True, "code": True}},
    {"type": "link", "url": "https://example.com", "text": "here"},
    {"type": "user", "user_id": "U1"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "usergroup", "usergroup_id": "S1"},
    {"type": "emoji", "name": "wave", "unicode": "1f44b"},
    {"type": "broadcast", "range": "here"},
    {"type": "date", "timestamp": 1_780_000_000, "format": "{date}", "fallback": "28 May"},
    {"type": "color", "value": "#ff0000"},
]


def parts(*given: Json) -> Json:
    return {"type": "rich_text", "elements": list(given)}


LINE = {"type": "rich_text_section", "elements": LEAVES}


def test_every_part_is_taken() -> None:
    list_ = {"type": "rich_text_list", "style": "ordered", "elements": [LINE], "indent": 8, "offset": 2, "border": 1}
    quote = {"type": "rich_text_quote", "elements": LEAVES}
    code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a = 1"}], "language": "python"}
    assert message_problems([parts(LINE, list_, quote, code), parts()]) == []


@pytest.mark.parametrize(
    ("block", "problem", "at"),
    [
        (formatted({"type": "text", "text": ""}), "must be more than 0 characters", "/elements/0/elements/0/text"),
        (
            formatted({"type": "text", "text": "a", "style": {"loud": True}}),
            "invalid additional property: loud",
            "/elements/0/elements/0/style",
        ),
        (
            formatted({"type": "broadcast", "range": "all"}),
            "must be a valid enum value",
            "/elements/0/elements/0/range",
        ),
        (formatted({"type": "plain_text", "text": "a"}), "unsupported type: plain_text", "/elements/0/elements/0/type"),
        (
            parts({"type": "rich_text_list", "style": "bullet", "elements": []}),
            "must provide at least 1 items",
            "/elements/0/elements",
        ),
        (
            parts({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "rich_text_list"}]}),
            "unsupported type: rich_text_list",
            "/elements/0/elements/0/type",
        ),
        ({"type": "rich_text"}, "missing required field: elements", ""),
    ],
)
def test_what_rich_text_may_not_have(block: Json, problem: str, at: str) -> None:
    assert message_problems([block]) == [f"{problem} [json-pointer:/blocks/0{at}]"]

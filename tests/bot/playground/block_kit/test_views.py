import pytest

from bot.playground.block_kit import view_problems
from tests.bot.playground.block_kit.samples import Json, home, input_block, modal, plain, section

ALL_MATCH = "failed to match all allowed schemas [json-pointer:/view]"
FIELD = input_block({"type": "plain_text_input"})


def test_views_at_their_limits_are_taken() -> None:
    largest = modal(
        *[section("a")] * 99,
        FIELD,
        title=plain("t" * 24),
        submit=plain("s" * 24),
        close=plain("c" * 24),
        private_metadata="m" * 3000,
        callback_id="c" * 255,
        external_id="e" * 255,
        clear_on_close=True,
        notify_on_close=True,
    )
    assert view_problems(largest) == []
    assert view_problems(home(*[section("a")] * 100, private_metadata="m" * 3000, callback_id="c")) == []
    assert view_problems(home()) == []


@pytest.mark.parametrize(
    ("view", "problem", "at"),
    [
        (modal(title=plain("t" * 25)), "must be less than 25 characters", "/title/text"),
        (modal(submit=plain("s" * 25)), "must be less than 25 characters", "/submit/text"),
        (modal(close=plain("c" * 25)), "must be less than 25 characters", "/close/text"),
        (modal(private_metadata="m" * 3001), "must be less than 3001 characters", "/private_metadata"),
        (modal(callback_id="c" * 256), "must be less than 256 characters", "/callback_id"),
        (modal(*[section("a")] * 101), "no more than 100 items allowed", "/blocks"),
        (modal(submit_disabled=True), "invalid additional property: submit_disabled", ""),
        (modal(notify_on_close="yes"), "must be a boolean", "/notify_on_close"),
        (modal(section("a", accessory={"type": "slider"})), "unsupported type: slider", "/blocks/0/accessory/type"),
        ({"type": "modal", "title": plain("t")}, "missing required field: blocks", ""),
        ({"type": "modal", "blocks": []}, "missing required field: title", ""),
        (home(title=plain("t")), "invalid additional property: title", ""),
        ({"type": "dialog"}, "unsupported type: dialog", "/type"),
        ({"blocks": []}, "missing required field: type", ""),
        ([], "must provide an object", ""),
    ],
)
def test_what_a_view_may_not_have(view: Json, problem: str, at: str) -> None:
    assert view_problems(view) == [ALL_MATCH, f"{problem} [json-pointer:/view{at}]"]


def test_a_modal_with_an_input_needs_its_submit() -> None:
    view = modal(section("a"), FIELD)
    del view["submit"]
    assert view_problems(view) == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/1/input]"
    ]
    assert view_problems(home(FIELD)) == []


def test_two_blocks_of_a_view_cannot_share_an_id() -> None:
    assert view_problems(modal(section("a", block_id="x"), section("b", block_id="x"))) == [
        '`block_id` "x" already exists [json-pointer:/view/blocks/1/block_id]'
    ]

from bot.playground.block_kit import texts
from tests.bot.playground.block_kit.samples import (
    actions,
    button,
    data_table,
    figure,
    formatted,
    line,
    mrkdwn,
    option,
    pie,
    section,
    segment,
    select,
    words,
)


def test_the_words_of_blocks_are_read_in_order() -> None:
    blocks = [
        section("one", accessory=button("two", action_id="a", value="hidden", url="https://hidden")),
        {"type": "context", "elements": [mrkdwn("three")], "block_id": "hidden"},
        {"type": "image", "image_url": "https://hidden", "alt_text": "four"},
        {"type": "markdown", "text": "five"},
        actions(select(options=[option("hidden", "six")])),
    ]
    assert list(texts(blocks)) == ["one", "two", "three", "four", "five", "six"]


def test_the_words_of_tables_are_their_caption_and_cells() -> None:
    link = formatted({"type": "link", "url": "https://hidden", "text": "#1"}, {"type": "emoji", "name": "hidden"})
    table = data_table([words("email"), figure(0.818, "81.8 %"), link])
    assert list(texts([table])) == ["CSAT by channel", "column 0", "column 1", "column 2", "email", "81.8 %", "#1"]


def test_the_words_of_charts_are_said_once() -> None:
    assert list(texts([line(["W46", "W47"], "csat", x_label="Week")])) == ["CSAT", "csat", "W46", "W47", "Week"]
    assert list(texts([pie(segment("email"))])) == ["Tickets", "email"]

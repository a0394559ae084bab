"""Blocks of every type as the page shows them, and what people can do with them."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.bot.playground.page import samples
from tests.bot.playground.page.conftest import Open, Post
from tests.bot.playground.page.sample_app import SampleApp
from tests.bot.playground.page.samples import ESCAPED, HOSTILE, actions, button, mrkdwn, option, plain, section
from tests.bot.playground.page.steps import choose, messages
from tests.support.local_slack import call

MRKDWN = (
    "*bold* _italic_ ~struck~ `a_b_c` <https://example.com/?a=1&amp;b=2|a link> :tada:\n"
    "&gt; quoted &amp;lt;\n"
    "• <@U0MIA00001> in <#C0FOUNDERS>\n"
    "1. first\n"
    "```\nmon  1 &lt; 2\n```\n"
    "snake_case_name 2*3*4 <javascript:alert(1)|click>"
)


def cells(table: Locator, column: int) -> list[str]:
    return table.locator(f"tbody tr > :nth-child({column})").all_inner_texts()


def test_mrkdwn_is_rendered(post: Post, page: Page) -> None:
    post(text=MRKDWN)
    text = messages(page).first.locator(".text")
    expect(text.locator("strong")).to_have_text("bold")
    expect(text.locator("em")).to_have_text("italic")
    expect(text.locator("s")).to_have_text("struck")
    expect(text.locator(".line > code")).to_have_text("a_b_c")
    expect(text.get_by_role("link")).to_have_attribute("href", "https://example.com/?a=1&b=2")
    expect(text.get_by_role("link")).to_have_count(1)
    expect(text.locator("blockquote")).to_have_text("quoted &lt;")
    expect(text.locator(".mention")).to_have_text(["@Mia Lindqvist", "#founders"])
    expect(text.locator(".listed")).to_have_count(2)
    expect(text.locator("pre")).to_have_text("mon  1 < 2")
    expect(text.locator(".line").first).to_contain_text(":tada:")
    expect(text.locator(".line").last).to_have_text("snake_case_name 2*3*4 <javascript:alert(1)|click>")


def test_every_block_is_shown(post: Post, page: Page) -> None:
    post(
        {"type": "header", "text": plain("CSAT: 82 %")},
        section("one", fields=[mrkdwn("*a*\n1"), mrkdwn("*b*\n2")]),
        section("two", accessory={"type": "image", "image_url": samples.PICTURE, "alt_text": "The team"}),
        {"type": "image", "image_url": samples.PICTURE, "alt_text": "A picture", "title": plain("Its title")},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("*small*"), plain("print")]},
        samples.rich_text(),
        samples.table(),
    )
    post({"type": "markdown", "text": "**b**"})
    message = messages(page).first
    expect(message.get_by_role("heading")).to_have_text("CSAT: 82 %")
    one, two = (message.locator(".fields .text").nth(number).bounding_box() for number in (0, 1))
    assert one
    assert two
    assert (one["y"], one["x"] < two["x"]) == (two["y"], True)
    expect(message.get_by_role("img", name="The team")).to_be_visible()
    expect(message.locator("figure")).to_contain_text("Its title")
    expect(message.get_by_role("separator")).to_be_visible()
    expect(message.locator(".context")).to_have_text("smallprint")
    rich = message.locator(".rich-text")
    expect(rich.locator("strong")).to_have_text("Bold")
    expect(rich.get_by_role("link")).to_have_attribute("href", "https://example.com/")
    expect(rich.locator(".mention")).to_have_text(["@Mia Lindqvist", "#founders"])
    expect(rich.locator("ol li")).to_have_text(["first", "second"])
    expect(rich.locator("pre")).to_have_text("a  <b>  c")
    expect(message.get_by_role("table").get_by_role("row")).to_contain_text(["Team", "1,204", "310"])
    unknown = messages(page).nth(1).locator(".unknown")
    expect(unknown.locator("summary")).to_have_text("block type markdown")
    unknown.locator("summary").click()
    expect(unknown.locator("pre")).to_contain_text('"text": "**b**"')


def test_hostile_text_is_shown_as_text(client: WebClient, post: Post, page: Page) -> None:
    options = [option(HOSTILE, "1", description=plain(HOSTILE)), option("2", "2")]
    post(
        {"type": "header", "text": plain(HOSTILE)},
        section(ESCAPED, fields=[mrkdwn(ESCAPED)]),
        {"type": "context", "elements": [plain(ESCAPED)]},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": HOSTILE}]}],
        },
        samples.data_table((HOSTILE, 1), caption=HOSTILE),
        samples.lines("line", HOSTILE[:20], title=HOSTILE[:50]),
        actions(button(HOSTILE, "hostile"), samples.select(options=options, placeholder=plain(HOSTILE))),
        section("boxes", accessory={"type": "checkboxes", "action_id": "which", "options": options}),
    )
    message = messages(page).first
    for part in (".header", ".section .text >> nth=0", ".fields .text", ".context", ".rich-text", "caption >> nth=0"):
        expect(message.locator(part)).to_have_text(HOSTILE)
    expect(message.locator(".table tbody th")).to_have_text(HOSTILE)
    expect(message.locator("figcaption strong")).to_have_text(HOSTILE[:50])
    expect(message.locator("button.press").first).to_have_text(HOSTILE)
    expect(message.locator(".choice").first).to_contain_text(HOSTILE)
    message.locator(".select").click()
    expect(page.locator(".select-list .option").first).to_contain_text(HOSTILE)
    page.keyboard.press("Escape")
    assert message.locator("img:not(.chart-image)").count() == 0
    client.chat_postMessage(channel="#support", text="<img src=x onerror=alert(1)> <script>alert(2)</script>")
    expect(messages(page).nth(1).locator(".text")).to_have_text(
        "<img src=x onerror=alert(1)> <script>alert(2)</script>"
    )


def test_a_table_sorts_and_pages_by_keyboard(post: Post, page: Page) -> None:
    scores = {"Email": 78.2, "Chat": 91.0, "Phone": 9.5, "Web": None, "Social": 66.7, "Partner": 88.1, "Fax": 70.0}
    post(samples.data_table(*scores.items()))
    table = page.get_by_role("table", name="CSAT by channel")
    assert cells(table, 1) == ["Email", "Chat", "Phone", "Web", "Social"]
    expect(table.get_by_role("rowheader")).to_have_count(5)
    csat = table.get_by_role("columnheader", name="CSAT")
    assert csat.evaluate("(each) => getComputedStyle(each).textAlign") == "right"
    page.get_by_role("button", name="CSAT").focus()
    page.keyboard.press("Enter")
    expect(csat).to_have_attribute("aria-sort", "ascending")
    assert cells(table, 2) == ["9.5", "66.7", "70.0", "78.2", "88.1"]
    following = page.get_by_role("button", name="Next rows")
    following.focus()
    page.keyboard.press("Enter")
    assert cells(table, 2) == ["91.0", "no data"]
    expect(page.locator(".pager")).to_contain_text("6–7 of 7")
    expect(page.get_by_role("button", name="Previous rows")).to_be_focused()
    page.get_by_role("button", name="CSAT").focus()
    page.keyboard.press("Enter")
    expect(csat).to_have_attribute("aria-sort", "descending")
    assert cells(table, 2)[0] == "91.0"
    page.get_by_role("button", name="Channel", exact=True).click()
    assert cells(table, 1) == ["Chat", "Email", "Fax", "Partner", "Phone"]
    expect(csat).to_have_attribute("aria-sort", "none")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_charts_are_drawn_and_their_figures_stand_beside_them(post: Post, open_page: Open, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    post(samples.lines("bar", "Email", "Chat"), samples.pie(("Email", 3), ("Chat", 1)))
    post(samples.lines("line"), samples.lines("area"))
    charts = page.locator(".chart-image")
    expect(charts).to_have_count(4)
    for number in range(4):
        expect(charts.nth(number)).to_have_js_property("complete", True)
        assert charts.nth(number).evaluate("(each) => each.naturalWidth") > 0
        assert f"theme={scheme}" in charts.nth(number).evaluate("(each) => each.currentSrc")
    expect(charts.first).to_have_attribute(
        "alt", re.compile("^Bar chart: CSAT by week, %. The figures are in the table")
    )
    figures = page.get_by_role("table", name="CSAT by week, %").first
    assert figures.locator("tbody tr").first.inner_text().split() == ["W35", "76", "79"]
    page.get_by_role("button", name="Show figures").first.click()
    expect(figures).to_be_visible()
    pie = page.get_by_role("table", name="Conversations by channel")
    assert cells(pie, 1) == ["Email", "Chat"]
    with page.expect_response(lambda response: f"theme={scheme}&width=360" in response.url) as narrow:
        page.set_viewport_size({"width": 390, "height": 844})
    assert narrow.value.ok


def test_each_choice_reaches_the_bot(sample: SampleApp, post: Post, page: Page) -> None:
    options = [option("One", "1"), option("Two", "2")]
    post(
        section("day", accessory={"type": "datepicker", "action_id": "day", "initial_date": "2026-11-02"}),
        section("which", accessory={"type": "checkboxes", "action_id": "which", "options": options}),
        section("people", accessory={"type": "multi_users_select", "action_id": "who"}),
        actions(
            samples.select(),
            samples.overflow(),
            {"type": "timepicker", "action_id": "time"},
            {"type": "conversations_select", "action_id": "where"},
            {"type": "channels_select", "action_id": "public"},
            {"type": "radio_buttons", "action_id": "what", "options": options},
        ),
    )
    choose(page, page.get_by_role("button", name="Another period"), "Last month")
    expect(page.get_by_role("button", name="Last month")).to_be_visible()
    page.get_by_role("button", name="More actions").and_(page.locator(".overflow")).click()
    page.get_by_role("menuitem", name="Tickets").click()
    page.get_by_label("Time", exact=True).fill("09:30")
    page.keyboard.press("Enter")
    page.get_by_label("Date", exact=True).fill("2026-11-22")
    page.keyboard.press("Enter")
    choose(page, page.get_by_role("button", name="Choose a conversation"), "# leadership")
    choose(page, page.get_by_role("button", name="Choose a channel"), "# random")
    choose(page, page.get_by_role("button", name="Choose a person"), "Ben Castillo", "kpibot")
    page.get_by_label("Two").first.check()
    page.get_by_label("One", exact=True).last.check()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    chosen = {action["action_id"]: action for action in sample.chosen}
    assert chosen["period"]["selected_option"]["value"] == "last month"
    assert chosen["more"]["selected_option"]["value"] == "t"
    assert (chosen["day"]["selected_date"], chosen["time"]["selected_time"]) == ("2026-11-22", "09:30")
    assert (chosen["where"]["selected_conversation"], chosen["public"]["selected_channel"]) == (
        "C0LEADERS1",
        "C0RANDOM01",
    )
    assert chosen["who"]["selected_users"] == ["U0BEN00001", "U0KPIBOT01"]
    assert [each["value"] for each in chosen["which"]["selected_options"]] == ["2"]
    assert chosen["what"]["selected_option"]["value"] == "1"


def test_a_button_asks_first_keeps_the_focus_and_says_when_nobody_answers(
    slack: LocalSlack, client: WebClient, post: Post, page: Page
) -> None:
    confirm = {"title": plain("Sure?"), "text": plain("It is *final*"), "confirm": plain("Do it"), "deny": plain("No")}
    ts = post(section("before"), actions(button("Again", "count", confirm=confirm)))
    again = page.get_by_role("button", name="Again")
    again.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Sure?")
    expect(dialog).to_contain_text("It is *final*")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(again).to_be_focused()
    page.keyboard.press("Enter")
    dialog.get_by_role("button", name="Do it").click()
    expect(page.locator(".failed")).to_have_text("kpibot did not answer this button (dispatch_failed).")
    assert call(slack, "traffic?since=0")["traffic"][-1]["kind"] == "interactive"
    again.focus()
    client.chat_update(
        channel="C0SUPPORT1",
        ts=ts,
        text="a",
        blocks=[section("after"), actions(button("Again", "count"), block_id="x")],
    )
    expect(page.locator(".section")).to_have_text("after")
    expect(page.locator(".failed")).to_have_count(0)

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Connect, Json, actions, button, section
from tests.support.local_slack import Person

HOSTILE = '<!channel> <img src=x onerror=alert(1)> "50% off" it\'s'
ESCAPED = HOSTILE.replace("<", "&lt;").replace(">", "&gt;")
MRKDWN = (
    "*bold* _italic_ ~struck~ `a_b_c` <https://example.com/?a=1&amp;b=2|a link>\n"
    "&gt; quoted &amp;lt;\n"
    "• <@U0MIA00001> in <#C0FOUNDERS>\n"
    "```\nmon  1 &lt; 2\n```\n"
    "snake_case_name 2*3*4 <javascript:alert(1)|click>"
)


@pytest.fixture
def page(browser: Browser, slack: LocalSlack) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    page = context.new_page()
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    page.goto(slack.url)
    expect(page.locator("#channel-name")).to_have_text("# support")
    yield page
    context.close()


def type_and_enter(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def messages(page: Page) -> Locator:
    return page.locator("#messages article")


def test_a_newcomer_is_told_what_to_type_and_can_begin_at_once(connect: Connect, page: Page) -> None:
    connect(kpi=lambda ack, command: ack(f"You asked for {command['text']}"))
    expect(page.locator("#welcome")).to_contain_text("Type /kpi csat and press Enter.")
    page.get_by_role("button", name="/kpi csat", exact=True).click()
    expect(messages(page)).to_contain_text(["You asked for csat"])
    expect(page.locator("#welcome")).to_be_hidden()
    expect(page.locator("#composer")).to_be_focused()


def test_a_private_answer_says_who_sees_it_and_who_wrote_it(connect: Connect, page: Page) -> None:
    connect(kpi=lambda ack: ack("87 %"))
    type_and_enter(page, "/kpi csat")
    answer = messages(page).first
    expect(answer.locator(".only-you")).to_have_text("Only visible to you")
    expect(answer.locator(".byline")).to_contain_text("kpibotAPP")
    page.reload()
    expect(page.locator("#welcome")).to_be_visible()
    assert messages(page).count() == 0


def test_hostile_text_is_shown_as_text(client: WebClient, page: Page) -> None:
    client.chat_postMessage(
        channel="#support",
        text="hostile",
        blocks=[
            {"type": "header", "text": {"type": "plain_text", "text": HOSTILE}},
            section(ESCAPED),
            {"type": "context", "elements": [{"type": "plain_text", "text": ESCAPED}]},
            actions(button(HOSTILE, "hostile")),
        ],
    )
    message = messages(page).first
    for part in (".header", ".section", ".context", ".press"):
        expect(message.locator(part)).to_have_text(HOSTILE)
    type_and_enter(page, HOSTILE)
    expect(messages(page).nth(1).locator(".text")).to_have_text(HOSTILE)
    assert page.locator("article img").count() == 0


def test_text_without_escapes_is_still_only_text(client: WebClient, page: Page) -> None:
    client.chat_postMessage(channel="#support", text="<img src=x onerror=alert(1)> <script>alert(2)</script>")
    expect(messages(page).first.locator(".text")).to_have_text("<img src=x onerror=alert(1)> <script>alert(2)</script>")


def test_mrkdwn_is_rendered(client: WebClient, page: Page) -> None:
    client.chat_postMessage(channel="#support", text=MRKDWN)
    text = messages(page).first.locator(".text")
    expect(text.locator("strong")).to_have_text("bold")
    expect(text.locator("em")).to_have_text("italic")
    expect(text.locator("s")).to_have_text("struck")
    expect(text.locator(".line > code")).to_have_text("a_b_c")
    expect(text.get_by_role("link")).to_have_attribute("href", "https://example.com/?a=1&b=2")
    expect(text.get_by_role("link")).to_have_count(1)
    expect(text.locator("blockquote")).to_have_text("quoted &lt;")
    expect(text.locator(".mention")).to_have_text(["@Mia Lindqvist", "#founders"])
    expect(text.locator(".bullet")).to_have_count(1)
    expect(text.locator("pre")).to_have_text("mon  1 < 2")
    expect(text.locator(".line").last).to_have_text("snake_case_name 2*3*4 <javascript:alert(1)|click>")


def test_fields_stand_in_two_columns_beside_an_accessory(client: WebClient, page: Page) -> None:
    fields = [{"type": "mrkdwn", "text": f"*{name}*\n1"} for name in ("one", "two")]
    client.chat_postMessage(channel="#support", text="a", blocks=[section("s", fields=fields)])
    one, two = (messages(page).first.locator(".fields .text").nth(number).bounding_box() for number in (0, 1))
    assert one
    assert two
    assert one["y"] == two["y"]
    assert one["x"] < two["x"]


def test_a_button_works_with_the_keyboard_and_keeps_the_focus(connect: Connect, client: WebClient, page: Page) -> None:
    def count(ack: Ack, body: Json, respond: Respond) -> None:
        ack()
        pressed = int(body["actions"][0]["value"]) + 1
        blocks = [section(f"pressed {pressed}"), actions(button("Again", "count", value=str(pressed)))]
        respond(text="a", blocks=blocks, replace_original=True)

    connect(count=count)
    client.chat_postMessage(channel="#support", text="a", blocks=[actions(button("Again", "count", value="0"))])
    page.get_by_role("button", name="Again").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".section")).to_have_text("pressed 1")
    expect(page.get_by_role("button", name="Again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".section")).to_have_text("pressed 2")


def test_a_button_that_nobody_answers_says_so(client: WebClient, page: Page) -> None:
    client.chat_postMessage(channel="#support", text="a", blocks=[actions(button("Share", "share"))])
    page.get_by_role("button", name="Share").click()
    expect(page.locator(".failed")).to_contain_text("kpibot did not answer this button (dispatch_failed).")


def test_typing_a_slash_suggests_the_command(page: Page) -> None:
    expect(page.locator("#composer")).to_be_focused()
    page.keyboard.type("/k")
    expect(page.locator("#hint")).to_contain_text("/kpi [kpi] [period]")
    page.keyboard.press("Tab")
    expect(page.locator("#composer")).to_have_value("/kpi ")
    page.keyboard.press("Escape")
    expect(page.locator("#hint")).to_be_hidden()


def test_shift_enter_starts_a_line_and_arrow_up_brings_back_what_was_sent(page: Page) -> None:
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    type_and_enter(page, "two")
    expect(messages(page).first.locator(".line")).to_have_text(["one", "two"])
    page.keyboard.press("ArrowUp")
    expect(page.locator("#composer")).to_have_value("one\ntwo")


def test_a_thread_opens_beside_the_channel(client: WebClient, page: Page) -> None:
    root = client.chat_postMessage(channel="#support", text="the review")
    client.chat_postMessage(channel="#support", text="a detail", thread_ts=root["ts"])
    page.get_by_role("button", name="1 reply").click()
    expect(page.locator("#thread-messages article")).to_contain_text(["the review", "a detail"])
    type_and_enter(page, "thanks")
    expect(page.locator("#thread-messages article")).to_have_count(3)
    expect(page.get_by_role("button", name="2 replies")).to_be_visible()
    expect(messages(page)).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()
    expect(page.locator("#composer")).to_be_focused()


def test_acting_as_somebody_else_shows_what_they_see(client: WebClient, ada: Person, page: Page) -> None:
    client.chat_postEphemeral(channel="#support", user=ada.id, text="for Ada alone")
    client.chat_postMessage(channel="#support", text="for all")
    expect(messages(page)).to_have_count(2)
    page.get_by_label("Act as").select_option(label="Ben Castillo (Support agent)")
    expect(messages(page)).to_contain_text(["for all"])
    expect(messages(page)).to_have_count(1)
    type_and_enter(page, "hello")
    expect(messages(page).nth(1).locator(".byline")).to_contain_text("Ben Castillo")


def test_news_in_another_channel_is_marked_until_it_is_read(client: WebClient, page: Page) -> None:
    client.chat_postMessage(channel="#founders", text="the numbers")
    founders = page.get_by_role("button", name="# founders")
    expect(founders).to_contain_text("new")
    founders.click()
    expect(messages(page)).to_contain_text(["the numbers"])
    expect(founders).not_to_contain_text("new")


def test_clearing_all_messages_leads_back_to_the_beginning(client: WebClient, page: Page) -> None:
    client.chat_postMessage(channel="#support", text="old")
    expect(messages(page)).to_have_count(1)
    page.get_by_role("button", name="Clear all messages").click()
    expect(page.locator("#welcome")).to_be_visible()


def test_on_a_phone_the_channels_are_behind_a_button_and_nothing_is_cut(client: WebClient, page: Page) -> None:
    client.chat_postMessage(channel="#support", text="CSAT", blocks=[section("word " * 100), section("x" * 300)])
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#sidebar")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Channels").click()
    page.get_by_role("button", name="# founders").click()
    expect(page.locator("#channel-name")).to_have_text("# founders")
    expect(page.locator("#sidebar")).to_be_hidden()


def test_a_page_whose_server_stops_says_so(slack: LocalSlack, page: Page) -> None:
    slack.stop()
    expect(page.get_by_role("alert")).to_contain_text("Local Slack has stopped.")


def test_messages_are_read_out_politely(page: Page) -> None:
    log = page.locator("#messages")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_have_attribute("role", "log")

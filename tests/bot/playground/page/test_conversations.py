"""Channels, direct messages, threads, and what people write there."""

import pytest
from playwright.sync_api import Page, expect
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from tests.bot.playground.page.conftest import Open, Post
from tests.bot.playground.page.samples import HOSTILE, section
from tests.bot.playground.page.steps import go_to, messages, more_actions, type_and_enter
from tests.support.local_slack import Person, call


@pytest.mark.usefixtures("sample")
def test_a_newcomer_is_told_what_to_type_and_can_begin_at_once(page: Page) -> None:
    expect(page.locator("#welcome")).to_contain_text("Type /kpi csat and press Enter.")
    page.get_by_role("button", name="/kpi csat", exact=True).click()
    expect(messages(page)).to_contain_text(["You asked for csat"])
    expect(page.locator("#welcome")).to_be_hidden()
    expect(page.get_by_label("Message #support")).to_be_focused()


@pytest.mark.usefixtures("sample")
def test_a_private_answer_says_who_sees_it_and_is_gone_after_a_reload(page: Page) -> None:
    type_and_enter(page, "/kpi csat")
    answer = messages(page).first
    expect(answer.locator(".only-you")).to_have_text("Only visible to you")
    expect(answer.locator(".byline")).to_contain_text("kpibotAPP")
    expect(answer.get_by_role("button", name="Reply in thread")).to_have_count(0)
    page.reload()
    expect(page.locator("#welcome")).to_be_visible()
    assert messages(page).count() == 0
    type_and_enter(page, "/kpi csat")
    messages(page).first.get_by_role("button", name="Dismiss").click()
    expect(messages(page)).to_have_count(0)


def test_a_bot_that_is_invited_has_joined_once(page: Page) -> None:
    go_to(page, "random")
    type_and_enter(page, "/invite @kpibot")
    expect(page.locator("#details")).to_have_text("kpibot is here")
    type_and_enter(page, "Hello")
    expect(messages(page)).to_contain_text(["has joined the channel", "Hello"])


def test_typing_suggests_commands_people_and_channels(page: Page) -> None:
    box = page.get_by_label("Message #support")
    expect(box).to_be_focused()
    page.keyboard.type("/k")
    expect(page.locator(".suggestion")).to_contain_text("/kpi KPI [period] [vs period] [by channel]")
    page.keyboard.press("Tab")
    expect(box).to_have_value("/kpi ")
    expect(page.locator(".suggestion")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".suggestion")).to_be_hidden()
    box.fill("")
    page.keyboard.type("ask @")
    expect(page.locator(".suggestion strong")).to_have_text(["@kpibot", "@ada", "@ben", "@mia"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.type("in #fou")
    page.keyboard.press("Enter")
    expect(box).to_have_value("ask @ben in #founders ")
    page.keyboard.press("Enter")
    expect(messages(page).first.locator(".mention")).to_have_text(["@Ben Castillo", "#founders"])


def test_shift_enter_starts_a_line_and_arrow_up_brings_back_what_was_sent(page: Page) -> None:
    page.keyboard.type("one")
    page.keyboard.press("Shift+Enter")
    type_and_enter(page, "two")
    expect(messages(page).first.locator(".line")).to_have_text(["one", "two"])
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Message #support")).to_have_value("one\ntwo")


def test_a_message_of_ones_own_can_be_edited_and_deleted(ben: Person, page: Page) -> None:
    type_and_enter(page, "csat for @ben <b> & more")
    expect(messages(page)).to_have_count(1)
    call(ben.slack, "say", {"person": ben.id, "channel": "support", "text": "Not Ada’s"})
    expect(messages(page)).to_have_count(2)
    messages(page).nth(1).get_by_role("button", name="More actions").click()
    expect(page.get_by_role("menuitem")).to_contain_text(["Explain this"])
    page.keyboard.press("Escape")
    more_actions(page, messages(page).first, "Edit message")
    box = page.get_by_label("Edit message")
    expect(box).to_have_value("csat for @ben <b> & more")
    box.fill("frt for @ben")
    page.keyboard.press("Enter")
    expect(messages(page).first).to_contain_text("frt for @Ben Castillo(edited)")
    more_actions(page, messages(page).first, "Delete message")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(messages(page)).to_have_count(2)
    more_actions(page, messages(page).first, "Delete message")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(messages(page)).to_contain_text(["Not Ada’s"])


def test_a_thread_opens_beside_the_channel(client: WebClient, post: Post, page: Page) -> None:
    root = post(text="the review")
    post(text="a detail", thread_ts=root)
    page.get_by_role("button", name="1 reply").click()
    replies = page.locator("#thread-messages article")
    expect(replies).to_contain_text(["the review", "a detail"])
    type_and_enter(page, "thanks")
    expect(replies).to_have_count(3)
    expect(page.get_by_role("button", name="2 replies")).to_be_visible()
    expect(messages(page)).to_have_count(1)
    client.chat_update(channel="C0SUPPORT1", ts=root, text="the review, again")
    expect(replies.first).to_contain_text("the review, again")
    expect(messages(page).first).to_contain_text("the review, again")
    more_actions(page, replies.nth(2), "Delete message")
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.get_by_role("button", name="1 reply")).to_be_visible()
    page.get_by_label("Reply", exact=True).focus()
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()
    expect(page.get_by_label("Message #support")).to_be_focused()


@pytest.mark.usefixtures("sample")
def test_the_bot_answers_in_a_direct_message(page: Page) -> None:
    go_to(page, "kpibot")
    expect(page.get_by_role("tab", name="Messages")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#welcome")).to_contain_text("Type csat and press Enter.")
    type_and_enter(page, "csat last week")
    expect(messages(page)).to_contain_text(["csat last week", "You said: csat last week"])


@pytest.mark.usefixtures("sample")
def test_acting_as_somebody_else_shows_what_they_see(client: WebClient, ada: Person, page: Page) -> None:
    client.chat_postEphemeral(channel="#support", user=ada.id, text="for Ada alone")
    client.chat_postMessage(channel="#support", text="for all")
    expect(messages(page)).to_have_count(2)
    expect(page.get_by_role("button", name="leadership private")).to_be_visible()
    page.get_by_label("Act as").select_option(label="Ben Castillo (Support agent)")
    expect(messages(page)).to_contain_text(["for all"])
    expect(messages(page)).to_have_count(1)
    expect(page.get_by_role("button", name="leadership")).to_have_count(0)
    type_and_enter(page, "hello")
    expect(messages(page).nth(1).locator(".byline")).to_contain_text("Ben Castillo")
    go_to(page, "kpibot")
    type_and_enter(page, "mine")
    expect(messages(page)).to_contain_text(["mine", "You said: mine"])
    page.get_by_label("Act as").select_option(label="Ada Okafor (Support lead)")
    go_to(page, "kpibot")
    expect(messages(page)).to_have_count(0)


def test_news_elsewhere_is_marked_until_it_is_read(post: Post, page: Page) -> None:
    post(text="the numbers", channel="#founders")
    post(text="more", channel="#founders")
    founders = page.get_by_role("button", name="founders")
    expect(founders).to_contain_text("2 new")
    founders.click()
    expect(messages(page)).to_contain_text(["the numbers", "more"])
    expect(founders).not_to_contain_text("new")


@pytest.mark.usefixtures("sample")
def test_a_channel_says_whether_the_bot_is_there_and_can_be_archived(page: Page) -> None:
    go_to(page, "random")
    expect(page.locator("#details")).to_have_text("kpibot is not here")
    page.locator("#details").click()
    page.get_by_role("menuitem", name="Add kpibot to #random").click()
    expect(page.locator("#details")).to_have_text("kpibot is here")
    page.locator("#details").click()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.locator("#archived")).to_have_text("This channel is archived: nobody can write here.")
    expect(page.get_by_role("button", name="random archived")).to_be_visible()
    expect(page.locator("#composer-form")).to_be_hidden()
    go_to(page, "old-project")
    expect(page.locator("#archived")).to_be_visible()


def test_times_are_those_of_the_readers_zone(post: Post, open_page: Open) -> None:
    page = open_page(timezone_id="Asia/Kolkata", locale="en-GB")
    post(text="<!date^1795333920^{date_num} {time}|elsewhere> <!date^1795333920^{nonsense}|a fallback>")
    expect(messages(page).locator(".text")).to_have_text("2026-11-22 13:22 a fallback")
    at = messages(page).locator("time")
    local = at.evaluate(
        "(each) => new Date(each.dateTime).toLocaleTimeString('en-GB', {hour: '2-digit', minute: '2-digit'})"
    )
    expect(at).to_have_text(local)


def test_clearing_all_messages_leads_back_to_the_beginning(post: Post, page: Page) -> None:
    post(text="old")
    expect(messages(page)).to_have_count(1)
    page.get_by_role("button", name="Clear all messages").click()
    expect(page.locator("#welcome")).to_be_visible()


def test_a_page_whose_server_stops_says_so(slack: LocalSlack, page: Page) -> None:
    slack.stop()
    expect(page.get_by_role("alert").first).to_contain_text("Local Slack has stopped.")


def test_what_people_type_stays_text(page: Page) -> None:
    type_and_enter(page, HOSTILE)
    expect(messages(page).first.locator(".text")).to_have_text(HOSTILE)
    assert page.locator("article img").count() == 0


@pytest.mark.usefixtures("sample")
def test_the_page_can_be_used_on_a_phone(post: Post, open_page: Open) -> None:
    page = open_page(390, 844, has_touch=True, is_mobile=True)
    post(section("word " * 100), section("x" * 300))
    expect(messages(page)).to_have_count(1)
    expect(page.locator("#sidebar")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Channels").click()
    page.keyboard.press("Escape")
    expect(page.locator("#sidebar")).to_be_hidden()
    page.get_by_role("button", name="Channels").click()
    go_to(page, "founders")
    expect(page.locator("#channel-name")).to_have_text("founders")
    expect(page.locator("#sidebar")).to_be_hidden()
    type_and_enter(page, "/kpi csat")
    expect(messages(page)).to_contain_text(["You asked for csat"])


@pytest.mark.usefixtures("sample")
def test_the_keyboard_alone_leads_everywhere(post: Post, page: Page) -> None:
    post(text="a message")
    skip = page.get_by_role("link", name="Skip to the message box")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Message #support")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    expect(messages(page).first.get_by_role("button", name="Reply in thread")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Explain this")).to_be_focused()
    page.keyboard.press("Enter")
    expect(messages(page)).to_contain_text(["a message", "On: a message"])

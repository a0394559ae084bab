"""A newcomer opens the local Slack in a browser and asks."""

from playwright.sync_api import Browser, expect

from bot.playground.server import LocalSlack


def test_typing_kpi_csat_gives_the_answer(browser: Browser, slack: LocalSlack) -> None:
    page = browser.new_page()
    page.goto(slack.url)
    page.get_by_role("textbox").fill("/kpi csat")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    expect(page.get_by_text("CSAT: ").first).to_be_visible()
    expect(page.get_by_text("worse, beyond noise").first).to_be_visible()
    page.get_by_role("button", name="Share to channel").click()
    expect(page.get_by_text("Shared by")).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_be_hidden()
    page.close()

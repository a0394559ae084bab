"""A review as people see it in a window of the usual size."""

from playwright.sync_api import Browser
from slack_sdk import WebClient

from bot.playground.server import LocalSlack
from kpi.store import Store
from tests.bot.messages.review_situations import SITUATIONS, composed

BUTTONS = ("Choose another", "Look into intents", "Why this one?")
BELOW_THE_TOP = """names => {
    const message = [...document.querySelectorAll("article")].pop();
    const found = [...message.querySelectorAll("button")].filter(each => names.includes(each.textContent.trim()));
    message.scrollIntoView({block: "start"});
    return found.map(each => Math.round(each.getBoundingClientRect().bottom));
}"""

LONGEST = next(each for each in SITUATIONS if each.name == "customers are less content, after another review")


def test_the_focus_and_its_buttons_are_within_the_first_700_pixels(store: Store, browser: Browser) -> None:
    message = composed(LONGEST, store).message
    with LocalSlack() as slack:
        client = WebClient(slack.bot_token, base_url=slack.api_url)
        [channel] = [each["id"] for each in client.conversations_list()["channels"] if each["name"] == "support"]
        client.chat_postMessage(channel=channel, text=message.text, blocks=message.blocks)
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(slack.url)
        page.get_by_role("button", name="Why this one?").wait_for()
        bottoms = page.evaluate(BELOW_THE_TOP, list(BUTTONS))
        page.close()
    assert len(bottoms) == len(BUTTONS)
    assert max(bottoms) <= 700

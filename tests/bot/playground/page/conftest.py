"""A browser that shows the page to Ada, and a bot that answers on every surface."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Route, expect
from slack_sdk import WebClient

from bot.playground.manifest import MANIFEST, Shortcut
from bot.playground.server import LocalSlack
from tests.bot.playground.conftest import Connect
from tests.bot.playground.page.sample_app import SampleApp
from tests.bot.playground.page.samples import PICTURE, Json

SHORTCUTS = (
    Shortcut("Set a target", "global", "new_target", "What to aim at"),
    Shortcut("Explain this", "message", "explain_this", "How it was made"),
)
PIXEL = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="teal"/></svg>'
PROBLEMS = ("error", "warning")

Open = Callable[..., Page]
Post = Callable[..., str]


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(acknowledge_within=1.0, manifest=replace(MANIFEST, shortcuts=SHORTCUTS)) as slack:
        yield slack


@pytest.fixture
def sample(connect: Connect) -> SampleApp:
    """The bot, connected."""
    sample = SampleApp()
    sample.listen(connect())
    return sample


@pytest.fixture(scope="session")
def usual_context(browser: Browser) -> Iterator[BrowserContext]:
    """Shared, as another one costs a second of processor time: the page keeps nothing in the browser."""
    context = _context(browser, 1280, 800)
    yield context
    context.close()


def _context(browser: Browser, width: int, height: int, **options: Any) -> BrowserContext:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(5000)
    return context


@pytest.fixture
def open_page(browser: Browser, usual_context: BrowserContext, slack: LocalSlack) -> Iterator[Open]:
    """Open the page, for a screen of one's own if told; it may neither run a stranger's script nor complain in the
    console."""
    complaints: list[str] = []
    opened: list[Page | BrowserContext] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in PROBLEMS:
            complaints.append(message.text)

    def picture(route: Route) -> None:
        route.fulfill(body=PIXEL, content_type="image/svg+xml")

    def start(*size: int, **options: Any) -> Page:
        own = _context(browser, *(size or (1280, 800)), **options) if size or options else None
        page = (own or usual_context).new_page()
        opened.append(own or page)
        page.on("dialog", lambda dialog: complaints.append(f"a script ran: {dialog.message}"))
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route(PICTURE, picture)
        page.goto(slack.url)
        expect(page.locator("#channel-name")).to_have_text("support")
        return page

    yield start
    for each in opened:
        each.close()
    usual_context.clear_permissions()
    assert [each for each in complaints if "ERR_INCOMPLETE_CHUNKED" not in each and "ERR_CONNECTION" not in each] == []


@pytest.fixture
def page(open_page: Open) -> Page:
    return open_page()


@pytest.fixture
def post(client: WebClient) -> Post:
    """Post blocks, into #support unless told; gives the message's ts."""

    def send(*blocks: Json, text: str = "text", channel: str = "#support", thread_ts: str | None = None) -> str:
        posted = client.chat_postMessage(channel=channel, text=text, blocks=list(blocks), thread_ts=thread_ts)
        return str(posted["ts"])

    return send

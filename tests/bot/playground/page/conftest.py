"""A browser that shows the page to Ada, and a bot that answers on every surface."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Route, expect
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


@pytest.fixture
def open_page(browser: Browser, slack: LocalSlack) -> Iterator[Open]:
    """Open the page in a context of its own; it may neither run a stranger's script nor complain in the console."""
    complaints: list[str] = []
    contexts = []

    def note(message: ConsoleMessage) -> None:
        if message.type in PROBLEMS:
            complaints.append(message.text)

    def picture(route: Route) -> None:
        route.fulfill(body=PIXEL, content_type="image/svg+xml")

    def start(width: int = 1280, height: int = 800, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
        contexts.append(context)
        context.set_default_timeout(5000)
        page = context.new_page()
        page.on("dialog", lambda dialog: complaints.append(f"a script ran: {dialog.message}"))
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.route(PICTURE, picture)
        page.goto(slack.url)
        expect(page.locator("#channel-name")).to_have_text("support")
        return page

    yield start
    for context in contexts:
        context.close()
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

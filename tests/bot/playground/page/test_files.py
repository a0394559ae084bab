"""Files that people bring: chosen, dropped, sent, shown."""

import urllib.request

import pytest
from playwright.sync_api import Page, expect

from bot.playground.server import LocalSlack
from tests.bot.playground.page.conftest import Post
from tests.bot.playground.page.steps import go_to, messages, type_and_enter

DROP = """([place, names]) => {
    const transfer = new DataTransfer();
    for (const name of names) transfer.items.add(new File(["x".repeat(2048)], name));
    for (const kind of ["dragenter", "dragover", "drop"]) {
        document.querySelector(place).dispatchEvent(
            new DragEvent(kind, {bubbles: true, cancelable: true, dataTransfer: transfer}));
    }
}"""


@pytest.mark.usefixtures("sample")
def test_a_file_is_chosen_and_sent_to_the_bot(slack: LocalSlack, page: Page) -> None:
    go_to(page, "kpibot")
    page.get_by_role("button", name="Attach, shortcuts").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="Upload a file").click()
    chooser.value.set_files({"name": "export.csv", "mimeType": "text/csv", "buffer": b"a,b\n" * 3000})
    pending = page.locator("#composer-form .attachments .file")
    expect(pending).to_have_text("export.csv11.7 KB")
    expect(page.get_by_label("Message kpibot")).to_be_focused()
    type_and_enter(page, "last month")
    expect(messages(page)).to_contain_text(["last month", "You said: last month and sent export.csv"])
    expect(pending).to_have_count(0)
    link = messages(page).first.get_by_role("link")
    expect(link).to_have_text("export.csvCSV · 11.7 KB")
    address = slack.url + str(link.get_attribute("href"))
    with urllib.request.urlopen(address) as answer:
        assert answer.read() == b"a,b\n" * 3000
        assert answer.headers["content-disposition"].startswith("attachment")


def test_files_are_dropped_into_a_channel_and_a_thread(post: Post, page: Page) -> None:
    post(text="the root")
    page.evaluate(DROP, ["#conversation", ["<img src=x onerror=alert(1)>.csv", "two.csv", "three.csv"]])
    expect(page.locator("#composer-form .attachments .file")).to_have_count(3)
    page.get_by_role("button", name="Remove two.csv").click()
    page.get_by_label("Message #support").press("Enter")
    expect(messages(page).nth(1).locator(".file strong")).to_have_text(
        ["<img src=x onerror=alert(1)>.csv", "three.csv"]
    )
    messages(page).first.get_by_role("button", name="Reply in thread").click()
    page.evaluate(DROP, ["#thread", ["reply.csv"]])
    expect(page.locator("#thread-form .attachments .file")).to_have_count(1)
    page.get_by_label("Reply", exact=True).press("Enter")
    expect(page.locator("#thread-messages .file strong")).to_have_text(["reply.csv"])
    assert page.locator("article img").count() == 0

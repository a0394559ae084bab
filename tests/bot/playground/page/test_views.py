"""Modals and the home tab."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.playground.server import LocalSlack
from tests.bot.playground.page import samples
from tests.bot.playground.page.conftest import Open, Post
from tests.bot.playground.page.sample_app import SampleApp, value
from tests.bot.playground.page.samples import ESCAPED, HOSTILE, actions, button, field, option, plain
from tests.bot.playground.page.steps import choose, go_to
from tests.support.local_slack import call

REQUIRED = "This is a required field"


def test_the_home_tab_is_published_when_it_is_opened(sample: SampleApp, page: Page) -> None:
    go_to(page, "kpibot app")
    home = page.get_by_role("tabpanel", name="Home")
    expect(home.get_by_role("heading")).to_have_text("Good morning")
    choose(page, home.get_by_role("button", name="Another period"), "Quarter")
    expect(home.get_by_role("button", name="Quarter")).to_be_visible()
    home.get_by_role("button", name="Refresh").focus()
    page.keyboard.press("Enter")
    expect(home.locator(".section")).to_have_text(["Refreshed"])
    assert sample.chosen[0]["selected_option"]["value"] == "q3"
    page.get_by_role("tab", name="Home").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Messages")).to_be_focused()
    expect(page.get_by_label("Message kpibot")).to_be_visible()
    expect(home).to_be_hidden()


def test_a_modal_takes_every_input(sample: SampleApp, page: Page, tmp_path: Path) -> None:
    export = tmp_path / "<b>export.csv"
    export.write_text("a,b\n1,2\n")
    (wrong := tmp_path / "export.exe").write_text("no")
    go_to(page, "kpibot app")
    page.get_by_role("button", name="Set a target").click()
    modal = page.get_by_role("dialog", name="New target")
    expect(modal.get_by_label("Name", exact=True)).to_be_focused()
    modal.get_by_label("Name", exact=True).fill("Be nice")
    modal.get_by_label("Why").fill("one\ntwo")
    choose(page, modal.get_by_role("button", name="Channel: Choose", exact=True), "Chat")
    choose(page, modal.get_by_role("button", name="Channels: Choose an option"), "Email", "Phone")
    expect(modal.get_by_role("button", name="Channels: Email, Phone")).to_be_visible()
    choose(page, modal.get_by_role("button", name="Owner"), "Mia Lindqvist")
    choose(page, modal.get_by_role("button", name="Where to post"), "# leadership")
    choose(page, modal.get_by_role("button", name="A public channel"), "# founders")
    modal.get_by_role("radio", name="Phone").check()
    modal.get_by_role("checkbox", name="Chat").check()
    modal.get_by_label("From").fill("2026-11-22")
    modal.get_by_label("At", exact=True).fill("17:45")
    modal.get_by_label("Target", exact=True).fill("85.5")
    modal.get_by_label("E-mail").fill("ada@example.com")
    modal.get_by_label("Link").fill("https://example.com/a")
    files = modal.locator("input[type=file]")
    files.set_input_files(wrong)
    expect(modal.locator(".file-note")).to_have_text("export.exe is not of a type that is taken here.")
    files.set_input_files(export)
    expect(modal.locator(".attachments .file")).to_contain_text(["<b>export.csv8 bytes"])
    modal.get_by_role("button", name="Save").click()
    expect(modal).to_be_hidden()
    expect(page.get_by_role("button", name="Set a target")).to_be_focused()
    (sent,) = sample.submitted
    got = {block: value(entry["value"]) for block, entry in sent.items()}
    assert [each["value"] for each in got.pop("channels")] == ["email", "phone"]
    assert [each["value"] for each in got.pop("include")] == ["email", "chat"]
    assert [each["name"] for each in got.pop("file")] == ["<b>export.csv"]
    assert (got.pop("channel")["value"], got.pop("priority")["value"]) == ("chat", "phone")
    assert got == {
        "name": "Be nice",
        "why": "one\ntwo",
        "owner": "U0MIA00001",
        "where": "C0LEADERS1",
        "public": "C0FOUNDERS",
        "from": "2026-11-22",
        "at": "17:45",
        "target": "85.5",
        "mail": "ada@example.com",
        "link": "https://example.com/a",
    }


def test_mistakes_stand_at_their_fields_and_nothing_typed_is_lost(sample: SampleApp, page: Page) -> None:
    sample.errors = {"target": "Choose a *reachable* <b>target</b>."}
    page.get_by_role("button", name="Attach, shortcuts").click()
    page.get_by_role("menuitem", name="Set a target").click()
    modal = page.get_by_role("dialog", name="New target")
    name, target = modal.get_by_label("Name", exact=True), modal.get_by_label("Target", exact=True)
    modal.get_by_role("button", name="Save").click()
    expect(modal.locator(".input-error")).to_have_text([REQUIRED] * 3)
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description(f"{REQUIRED} At least three letters.")
    expect(name).to_have_attribute("aria-invalid", "true")
    page.keyboard.type("xy")
    choose(page, modal.get_by_role("button", name="Channel: Choose", exact=True), "Chat")
    target.fill("150")
    modal.get_by_label("E-mail").fill("nobody")
    modal.get_by_label("Link").fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(modal.locator(".input-error")).to_have_text(
        [
            "Enter at least 3 characters.",
            "Enter a number of at most 100.",
            "Enter a valid email address.",
            "Enter a valid URL, such as https://example.com.",
        ]
    )
    name.fill("xyz")
    target.fill("15")
    modal.get_by_label("E-mail").fill("")
    modal.get_by_label("Link").fill("")
    modal.get_by_role("button", name="Save").click()
    expect(modal.locator(".input-error")).to_have_text("Choose a *reachable* <b>target</b>.")
    expect(target).to_be_focused()
    expect(name).to_have_value("xyz")
    assert sample.submitted == []
    page.keyboard.press("Escape")
    expect(modal).to_be_hidden()
    expect(page.get_by_role("button", name="Attach, shortcuts")).to_be_focused()


@pytest.mark.usefixtures("sample")
def test_modals_lie_on_each_other_and_the_focus_stays_inside(slack: LocalSlack, post: Post, page: Page) -> None:
    post(actions(button("Open", "stack")))
    page.get_by_role("button", name="Open").click()
    first = page.get_by_role("dialog", name="First")
    first.get_by_role("button", name="Further").click()
    second = page.get_by_role("dialog", name="Second")
    expect(second).to_contain_text("The second")
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    second.get_by_role("button", name="Back").click()
    expect(first).to_contain_text("The first")
    expect(first.get_by_role("button", name="Back")).to_have_count(0)
    first.get_by_role("button", name="Further").click()
    second.get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Open")).to_be_focused()
    assert call(slack, f"state?person={slack.people[0].id}")["views"] == []


def test_hostile_words_in_a_modal_are_text(sample: SampleApp, open_page: Open) -> None:
    options = [option(HOSTILE, "1", description=plain(HOSTILE)), option("2", "2")]
    choices = {"type": "static_select", "options": options, "initial_option": options[0]}
    sample.modal = samples.modal(
        [
            samples.section(ESCAPED),
            field("a", HOSTILE, {"type": "plain_text_input", "initial_value": HOSTILE}, hint=plain(HOSTILE)),
            field("b", "Choice", choices),
            field("c", "Boxes", {"type": "checkboxes", "options": options}),
        ],
        HOSTILE[:24],
        submit=plain(HOSTILE[:24]),
    )
    sample.errors = {"a": HOSTILE, "c": "Tick one."}
    page = open_page(390, 844)
    page.get_by_role("button", name="Attach, shortcuts").click()
    page.get_by_role("menuitem", name="Set a target").click()
    modal = page.get_by_role("dialog", name=HOSTILE[:24])
    expect(modal.get_by_label(HOSTILE, exact=True)).to_have_value(HOSTILE)
    expect(modal.locator(".input-hint")).to_have_text(HOSTILE)
    expect(modal.get_by_role("button", name=f"Choice: {HOSTILE}")).to_be_visible()
    expect(modal.get_by_role("group", name="Boxes")).to_be_visible()
    modal.get_by_role("checkbox").last.check()
    modal.get_by_role("button", name=HOSTILE[:24], exact=True).click()
    expect(modal.locator(".input-error")).to_have_text([HOSTILE, "Tick one."])
    assert modal.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

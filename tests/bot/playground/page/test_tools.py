"""The traffic inspector and the faults panel."""

import pytest
from playwright.sync_api import Browser, Page, expect
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.server import LocalSlack
from tests.bot.playground.page import samples
from tests.bot.playground.page.samples import HOSTILE
from tests.bot.playground.page.steps import messages, type_and_enter
from tests.support.local_slack import call


@pytest.mark.usefixtures("sample")
def test_the_inspector_shows_what_goes_both_ways(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Traffic and faults").click()
    page.get_by_label("Message #support").focus()
    type_and_enter(page, f"/kpi {HOSTILE}")
    expect(messages(page)).to_have_count(1)
    rows = page.get_by_role("listbox", name="Exchanges").get_by_role("option")
    command = rows.filter(has_text="/kpi")
    expect(command).to_contain_text("→ bot")
    expect(command).to_contain_text(" ms")
    page.get_by_label("Filter the traffic").fill("auth.test")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("← bot")
    page.get_by_label("Filter the traffic").fill("")
    page.get_by_label("Direction").select_option("To the bot")
    expect(rows).to_have_count(1)
    rows.first.focus()
    page.keyboard.press("Enter")
    expect(rows.first).to_be_focused()
    detail = page.locator("#traffic-detail")
    expect(detail.locator("pre").first).to_contain_text('"command": "/kpi"')
    expect(detail.locator("pre").nth(1)).to_contain_text("You asked for")
    assert detail.locator("img").count() == 0
    page.get_by_role("button", name="Copy the request").click()
    expect(page.get_by_role("button", name="Copy the request")).to_have_text("Copied")
    assert '"command": "/kpi"' in page.evaluate("navigator.clipboard.readText()")
    page.keyboard.press("Escape")
    expect(page.locator("#tools")).to_be_hidden()
    expect(page.get_by_role("button", name="Traffic and faults")).to_be_focused()


def test_the_switch_makes_the_workspace_refuse_the_new_blocks(slack: LocalSlack, client: WebClient, page: Page) -> None:
    page.get_by_role("button", name="Traffic and faults").click()
    page.keyboard.press("ArrowRight")
    switch = page.get_by_role("switch", name="This workspace refuses the new blocks")
    switch.check()
    expect(page.locator("#faults-active")).to_have_text("This workspace refuses the new blocks.")
    expect(page.locator("#faults-count")).to_have_text("1")
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        client.chat_postMessage(channel="#support", text="t", blocks=[samples.data_table(("Email", 1.0))])
    call(slack, "faults", {"refuse_new_blocks": False})
    expect(switch).not_to_be_checked()
    client.chat_postMessage(channel="#support", text="t", blocks=[samples.data_table(("Email", 1.0))])
    expect(messages(page).get_by_role("table")).to_be_visible()


def test_faults_are_set_and_cleared(slack: LocalSlack, client: WebClient, page: Page) -> None:
    page.get_by_role("button", name="Traffic and faults").click()
    page.get_by_role("tab", name="Faults").click()
    page.get_by_role("button", name="Rate limit").click()
    page.get_by_label("The token lacks these scopes").fill("users:read, chat:write")
    page.keyboard.press("Enter")
    fail = page.locator("#fail")
    fail.get_by_label("Method").fill("team.info")
    fail.get_by_label("Error").fill(HOSTILE)
    fail.get_by_role("button").click()
    expect(page.locator("#faults-active li")).to_have_text(
        [
            "The token lacks chat:write, users:read.",
            "The next call of chat.postMessage: fail with ratelimited.",
            f"The next call of team.info: fail with {HOSTILE}.",
        ]
    )
    with pytest.raises(SlackApiError, match="missing_scope"):
        client.users_info(user=slack.people[0].id)
    page.get_by_role("button", name="Let everything go well").click()
    expect(page.locator("#faults-active")).to_have_text("Nothing is set to go wrong.")
    assert client.users_info(user=slack.people[0].id)["ok"]
    page.get_by_role("button", name="Drop them").click()
    expect(page.locator("#faults-note")).to_have_text("The connections were dropped.")


def test_the_policy_lets_no_other_script_run(browser: Browser, slack: LocalSlack) -> None:
    context = browser.new_context()
    page = context.new_page()
    violations: list[str] = []
    page.expose_function("violated", lambda directive: violations.append(directive))
    page.goto(slack.url)
    page.evaluate(
        """() => {
            document.addEventListener("securitypolicyviolation", (event) => violated(event.effectiveDirective));
            const script = document.createElement("script");
            script.textContent = "window.ran = true";
            document.body.append(script);
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert violations == ["script-src-elem"]
    context.close()

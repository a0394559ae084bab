"""What a person does on the page, step by step."""

from playwright.sync_api import Locator, Page


def type_and_enter(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def messages(page: Page) -> Locator:
    return page.locator("#messages article")


def go_to(page: Page, name: str) -> None:
    page.locator("#sidebar").get_by_role("button", name=name, exact=name.startswith("kpibot")).first.click()


def more_actions(page: Page, message: Locator, item: str) -> None:
    message.get_by_role("button", name="More actions").last.click()
    page.get_by_role("menuitem", name=item).click()


def choose(page: Page, menu: Locator, *options: str) -> None:
    """Open a select menu and take these options; of a menu of several, Escape closes the list."""
    menu.click()
    for option in options:
        page.locator(".select-list").get_by_role("option", name=option).click()
    if len(options) > 1:
        page.keyboard.press("Escape")

"""The cells of a table in a browser: typed, walked through by keys, pasted, and none lost when the server ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Server
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from test_browser_journey import DESK, SEED, begin, visit
from test_browser_nothing_lost import saved

from app.i18n import translator

pytestmark = pytest.mark.browser

T = translator("fr")
PASTE = """
(cell, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}
"""


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of a learner in Paris."""
    context = visit(browser, "fr", DESK)
    yield context
    context.close()


def cells(page: Page) -> Locator:
    """The fields of the stock card: lines of four figures, or of those of them that are not given."""
    return page.locator(".st-key-lt-card-card tbody tr:has(td:nth-child(3) input) td:nth-child(3) input")


def test_cells_are_typed_walked_through_and_pasted(window: BrowserContext, server: Server) -> None:
    page = window.new_page()
    begin(page, server.url, T, SEED)
    first = cells(page)
    first.nth(0).click()
    page.keyboard.type("120")
    page.keyboard.press("Enter")
    page.keyboard.type("1 234,5")
    page.keyboard.press("ArrowUp")
    expect(first.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("7")  # no more key: saved though nobody leaves the field
    saved(page)
    first.nth(3).evaluate(PASTE, "41\n42\n")
    expect(first.nth(4)).to_have_value("42")
    saved(page)
    page.wait_for_function("() => window.sessionStorage.getItem('lt-drafts') === null")
    page.reload()
    for place, text in enumerate(["120", "1 234,5", "7", "41", "42"]):
        expect(first.nth(place)).to_have_value(text)


def test_no_cell_is_lost_when_the_server_ends_or_the_page_is_loaded_again(
    window: BrowserContext, tmp_path: Path
) -> None:
    own = Server(tmp_path)
    own.start()
    try:
        page = window.new_page()
        begin(page, own.url, T, SEED)
        first = cells(page)
        first.nth(0).press_sequentially("120", delay=5)
        page.keyboard.press("Enter")
        page.keyboard.type("130")
        own.kill()
        expect(page.locator("#lt-offline")).to_have_text(T("chrome.offline"))
        own.start()
        expect(page.locator("#lt-offline")).to_have_count(0)
        saved(page)
        expect(first.nth(0)).to_have_value("120")
        expect(first.nth(1)).to_have_value("130")
        page.wait_for_function("() => window.sessionStorage.getItem('lt-drafts') === null")
        first.nth(2).press_sequentially("140", delay=5)
        page.reload()
        for place, text in enumerate(["120", "130", "140"]):
            expect(first.nth(place)).to_have_value(text)
        page.wait_for_function("() => window.sessionStorage.getItem('lt-drafts') === null")
        saved(page)
        elsewhere = window.new_page()
        elsewhere.goto(page.url)
        for place, text in enumerate(["120", "130", "140"]):
            expect(cells(elsewhere).nth(place)).to_have_value(text)
    finally:
        own.kill()

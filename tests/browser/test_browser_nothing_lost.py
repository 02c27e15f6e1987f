"""Two windows on one sitting, and a server killed in the middle of a word: what was typed is there, and told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Server
from playwright.sync_api import Browser, BrowserContext, Page, expect
from test_browser_journey import DESK, PHONE, SEED, begin, visit

from app.i18n import translator
from app.store import open_store

pytestmark = pytest.mark.browser

T = translator("fr")
TOLD = re.compile(r"modifiée dans une autre fenêtre à \d\d\u00a0h\u00a0\d\d")


def field(page: Page, question: str) -> object:
    """The text field of a question that asks for a figure."""
    return page.locator(f".st-key-lt-card-{question} input[type=text]").first


def saved(page: Page) -> None:
    """Waits until everything typed is saved."""
    expect(page.locator(".lt-saved")).to_have_text(re.compile(T("bar.saved_at", time=r"\d\d:\d\d")))


@pytest.fixture
def window(browser: Browser) -> Iterator[BrowserContext]:
    """A browser of a learner in Paris."""
    context = visit(browser, "fr", DESK)
    yield context
    context.close()


def test_two_windows_never_silently_overwrite(window: BrowserContext, server: Server, shots: Path) -> None:
    one = window.new_page()
    begin(one, server.url, T, SEED)
    two = window.new_page()
    two.goto(one.url)
    field(two, "annual_demand").wait_for()
    field(one, "annual_demand").fill("111")
    saved(one)
    field(two, "annual_demand").fill("222")
    card = two.locator(".st-key-lt-card-annual_demand")
    expect(card.get_by_text(TOLD)).to_be_visible()
    expect(card.get_by_text("111")).to_be_visible()
    card.screenshot(path=shots / "fr-other-window.png")
    two.set_viewport_size(PHONE)
    two.emulate_media(color_scheme="dark")
    two.get_by_role("button", name=T("sitting.work"), exact=True).click()
    two.wait_for_timeout(600)
    card.screenshot(path=shots / "fr-other-window-phone.png")
    card.get_by_role("button", name=T("other_window.take_back")).click()
    expect(field(two, "annual_demand")).to_have_value("111")
    expect(card.get_by_text(TOLD)).to_have_count(0)
    field(two, "order_cost").fill("90")
    saved(two)
    one.reload()
    expect(field(one, "order_cost")).to_have_value("90")
    store = open_store(server.database)
    row = store.sittings(store.local_learner().id)[0]
    history = store.answer_history(row.id, row.learner_id, "annual_demand")
    assert [answer.raw for answer in history] == ["111", "222", "111"]
    store.close()


@pytest.mark.parametrize("pause_ms", [0, pytest.param(450, marks=pytest.mark.wide)])
def test_a_server_killed_in_the_middle_of_a_word_loses_no_letter(
    window: BrowserContext, tmp_path: Path, pause_ms: int
) -> None:
    own = Server(tmp_path)
    own.start()
    try:
        page = window.new_page()
        begin(page, own.url, T, SEED)
        note = page.locator(".st-key-lt-card-note textarea")
        note.press_sequentially("Commander moins", delay=5)
        field(page, "annual_demand").press_sequentially("12 345", delay=20)
        page.wait_for_timeout(pause_ms)
        own.kill()
        expect(page.locator("#lt-offline")).to_have_text(T("chrome.offline"))
        own.start()
        expect(page.locator("#lt-offline")).to_have_count(0)
        expect(field(page, "annual_demand")).to_have_value("12 345")
        expect(note).to_have_value("Commander moins")
        saved(page)
        page.wait_for_function("() => window.sessionStorage.getItem('lt-drafts') === null")
        page.reload()
        expect(field(page, "annual_demand")).to_have_value("12 345")
        expect(note).to_have_value("Commander moins")
    finally:
        own.kill()


def test_a_page_loaded_again_in_the_middle_of_a_word_loses_no_letter(
    window: BrowserContext, server: Server
) -> None:
    page = window.new_page()
    begin(page, server.url, T, SEED + 1)
    note = page.locator(".st-key-lt-card-note textarea")
    note.press_sequentially("Commander moins", delay=5)
    field(page, "annual_demand").press_sequentially("12 345", delay=5)
    page.reload()
    expect(field(page, "annual_demand")).to_have_value("12 345")
    expect(note).to_have_value("Commander moins")
    page.wait_for_function("() => window.sessionStorage.getItem('lt-drafts') === null")
    saved(page)
    elsewhere = window.new_page()
    elsewhere.goto(page.url)
    expect(field(elsewhere, "annual_demand")).to_have_value("12 345")

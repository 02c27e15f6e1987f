"""No page shows a fault of accessibility that axe-core can see, in either language and colour scheme."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Server
from playwright.sync_api import Browser, Page, expect
from test_browser_journey import CHART, SLUG, TALL, begin, visit

from app.i18n import Lang, translator

pytestmark = pytest.mark.browser


def audit(page: Page) -> None:
    """Every violation, with the element that bears it, is told."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize(("lang", "scheme"), [("fr", "light"), ("en", "dark")])
def test_every_page_passes_axe(browser: Browser, server: Server, lang: Lang, scheme: str) -> None:
    t = translator(lang)
    context = visit(browser, lang, TALL, scheme)
    page = context.new_page()
    page.goto(server.url)
    expect(page.locator(f".st-key-lt-case-{SLUG}")).to_be_visible()
    audit(page)

    begin(page, server.url, t, 7)
    figure = page.locator(".st-key-lt-card-threshold input[type=text]")
    figure.fill("1.234")  # an unreadable figure shows its warning
    figure.press("Tab")
    for place, text in enumerate(("600", "900")):
        box = page.locator(".st-key-lt-card-policy input[type=text]").nth(place)
        box.fill(text)
        box.press("Tab")
    expect(page.locator(f".st-key-lt-card-policy {CHART}")).to_be_visible()
    expect(page.locator(".lt-chips .is-unreadable")).to_be_visible()
    audit(page)

    page.get_by_role("button", name=t("handin.open")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    audit(page)

    dialog.get_by_role("button", name=t("handin.confirm")).click()
    page.wait_for_selector(".lt-score")  # the chart of the sitting may still be there for a moment
    expect(page.get_by_role("columnheader", name=t("costs.split"))).to_be_visible()
    audit(page)

    page.goto(f"{server.url}/competences?referential=rncp11928&lang={lang}")
    expect(page.locator(".lt-matrix a.in_progress").first).to_be_visible()
    page.locator("#lt-c-B2-2 summary").click()
    expect(page.locator("#lt-c-B2-2 table")).to_be_visible()
    audit(page)
    context.close()


@pytest.mark.parametrize(("lang", "scheme"), [("fr", "dark"), ("en", "light")])
def test_the_simulator_passes_axe(browser: Browser, server: Server, lang: Lang, scheme: str) -> None:
    t = translator(lang)
    context = visit(browser, lang, TALL, scheme)
    page = context.new_page()
    page.goto(f"{server.url}/simulator?lang={lang}")
    expect(page.locator(CHART)).to_be_visible()
    page.get_by_text(t("simulator.why"), exact=True).click()
    expect(page.locator(".lt-meaning")).to_be_visible()
    audit(page)
    context.close()

"""A learner plays with the simulator in a real browser: slides, looks at the map, keeps the world, brings it back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Server
from playwright.sync_api import Browser, Page, expect
from test_browser_accessibility import audit
from test_browser_journey import CHART, DESK, PHONE, visit

from app.i18n import Lang, Translator, translator

pytestmark = pytest.mark.browser


def view(page: Page, t: Translator, name: str) -> None:
    """Another view of the world."""
    page.locator(".st-key-lt-results").get_by_text(t(f"simulator.view.{name}"), exact=True).click()


@pytest.mark.parametrize(
    ("lang", "scheme"),
    [pytest.param("fr", "light", marks=pytest.mark.wide), pytest.param("en", "dark", marks=pytest.mark.wide)],
)
def test_a_world_is_played_with_kept_and_brought_back(
    browser: Browser, server: Server, shots: Path, tmp_path: Path, lang: Lang, scheme: str
) -> None:
    t = translator(lang)
    context = visit(browser, lang, DESK, scheme)
    page = context.new_page()
    page.goto(f"{server.url}/?lang={lang}")
    page.get_by_role("link", name=t("simulator.title"), exact=True).click()
    expect(page.locator(CHART)).to_be_visible()

    # The slider moves its field and the results.
    total = page.locator(".lt-total")
    before = total.inner_text()
    label = t("simulator.field.s")
    field = page.get_by_role("textbox", name=label)
    page.get_by_role("slider").first.focus()
    page.keyboard.press("ArrowRight")
    expect(field).to_have_value("121")
    field.fill("60")
    field.press("Tab")
    expect(total).not_to_have_text(before)
    audit(page)

    # The map: read by keyboard, then adopted by a click.
    view(page, t, "map")
    box = page.locator("#surface")
    expect(box).to_have_attribute("data-drawn", re.compile("[0-9a-f]{8}"))
    canvas = box.locator("canvas")
    canvas.focus()
    page.keyboard.press("ArrowUp")
    expect(box.locator("#told")).to_contain_text("Q = ")
    canvas.click(position={"x": 300, "y": 200})
    expect(field).not_to_have_value("60")
    adopted = field.input_value()
    page.screenshot(path=shots / f"simulator-map-{lang}.png")
    audit(page)

    # Two policies on the same draws.
    view(page, t, "compare")
    expect(page.get_by_text(t("simulator.compared", runs=200))).to_be_visible()
    audit(page)

    # Kept as a file, changed, brought back; then a file that is no world.
    view(page, t, "file")
    with page.expect_download() as download:
        page.get_by_role("button", name=t("simulator.save")).click()
    kept = tmp_path / "kept.yaml"
    download.value.save_as(kept)
    assert f"s: {adopted}" in kept.read_text(encoding="utf-8")
    field.fill("33")
    field.press("Tab")
    page.locator("input[type=file]").set_input_files(kept)
    expect(field).to_have_value(adopted)
    bad = tmp_path / "bad.yaml"
    bad.write_text("horizon: 10\ndemand: {poison: 3}\n<b>x</b>: 1\n", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.get_by_text("bad.yaml:2:")).to_be_visible()
    expect(field).to_have_value(adopted)
    audit(page)
    context.close()


@pytest.mark.wide
def test_a_phone_shows_everything_without_a_sideways_swipe(
    browser: Browser, server: Server, shots: Path
) -> None:
    t = translator("fr")
    context = visit(browser, "fr", PHONE)
    page = context.new_page()
    page.goto(f"{server.url}/simulator?lang=fr")
    for name in ("map", "chance", "compare", "file"):
        expect(page.locator(".st-key-lt-results")).to_be_visible()
        view(page, t, name)
        page.wait_for_timeout(500)
        assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= PHONE["width"]
        page.screenshot(path=shots / f"simulator-phone-{name}.png")
    context.close()

"""An error in a case leads to an exercise, answered with the keyboard alone: on a desk, on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Server
from playwright.sync_api import Browser, Locator, Page, expect
from test_browser_accessibility import audit
from test_browser_journey import DESK, PHONE, SLUG, begin, visit

from app.i18n import Lang, translator
from cases.revision.drills import Drill, drill_for, variant_of
from cases.revision.pool import pool
from cases.skills import skill

pytestmark = pytest.mark.browser

LEARNER = 1  # the local one


@pytest.mark.parametrize(
    ("lang", "scheme", "size"),
    [
        pytest.param("fr", "light", DESK, id="fr-desk", marks=pytest.mark.wide),
        pytest.param("en", "dark", PHONE, id="en-phone"),
    ],
)
def test_from_an_error_to_its_exercise(
    browser: Browser, tmp_path: Path, shots: Path, lang: Lang, scheme: str, size: dict[str, int]
) -> None:
    t = translator(lang)
    server = Server(tmp_path)  # a deck of its own
    server.start()
    context = visit(browser, lang, size, scheme)
    page = context.new_page()
    try:
        hand_in_an_error(page, server, lang)
        page.get_by_role("button", name=t("revision.link", skill=skill("eoq").label[lang])).click()
        expect(page.get_by_role("heading", name=t("revision.title"), exact=True)).to_be_visible()
        first = drill([(SLUG, "lot_size")])
        expect(card(page, first)).to_contain_text(t("revision.submit"))
        audit(page)
        page.screenshot(path=shots / f"{lang}-8-revision.png", full_page=True)

        answer(page, first, "1", t("revision.submit"))
        expect(page.locator(".lt-verdict.wrong")).to_be_visible()
        expect(page.get_by_role("heading", name=t("revision.solution"))).to_be_visible()
        audit(page)
        page.screenshot(path=shots / f"{lang}-9-revision-told.png", full_page=True)

        page.get_by_role("button", name=t("revision.again")).click()
        expect(page.locator(".lt-verdict")).to_have_count(0)
        only = (first.slug, first.question_id)
        again = drill([(SLUG, "lot_size"), only], only)
        answer(page, again, right(again, lang), t("revision.submit"))
        expect(page.locator(".lt-verdict.right")).to_be_visible()
        page.reload()  # what was answered is in the store: the next exercise is asked
        expect(page.get_by_role("button", name=t("revision.submit"))).to_be_visible()
        expect(page.locator(".lt-verdict")).to_have_count(0)
    finally:
        context.close()
        server.kill()


def hand_in_an_error(page: Page, server: Server, lang: Lang) -> None:
    """A paper with one answer, and it is wrong."""
    t = translator(lang)
    begin(page, server.url, t, 7)
    if page.locator("#panes button").first.is_visible():
        page.locator("#panes button").nth(1).click()  # on a phone: the work
    box = page.locator(".st-key-lt-card-lot_size input[type=text]")
    box.fill("1")
    box.press("Tab")
    expect(page.locator(".lt-chips .is-answered")).to_have_count(1)
    page.get_by_role("button", name=t("handin.open")).click()
    page.get_by_role("dialog").get_by_role("button", name=t("handin.confirm")).click()
    page.wait_for_selector(".lt-score")


def drill(past: list[tuple[str, str]], only: tuple[str, str] | None = None) -> Drill:
    found = drill_for("skill:eoq", pool(), LEARNER, past, only)
    assert found is not None
    return found


def right(asked: Drill, lang: Lang) -> str:
    variant = variant_of(asked)
    raw = variant.case.question(asked.question_id).raw(variant.scope().value(asked.question_id), lang)
    assert isinstance(raw, str)
    return raw


def card(page: Page, asked: Drill) -> Locator:
    return page.locator(f".st-key-lt-drill-{asked.question_id}")


def answer(page: Page, asked: Drill, text: str, submit: str) -> None:
    """With the keyboard alone: type, then go on to the button."""
    box = page.locator(f".st-key-lt-drill-{asked.question_id} input[type=text]")
    expect(box).to_be_enabled()
    box.focus()
    page.keyboard.type(text)
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == submit:
            break
    else:
        pytest.fail("the button cannot be reached with the keyboard")
    page.keyboard.press("Enter")

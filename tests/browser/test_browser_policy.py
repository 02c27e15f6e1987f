"""The rules of a sitting in a real browser: the feedback ladder, an exam without help, a text assessed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, Server
from playwright.sync_api import Browser, Locator, Page, expect
from test_browser_journey import DESK, PHONE, SEED, SLUG, TALL, begin, chip, visit

from app.i18n import Lang, Translator, translator
from cases.keyfile import key_answers
from cases.library import LIBRARY_VARIABLE, load
from cases.quantity import write_number
from cases.variant import Variant, draw

pytestmark = pytest.mark.browser
TEXT_CASE = "ranking"


def card(page: Page, question: str) -> Locator:
    """The card of a question."""
    return page.locator(f".st-key-lt-card-{question}")


def typed(page: Page, variant: Variant, question: str, text: str) -> None:
    """An answer typed, and saved."""
    box = card(page, question).locator("input[type=text]").first
    box.fill(text)
    box.press("Tab")
    expect(chip(page, variant, question)).to_have_class("lt-chip is-answered")


def offered(page: Page, question: str, t: Translator, name: str) -> Locator:
    """A rung of the ladder, whatever its price."""
    return card(page, question).get_by_role("button", name=t(f"ladder.{name}"))


@pytest.mark.parametrize(
    ("lang", "scheme"),
    [pytest.param("fr", "light", marks=pytest.mark.wide), pytest.param("en", "dark", marks=pytest.mark.wide)],
)
def test_practice_helps_rung_by_rung(
    browser: Browser, server: Server, shots: Path, lang: Lang, scheme: str
) -> None:
    variant, t = draw(load(SLUG), SEED), translator(lang)
    asked, scope = variant.case.question("annual_demand"), variant.scope()
    slip = str(asked.raw(asked.mistake_values(scope)["mistake.month_missed"][0], lang))
    context = visit(browser, lang, DESK, scheme)
    page = context.new_page()
    begin(page, server.url, t, SEED)

    typed(page, variant, "annual_demand", slip)
    offered(page, "annual_demand", t, "verdict").click()
    verdict = card(page, "annual_demand").locator(".lt-told")
    expect(verdict).to_contain_text(t("ladder.wrong"))
    offered(page, "annual_demand", t, "slip").click()
    words = variant.case.papers[lang].words("annual_demand.mistakes", "month_missed")
    assert words is not None
    expect(card(page, "annual_demand")).to_contain_text(words.text)
    offered(page, "annual_demand", t, "solution").click()
    expect(card(page, "annual_demand").get_by_role("alert")).to_contain_text(t("ladder.sure_all", share=""))
    page.wait_for_timeout(300)
    page.screenshot(path=shots / f"{lang}-8-ladder.png")
    assert Axe().run(page).violations_count == 0
    card(page, "annual_demand").get_by_role("button", name=t("ladder.no")).click()
    expect(card(page, "annual_demand").get_by_role("alert")).to_have_count(0)

    right = key_answers(variant, lang)["annual_demand"]
    typed(page, variant, "annual_demand", str(right))
    expect(verdict).to_have_count(0)
    offered(page, "annual_demand", t, "verdict").click()
    expect(verdict).to_contain_text(t("ladder.right"))
    page.reload()
    expect(verdict).to_contain_text(t("ladder.right"))
    context.close()


@pytest.mark.wide
def test_an_exam_says_nothing_before_it_is_handed_in(browser: Browser, server: Server, shots: Path) -> None:
    variant, t = draw(load(SLUG), SEED), translator("fr")
    context = visit(browser, "fr", PHONE)
    page = context.new_page()
    begin(page, server.url, t, SEED, "exam")
    page.get_by_role("button", name=t("sitting.work"), exact=True).click()
    expect(page.locator(".lt-mode")).to_have_text(t("mode.exam"))
    figure = write_number(float(str(variant.scope().value("annual_demand"))), "fr")
    typed(page, variant, "annual_demand", figure)
    expect(page.locator(".lt-foot button")).to_have_count(0)
    expect(page.locator("[class*='st-key-lt_rung']")).to_have_count(0)
    expect(page.locator(".lt-verdict")).to_have_count(0)
    page.screenshot(path=shots / "fr-9-exam-phone.png")
    page.get_by_role("button", name=t("handin.open")).click()
    page.get_by_role("dialog").get_by_role("button", name=t("handin.confirm")).click()
    page.wait_for_selector(".lt-score")
    expect(page.locator(".st-key-lt-debrief-annual_demand .lt-verdict")).to_have_class("lt-verdict right")
    context.close()


@pytest.fixture
def texts(tmp_path: Path) -> Iterator[Server]:
    """A server whose library holds one small case with a text to write."""
    library = tmp_path / "library"
    shutil.copytree(ROOT / "tests" / "cases" / "fixtures" / TEXT_CASE, library / TEXT_CASE)
    started = Server(tmp_path, **{LIBRARY_VARIABLE: str(library)})
    started.start()
    yield started
    started.kill()


@pytest.mark.wide
def test_a_text_is_assessed_by_its_author(browser: Browser, texts: Server, shots: Path) -> None:
    case = load(ROOT / "tests" / "cases" / "fixtures" / TEXT_CASE)
    variant, t = draw(case, SEED), translator("fr")
    context = visit(browser, "fr", TALL)
    page = context.new_page()
    begin(page, texts.url, t, SEED, slug=TEXT_CASE, last=len(case.questions))
    card(page, "argue").locator("textarea").fill("P1 weighs most: count it every week.")
    expect(chip(page, variant, "argue")).to_have_class("lt-chip is-answered")
    page.get_by_role("button", name=t("handin.open")).click()
    page.get_by_role("dialog").get_by_role("button", name=t("handin.confirm")).click()
    expect(page.locator(".lt-score")).to_contain_text(t("debrief.provisional"))
    expect(page.locator(".lt-pending")).to_have_text(t.plural("debrief.pending_self", 2, points="2"))
    assert Axe().run(page).violations_count == 0
    page.screenshot(path=shots / "fr-10-provisional.png")
    margin = page.locator(".st-key-lt-debrief-argue")
    margin.locator("[role=slider], input[type=range]").first.focus()
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)
    margin.get_by_role("button", name=t("text.assess_save")).click()
    expect(page.locator(".lt-pending")).to_have_count(0)
    expect(page.locator(".lt-score")).not_to_contain_text(t("debrief.provisional"))
    page.get_by_text(t("grades.title"), exact=True).first.click()
    expect(page.get_by_role("cell", name=t("grades.self"))).to_be_visible()
    page.wait_for_timeout(300)
    page.screenshot(path=shots / "fr-11-assessed.png")
    context.close()

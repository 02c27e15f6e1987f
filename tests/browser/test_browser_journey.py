"""A learner sits the first case in a real browser, from the catalogue to the debrief, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import Server
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from app.i18n import Lang, Translator, translator
from cases.answers import Answer, Raw
from cases.debrief import QuestionDebrief, debrief
from cases.keyfile import key_answers
from cases.library import load
from cases.marking import mark
from cases.quantity import write_number
from cases.questions.form import FormQuestion
from cases.questions.number import NumberQuestion
from cases.variant import Variant, draw
from cases.views import questions

pytestmark = pytest.mark.browser

SLUG = "seuil-reappro"
SEED = 20
UNANSWERED = "stock_out_share"
NOTE = {
    "fr": "Claire, nous commanderons moins à la fois, et plus souvent.",
    "en": "Claire, we will order less at a time, and more often.",
}
OTHER = {"fr": "en", "en": "fr"}
LOCALE = {"fr": "fr-FR", "en": "en-GB"}
NAME = {"fr": "Français", "en": "English"}
DESK = {"width": 1440, "height": 900}
TALL = {"width": 1440, "height": 4200}
PHONE = {"width": 390, "height": 844}
WAIT_MS = 30_000
CHART = "[data-testid=stVegaLiteChart]"
FIELDS = "input[type=text]:not([role=combobox])"


def visit(browser: Browser, lang: str, size: dict[str, int], scheme: str = "light") -> BrowserContext:
    """A browser of a learner of that language, in Paris."""
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        locale=LOCALE[lang],
        timezone_id="Europe/Paris",
        color_scheme="dark" if scheme == "dark" else "light",
    )
    context.set_default_timeout(WAIT_MS)
    expect.set_options(timeout=WAIT_MS)
    return context


def begin(
    page: Page,
    url: str,
    t: Translator,
    seed: int,
    rules: str = "practice",
    *,
    slug: str = SLUG,
    last: int = 16,
) -> None:
    """From the catalogue to a sitting of a chosen variant, as practice or under exam conditions."""
    page.goto(f"{url}/catalogue")
    card = page.locator(f".st-key-lt-case-{slug}")
    expect(card.get_by_role("button", name=t("catalogue.begin_practice"), exact=True)).to_be_visible()
    if rules == "exam":
        page.get_by_text(t("catalogue.mode_exam"), exact=True).click()
        expect(card.get_by_role("button", name=t("catalogue.begin_exam"), exact=True)).to_be_visible()
    card.get_by_text(t("catalogue.choose_seed"), exact=True).click()
    card.get_by_label(t("catalogue.seed"), exact=True).fill(str(seed))
    card.get_by_label(t("catalogue.seed"), exact=True).press("Enter")
    card.get_by_role("button", name=t("catalogue.begin_seed")).click()
    page.wait_for_selector(f".lt-chip[href='#question-{last}']")


def field(page: Page, variant: Variant, question: str) -> object:
    """The text field of a question that asks for a figure."""
    return page.locator(f".st-key-lt-card-{question} input[type=text]").first


def chip(page: Page, variant: Variant, question: str) -> object:
    """The chip of a question."""
    number = variant.case.question_ids.index(question) + 1
    return page.locator(f".lt-chips a[href='#question-{number}']")


def answer(page: Page, variant: Variant, lang: Lang, answers: Mapping[str, Raw]) -> None:
    """Answer questions one right after the other, as fast as can be, then wait until every chip says so."""
    views = {view.id: view for view in questions(variant, lang)}
    for question, raw in answers.items():
        card = page.locator(f".st-key-lt-card-{question}")
        if views[question].type == "match":
            assert isinstance(raw, dict)
            classes = {one.id: one.text for one in views[question].ask.classes}
            for place, item in enumerate(views[question].ask.items):
                card.locator("select").nth(place).select_option(label=classes[str(raw[item.id])])
        elif views[question].type == "text":
            card.locator("textarea").fill(str(raw))
            card.locator("textarea").press("Tab")
        elif isinstance(raw, dict):
            for place, text in enumerate(in_page_order(variant, question, raw)):
                card.locator(FIELDS).nth(place).fill(text)
                card.locator(FIELDS).nth(place).press("Tab")
        elif views[question].type == "choice":
            for option in [raw] if isinstance(raw, str) else raw:
                words = next(one.text for one in views[question].options if one.id == option)
                card.get_by_text(words, exact=True).click()
        else:
            card.locator("input[type=text]").fill(raw)
    for question in answers:
        expect(chip(page, variant, question)).to_have_class(re.compile("is-answered|is-unreadable"))


def in_page_order(variant: Variant, question: str, raw: Mapping[str, str]) -> list[str]:
    """The texts of an answer of several places, in the order of its fields; steps stay folded, and blank."""
    asked = variant.case.question(question)
    if isinstance(asked, NumberQuestion):
        return [text for place, text in raw.items() if place not in asked.steps]
    if isinstance(asked, FormQuestion):  # the page shows the totals under the lines
        return [raw[place] for place in raw if place != "total"] + [raw["total"]]
    return list(raw.values())


@dataclass(frozen=True)
class Journey:
    """One sitting in one language: the page, the paper, and everything the browser received."""

    page: Page
    variant: Variant
    lang: Lang
    frames: list[bytes]
    shots: Path

    @property
    def t(self) -> Translator:
        return translator(self.lang)

    def shot(self, name: str) -> None:
        self.page.screenshot(path=self.shots / f"{self.lang}-{name}.png")


@pytest.mark.parametrize("lang", ["fr", pytest.param("en", marks=pytest.mark.wide)])
def test_from_the_catalogue_to_the_debrief(browser: Browser, server: Server, shots: Path, lang: Lang) -> None:
    variant = draw(load(SLUG), SEED)
    answers = key_answers(variant, lang)
    answers |= {"daily_mean": write_number(99, lang, decimals=1), "threshold": "1.234", "note": NOTE[lang]}
    del answers[UNANSWERED]
    policy = answers.pop("policy")
    assert isinstance(policy, dict)

    context = visit(browser, lang, DESK)
    journey = Journey(context.new_page(), variant, lang, [], shots)
    journey.page.on(
        "websocket", lambda ws: ws.on("framereceived", lambda data: journey.frames.append(as_bytes(data)))
    )
    sit_down(journey, server.url)
    answer(journey.page, variant, lang, answers)
    expect(journey.page.locator(".lt-saved")).to_have_text(
        re.compile(journey.t("bar.saved_at", time=r"\d\d:\d\d"))
    )
    journey.shot("2-sitting")
    reload_and_switch(journey, answers)
    final = answers | {"policy": policy | {"s": try_the_policy(journey, policy)}}
    final["safety"] = {"value": final["safety"]["value"]}  # its steps stay folded
    typed = {question: Answer(raw, lang) for question, raw in final.items()}
    told = debrief(variant, typed, mark(variant, typed), lang)
    no_key_was_sent(journey, told)
    hand_in(journey, told)
    read_the_debrief(journey, told, mark(variant, typed).out_of_20)
    context.close()


def sit_down(journey: Journey, url: str) -> None:
    """From the catalogue to the sitting."""
    page = journey.page
    page.goto(f"{url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(journey.t("home.title"))
    journey.shot("1-home")
    begin(page, url, journey.t, SEED)
    expect(page.locator("html")).to_have_attribute("lang", journey.lang)
    expect(page).to_have_title(f"{journey.variant.case.title(journey.lang)} · Logitrain")
    expect(page.locator(".lt-mode")).to_have_text(journey.t("mode.practice"))


def reload_and_switch(journey: Journey, answers: Mapping[str, Raw]) -> None:
    """A reload in the middle, then the other language and back: every answer is still there."""
    page = journey.page
    page.reload()
    for language in (journey.lang, OTHER[journey.lang], journey.lang):
        page.get_by_text(NAME[language], exact=True).click()
        expect(page.locator("html")).to_have_attribute("lang", language)
        for question, raw in answers.items():
            expect(chip(page, journey.variant, question)).to_have_class(
                re.compile("is-answered|is-unreadable")
            )
            card, kind = (
                page.locator(f".st-key-lt-card-{question}"),
                journey.variant.case.question(question).type,
            )
            if kind == "choice":
                expect(card.locator("input[type=radio]:checked")).to_have_count(1)
            elif kind == "text":
                expect(card.locator("textarea")).to_have_value(str(raw))
            elif isinstance(raw, str):
                expect(field(page, journey.variant, question)).to_have_value(raw)
            elif kind != "match":
                texts = in_page_order(journey.variant, question, raw)
                for place, text in enumerate(texts):
                    expect(card.locator(FIELDS).nth(place)).to_have_value(text)


def try_the_policy(journey: Journey, policy: Mapping[str, str]) -> str:
    """Type a policy, then move the slider fast; the threshold that results, as shown.

    On a loaded machine the browser may drop a key pressed while the page redraws the slider, so how far it
    went is not asserted: that it went up, and that field and slider agree once they rest, is.
    """
    page, card = journey.page, journey.page.locator(".st-key-lt-card-policy")
    answer(page, journey.variant, journey.lang, {"policy": dict(policy)})
    expect(card.locator(CHART)).to_have_attribute("aria-label", re.compile("240"))
    card.locator("input[type=range]").first.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    moved = at_rest(page, card)
    assert int(re.sub(r"\D", "", policy["s"])) < moved <= int(re.sub(r"\D", "", policy["s"])) + 12
    page.set_viewport_size(TALL)
    page.wait_for_timeout(500)  # the chart takes its new width
    assert at_rest(page, card) == moved
    journey.shot("3-decision")
    page.set_viewport_size(DESK)
    return write_number(moved, journey.lang, decimals=0)


def at_rest(page: Page, card: Locator) -> int:
    """The threshold once its field and its slider have agreed for a second and a half."""
    agreed, before, field, slider = 0, "", "", ""
    for _ in range(WAIT_MS // 300):
        field = re.sub(r"\D", "", card.locator("input[type=text]").first.input_value())
        slider = card.locator("input[type=range]").first.input_value()
        agreed = agreed + 1 if field == slider == before else 0
        if agreed == 5:
            return int(field)
        before = field
        page.wait_for_timeout(300)
    pytest.fail(f"the field shows {field}, the slider {slider}")


def no_key_was_sent(journey: Journey, told: Sequence[QuestionDebrief]) -> None:
    """Before handing in, neither a solution nor an unanswered figure has reached the browser."""
    received = b"".join(journey.frames)
    assert journey.variant.case.title(journey.lang).encode() in received, (
        "the frames hold what the page shows"
    )
    for item in told:
        assert item.solution.strip().splitlines()[0].encode() not in received, item.id
    (figure,) = [item.expected for item in told if item.id == UNANSWERED]
    assert figure.encode() not in received


def hand_in(journey: Journey, told: Sequence[QuestionDebrief]) -> None:
    """The dialog names what is empty and unreadable; then the paper is handed in."""
    page, t = journey.page, journey.t
    page.get_by_role("button", name=t("handin.open")).click()
    dialog = page.get_by_role("dialog")
    (title,) = [item.title for item in told if item.id == UNANSWERED]
    expect(dialog).to_contain_text(title)
    expect(dialog).to_contain_text(t.plural("handin.unreadable", 1))
    journey.shot("4-hand-in")
    dialog.get_by_role("button", name=t("handin.confirm")).click()
    page.wait_for_selector(".lt-score")


def read_the_debrief(journey: Journey, told: Sequence[QuestionDebrief], mark_out_of_20: float) -> None:
    """The mark, a verdict per question, and the year compared."""
    page = journey.page
    expect(page.locator(".lt-verdict")).to_have_count(len(told))
    written = re.sub(r"[,.]0$", "", write_number(mark_out_of_20, journey.lang, decimals=1))
    expect(page.locator(".lt-score .big")).to_contain_text(written)
    for item in told:
        expect(page.locator(f".st-key-lt-debrief-{item.id} .lt-verdict")).to_contain_text(item.verdict_label)
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") == 0
    page.set_viewport_size(TALL)
    page.wait_for_selector(f".st-key-lt-debrief-policy {CHART}")
    page.wait_for_timeout(500)  # the chart takes its new width
    journey.shot("5-debrief")


@pytest.mark.wide
def test_a_killed_server_and_a_new_tab_lose_nothing(browser: Browser, tmp_path: Path) -> None:
    variant, t = draw(load(SLUG), SEED), translator("fr")
    own = Server(tmp_path)
    own.start()
    try:
        context = visit(browser, "fr", DESK)
        page = context.new_page()
        begin(page, own.url, t, SEED)
        policy = {"s": "600", "Q": "900"}
        answer(page, variant, "fr", {"annual_demand": "12 345,5", "mode": ["kanban"], "policy": policy})
        expect(page.locator(".lt-saved")).to_have_text(re.compile(t("bar.saved_at", time=r"\d\d:\d\d")))
        own.kill()
        expect(page.locator("#lt-offline")).to_have_text(t("chrome.offline"))
        own.start()
        expect(page.locator("#lt-offline")).to_have_count(0)
        expect(field(page, variant, "annual_demand")).to_have_value("12 345,5")
        answer(page, variant, "fr", {"order_cost": "90,00"})  # without a reload, and still saved
        page.reload()
        tab = context.new_page()
        tab.goto(page.url)
        for shown in (page, tab):
            expect(field(shown, variant, "annual_demand")).to_have_value("12 345,5")
            expect(field(shown, variant, "order_cost")).to_have_value("90,00")
            expect(shown.locator(".st-key-lt-card-policy input[type=text]").first).to_have_value("600")
            expect(shown.locator(".st-key-lt-card-mode input[type=radio]:checked")).to_have_count(1)
        answer(tab, variant, "fr", {"lot_size": "800"})
        page.reload()
        expect(field(page, variant, "lot_size")).to_have_value("800")
        context.close()
    finally:
        own.kill()


@pytest.mark.parametrize("lang", [pytest.param("fr", marks=pytest.mark.wide), "en"])
def test_on_a_phone_paper_and_work_are_two_tabs(
    browser: Browser, server: Server, shots: Path, lang: str
) -> None:
    variant, t = draw(load(SLUG), SEED), translator(lang)
    context = visit(browser, lang, PHONE, "dark")
    page = context.new_page()
    begin(page, server.url, t, SEED)
    paper, work = page.locator(".st-key-lt-paper"), page.locator(".st-key-lt-work")
    expect(paper).to_be_visible()
    expect(work).to_be_hidden()
    page.screenshot(path=shots / f"{lang}-6-phone-paper.png")
    page.get_by_role("button", name=t("sitting.work"), exact=True).click()
    expect(work).to_be_visible()
    expect(paper).to_be_hidden()
    answer(page, variant, lang, {"policy": {"s": "600", "Q": "900"}})
    chip(page, variant, "policy").click()
    expect(page.locator(f".st-key-lt-card-policy {CHART}")).to_be_visible()
    page.screenshot(path=shots / f"{lang}-7-phone-work.png")
    for pane in ("sitting.paper", "sitting.work"):
        page.get_by_role("button", name=t(pane), exact=True).click()
        assert page.evaluate("document.scrollingElement.scrollWidth <= window.innerWidth")
        assert page.evaluate(
            "(m => m.scrollWidth <= m.clientWidth)(document.querySelector('[data-testid=stMain]'))"
        ), "nothing runs off the screen"
    context.close()


def test_the_keyboard_is_enough(browser: Browser, server: Server) -> None:
    variant, t = draw(load(SLUG), SEED), translator("fr")
    context = visit(browser, "fr", DESK)
    page = context.new_page()
    begin(page, server.url, t, SEED)
    target = field(page, variant, "annual_demand")
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("field => field === document.activeElement"):
            break
    assert target.evaluate("field => field === document.activeElement"), "reached with Tab alone"
    page.keyboard.type("12 000")
    expect(chip(page, variant, "annual_demand")).to_have_class(re.compile("is-answered"))
    page.keyboard.press("Tab")
    style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert style != "none", "one sees where the focus is"
    context.close()


def as_bytes(data: bytes | str) -> bytes:
    """A websocket frame as bytes, whatever its kind."""
    return data.encode() if isinstance(data, str) else data

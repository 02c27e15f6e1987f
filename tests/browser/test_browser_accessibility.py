"""No page shows a fault of accessibility that axe-core can see, in either language and colour scheme."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Server
from playwright.sync_api import Browser, Page, expect
from test_browser_journey import CHART, SLUG, TALL, begin, visit

from app import own_cases
from app.access import Viewer
from app.grading import marked
from app.i18n import Lang, translator
from app.scenarios import base_files
from app.settings import CLASS_VARIABLE
from app.sign_in import COOKIE, Caller, open_for
from app.store import CandidateDraft, ExamDraft, ExamPaper, NewAccount, open_store
from cases.library import load
from cases.variant import draw

pytestmark = pytest.mark.browser


# Minor, and Streamlit's own: the drop zone of its file uploader has a role that says nothing, and a name.
STREAMLITS = {"presentation-role-conflict"}


def audit(page: Page) -> None:
    """Every violation, with the element that bears it, is told."""
    # What is being drawn anew stands faded for a while, and colours are judged once it is done.
    page.wait_for_function("() => !document.querySelector('[data-stale=\"true\"]')")
    page.wait_for_timeout(400)
    found = Axe().run(page)
    ours = [one for one in found.response["violations"] if one["id"] not in STREAMLITS]
    assert not ours, found.generate_report()


@pytest.mark.parametrize(
    ("lang", "scheme"), [pytest.param("fr", "light", marks=pytest.mark.wide), ("en", "dark")]
)
def test_every_page_passes_axe(browser: Browser, server: Server, lang: Lang, scheme: str) -> None:
    t = translator(lang)
    context = visit(browser, lang, TALL, scheme)
    page = context.new_page()
    page.goto(f"{server.url}/catalogue")
    expect(page.locator(f".st-key-lt-case-{SLUG}")).to_be_visible()
    # The heading is only heard, and comes by another way than the cards.
    expect(page.get_by_role("heading", name=t("catalogue.cases"), exact=True)).to_be_attached()
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

    page.goto(f"{server.url}/?lang={lang}")
    expect(page.locator(".lt-next-title").first).to_be_visible()
    audit(page)

    page.goto(f"{server.url}/catalogue?referential=rncp11928&text=zzz&lang={lang}")
    expect(page.get_by_text(t("home.nothing"))).to_be_visible()
    audit(page)

    page.goto(f"{server.url}/results?referential=rncp11928&lang={lang}")
    expect(page.locator(".lt-trends")).to_be_visible()
    expect(page.locator(CHART).first).to_be_visible()
    audit(page)

    page.goto(f"{server.url}/mock?lang={lang}")
    expect(page.get_by_role("button", name=t("mock.begin"))).to_be_visible()
    audit(page)

    page.goto(f"{server.url}/revision?view=plan&lang={lang}")
    expect(page.get_by_role("button", name=t("plan.make"))).to_be_visible()
    audit(page)

    page.goto(f"{server.url}/competences?referential=rncp11928&lang={lang}")
    expect(page.locator(".lt-matrix a.in_progress").first).to_be_visible()
    page.locator("#lt-c-B2-2 summary").click()
    expect(page.locator("#lt-c-B2-2 table")).to_be_visible()
    audit(page)
    context.close()


@pytest.mark.wide
@pytest.mark.parametrize(
    ("lang", "scheme"), [("fr", "dark"), pytest.param("en", "light", marks=pytest.mark.wide)]
)
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


FREE = "note"


def desk_of(server: Server) -> tuple[str, list[tuple[str, dict[str, str]]]]:
    """A trainer's sign-in and the addresses of the desk, with five papers handed in and one being written."""
    store, now = open_store(server.database), datetime.now(UTC)
    trainer = store.create_account(NewAccount("prof", "Claire Martin", "administrator"), None, now)
    people = [
        store.create_account(NewAccount(f"l{place}", f"Apprenant {place}", "learner"), None, now).learner_id
        for place in range(6)
    ]
    asked = ("order_cost", "lot_size", FREE)
    exam = store.create_exam(
        ExamDraft(
            "Stocks", "exam", now - timedelta(hours=1), now + timedelta(hours=3),
            (ExamPaper(SLUG, load(SLUG).version, 1.0, asked),),
            tuple(CandidateDraft(one, 33) for one in people), minutes=90, seeds={"same": 7},
        ),
        trainer.learner_id, now - timedelta(hours=1),
    )  # fmt: skip
    variant, begun = draw(load(SLUG), 7), now - timedelta(minutes=50)
    for place, who in enumerate(people):
        row = store.start_paper(exam.id, who, 1, "fr", begun)
        store.save_answer(row.id, who, "order_cost", "douze *mille*", "fr", begun)
        store.save_answer(row.id, who, FREE, "Un stock de sécurité couvre les aléas.", "fr", begun)
        if place:
            found = marked(store, row, variant).as_dict()
            store.hand_in(row.id, who, begun + timedelta(minutes=30), found)
    store.extend(exam.id, people[:1], 5, trainer.learner_id, now, reason="panne")
    base = load(SLUG).version
    own = own_cases.begin(
        store, Viewer(trainer.learner_id, "administrator"), "garniture-maison", base_files(SLUG, base), now,
        based_on=(SLUG, base), changes={},
    )  # fmt: skip
    token = open_for(store, trainer, Caller("127.0.0.1", "test"), now).token
    store.close()
    one = {"exam": exam.id}
    addresses: list[tuple[str, dict[str, str]]] = [("trainer", {}), ("exam", one)]
    addresses += [("exam_new", {}), ("marking", one), ("jury", one), ("exports", {})]
    addresses += [("marking", {**one, "paper": "1", "question": FREE, "candidate": "2"})]
    addresses += [("analysis", {**one, "of": SLUG, "show": f"{load(SLUG).version}:m:order_cost"})]
    addresses += [("paper_read", {**one, "sitting": row.id})]
    addresses += [("own_cases", {}), ("own_cases", {"section": "upload"}), ("platforms", {})]
    addresses += [("own_case", {"case": own.slug}), ("scenario", {"case": own.slug})]
    addresses += [("people", {"section": name}) for name in ("accounts", "audit", "invitations")]
    return token, addresses


@pytest.mark.wide
def test_the_trainers_desk_passes_axe(browser: Browser, tmp_path: Path) -> None:
    server = Server(tmp_path, **{CLASS_VARIABLE: "1"})
    server.start()
    try:
        token, addresses = desk_of(server)
        looks = []
        for lang, scheme, size in (("fr", "light", TALL), ("en", "dark", {**TALL, "width": 390})):
            context = visit(browser, lang, size, scheme)
            context.add_cookies([{"name": COOKIE, "value": token, "url": server.url}])
            looks.append((lang, context.new_page()))
        # Every other page in the other language, scheme and width: what pages share is seen in both.
        for place, (name, address) in enumerate(addresses):
            lang, page = looks[place % 2]
            page.goto(f"{server.url}/{name}?{urlencode({'lang': lang, **address})}")
            expect(page.get_by_test_id("stHeading").first).to_be_visible()
            expect(page.locator("[data-test-script-state=running]")).to_have_count(0)
            page.wait_for_load_state("networkidle")  # the theme of the browser's scheme comes a moment later
            audit(page)
    finally:
        for context in browser.contexts:
            context.close()
        server.kill()

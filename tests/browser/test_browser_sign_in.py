"""Signing in with a real browser: the first administrator, a learner by invitation, the ways out, the closed doors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import Server
from playwright.sync_api import Browser, Page, expect
from test_browser_accessibility import audit
from test_browser_journey import DESK, PHONE, visit

from app.clock import SystemClock
from app.i18n import translator
from app.passwords import hashed
from app.store import open_store

pytestmark = pytest.mark.browser
SECRET = "un ballon rouge 7"


def fill(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("main button[type=submit]").first.click()


def test_a_class_from_its_first_start_to_a_learner(  # noqa: PLR0915  (one journey, told in order)
    browser: Browser, tmp_path: Path, shots: Path
) -> None:
    server = Server(tmp_path, LOGITRAIN_CLASS="1")
    server.start()
    t = translator("fr")
    desk, phone = visit(browser, "fr", DESK, "light"), visit(browser, "en", PHONE, "dark")
    try:
        page = desk.new_page()
        # Every page leads to the sign-in page, and back to where one wanted to go.
        page.goto(f"{server.url}/competences?lang=fr")
        expect(page.get_by_role("heading", name=t("accounts.sign_in.title"))).to_be_visible()
        audit(page)
        page.screenshot(path=shots / "fr-sign-in.png")
        fill(page, login="nobody", password="wrong password")
        expect(page.get_by_role("alert")).to_have_text(t("accounts.error.wrong_password"))

        # The first administrator, by the address on the console; it serves only once.
        found = re.search(r"http\S+/auth/set-up\S+", server.log.read_text())
        assert found is not None
        page.goto(found[0])
        fill(page, name="Ada Chef", login="ada", password="short", again="short")
        expect(page.get_by_role("alert")).to_contain_text("10")
        fill(page, password=SECRET, again=SECRET)
        expect(page.get_by_text("Ada Chef")).to_be_visible()
        audit(page)
        page.screenshot(path=shots / "fr-signed-in.png")
        page.goto(found[0])
        expect(page.get_by_text(t("accounts.set_up.closed"))).to_be_visible()

        # F5 and another tab keep the sign-in; no script can read its cookie.
        page.goto(f"{server.url}/?lang=fr")
        page.reload()
        expect(page.get_by_text("Ada Chef")).to_be_visible()
        assert "lt_session" not in page.evaluate("document.cookie")
        cookie = next(one for one in desk.cookies() if one["name"] == "lt_session")
        assert (cookie["httpOnly"], cookie["sameSite"], cookie["expires"]) == (True, "Lax", -1)

        # A learner joins with a code, in another browser.
        store = open_store(server.database)
        ada = store.account_named("ada")
        assert ada is not None
        now = SystemClock().now()
        code = store.invite("learner", None, 1, now.replace(year=now.year + 1), ada.learner_id, now).code
        learner = phone.new_page()
        learner.goto(f"{server.url}/auth/join?lang=en")
        audit(learner)
        learner.screenshot(path=shots / "en-join-phone.png", full_page=True)
        fill(learner, code=code.lower(), name="Léa Martin", login="lea", password=SECRET, again=SECRET)
        expect(learner.get_by_role("link", name="Logitrain")).to_be_visible()
        expect(learner.get_by_role("link", name=translator("en")("trainer.title"))).to_have_count(0)
        audit(learner)
        learner.screenshot(path=shots / "en-signed-in-phone.png")
        # A trainer's page by its address stays closed.
        learner.goto(f"{server.url}/trainer?lang=en")
        expect(learner.get_by_role("heading", name=translator("en")("accounts.gate.title"))).to_be_visible()

        # Signed out everywhere: the page that is still open shows nothing more at its next run.
        lea = store.account_named("lea")
        assert lea is not None
        store.end_sign_ins(lea.learner_id, ada.learner_id, now)
        learner.get_by_role("link", name=translator("en")("chrome.back")).click()
        expect(
            learner.get_by_role("heading", name=translator("en")("accounts.sign_in.title"))
        ).to_be_visible()
        learner.screenshot(path=shots / "en-signed-out-phone.png")
        learner.locator(".lt-door").click()
        fill(learner, login="lea", password=SECRET)
        expect(learner.get_by_role("link", name="Logitrain")).to_be_visible()

        # Given another password, she must choose her own before anything.
        store.set_password(lea.learner_id, hashed("given-by-ada"), ada.learner_id, now, must_change=True)
        learner.reload()
        fill(learner, login="lea", password="given-by-ada")
        expect(
            learner.get_by_role("heading", name=translator("en")("accounts.first_password.title"))
        ).to_be_visible()
        learner.goto(f"{server.url}/?lang=en")
        fill(learner, before="given-by-ada", password="another balloon 8", again="another balloon 8")
        expect(learner.get_by_role("link", name="Logitrain")).to_be_visible()
        store.close()

        # The way out.
        page.get_by_role("button", name=t("accounts.sign_out.title")).click()
        expect(page.get_by_role("heading", name=t("accounts.sign_in.title"))).to_be_visible()
        page.go_back()
        page.reload()
        expect(page.get_by_role("heading", name=t("accounts.sign_in.title"))).to_be_visible()
    finally:
        desk.close()
        phone.close()
        server.kill()


@pytest.mark.wide
def test_alone_the_trainers_area_asks_for_its_password(browser: Browser, tmp_path: Path, shots: Path) -> None:
    server = Server(tmp_path)
    server.start()
    t = translator("fr")
    context, stranger = visit(browser, "fr", DESK, "light"), visit(browser, "fr", DESK, "dark")
    try:
        page = context.new_page()
        page.goto(f"{server.url}/?lang=fr")
        expect(page.get_by_role("button", name=t("accounts.gate.leave"))).to_have_count(0)
        page.get_by_role("link", name=t("trainer.title"), exact=True).click()
        expect(page.get_by_role("heading", name=t("accounts.gate.title"))).to_be_visible()
        audit(page)
        page.screenshot(path=shots / "fr-trainer-door.png")
        page.locator(".lt-door").click()
        expect(page.get_by_text(t("accounts.trainer_first.lead"))).to_be_visible()
        fill(page, password=SECRET, again=SECRET)
        expect(page.get_by_role("heading", name=t("trainer.title"), exact=True)).to_be_visible()
        page.screenshot(path=shots / "fr-trainer.png")

        other = stranger.new_page()
        other.goto(f"{server.url}/trainer?lang=fr")
        other.locator(".lt-door").click()
        audit(other)
        fill(other, password="not the password")
        expect(other.get_by_role("alert")).to_have_text(t("accounts.error.wrong_password"))
        fill(other, password=SECRET)
        expect(other.get_by_role("heading", name=t("trainer.title"), exact=True)).to_be_visible()

        page.get_by_role("button", name=t("accounts.gate.leave")).click()
        page.goto(f"{server.url}/trainer?lang=fr")
        expect(page.get_by_role("heading", name=t("accounts.gate.title"))).to_be_visible()
    finally:
        context.close()
        stranger.close()
        server.kill()

"""An assessment in a real browser: taken up on another machine, paused, closed by the clock, read by the trainer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from conftest import Server
from playwright.sync_api import Browser, Page, expect

from app.settings import CLASS_VARIABLE
from app.sign_in import COOKIE, Caller, open_for
from app.store import CandidateDraft, Exam, ExamDraft, ExamPaper, NewAccount, Store, open_store
from cases.library import load

SLUG = "seuil-reappro"
ASKED = ("annual_demand", "daily_mean", "lot_size")
PATIENCE_MS = 40_000


class Class:
    """A class on a server of its own: a trainer, two learners, and the browsers they sit at."""

    def __init__(self, server: Server, browser: Browser) -> None:
        self.server, self.browser = server, browser
        self.store: Store = open_store(server.database)
        now = datetime.now(UTC)
        self.ids: dict[str, int] = {}
        self.tokens: dict[str, str] = {}
        for login, name, role in (
            ("prof", "Claire Martin", "trainer"),
            ("awa", "Awa Diallo", "learner"),
            ("leo", "Léo Bernard", "learner"),
        ):
            made = self.store.create_account(NewAccount(login, name, role), None, now)  # type: ignore[arg-type]
            self.ids[login] = made.learner_id
            self.tokens[login] = open_for(self.store, made, Caller("127.0.0.1", "test"), now).token

    def exam(self, **changes: Any) -> Exam:
        """An assessment of three questions, open now, for both learners."""
        now = datetime.now(UTC)
        whole: dict[str, Any] = {
            "title": "Stocks, bloc 2",
            "kind": "exam",
            "opens_at": now - timedelta(minutes=1),
            "closes_at": now + timedelta(hours=3),
            "papers": (ExamPaper(SLUG, load(SLUG).version, 1.0, ASKED),),
            "candidates": (CandidateDraft(self.ids["awa"], 33), CandidateDraft(self.ids["leo"])),
            "minutes": 60,
            "seeds": {"each": 5},
        }
        return self.store.create_exam(ExamDraft(**(whole | changes)), self.ids["prof"], now)

    def sit(self, who: str, width: int = 1280, height: int = 1100, scheme: Any = "light") -> Page:
        """A browser where somebody is signed in."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="Europe/Paris"
        )
        context.set_default_timeout(PATIENCE_MS)
        context.add_cookies([{"name": COOKIE, "value": self.tokens[who], "url": self.server.url}])
        return context.new_page()

    def open(self, page: Page, name: str, lang: str = "fr", **address: str) -> Page:
        """A page at its address."""
        page.goto(f"{self.server.url}/{name}?{urlencode({'lang': lang, **address})}")
        expect(page.locator(".st-key-lt-header")).to_be_visible(timeout=PATIENCE_MS)
        return page


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Class]:
    server = Server(tmp_path_factory.mktemp("class"), **{CLASS_VARIABLE: "1"})
    server.start()
    opened = Class(server, browser)
    yield opened
    opened.store.close()
    server.kill()


def field(page: Page, number: int) -> Any:
    """The answer's field of a question."""
    card = page.locator(".stVerticalBlock", has=page.locator(f"#question-{number}")).last
    return card.locator("input[type=text]").first


def begin(room: Class, page: Page, exam: Exam) -> str:
    """Begins the first paper from the learner's list; the id of the sitting."""
    room.open(page, "my_exams")
    page.locator(f".st-key-lt-exam-{exam.id}").get_by_role("button", name="Commencer").click()
    page.get_by_role("button", name="Je commence").click()
    expect(page.locator("#question-1")).to_be_visible(timeout=PATIENCE_MS)
    return next(iter(room.store.my_papers(exam.id, room.ids["awa"]).values())).id


def test_a_paper_is_taken_up_on_another_machine_and_paused(room: Class, shots: Any) -> None:
    exam = room.exam()
    first = room.sit("awa")
    sitting = begin(room, first, exam)
    timer = first.get_by_role("timer")
    expect(timer).to_have_text("1\u00a0h\u00a020")
    expect(first.locator("#countdown small")).to_contain_text("20 minutes")
    field(first, 1).fill("12000")
    field(first, 1).press("Enter")
    expect(first.locator(".lt-chip.is-answered").first).to_be_visible(timeout=PATIENCE_MS)
    first.screenshot(path=shots / "exam-paper.png")

    second = room.sit("awa", 400, 900, "dark")
    room.open(second, "my_exams")
    second.get_by_role("button", name="Reprendre").click()
    expect(field(second, 1)).to_have_value("12000", timeout=PATIENCE_MS)
    assert len(room.store.my_papers(exam.id, room.ids["awa"])) == 1
    second.screenshot(path=shots / "exam-paper-phone.png")

    desk = room.open(room.sit("prof"), "exam", exam=exam.id)
    expect(desk.locator(".lt-table tbody tr").first).to_contain_text("1 sur 3", timeout=PATIENCE_MS)
    desk.screenshot(path=shots / "exam-desk.png")
    desk.get_by_role("button", name="Suspendre").click()
    desk.get_by_role("button", name="Confirmer").click()
    expect(desk.get_by_role("button", name="Reprendre")).to_be_visible(timeout=PATIENCE_MS)

    field(first, 2).fill("50")
    field(first, 2).press("Enter")
    expect(first.get_by_text("suspendue").first).to_be_visible(timeout=PATIENCE_MS)
    expect(first.locator("#question-1")).to_have_count(0)
    assert "daily_mean" not in room.store.answers(sitting, room.ids["awa"])

    desk.get_by_role("button", name="Reprendre").click()
    desk.get_by_role("button", name="Confirmer").click()
    # The page goes on by itself, and what was typed into the pause is saved.
    expect(first.locator("#question-1")).to_be_visible(timeout=PATIENCE_MS)
    expect(field(first, 2)).to_have_value("50")
    assert room.store.answers(sitting, room.ids["awa"])["daily_mean"].raw == "50"

    desk.get_by_role("button", name="Donner du temps").click()
    desk.get_by_role("button", name="Confirmer").click()
    expect(desk.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE_MS)
    assert {one.extra_minutes for one in room.store.exam(exam.id).candidates} == {5}

    desk.locator(".lt-table a").first.click()
    expect(desk.get_by_text("12\u202f000").first).to_be_visible(timeout=PATIENCE_MS)
    desk.screenshot(path=shots / "exam-paper-read.png")

    room.open(desk, "exam", exam=exam.id)
    desk.get_by_role("button", name="Annuler une copie").click()
    desk.get_by_label("Motif").fill("téléphone")
    desk.get_by_role("button", name="Confirmer").click()
    expect(desk.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE_MS)
    room.open(second, "sitting", sitting=sitting)
    expect(second.get_by_text("Copie annulée").first).to_be_visible(timeout=PATIENCE_MS)


def test_the_clock_closes_the_paper_with_what_was_typed(room: Class, shots: Any) -> None:
    exam = room.exam(closes_at=datetime.now(UTC) + timedelta(seconds=45), minutes=None, candidates=(
        CandidateDraft(room.ids["awa"]),
    ))  # fmt: skip
    page = room.sit("awa")
    sitting = begin(room, page, exam)
    expect(page.locator("#countdown")).to_have_attribute("data-left", "short")
    page.screenshot(path=shots / "exam-last-minute.png")
    field(page, 1).fill("4321")  # no Enter: still being typed when the time is up
    expect(page.get_by_text("Le temps s’est écoulé").first).to_be_visible(timeout=90_000)
    page.screenshot(path=shots / "exam-closed.png")
    row = room.store.sitting(sitting, room.ids["awa"])
    assert row is not None
    assert row.handed_in_at == exam.closes_at
    assert room.store.answers(sitting, room.ids["awa"])["annual_demand"].raw == "4321"
    # The results wait for the trainer: the debrief tells nothing.
    room.open(page, "debrief", sitting=sitting)
    expect(page.get_by_text("Réponse attendue")).to_have_count(0)


def test_a_learner_finds_no_desk_by_its_address(room: Class) -> None:
    exam = room.exam()
    page = room.sit("leo")
    for name in ("exams", "exam", "exam_new", "paper_read"):
        room.open(page, name, exam=exam.id)
        expect(page.get_by_text("réservée aux formateurs").first).to_be_visible(timeout=PATIENCE_MS)
        expect(page.get_by_text("Awa Diallo")).to_have_count(0)

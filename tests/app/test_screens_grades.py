"""Marks that change after hand-in: assessments, regrades, older versions of a case; and answers of several places."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from screens_harness import NOW, html, new_store, open_page, sound
from streamlit.testing.v1 import AppTest

from app import grading
from app.grading import Assessed, rubric
from app.i18n import translator
from app.screens import debrief
from app.store import BadAssessment, NotAllowed, NotHandedIn, SittingRow, Store
from app.widgets.context import Work
from app.widgets.handin import close
from cases.library import LIBRARY_VARIABLE, load
from cases.marking import mark
from cases.policy import EXAM, MOCK_EXAM, PRACTICE, Policy
from cases.scaffold import new_case
from cases.variant import Variant, draw
from cases.versions import publish

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"
TEXT = "ranking"
SEED = 5
T = translator("fr")
ENGLISH = "Stock is money: P1 weighs most, so count it every week and keep a thin stock of the rest."


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


def variant_of(slug: str, version: int, seed: int) -> Variant:
    return draw(load(slug, version), seed)


def handed_in(
    store: Store, slug: str, rules: Policy = PRACTICE, version: int | None = None, **answers: Any
) -> SittingRow:
    """A sitting of a case of the library in force, handed in with these answers."""
    number = load(slug, version).version
    row = store.start_sitting(store.local_learner().id, slug, number, SEED, "fr", NOW, policy=rules.as_dict())
    for question, raw in answers.items():
        store.save_answer(row.id, row.learner_id, question, raw, "fr", NOW)
    assert close(Work(row, variant_of(slug, number, SEED)))
    found = store.sitting(row.id, row.learner_id)
    assert found is not None
    return found


def assess(store: Store, row: SittingRow, by: Any = "self", **points: float) -> Any:
    found = Assessed("argue", points, by, "A. Martin" if by == "trainer" else "", "Bien vu.")
    return grading.assess(store, row, found, variant_of, NOW + timedelta(hours=1), "1")


def plain(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


# -- free text -----------------------------------------------------------------------------------------
@pytest.fixture
def texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIBRARY_VARIABLE, str(FIXTURES))


@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize(
    ("rules", "key"), [(MOCK_EXAM, "debrief.pending_self"), (EXAM, "debrief.pending_trainer")]
)
def test_a_mark_is_provisional_while_a_text_waits(store: Store, rules: Policy, key: str) -> None:
    row = handed_in(store, TEXT, rules, argue=ENGLISH)
    if rules is EXAM:
        store.release(row.id, row.learner_id, NOW)
    at = open_page("debrief", sitting=row.id)
    assert T("debrief.provisional") in html(at)
    assert T.plural(key, 2, points="2") in html(at)
    assert "0\u00a0/\u00a010 points" in html(at)  # over the points marked so far
    assert T("debrief.provisional_short") in html(open_page())


@pytest.mark.usefixtures("texts")
def test_ones_own_assessment_makes_a_new_grade(store: Store) -> None:
    row = handed_in(store, TEXT, argue=ENGLISH)
    at = open_page("debrief", sitting=row.id)
    sliders = [one for one in at.select_slider if one.key and ":argue:assess:" in one.key]
    assert len(sliders) == 2
    sliders[0].set_value(1.0)
    save = next(one for one in at.button if one.key and one.key.endswith(":argue:assess:save"))
    sound(save.click().run())
    first, second = store.grades(row.id, row.learner_id)
    assert (first.reason, second.reason) == ("hand_in", "self-assessment")
    assert (first.marked["pending"], second.marked["pending"]) == (2, 0)
    assert second.marked["score"] == first.marked["score"] + 1
    again = open_page("debrief", sitting=row.id)
    assert T("debrief.mark") in html(again)
    assert "1\u00a0/\u00a012 points" in html(again)
    assert T("grades.self") in html(again)
    assert "+1" in html(again)


@pytest.mark.usefixtures("texts")
def test_the_trainers_assessment_counts_before_the_learners(store: Store) -> None:
    row = handed_in(store, TEXT, argue=ENGLISH)
    assess(store, row, "trainer", figures=0.5, advice=0.5)
    grade = assess(store, row, "self", figures=1, advice=1)
    assert grade.marked["score"] == pytest.approx(1.0)
    assert [one.reason for one in store.grades(row.id, row.learner_id)] == [
        "hand_in",
        "trainer's assessment",
        "self-assessment",
    ]
    words = [text.value for text in open_page("debrief", sitting=row.id).markdown]
    assert any("Bien vu." in one for one in words)


@pytest.mark.usefixtures("texts")
def test_an_assessment_that_the_rules_or_the_rubric_forbid_changes_nothing(store: Store) -> None:
    exam = handed_in(store, TEXT, EXAM, argue=ENGLISH)
    with pytest.raises(NotAllowed):
        assess(store, exam, "self", figures=1)
    assert assess(store, exam, "trainer", figures=1).marked["pending"] == 0
    row = handed_in(store, TEXT, argue=ENGLISH)
    for wrong in ({"figures": 1.5}, {"style": 1.0}, {"figures": -1.0}, {"figures": float("nan")}):
        with pytest.raises(BadAssessment):
            assess(store, row, **wrong)
    for question in ("abc", "nobody"):
        with pytest.raises(BadAssessment) as caught:
            grading.assess(store, row, Assessed(question, {}), variant_of, NOW, "1")
        assert caught.value.explain("fr") != caught.value.explain("en")
    open_row = store.start_sitting(row.learner_id, TEXT, 1, SEED, "fr", NOW)
    with pytest.raises(NotHandedIn):
        assess(store, open_row, figures=1)
    assert len(store.grades(row.id, row.learner_id)) == 1
    assert store.assessments(row.id, row.learner_id) == {}


@pytest.mark.usefixtures("texts")
def test_the_rubric_of_a_question_that_a_person_marks() -> None:
    case = load(TEXT)
    assert rubric(case.question("argue")) == {"figures": 1.0, "advice": 1.0}
    assert rubric(case.question("abc")) == {}


# -- the places of an answer ---------------------------------------------------------------------------
@pytest.mark.usefixtures("texts")
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_each_place_of_an_answer_has_its_verdict(
    store: Store, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    monkeypatch.setattr(debrief, "REVIEWS_PARTS", frozenset())
    row = handed_in(store, TEXT, abc={"P1": "A", "P2": "B"})
    told = html(open_page("debrief", lang, sitting=row.id))
    t = translator(lang)
    table = told.split("lt-table lt-parts")[1].split("</table>")[0]
    for name in ("parts.given", "parts.expected", "parts.verdict"):
        assert t(name) in table
    assert table.count("<tr") == 6  # the heads, and five items
    assert "✓" in table
    monkeypatch.setattr(debrief, "REVIEWS_PARTS", frozenset({"match"}))
    assert 'lt-parts"' not in html(open_page("debrief", lang, sitting=row.id))


# -- versions --------------------------------------------------------------------------------------------
@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A library of one case, published twice: its second version asks for less and gives half for a slip."""
    slug = f"essai-{tmp_path.name.replace('_', '-').lower()}"
    folder = new_case(slug, tmp_path, date(2026, 9, 1))
    monkeypatch.setenv(LIBRARY_VARIABLE, str(tmp_path))
    publish(load(str(folder)), date(2026, 9, 1))
    path = folder / "case.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in (
        ("version: 1", "version: 2"),
        ("safety_left_out: lead_demand", "safety_left_out: {answer: lead_demand, credit: 0.5}"),
    ):
        assert text.count(old) == 1
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    publish(load(str(folder)), date(2026, 10, 1))
    return folder


def slipped(folder: Path) -> dict[str, Any]:
    return {"threshold": str(variant_of(folder.name, 1, SEED).scope().value("lead_demand"))}


def test_a_sitting_of_an_older_version_is_sat_and_explained_with_it(store: Store, own: Path) -> None:
    learner = store.local_learner().id
    row = store.start_sitting(learner, own.name, 1, SEED, "fr", NOW)
    at = open_page("sitting", sitting=row.id)
    assert [one for one in at.text_input if one.key and one.key.endswith(":threshold")]
    row = handed_in(store, own.name, version=1, **slipped(own))
    grade = store.last_grade(row.id, learner)
    assert grade is not None
    assert (grade.marked["version"], grade.marked["score"]) == (1, 0)
    told = html(open_page("debrief", sitting=row.id))
    assert 'class="lt-verdict wrong"' in told
    assert 'class="lt-verdict partly"' not in told


def test_a_regraded_paper_is_explained_with_the_version_of_its_grade(store: Store, own: Path) -> None:
    row = handed_in(store, own.name, version=1, **slipped(own))
    assert open_page("debrief", sitting=row.id)  # seen once with its first grade
    answers = {name: grading.as_answer(one) for name, one in store.answers(row.id, row.learner_id).items()}
    new = mark(variant_of(own.name, 2, SEED), answers).as_dict()
    why = "L’oubli du stock de sécurité compte pour moitié."
    store.apply_regrade(own.name, [(row.id, row.learner_id, new)], why, NOW, "1", 2)
    at = open_page("debrief", sitting=row.id)
    assert 'class="lt-verdict partly"' in html(at)
    history = html(at).split(T("grades.version"))[1].split("</table>")[0]
    assert why in history
    assert T("grades.hand_in") in history
    assert ">1</td>" in history
    assert ">2</td>" in history
    assert f">+{new['score']:g}</td>".replace(".", ",") in history
    assert not [one for one in at.info if T("debrief.recomputed", now="")[:20] in one.value]


def test_a_begun_sitting_is_listed_whatever_became_of_its_version(store: Store, own: Path) -> None:
    store.start_sitting(store.local_learner().id, own.name, 1, SEED, "fr", NOW)
    store.start_sitting(store.local_learner().id, own.name, 9, SEED, "fr", NOW)
    at: AppTest = open_page()
    assert len([one for one in at.button if one.key and one.key.startswith("lt_resume")]) == 2

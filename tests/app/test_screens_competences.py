"""My competences: the evidence behind each criterion, what is missing, and results obtained elsewhere."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from screens_harness import HOSTILE, NOW, SLUG, html, new_store, open_page, sent, sit, sound, widget

from app import evidence as app_evidence
from app.cli import main
from app.grading import marked
from app.store import SittingRow, Store
from cases.answers import Raw
from cases.keyfile import key_answers
from cases.library import load
from cases.policy import EXAM, MOCK_EXAM, Policy
from cases.variant import draw


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Store:
    return new_store(monkeypatch, tmp_path)


def handed_in(store: Store, seed: int, policy: Policy | None = None, **changed: Raw) -> SittingRow:
    """A paper of the case, right but for what is changed."""
    variant = draw(load(SLUG), seed)
    learner = store.local_learner().id
    rules = None if policy is None else policy.as_dict()
    row = store.start_sitting(learner, SLUG, variant.case.version, seed, "fr", NOW, policy=rules)
    for question, raw in {**key_answers(variant), **changed}.items():
        store.save_answer(row.id, learner, question, raw, "fr", NOW)
    at = NOW + timedelta(minutes=seed)
    store.mark_and_hand_in(row.id, learner, at, lambda saved: marked(store, row, variant, saved).as_dict())
    return row


def found(store: Store) -> tuple[app_evidence.Evidence, ...]:
    return app_evidence.evidence(store, store.local_learner().id, load)


def test_a_paper_is_evidence_with_all_that_stands_behind_it(store: Store) -> None:
    row = handed_in(store, 7, lot_size="1")
    lot = next(one for one in found(store) if one.question == "lot_size" and one.referential == "cqpm-tli")
    assert (lot.key, lot.sitting, lot.slug, lot.seed) == ("cqpm-tli/C3.M1", row.id, SLUG, 7)
    assert (lot.score, lot.max_score, lot.kind, lot.part) == (0, 1.5, "computed", "practice")
    assert lot.at == NOW + timedelta(minutes=7)
    assert {one.part for one in found(store)} == {"practice"}


def test_an_open_paper_and_a_result_not_released_are_no_evidence(store: Store) -> None:
    sit(store)
    row = handed_in(store, 8, EXAM)
    assert found(store) == ()
    store.release(row.id, row.learner_id, NOW)
    assert {one.part for one in found(store)} == {"exam"}


def test_a_grade_kept_before_items_were_is_read_through_its_case(store: Store) -> None:
    row = handed_in(store, 7)
    grade = store.last_grade(row.id, row.learner_id)
    assert grade is not None
    old = json.loads(json.dumps(grade.marked))
    for question in old["questions"]:
        del question["items"]
    whole = found(store)
    store.append_grade(row.id, row.learner_id, NOW, "as it was", old)
    assert found(store) == whole


@pytest.mark.parametrize(
    ("lang", "state", "empty"),
    [("fr", "pas encore abordé", "Choisir un cas"), ("en", "not started yet", "Choose a case")],
)
def test_a_first_visit_says_what_to_do(store: Store, lang: str, state: str, empty: str) -> None:
    at = open_page("competences", lang, referential="tsmel")
    assert state in html(at)
    assert empty in sent(at)
    assert html(at).count('class="not_met"') == 12


def test_criteria_are_acquired_by_rule_and_lead_to_the_papers(store: Store) -> None:
    one, other = handed_in(store, 7), handed_in(store, 12, MOCK_EXAM)
    at = open_page("competences", referential="rncp11928")
    page = html(at)
    assert 'class="acquired" href="#lt-c-B2-2"' in page
    assert 'class="not_met" href="#lt-c-B1-1"' in page
    assert f"debrief?sitting={other.id}&lang=fr" in page
    assert f"debrief?sitting={one.id}" not in page  # the latest sitting of a case counts
    assert "seul" in page  # only the certifying body certifies


def test_outside_results_are_recorded_and_checked(store: Store) -> None:
    at = open_page("competences", referential="rncp11928")
    for typed, day, words in (
        ("", "", "Indiquez un résultat"),
        ("1200", "01/06/2026", "de 0 à 990"),
        ("700", "31/02/2026", "Indiquez un résultat"),
        ("700", "01/06/2099", "à venir"),
        (HOSTILE[0], "01/06/2026", "Indiquez un résultat"),
    ):
        widget(at.text_input, "toeic", "score").set_value(typed)
        widget(at.text_input, "toeic", "day").set_value(day)
        widget(at.button, "rncp11928", "toeic").click()
        sound(at.run())
        assert any(words in warning.value for warning in at.warning), (typed, day)
        assert store.certificates(store.local_learner().id) == ()
    widget(at.text_input, "toeic", "score").set_value("715")
    widget(at.text_input, "toeic", "day").set_value("01/06/2026")
    widget(at.button, "rncp11928", "toeic").click()
    sound(at.run())
    (kept,) = store.certificates(store.local_learner().id)
    assert (kept.name, kept.score, kept.obtained_on.isoformat()) == ("toeic", 715, "2026-06-01")
    assert "TOEIC\u00a0: 715 points, le seuil de 600 est atteint" in html(at)


def test_an_unknown_referential_in_the_address_shows_the_first(store: Store) -> None:
    at = open_page("competences", referential="<script>")
    assert "rncp" in sent(at)


def test_the_console_tells_the_same(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    handed_in(store, 7)
    handed_in(store, 12)
    assert main(["evidence", "--referential", "rncp11928", "--json", "--lang", "en"]) == 0
    (award,) = json.loads(capsys.readouterr().out)["awards"]
    states = {one["id"]: one["state"] for block in award["blocks"] for one in block["criteria"]}
    assert (states["B2.2"], states["B1.1"]) == ("acquired", "not_met")
    assert main(["evidence", "--referential", "rncp11928", "--lang", "fr"]) == 0
    assert "Responsable opérationnel des flux" in capsys.readouterr().out
    assert main(["evidence", "--referential", "nothing"]) == 2

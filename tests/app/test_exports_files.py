"""Gradebooks, statements and frameworks: their columns, their figures, and that no spreadsheet runs a name."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from exam_samples import CLOSES, set_exam, trainer_of
from store_samples import NOON, learner

from app import cli
from app.access import Viewer
from app.exam_marks import ExamMark
from app.exports.gradebook_csv import BOM, gradebook_csv, guarded
from app.exports.gradebook_xlsx import gradebook_xlsx
from app.exports.moodle_competencies import HEADS, competency_framework
from app.exports.rows import Column, Gradebook, Mark, QuestionRow, exam_gradebook, learner_gradebook
from app.exports.xapi import duration, lines, statements
from app.i18n import translator
from app.store import RoleForbids
from app.store.account_rows import NewAccount
from app.store.people import PersonRow
from cases.referentials import referentials
from cases.scoring import CriterionScore

pytest_plugins = ["store_fixtures"]
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TOOK = timedelta(minutes=64, seconds=5)
EVIL = '=HYPERLINK("http://x";"y")'
ANNE = PersonRow(1, "Anne Lévy", "alevy", "anne@example.org")
EVE = PersonRow(2, EVIL, "+eve", "eve@example.org")
NOBODY = PersonRow(3, "Zoé Nu", None, None)
KEY = "rncp11928/B2.4"


def a_mark(person=ANNE, **changes):
    told = {
        "person": person, "sitting": f"s{person.learner_id}", "slug": "seuil-reappro", "version": 2, "seed": 7,
        "lang": "fr", "part": "exam", "paper": 1, "started_at": NOW, "handed_in_at": NOW + TOOK,
        "graded_at": NOW + timedelta(hours=2), "engine": "1", "score": 7.25, "max_score": 10.0, "pending": 0.0,
        "questions": (
            QuestionRow("stock", 7.25, 8.0, False, ("right",), (KEY,)),
            QuestionRow("note", 0.0, 2.0, True, ("pending",), (KEY,)),
        ),
        "criteria": (CriterionScore("rncp11928", "B2.4", 7.25, 8.0),),
    }  # fmt: skip
    return Mark(**(told | changes))


def a_book(*marks, totals=None):
    return Gradebook("Stocks", (Column(1, "seuil-reappro", 1.0),), (ANNE, EVE, NOBODY), marks, totals or {})


def rows(data, delimiter=","):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))


def test_each_mark_has_its_feedback_beside_it():
    totals = {1: ExamMark((), 14.5, False, False), 2: ExamMark((), 3.0, True, False)}
    found = gradebook_csv(a_book(a_mark(), a_mark(EVE), totals=totals), "fr")
    table = rows(found.data)
    assert table[0][0] == "Adresse de courriel"
    assert [head.split("\u00a0: ")[-1] for head in table[0][2:]] == ["note sur 20", "commentaire"] * 2
    assert table[1][:3] == ["anne@example.org", "Anne Lévy", "14.5"]
    assert "rncp11928/B2.4 91\u202f%" in table[1][3] or "rncp11928/B2.4 91\u00a0%" in table[1][3]
    assert table[1][4] == "14.5"
    assert table[2][4] == ""  # provisional: no mark to import
    assert table[2][5] == translator("fr")("exports.provisional")
    assert found.left_out == (NOBODY,)
    assert all(len(line) == len(table[0]) for line in table)


def test_a_mark_that_waits_is_left_empty_with_its_feedback():
    table = rows(gradebook_csv(a_book(a_mark(pending=2.0)), "en").data)
    assert table[1][2] == ""
    assert "2 points are still to be assessed" in table[1][3]
    assert table[2][2:] == ["", "no paper handed in"]


def test_the_options_of_the_csv():
    found = gradebook_csv(a_book(a_mark()), "en", identifier="username", delimiter=";", bom=True)
    assert found.data.startswith(BOM)
    table = rows(found.data, ";")
    assert table[0][0] == "Username"
    assert table[1][0] == "alevy"
    assert not gradebook_csv(a_book(), "en").data.startswith(BOM)


@pytest.mark.parametrize("text", [EVIL, "+1", "-1", "@SUM(A1)", "\t=1", "  =1", "\r=1", "\n=1"])
def test_no_cell_is_a_formula(text):
    assert guarded(text).startswith("'")


def test_an_honest_cell_is_left_alone():
    assert guarded("Anne-Marie + 1") == "Anne-Marie + 1"


def test_the_csv_holds_no_formula():
    table = rows(gradebook_csv(a_book(a_mark(), a_mark(EVE)), "fr", identifier="username").data)
    assert table[2][:2] == ["'+eve", f"'{EVIL}"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_workbook_has_three_sheets_of_text_and_figures(lang):
    book = a_book(a_mark(), a_mark(EVE), totals={1: ExamMark((), 14.5, False, False)})
    data = gradebook_xlsx(book, lang, NOW)
    found = openpyxl.load_workbook(io.BytesIO(data))
    t = translator(lang)
    assert found.sheetnames == [t(f"exports.sheet_{one}") for one in ("marks", "criteria", "questions")]
    marks, criteria, questions = found.worksheets
    assert marks.freeze_panes == "B2"
    assert marks.auto_filter.ref
    assert marks["A3"].value == EVIL
    assert marks["A3"].data_type == "s"
    assert marks["D2"].value == 14.5
    assert criteria["J2"].value == pytest.approx(7.25 / 8)
    assert criteria["G2"].value == next(
        one.label[lang] for each in referentials() for one in each.criteria if one.key == KEY
    )
    assert questions.max_row == 5
    assert questions["H3"].value is None  # waits: no share yet
    assert data == gradebook_xlsx(book, lang, NOW)


def test_statements_say_what_was_done():
    said = list(statements([a_mark()], "https://train.example/"))
    assert [one["verb"]["id"].rsplit("/", 1)[1] for one in said] == [
        "attempted", "completed", "answered", "answered", "scored",
    ]  # fmt: skip
    assert len({one["id"] for one in said}) == len(said)
    assert said[1]["result"] == {"completion": True, "duration": "PT1H4M5S"}
    assert said[2]["result"]["score"] == {"scaled": 0.90625, "raw": 7.25, "min": 0, "max": 8.0}
    assert (
        said[2]["context"]["contextActivities"]["grouping"][0]["id"]
        == f"https://train.example/criteria/{KEY}"
    )
    assert "result" not in said[3]  # waits for a person
    assert said[4]["result"]["score"]["scaled"] == 0.725
    assert said[0]["actor"]["account"] == {"homePage": "https://train.example", "name": "alevy"}
    assert said[0]["timestamp"] == "2026-11-20T09:00:00.000Z"
    assert said == list(statements([a_mark()], "https://train.example"))


def test_a_provisional_mark_is_not_scored():
    said = list(statements([a_mark(pending=2.0)], "https://train.example"))
    assert not [one for one in said if one["verb"]["id"].endswith("scored")]


def test_learners_may_be_hashed():
    data = lines([a_mark(), a_mark(EVE)], "https://train.example", secret=b"key")
    assert b"alevy" not in data
    assert "Lévy".encode() not in data
    names = {json.loads(line)["actor"]["account"]["name"] for line in data.splitlines()}
    assert len(names) == 2
    assert data == lines([a_mark(), a_mark(EVE)], "https://train.example", secret=b"key")
    assert data != lines([a_mark(), a_mark(EVE)], "https://train.example", secret=b"other")


def test_durations():
    said = [duration(timedelta(seconds=one)) for one in (0, 59, 60, 3600, 90061)]
    assert said == ["PT0S", "PT59S", "PT1M", "PT1H", "PT25H1M1S"]


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("referential", referentials(), ids=lambda one: one.id)
def test_a_referential_becomes_a_framework(referential, lang):
    table = rows(competency_framework(referential, lang))
    assert table[0] == list(HEADS)
    assert all(len(line) == len(HEADS) for line in table)
    frame, nodes = table[1], table[2:]
    assert frame[12] == "1"
    assert frame[1] == referential.id
    scale = frame[5].split(",")
    config = json.loads(frame[6])
    assert len(scale) == len(config) - 1 == 4
    assert [one["proficient"] for one in config[1:]] == [0, 0, 1, 1]
    known = {""}
    for line in nodes:  # each after its parent, each once
        assert line[0] in known
        assert line[1] not in known
        known.add(line[1])
        assert len(line[2]) <= 100
        assert not line[12]
    assert {one.id for one in referential.criteria} <= known


def an_exam(store):
    """An assessment of two candidates, one of whom handed in; and the trainer."""
    trainer = store.create_account(NewAccount("prof", "Mme Roy", "trainer"), None, NOON).learner_id
    anne = store.create_account(NewAccount("alevy", "Anne", email="a@example.org"), None, NOON).learner_id
    zoe = store.create_account(NewAccount("zoe", "Zoé", email="z@example.org"), None, NOON).learner_id
    exam = set_exam(store, trainer, anne, zoe)
    row = store.start_paper(exam.id, anne, 1, "fr", NOON)
    told = {"score": 5.0, "max_score": 10.0, "questions": [], "criteria": []}
    store.hand_in(row.id, anne, NOON + timedelta(minutes=30), told, engine="1")
    return exam, trainer, anne, zoe


def test_the_gradebook_of_an_assessment(store):
    exam, trainer, anne, zoe = an_exam(store)
    book = exam_gradebook(store, trainer_of(trainer), exam.id, CLOSES + timedelta(hours=1))
    assert [one.display for one in book.people] == ["Anne", "Zoé"]
    assert book.of(anne, 1).out_of_20 == 10
    assert book.of(zoe, 1) is None
    assert book.totals[anne].out_of_20 == 10
    assert book.totals[zoe].absent
    assert rows(gradebook_csv(book, "fr").data)[1][2] == "10"


def test_a_learner_takes_only_what_they_may_see(store):
    exam, trainer, anne, zoe = an_exam(store)
    with pytest.raises(RoleForbids):
        exam_gradebook(store, Viewer(anne, "learner"), exam.id, NOON)
    with pytest.raises(RoleForbids):
        learner_gradebook(store, Viewer(zoe, "learner"), anne)
    assert learner_gradebook(store, Viewer(anne, "learner"), anne).marks == ()  # not released
    assert len(learner_gradebook(store, trainer_of(trainer), anne).marks) == 1


def test_the_console_exports(store, url, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("LOGITRAIN_DATABASE_URL", url)
    exam, *_ = an_exam(store)
    learner(store, "someone")
    for arguments in (
        ["gradebook", "--exam", exam.id],
        ["workbook", "--exam", exam.id],
        ["xapi", "--exam", exam.id, "--hash-key", "k"],
        ["framework", "rncp11928"],
    ):
        out = tmp_path / arguments[0]
        assert cli.main(["export", *arguments, "--out", str(out), "--lang", "en"]) == 0, (
            capsys.readouterr().err
        )
        assert out.stat().st_size
    out = str(tmp_path / "x")
    for wrong in (
        ["gradebook", "--delimiter", "|"],
        ["gradebook", "--exam", "none"],
        ["xapi", "--base", "x"],
    ):
        assert cli.main(["export", *wrong, "--out", out, "--lang", "fr"]) in {1, 2}
        assert capsys.readouterr().err

"""The marked copy and the passport: what stands in them, that they are accessible, and that nothing typed is run."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from pdf_reading import objects, texts
from store_samples import learner

from app import cli
from app.access import Viewer
from app.clock import FixedClock
from app.grading import Assessed, assess, marked, rubric
from app.reports.copy_source import copy_source
from app.reports.marked_copy import marked_copy, marked_copy_pdf
from app.reports.passport import passport, passport_pdf
from app.reports.passport_source import passport_source
from app.reports.pdf import TEMPLATES
from app.reports.pen import Pen
from app.store import NotHandedIn, RoleForbids, SittingNotFound, open_store
from cases.library import LIBRARY_VARIABLE, load
from cases.policy import EXAM, PRACTICE
from cases.variant import draw

FIXTURES = Path(__file__).parents[1] / "cases" / "fixtures"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
SLUG = "all-types"
HOSTILE = '#import "x.typ"\n*gras* $y$ [z](w) \\ #panic() \x07\ud800'


@pytest.fixture(autouse=True)
def library(monkeypatch):
    monkeypatch.setenv(LIBRARY_VARIABLE, str(FIXTURES))


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{(tmp_path / 'store.db').as_posix()}"


@pytest.fixture
def store(url):
    opened = open_store(url, clock=FixedClock(NOW))
    yield opened
    opened.close()


@pytest.fixture
def me(store):
    return store.local_learner().id


@cache
def variant(slug, version, seed):
    return draw(load(slug, version), seed)


def sit(store, who, *, lang="fr", policy=PRACTICE, seed=7, answers=None, at=NOW):
    """A paper handed in: every key, but for the answers given."""
    drawn = variant(SLUG, load(SLUG).version, seed)
    row = store.start_sitting(who, SLUG, drawn.case.version, seed, lang, at, policy=policy.as_dict())
    typed = {one.id: one.raw(one.key(drawn.scope()), lang) for one in drawn.case.questions if one.AUTO}
    for name, raw in (typed | (answers or {})).items():
        if raw is not None:
            store.save_answer(row.id, who, name, raw, lang, at)
    store.hand_in(row.id, who, at + timedelta(hours=1), marked(store, row, drawn).as_dict(), engine="9.9.9")
    return store.sitting(row.id, who)


def first(kind):
    return next(one.id for one in load(SLUG).questions if one.type == kind)


def copy(store, row, viewer=None):
    viewer = viewer or Viewer(row.learner_id, "learner")
    return copy_source(store, viewer, row.id, row.learner_id, variant)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_copy_is_tagged_and_says_all(store, me, lang):
    row = sit(store, me, lang=lang)
    pen = Pen(lang)
    data = marked_copy(copy(store, row), pen, NOW)
    file = marked_copy_pdf(copy(store, row), pen, NOW)
    said = objects(file)
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", b"/Alt", f"/Lang({lang}".encode()):
        assert mark in said, mark
    assert [one["points"] for one in data["questions"]] == [
        pen.out_of(one["score"], one["max_score"]) for one in store.last_grade(row.id, me).marked["questions"]
    ]
    assert row.id in data["footer"]
    assert "9.9.9" in data["footer"]
    assert len(data["questions"]) == len(load(SLUG).questions)
    if lang == "fr":
        assert not re.search(r" [:;!?]", " ".join(str(one) for one in data["words"].values()))


def test_the_same_copy_gives_the_same_bytes(store, me):
    row = sit(store, me)
    assert marked_copy_pdf(copy(store, row), Pen("fr"), NOW) == marked_copy_pdf(
        copy(store, row), Pen("fr"), NOW
    )


def test_what_is_typed_prints_as_typed(store, me):
    row = sit(
        store,
        me,
        answers={first("number"): '#import "x" *a* $y$', first("text"): HOSTILE.replace("\ud800", "")},
    )
    shown = texts(marked_copy_pdf(copy(store, row), Pen("fr"), NOW))
    for typed in ('#import"x"*a*$y$', '#import"x.typ"', "*gras*$y$[z](w)\\#panic()"):
        assert any(typed in text for text in shown), typed


def test_no_template_reads_data_as_markup():
    for template in TEMPLATES.glob("*.typ"):
        code = "\n".join(
            line for line in template.read_text("utf-8").splitlines() if not line.startswith("//")
        )
        assert "eval" not in code


def test_a_comment_and_the_history_of_the_mark_stand_in_the_copy(store, me):
    row = sit(store, me, policy=EXAM, answers={first("text"): "Une réponse."})
    question = load(SLUG).question(first("text"))
    points = dict.fromkeys(rubric(question), 0.0)
    found = Assessed(question.id, points, "trainer", "Mme Roy", "Trop *court*.")
    assess(store, row, found, variant, NOW + timedelta(days=1), "9.9.9")
    trainer = Viewer(learner(store, "trainer"), "trainer")
    data = marked_copy(copy(store, row, trainer), Pen("fr"), NOW)
    told = next(one for one in data["questions"] if one["comments"])
    assert told["comments"][0][1] == "Trop *court*."
    assert "Mme Roy" in told["comments"][0][0]
    assert len(data["history"]) == 2


def test_who_may_have_a_copy(store, me):
    row = sit(store, me, policy=EXAM)
    someone = learner(store, "someone")
    with pytest.raises(RoleForbids):
        copy(store, row)  # not released yet
    with pytest.raises(RoleForbids):
        copy(store, row, Viewer(someone, "learner"))
    copy(store, row, Viewer(someone, "trainer"))
    store.release(row.id, me, NOW)
    copy(store, row)
    with pytest.raises(SittingNotFound):
        copy_source(store, Viewer(me, "learner"), "0" * 32, me, variant)
    unfinished = store.start_sitting(me, SLUG, 1, 7, "fr", NOW)
    with pytest.raises(NotHandedIn):
        copy(store, unfinished)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_passport_is_tagged_and_cites_its_papers(store, me, lang):
    rows = [sit(store, me, seed=seed, at=NOW + timedelta(days=seed)) for seed in (1, 2)]
    later = NOW + timedelta(days=30)
    source = passport_source(store, Viewer(me, "learner"), me, load, {})
    data = passport(source, Pen(lang), later, "9.9.9", "https://train.example/")
    cited = {row["id"] for row in data["attempts"]}
    shown = [
        line["id"]
        for one in data["referentials"]
        for block in one["blocks"]
        for group in block["groups"]
        for criterion in group["criteria"]
        for line in criterion["evidence"]
    ]
    assert shown
    assert set(shown) == cited <= {row.id for row in rows}
    assert all(row["url"] == f"https://train.example/debrief?sitting={row['id']}" for row in data["attempts"])
    said = objects(passport_pdf(source, Pen(lang), later, "9.9.9"))
    for mark in (b"/StructTreeRoot", b"/MarkInfo", b"pdfuaid", f"/Lang({lang}".encode()):
        assert mark in said, mark


def test_an_empty_passport_says_so(store, me):
    source = passport_source(store, Viewer(me, "learner"), me, load, {})
    data = passport(source, Pen("fr"), NOW, "9.9.9")
    assert all(one["empty"] and not one["pictures"] for one in data["referentials"])
    assert passport_pdf(source, Pen("fr"), NOW, "9.9.9").startswith(b"%PDF")


def test_nobody_reads_anothers_passport(store, me):
    other = learner(store, "someone")
    with pytest.raises(RoleForbids):
        passport_source(store, Viewer(other, "learner"), me, load, {})
    passport_source(store, Viewer(other, "trainer"), me, load, {})


def test_results_that_wait_are_not_in_a_passport(store, me):
    sit(store, me, policy=EXAM)
    assert not passport_source(store, Viewer(me, "learner"), me, load, {}).attempts


def test_the_console_writes_both(store, me, url, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("LOGITRAIN_DATABASE_URL", url)
    row = sit(store, me, lang="en")
    for arguments in (["copy", row.id], ["passport"]):
        out = tmp_path / f"{arguments[0]}.pdf"
        assert cli.main([*arguments, "--out", str(out), "--lang", "fr"]) == 0, capsys.readouterr().err
        assert out.read_bytes().startswith(b"%PDF")
    assert cli.main(["copy", "nothing", "--out", str(tmp_path / "x.pdf"), "--lang", "fr"]) == 2
    assert "nothing" in capsys.readouterr().err

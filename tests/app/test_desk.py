"""The trainer's desk: what it tells at a glance, what leaves it, and what a trainer and a log call things."""

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from exam_samples import ENGINE, OPENS, drawn, learner_of
from jury_samples import AFTER, FREE, MINUTE, exam_of, full, people, sit
from screens_harness import html, new_store, open_page, sent

from app import exam_desk, exams, item_analysis, session
from app.access import Viewer
from app.clock import FixedClock
from app.desk import overview
from app.exports.copies import marked_copies, plain_name
from app.exports.gradebook_csv import gradebook_csv
from app.exports.rows import exam_gradebook
from app.grading import Assessed, assess
from app.i18n import translator
from app.marking_queue import give, queue
from app.overriding import override
from app.reports.copy_source import copy_source
from app.reports.marked_copy import marked_copy
from app.reports.pen import Pen
from app.store import AnswersChanged, CandidateDraft, RoleForbids
from app.store import next_grade as next_grades
from app.widgets.journal import action, details
from app.widgets.markup import literal
from cases.library import load

LATE = AFTER + 300 * MINUTE
STORE = Path(exams.__file__).parent / "store"


@pytest.fixture
def store(monkeypatch, tmp_path):
    opened = new_store(monkeypatch, tmp_path)
    monkeypatch.setattr(session, "clock", lambda: FixedClock(LATE))
    yield opened
    opened.close()


@pytest.fixture
def me(store):
    return store.local_learner().id


@pytest.fixture
def trainer(monkeypatch, me):
    who = Viewer(me, "trainer", "Claire", "local", alone=True)
    monkeypatch.setattr(session, "visitor", lambda: who)
    return who


# --- at a glance -------------------------------------------------------------------------------------------


def test_the_desk_tells_who_writes_and_who_may_be_stuck(store, trainer, me):
    one, two, three = people(store, 3)
    exam = exam_of(store, me, one, two, three)
    sit(store, exam, one)
    sit(store, exam, two, hand_in=False)
    (running,) = overview(store, trainer, OPENS + 5 * MINUTE, load).running
    assert not running.quiet(OPENS + 5 * MINUTE)
    found = overview(store, trainer, OPENS + 15 * MINUTE, load)
    (line,) = found.running[0].quiet(OPENS + 15 * MINUTE)
    assert line.candidate.learner_id == two
    assert line.quiet(OPENS + 15 * MINUTE) == 13 * MINUTE
    assert [(one.id, count) for one, count in found.to_mark] == [(exam.id, 1)]
    assert (found.to_release, found.to_come) == ((), ())
    with pytest.raises(RoleForbids):
        overview(store, learner_of(one), OPENS, load)


def test_the_desk_says_what_is_left_to_do_and_opens_it(store, trainer, me):
    assert translator("fr")("desk.empty") in sent(open_page("trainer"))
    (one,) = people(store, 1)
    exam = exam_of(store, me, one)
    sit(store, exam, one)
    shown = html(open_page("trainer"))
    assert f"marking?exam={exam.id}" in shown
    for script in queue(store, trainer, exam.id, load)[1][0].scripts:
        give(store, trainer, script, FREE.id, full(), "", drawn, LATE, ENGINE)
    assert [each.id for each in overview(store, trainer, LATE, load).to_release] == [exam.id]
    exams.release(store, trainer, exam.id, LATE)
    assert f"jury?exam={exam.id}" in html(open_page("trainer", "en"))


# --- the paper that a trainer reads ------------------------------------------------------------------------


def test_a_trainer_reads_of_the_candidate_and_goes_on_to_the_next(store, trainer, me):
    one, two = people(store, 2)
    exam = exam_of(store, me, one, two)
    rows = [sit(store, exam, who) for who in (one, two)]
    for lang in ("fr", "en"):
        t = translator(lang)
        at = open_page("paper_read", lang, exam=exam.id, sitting=rows[0].id)
        assert t("verdict.answer_of_candidate") in html(at)
        assert t("verdict.your_answer") not in html(at)
        assert t("paper_read.provisional") in html(at)
    at = open_page("paper_read", exam=exam.id, sitting=rows[0].id)
    assert at.button(key="lt_read_before").disabled
    at.button(key="lt_read_after").click().run()
    assert rows[1].id in str(at.query_params["sitting"])
    assert exams.neighbours(store, trainer, exam.id, rows[1]) == (rows[0], None)


def test_what_was_typed_is_never_read_as_markup(store, trainer, me):
    typed = "12 [voir](javascript:alert(1)) **gras** <b>x</b>"
    exam = exam_of(store, me, me, release="at_once")
    row = exams.start(store, learner_of(me), exam.id, 1, "fr", OPENS, drawn)
    store.save_answer(row.id, me, "order_cost", "12 [a](javascript:b) *c*", "fr", OPENS + MINUTE)
    store.save_answer(row.id, me, "lot_size", typed, "fr", OPENS + MINUTE)
    exams.close_overdue(store, LATE, drawn, ENGINE)
    override(store, trainer, store.sitting(row.id, me), "order_cost", 0.5, "*Lu* [a](b)", drawn, LATE, ENGINE)
    # The debrief shows the same margin; it would read the whole library for what to revise.
    at = open_page("paper_read", exam=exam.id, sitting=row.id)
    read = [one.value for one in at.markdown]
    assert not [one for one in read if "javascript" in one or "**gras**" in one or "*Lu*" in one]
    assert "*Lu* [a](b)" in html(at)
    assert literal("a *b* [c](d) $e$ :red[f]") == r"a \*b\* \[c\]\(d\) \$e\$ \:red\[f\]"


def test_the_copy_on_paper_bears_the_comment_and_a_number_while_blind(store, trainer, me):
    (one,) = people(store, 1)
    exam = exam_of(store, me, one, blind=True)
    row = sit(store, exam, one, right=())
    override(store, trainer, row, "lot_size", 0.5, "Méthode *juste*.", drawn, LATE, ENGINE)
    copy = marked_copy(copy_source(store, trainer, row.id, one, drawn), Pen("fr"), LATE)
    assert copy["subtitle"] == translator("fr")("exam.number", number=1)
    assert "candidate 1" not in str(copy)
    assert "Méthode *juste*." in str(next(each for each in copy["questions"] if "5" in each["heading"]))
    exams.release(store, trainer, exam.id, LATE)
    copy = marked_copy(copy_source(store, trainer, row.id, one, drawn), Pen("fr"), LATE)
    assert copy["subtitle"] == "candidate 1"


# --- what leaves it ----------------------------------------------------------------------------------------


def test_a_blind_gradebook_and_its_copies_bear_numbers_until_the_release(store, trainer, me):
    one, two = people(store, 2)
    exam = exam_of(store, me, one, two, blind=True)
    sit(store, exam, one)
    book = exam_gradebook(store, trainer, exam.id, LATE)
    found = gradebook_csv(book, "fr")
    lines = list(csv.reader(io.StringIO(found.data.decode())))
    assert (len(lines), found.left_out) == (3, ())
    assert "candidate 1" not in found.data.decode().replace("candidate-1", "")
    number = exam.candidate(one).number
    packed = zipfile.ZipFile(io.BytesIO(marked_copies(store, trainer, exam.id, drawn, Pen("fr"), LATE)))
    (name,) = packed.namelist()
    assert name.startswith(f"candidat-n-{number}-1-seuil-reappro-")
    assert packed.read(name).startswith(b"%PDF")
    assert "candidate" not in sent(open_page("exports", exam=exam.id)).replace(f"candidate-{number}", "")
    exams.release(store, trainer, exam.id, LATE)
    assert "candidate 1" in str(exam_gradebook(store, trainer, exam.id, LATE).people)
    with pytest.raises(RoleForbids):
        marked_copies(store, learner_of(one), exam.id, drawn, Pen("fr"), LATE)


@pytest.mark.parametrize(
    ("typed", "name"), [("Zoé d’Été", "zoe-d-ete"), ("../../etc", "etc"), ("漢", "copy")]
)
def test_a_name_becomes_a_file_name(typed, name):
    assert plain_name(typed) == name


def test_the_exports_page_offers_each_file_and_learners_see_none(store, trainer, monkeypatch, me):
    t = translator("fr")
    (one,) = people(store, 1)
    exam = exam_of(store, me, one)
    assert t("exports.none_yet") in sent(open_page("exports"))
    sit(store, exam, one)
    shown = sent(open_page("exports"))
    desk = sent(open_page("exam", exam=exam.id))
    for kind in ("gradebook", "workbook", "copies", "xapi"):
        assert t(f"exports.do_{kind}") in shown
        assert t(f"exports.do_{kind}") in desk
    assert "candidate 1" in shown  # no e-mail address: told before the file is made
    monkeypatch.setattr(session, "visitor", lambda: learner_of(me))
    assert t("exports.do_gradebook") not in sent(open_page("exports"))


# --- while it runs -----------------------------------------------------------------------------------------


def test_time_and_reasons_are_kept_in_the_log_of_the_assessment(store, trainer, me):
    one, two, three = people(store, 3)
    exam = exam_of(store, me, one, two)
    exams.extend(store, trainer, exam.id, [one], 10, OPENS, "coupure de courant")
    exams.set_extra_percent(store, trainer, exam.id, two, 50, OPENS, "  ")
    exams.add_candidates(store, trainer, exam.id, [CandidateDraft(three, 33)], OPENS)
    exams.void(store, trainer, exam.id, two, "téléphone", OPENS)
    assert store.exam(exam.id).candidate(three).extra_percent == 33
    shown = sent(open_page("exam", exam=exam.id))
    for word in ("coupure de courant", "téléphone", "Candidat ajouté", "50\u202f% de la durée", "+ 10 min"):
        assert word in shown.replace("\\u202f", "\u202f"), word
    rows = exam_desk.journal(store, trainer, exam.id)
    assert [one.action for one in rows][:3] == ["exam.void", "exam.candidate", "exam.extra_time"]
    with pytest.raises(RoleForbids):
        exam_desk.journal(store, Viewer(three, "trainer", "Autre"), exam.id)
    with pytest.raises(RoleForbids):
        exams.set_extra_percent(store, learner_of(one), exam.id, one, 100, OPENS)


def test_every_action_of_the_log_has_words():
    written = re.findall(r'"((?:exam|jury|account|cohort|invitation)\.[a-z_]+)"', "".join(
        path.read_text() for path in sorted(STORE.glob("*.py")) if "record(" in path.read_text()
    ))  # fmt: skip
    named = {one for one in written if not one.endswith(".id")} - {"invitation.write", "exam.id"}
    assert {"exam.void", "jury.override", "account.create"} <= named
    for lang in ("fr", "en"):
        assert not [one for one in named if action(one, translator(lang)) == one]


def test_details_are_told_in_words():
    t = translator("fr")
    told = details({"minutes": 5, "total": 15, "reason": "panne", "sittings": ["x"], "rehearsal": False}, t)
    assert told == "5 min · 15 min en tout · motif\u00a0: panne"


# --- a decision and its grade ------------------------------------------------------------------------------


def test_a_decision_and_its_grade_are_kept_together_or_not_at_all(store, trainer, me, monkeypatch):
    (one,) = people(store, 1)
    exam = exam_of(store, me, one)
    row = sit(store, exam, one, right=())
    before = store.grades(row.id, one)

    def broken(*_args, **_more):
        raise RuntimeError

    monkeypatch.setattr(next_grades.q, "add_grade", broken)
    with pytest.raises(RuntimeError):
        override(store, trainer, row, "lot_size", 1.0, "Juste.", drawn, LATE, ENGINE)
    with pytest.raises(RuntimeError):
        assess(store, row, Assessed(FREE.id, full(), "trainer", "Claire"), drawn, LATE, ENGINE)
    monkeypatch.undo()
    assert store.grades(row.id, one) == before
    assert store.override_history(row.id, one) == ()
    assert store.assessments(row.id, one) == {}


def test_two_decisions_at_once_both_count(store, trainer, me, monkeypatch):
    (one,) = people(store, 1)
    exam = exam_of(store, me, one)
    row = sit(store, exam, one, right=())
    real, calls = store.override, []

    def meanwhile(*args, **more):
        # Another trainer's points reach the store between the marking and the writing.
        if not calls:
            calls.append(1)
            override(store, trainer, row, "order_cost", 1.0, "Juste.", drawn, LATE, ENGINE)
        return real(*args, **more)

    monkeypatch.setattr(store, "override", meanwhile)
    made = override(store, trainer, row, "lot_size", 1.0, "Juste.", drawn, LATE, ENGINE)
    assert made == store.last_grade(row.id, one)
    scores = {each["id"]: each["score"] for each in made.marked["questions"]}
    assert (scores["order_cost"], scores["lot_size"]) == (1.0, 1.0)
    assert [each.number for each in store.grades(row.id, one)] == [1, 2, 3]

    def always(*_args, **_more):
        raise AnswersChanged

    monkeypatch.setattr(store, "override", always)
    with pytest.raises(AnswersChanged):
        override(store, trainer, row, "lot_size", 0.0, "Non.", drawn, LATE, ENGINE)


# --- the analysis ------------------------------------------------------------------------------------------


def test_mean_discrimination_and_time_open_their_papers(store, trainer, me):
    everybody = people(store, 12)
    exam = exam_of(store, me, *everybody)
    rows = [
        sit(store, exam, who, right=("order_cost", "lot_size")[: place % 3])
        for place, who in enumerate(everybody)
    ]
    (group,) = item_analysis.of_exam(store, trainer, exam.id)[1]
    low, high = item_analysis.thirds(group, "lot_size")
    assert (len(low), len(high)) == (4, 4)
    assert set(item_analysis.shares(group, "lot_size").values()) == {0.0, 1.0}
    version = load(rows[0].case_slug).version
    for kind in ("m", "d", "t"):
        at = open_page("analysis", exam=exam.id, of=rows[0].case_slug, show=f"{version}:{kind}:lot_size")
        assert (rows[0].id in html(at)) == (kind != "t")
    assert "show=" in html(open_page("analysis", "en", exam=exam.id))
    open_page("analysis", exam=exam.id, of=rows[0].case_slug, show=f"{version}:m:no_such")

"""An assessment in the store: set, begun once, its clock, its pauses, its void papers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from exam_samples import CLOSES, OPENS, draft, paper, set_exam
from hypothesis import given
from hypothesis import strategies as st
from store_samples import NOON, SLUG, learner

from app.store import (
    AlreadyHandedIn,
    BadExam,
    BadReason,
    CandidateDraft,
    DeadlinePassed,
    Exam,
    ExamNotFound,
    ExamNotOpen,
    ExamOver,
    ExamPaused,
    ExamUnderWay,
    ExamVoided,
    NotPausable,
    NotVoidable,
    open_store,
)
from app.store.exam_rows import Candidate
from app.store.exam_seeds import PRIME, seed_of, sound
from cases.policy import EXAM, Policy

pytest_plugins = ["store_fixtures"]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def trainer(store):
    return learner(store, "trainer")


@pytest.fixture
def exam(store, trainer, me, other):
    return set_exam(store, trainer, me, other)


def begin(store, exam, who, at=OPENS, number=1):
    return store.start_paper(exam.id, who, number, "fr", at)


# --- setting one ---------------------------------------------------------------------------------------


def test_an_assessment_is_kept_whole(store, trainer, me, other):
    papers = (paper(weight=2.0, questions=("eoq",)), paper())
    people = (CandidateDraft(other, 33, 5), CandidateDraft(me))
    kept = store.create_exam(
        draft(papers=papers, candidates=people, seeds={"list": [3, 8]}, release="when_closed"), trainer, NOON
    )
    assert store.exam(kept.id) == kept
    assert [(one.number, one.weight, one.questions) for one in kept.papers] == [
        (1, 2.0, ("eoq",)),
        (2, 1.0, None),
    ]
    assert [
        (one.learner_id, one.number, one.extra_percent, one.extra_minutes) for one in kept.candidates
    ] == [
        (other, 1, 33, 5),
        (me, 2, 0, 0),
    ]
    assert (kept.rules.counts_as, kept.rules.results, kept.rules.self_assessed) == (
        "exam",
        "on_release",
        False,
    )
    assert [row.action for row in store.audit_log(exam_id=kept.id)] == ["exam.create"]


def test_a_candidate_sees_no_other(store, exam, me, trainer):
    (seen,) = store.exams_of(me)
    assert [one.learner_id for one in seen.candidates] == [me]
    assert store.exam_for(exam.id, me) == seen
    for who, which in ((trainer, exam.id), (me, "nothing")):
        with pytest.raises(ExamNotFound):
            store.exam_for(which, who)


def test_it_changes_until_it_opens(store, exam, trainer, me):
    before = OPENS - MINUTE
    changed = store.change_exam(exam.id, draft(me, title="  Autre   titre "), trainer, before)
    assert (changed.title, changed.members) == ("Autre titre", {me})
    with pytest.raises(ExamUnderWay):
        store.change_exam(exam.id, draft(me), trainer, OPENS)
    assert store.exam(exam.id) == changed


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "  "},
        {"title": "x" * 201},
        {"title": "\x00"},
        {"kind": "homework"},
        {"closes_at": OPENS},
        {"closes_at": None, "release": "when_closed"},
        {"minutes": 0},
        {"seeds": {"same": -1}},
        {"seeds": {"list": []}},
        {"seeds": {"same": 1, "each": 2}},
        {"papers": ()},
        {"papers": (paper(weight=0.0),)},
        {"papers": (paper(weight=float("nan")),)},
        {"papers": (paper(questions=()),)},
        {"candidates": ()},
        {"candidates": (CandidateDraft(1), CandidateDraft(1))},
        {"candidates": (CandidateDraft(1, extra_percent=-1),)},
    ],
)
def test_what_cannot_be_set_is_refused(store, trainer, me, changes):
    with pytest.raises(BadExam) as refused:
        store.create_exam(draft(me, **changes), trainer, NOON)
    for lang in ("fr", "en"):
        assert refused.value.explain(lang) != refused.value.key
    assert store.exams() == ()


def test_blind_numbers_do_not_follow_the_list(store, trainer):
    people = [learner(store, f"learner {n}") for n in range(12)]
    kept = set_exam(store, trainer, *people, blind=True)
    numbers = [kept.candidate(who).number for who in people]
    assert sorted(numbers) == list(range(1, 13))
    assert numbers != sorted(numbers)


def test_candidates_join_later(store, exam, trainer, me):
    new = learner(store, "late")
    kept = store.add_candidates(exam.id, [CandidateDraft(me), CandidateDraft(new, 33)], trainer, OPENS)
    assert [(one.learner_id, one.number) for one in kept.candidates][-1] == (new, 3)
    assert len(kept.candidates) == 3


def test_put_away_nothing_begins(store, exam, trainer, me):
    store.archive_exam(exam.id, trainer, OPENS)
    assert (store.exams(), store.exams_of(me)) == ((), ())
    with pytest.raises(ExamOver):
        begin(store, exam, me)
    store.archive_exam(exam.id, trainer, OPENS, archived=False)
    assert begin(store, exam, me).exam_id == exam.id


# --- seeds ---------------------------------------------------------------------------------------------


def test_seeds_are_dealt():
    assert [seed_of({"same": 7}, n, 1) for n in (1, 2)] == [7, 7]
    assert [seed_of({"list": [3, 8]}, n, 1) for n in (1, 2, 3)] == [3, 8, 3]
    # The same derivation for ever: a paper's variant is found again from the assessment alone.
    assert [seed_of({"each": 7}, n, 1) for n in (1, 2)] == [seed_of({"each": 7}, n, 1) for n in (1, 2)]
    assert seed_of({"same": 7}, 1, 1, attempt=1) != 7


@given(base=st.integers(0, 2**31 - 1), number=st.integers(1, 20))
def test_two_candidates_never_share_a_seed(base, number):
    seeds = [seed_of({"each": base}, n, number) for n in range(1, 201)]
    assert len(set(seeds)) == 200
    assert all(1 <= seed <= PRIME for seed in seeds)


def test_seeds_that_no_case_takes():
    assert sound({"list": [0, 2**31 - 1]})
    for bad in ({}, {"same": True}, {"each": 2**31}, {"list": "12"}, {"dealt": 1}):
        assert not sound(bad)


# --- beginning -----------------------------------------------------------------------------------------


def test_a_paper_begins_once_on_any_machine(store, url, exam, me):
    elsewhere = open_store(url)
    with ThreadPoolExecutor(8) as pool:
        rows = list(
            pool.map(lambda n: begin((store, elsewhere)[n % 2], exam, me, OPENS + n * MINUTE), range(8))
        )
    elsewhere.close()
    assert len({row.id for row in rows}) == 1
    assert len(store.sittings(me)) == 1
    assert (rows[0].seed, rows[0].mode, rows[0].questions, rows[0].counts) == (7, "exam", None, True)
    assert Policy.from_dict(rows[0].policy) == EXAM


def test_a_paper_begins_only_when_it_may(store, exam, trainer, me):
    for at, error in ((OPENS - MINUTE, ExamNotOpen), (CLOSES, ExamOver)):
        with pytest.raises(error):
            begin(store, exam, me, at)
    with pytest.raises(ExamNotFound):
        begin(store, exam, trainer)
    with pytest.raises(ExamNotFound):
        begin(store, exam, me, number=2)
    store.pause_exam(exam.id, trainer, OPENS)
    with pytest.raises(ExamPaused):
        begin(store, exam, me)


def test_the_second_paper_has_the_clock_of_the_first(store, trainer, me):
    kept = set_exam(store, trainer, me, papers=(paper(), paper()))
    begin(store, kept, me)
    begin(store, kept, me, OPENS + 50 * MINUTE, number=2)
    assert store.exam(kept.id).deadline_of(me, OPENS) == OPENS + 60 * MINUTE
    store.void(kept.id, me, "essai", trainer, OPENS)
    store.restart(kept.id, me, trainer, OPENS)
    begin(store, kept, me)
    with pytest.raises(ExamOver):
        begin(store, kept, me, OPENS + 60 * MINUTE, number=2)


# --- the deadline --------------------------------------------------------------------------------------


def whole(closes=None, minutes=None, paused_at=None, paused=0):
    return Exam("e", "t", "exam", 1, OPENS, None, OPENS, closes, minutes, EXAM, "by_hand", {"same": 1}, False, False,
                paused_at, paused, None, None, None, None)  # fmt: skip


def test_the_deadline_is_the_earlier_end_with_all_that_is_added():
    one = Candidate(1, "x", 1, clock_from=OPENS)
    assert whole().deadline(one, OPENS) is None
    assert whole(CLOSES).deadline(one, OPENS) == CLOSES
    assert whole(CLOSES, 60).deadline(one, OPENS) == OPENS + 60 * MINUTE
    assert whole(CLOSES, 600).deadline(one, OPENS) == CLOSES
    # A third more is a third: four hours for three.
    third = Candidate(1, "x", 1, extra_percent=33, clock_from=OPENS)
    assert whole(None, 180).deadline(third, OPENS) == OPENS + 240 * MINUTE
    assert whole(CLOSES).deadline(third, OPENS) == CLOSES + 60 * MINUTE
    assert whole(OPENS + timedelta(days=7)).deadline(third, OPENS) == OPENS + timedelta(days=7)
    more = Candidate(1, "x", 1, extra_percent=10, extra_minutes=5, clock_from=OPENS)
    assert whole(None, 60).deadline(more, OPENS) == OPENS + 71 * MINUTE
    assert whole(None, 60, None, 90).deadline(one, OPENS) == OPENS + 61.5 * MINUTE
    # While paused, it moves on with the clock.
    stopped = whole(None, 60, OPENS + 10 * MINUTE)
    assert stopped.deadline(one, OPENS + 25 * MINUTE) == OPENS + 75 * MINUTE
    assert not stopped.is_late(one, OPENS + 600 * MINUTE)


def test_nothing_is_written_after_the_deadline(store, exam, me):
    row = begin(store, exam, me)
    ends = OPENS + 60 * MINUTE
    store.save_answer(row.id, me, "eoq", "12", "fr", ends + timedelta(seconds=10))
    late = ends + timedelta(seconds=11)
    writes = (
        lambda: store.save_answer(row.id, me, "eoq", "13", "fr", late),
        lambda: store.flag(row.id, me, "eoq", True, late),
        lambda: store.use_hint(row.id, me, "eoq", 1, late),
        lambda: store.climb(row.id, me, "eoq", "verdict", (), "12", late),
        lambda: store.record_trial(row.id, me, "eoq", {}, 1, {}, late),
        lambda: store.hand_in(row.id, me, late, {"score": 1.0}),
    )
    for write in writes:
        with pytest.raises(DeadlinePassed) as refused:
            write()
        assert "enregistrées avant" in refused.value.explain("fr")
    assert store.answers(row.id, me)["eoq"].raw == "12"
    assert store.sitting(row.id, me).handed_in_at is None
    ((overdue, at),) = store.overdue(late)
    assert (overdue.id, at) == (row.id, ends)
    assert store.overdue(ends + timedelta(seconds=10)) == ()


def test_one_s_own_practice_has_no_clock(store, sitting, me):
    store.save_answer(sitting, me, "eoq", "12", "fr", NOON + timedelta(days=900))
    assert store.overdue(NOON + timedelta(days=900)) == ()


def test_the_clock_stops_and_goes_on(store, exam, trainer, me, other):
    row = begin(store, exam, me)
    store.pause_exam(exam.id, trainer, OPENS + 10 * MINUTE)
    at = OPENS + 20 * MINUTE
    with pytest.raises(ExamPaused):
        store.save_answer(row.id, me, "eoq", "1", "fr", at)
    with pytest.raises(NotPausable):
        store.pause_exam(exam.id, trainer, at)
    store.resume_exam(exam.id, trainer, OPENS + 25 * MINUTE)
    with pytest.raises(NotPausable):
        store.resume_exam(exam.id, trainer, at)
    # Who begins after the pause gains nothing by it.
    begin(store, exam, other, OPENS + 30 * MINUTE)
    now = store.exam(exam.id)
    assert now.deadline_of(me, at) == OPENS + 75 * MINUTE
    assert now.deadline_of(other, at) == OPENS + 90 * MINUTE
    assert now.last_start(at) == CLOSES + 15 * MINUTE
    store.save_answer(row.id, me, "eoq", "1", "fr", OPENS + 74 * MINUTE)


def test_time_is_given_to_one_and_to_all(store, exam, trainer, me, other):
    begin(store, exam, me), begin(store, exam, other)
    store.extend(exam.id, [me], 5, trainer, OPENS)
    store.extend(exam.id, [me, other], 10, trainer, OPENS)
    now = store.exam(exam.id)
    assert now.deadline_of(me, OPENS) == OPENS + 75 * MINUTE
    assert now.deadline_of(other, OPENS) == OPENS + 70 * MINUTE
    assert now.ends_at(OPENS) == OPENS + 75 * MINUTE
    for bad in (0, -5, 24 * 60):
        with pytest.raises(BadExam):
            store.extend(exam.id, [me], bad, trainer, OPENS)
    with pytest.raises(ExamNotFound):
        store.extend(exam.id, [trainer], 5, trainer, OPENS)
    assert [row.details["minutes"] for row in store.audit_log(action="exam.extend")] == [10, 10, 5]


# --- void ----------------------------------------------------------------------------------------------


def test_a_void_paper_is_kept_and_begun_again_with_a_new_seed(store, exam, trainer, me):
    row = begin(store, exam, me)
    store.save_answer(row.id, me, "eoq", "12", "fr", OPENS)
    with pytest.raises(BadReason):
        store.void(exam.id, me, "  ", trainer, OPENS)
    store.void(exam.id, me, "téléphone", trainer, OPENS)
    kept = store.sitting(row.id, me)
    assert (kept.is_voided, kept.counts, store.answers(row.id, me)["eoq"].raw) == (True, False, "12")
    for write in (
        lambda: store.save_answer(row.id, me, "eoq", "13", "fr", OPENS),
        lambda: store.hand_in(row.id, me, OPENS, {"score": 1.0}),
        lambda: begin(store, exam, me),
    ):
        with pytest.raises(ExamVoided):
            write()
    with pytest.raises(NotVoidable):
        store.void(exam.id, me, "encore", trainer, OPENS)
    assert store.my_papers(exam.id, me) == {}
    assert store.overdue(CLOSES + 999 * MINUTE) == ()
    store.restart(exam.id, me, trainer, OPENS + 30 * MINUTE)
    again = begin(store, exam, me, OPENS + 31 * MINUTE)
    assert (again.id != row.id, again.seed != row.seed) == (True, True)
    assert store.exam(exam.id).deadline_of(me, OPENS) == OPENS + 91 * MINUTE
    with pytest.raises(ExamVoided):
        store.save_answer(row.id, me, "eoq", "13", "fr", OPENS + 32 * MINUTE)
    assert [one.id for one in store.void_papers(exam.id)] == [row.id]
    with pytest.raises(NotVoidable):
        store.restart(exam.id, me, trainer, OPENS)


# --- release -------------------------------------------------------------------------------------------


def test_results_are_released_together_and_then_one_by_one(store, exam, trainer, me, other):
    mine, theirs = begin(store, exam, me), begin(store, exam, other)
    store.hand_in(mine.id, me, OPENS, {"score": 1.0})
    assert store.sitting(mine.id, me).released_at is None
    store.release_exam(exam.id, trainer, OPENS + MINUTE)
    store.release_exam(exam.id, trainer, OPENS + 9 * MINUTE)
    assert store.sitting(mine.id, me).released_at == OPENS + MINUTE
    store.hand_in(theirs.id, other, OPENS + 2 * MINUTE, {"score": 1.0})
    assert store.sitting(theirs.id, other).released_at == OPENS + 2 * MINUTE
    assert len(store.audit_log(action="exam.release")) == 1


def test_the_server_closes_late_papers_once(store, exam, me):
    row = begin(store, exam, me)
    ends = OPENS + 60 * MINUTE
    first = store.hand_in(row.id, me, CLOSES, {"score": 2.0}, ended_at=ends)
    assert store.hand_in(row.id, me, CLOSES, {"score": 9.0}, ended_at=ends) == first
    assert store.sitting(row.id, me).handed_in_at == ends
    with pytest.raises(AlreadyHandedIn):
        store.save_answer(row.id, me, "eoq", "1", "fr", OPENS)


def test_a_sitting_asks_what_its_paper_asks(store, trainer, me):
    kept = set_exam(store, trainer, me, papers=(paper(questions=("eoq",)),))
    row = begin(store, kept, me)
    assert row.questions == ("eoq",)
    assert store.sitting(row.id, me) == row
    assert store.sittings(me) == (row,)
    store.hand_in(row.id, me, OPENS, {"score": 1.0})
    assert store.papers(SLUG)[0].sitting.questions == ("eoq",)
    store.void(kept.id, me, "essai", trainer, OPENS)
    assert store.sitting(row.id, me).questions == ("eoq",)

"""What a sitting's policy brings to the store: the policy itself, release, feedback asked for, assessments."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import LATER, NOON, SLUG, handed_in

from app.store import (
    AlreadyHandedIn,
    BadAnswer,
    BadAssessment,
    NotAllowed,
    NotHandedIn,
    SittingNotFound,
    TrialsUsed,
    open_store,
)
from cases.assessment import Assessment
from cases.policy import EXAM, PRACTICE, Policy, PolicyError

pytest_plugins = ["store_fixtures"]


def test_a_sitting_keeps_its_policy(store, me):
    exam = store.start_sitting(me, SLUG, 1, 7, "fr", NOON, policy=EXAM.as_dict())
    plain = store.start_sitting(me, SLUG, 1, 7, "fr", LATER)
    named = store.start_sitting(me, SLUG, 1, 7, "fr", LATER, mode="exam")
    assert (exam.mode, plain.mode, named.mode) == ("exam", "practice", "exam")
    assert store.sitting(exam.id, me) == exam
    assert Policy.from_dict(store.sitting(exam.id, me).policy) == EXAM
    assert store.sitting(plain.id, me).policy is None
    assert Policy.from_dict(plain.policy) == PRACTICE
    with store._engine.connect() as connection:  # NULL, not the JSON text "null"
        kept = connection.exec_driver_sql("SELECT count(*) FROM sitting WHERE policy IS NULL")
        assert kept.scalar_one() == 2


def test_a_policy_that_json_cannot_hold_is_refused(store, me):
    with pytest.raises(ValueError, match="JSON"):
        store.start_sitting(me, SLUG, 1, 7, "fr", NOON, policy={"hint_cost": float("nan")})
    with pytest.raises(TypeError):
        store.start_sitting(me, SLUG, 1, 7, "fr", NOON, policy={"hint_cost": object()})
    assert store.sittings(me) == ()


def test_a_result_is_released_once_handed_in(store, me, sitting):
    with pytest.raises(NotHandedIn) as refused:
        store.release(sitting, me, NOON)
    assert "publier" in refused.value.explain("fr")
    store.hand_in(sitting, me, NOON, {})
    assert store.sitting(sitting, me).released_at is None
    first = store.release(sitting, me, LATER)
    assert first.released_at == LATER
    assert store.release(sitting, me, LATER + timedelta(days=1)) == first
    assert store.sitting(sitting, me) == first


def test_the_rungs_climbed_are_counted_once_and_kept_each_time(store, me, sitting):
    store.climb(sitting, me, "q1", "verdict", ["wrong"], "12", NOON)
    store.climb(sitting, me, "q1", "verdict", ["wrong"], "12", LATER)  # the same, asked twice
    store.climb(sitting, me, "q1", "slip", ["month_for_year"], "12", LATER)
    store.climb(sitting, me, "q1", "verdict", ["right"], {"a": "13"}, LATER)
    store.climb(sitting, me, "q2", "solution", [], [], LATER)
    assert store.rungs(sitting, me) == {"q1": ("verdict", "slip"), "q2": ("solution",)}
    assert [(one.rung, one.codes, one.raw) for one in store.climbs(sitting, me)] == [
        ("verdict", ("wrong",), "12"),
        ("slip", ("month_for_year",), "12"),
        ("verdict", ("right",), {"a": "13"}),
        ("solution", (), []),
    ]
    assert store.climbs(sitting, me)[0].at == NOON


def test_no_feedback_is_asked_for_after_hand_in(store, me, sitting):
    with pytest.raises(BadAnswer):
        store.climb(sitting, me, "q1", "verdict", [], None, NOON)
    store.hand_in(sitting, me, NOON, {})
    with pytest.raises(AlreadyHandedIn):
        store.climb(sitting, me, "q1", "verdict", [], "12", LATER)
    assert store.rungs(sitting, me) == {}


def test_the_last_assessment_counts_and_the_trainers_before_the_learners(store, me, sitting):
    store.assess(sitting, me, "argue", {"figures": 1, "risk": 0}, NOON)
    mine = store.assess(
        sitting, me, "argue", {"figures": 2, "risk": 0.5}, NOON, comment="Mieux\x00 😀 \ud800"
    )
    assert store.assessments(sitting, me) == {"argue": mine}
    store.hand_in(sitting, me, NOON, {})
    store.assess(sitting, me, "argue", {"figures": 1}, LATER, by="trainer", assessor="B. Roux")
    trainers = store.assess(sitting, me, "argue", {"figures": 1.5}, LATER, by="trainer", assessor="B. Roux")
    store.assess(sitting, me, "argue", {"figures": 2, "risk": 1}, LATER)
    store.assess(sitting, me, "explain", {}, LATER)
    found = store.assessments(sitting, me)
    assert found["argue"] == trainers
    assert found["argue"].assessment == Assessment("trainer", {"figures": 1.5}, "")
    assert found["explain"].points == {}
    history = store.assessment_history(sitting, me)
    assert [(one.by, one.points.get("figures")) for one in history] == [
        ("self", 1),
        ("self", 2),
        ("trainer", 1),
        ("trainer", 1.5),
        ("self", 2),
        ("self", None),
    ]


@pytest.mark.parametrize(
    ("points", "others"),
    [
        ({"figures": -1}, {}),
        ({"figures": float("nan")}, {}),
        ({"figures": float("inf")}, {}),
        ({"figures": True}, {}),
        ({"figures": "2"}, {}),
        ({1: 2}, {}),
        ({str(line): 1 for line in range(201)}, {}),
        ({"figures": 1}, {"comment": "x" * 20_001}),
        ({"figures": 1}, {"comment": None}),
        ({"figures": 1}, {"by": "neighbour"}),
        ({"figures": 1}, {"assessor": "x" * 201}),
        ({"figures": 1}, {"assessor": "\x00"}),
        ({"figures": 1}, {"assessor": "\udfff"}),
    ],
)
def test_an_assessment_that_does_not_fit_is_refused(store, me, sitting, points, others):
    before = store.assess(sitting, me, "argue", {"figures": 1}, NOON)
    with pytest.raises(BadAssessment) as refused:
        store.assess(sitting, me, "argue", points, LATER, **others)
    assert "20000" in refused.value.explain("fr")
    assert store.assessments(sitting, me) == {"argue": before}


def test_nobody_reads_or_changes_it_for_another(store, me, other, sitting):
    store.climb(sitting, me, "q1", "verdict", [], "12", NOON)
    store.assess(sitting, me, "argue", {"figures": 1}, NOON)
    assert store.rungs(sitting, other) == {}
    assert store.climbs(sitting, other) == ()
    assert store.assessments(sitting, other) == {}
    assert store.assessment_history(sitting, other) == ()
    mine = handed_in(store, me, 12)
    for attempt in (
        lambda who: store.climb(sitting, who, "q1", "slip", [], "12", LATER),
        lambda who: store.assess(sitting, who, "argue", {"figures": 2}, LATER),
        lambda who: store.assess(sitting, who, "argue", {"figures": 2}, LATER, by="trainer"),
        lambda who: store.release(mine, who, LATER),
    ):
        with pytest.raises(SittingNotFound):
            attempt(other)
    assert store.rungs(sitting, me) == {"q1": ("verdict",)}
    assert store.assessments(sitting, me)["argue"].points == {"figures": 1}
    assert store.sitting(mine, me).released_at is None


def test_a_restart_keeps_it_all(url, store, me, sitting):
    store.climb(sitting, me, "q1", "verdict", ["right"], "12", NOON)
    assessed = store.assess(sitting, me, "argue", {"figures": 1}, NOON, comment="clair")
    again = open_store(url)
    assert again.climbs(sitting, me) == store.climbs(sitting, me)
    assert again.assessments(sitting, me) == {"argue": assessed}
    again.close()


# -- what the rules of a sitting refuse ---------------------------------------------------------------
@pytest.fixture
def exam(store, me):
    """A sitting under exam rules with two test runs a question."""
    rules = replace(EXAM, trials=2).as_dict()
    return store.start_sitting(me, SLUG, 1, 7, "fr", NOON, policy=rules).id


def test_the_store_refuses_the_help_that_a_sitting_does_not_offer(store, me, exam):
    with pytest.raises(NotAllowed) as caught:
        store.use_hint(exam, me, "q1", 1, NOON)
    assert caught.value.explain("fr") != caught.value.explain("en")
    for rung in ("verdict", "slip", "solution"):
        with pytest.raises(NotAllowed):
            store.climb(exam, me, "q1", rung, ("wrong",), "12", NOON)
    with pytest.raises(NotAllowed):
        store.assess(exam, me, "q1", {"figures": 1}, NOON)
    assert (store.hints(exam, me), store.rungs(exam, me), store.assessments(exam, me)) == ({}, {}, {})
    assert store.assess(exam, me, "q1", {"figures": 1}, NOON, by="trainer").by == "trainer"


def test_the_store_counts_test_runs_by_question(store, me, exam):
    for year in (1, 1):
        store.record_trial(exam, me, "q1", {"s": 1}, year, {}, NOON)
    with pytest.raises(TrialsUsed) as caught:
        store.record_trial(exam, me, "q1", {"s": 2}, 2, {}, NOON)
    assert "2" in caught.value.explain("en")
    store.record_trial(exam, me, "q2", {"s": 1}, 1, {}, NOON)
    assert [one.question_id for one in store.trials(exam, me)] == ["q1", "q1", "q2"]


def test_rules_that_cannot_be_read_offer_nothing(store, me):
    broken = store.start_sitting(me, SLUG, 1, 7, "fr", NOON, policy={"mode": "exam", "hint": True}).id
    with pytest.raises(PolicyError):
        store.use_hint(broken, me, "q1", 1, NOON)


def test_help_opened_while_the_paper_is_marked_is_counted(store, me, sitting):
    seen = []

    def mark(_answers):
        seen.append(store.hints(sitting, me))
        if len(seen) == 1:
            store.use_hint(sitting, me, "q1", 1, NOON)
        return {"hints": seen[-1]}

    assert store.mark_and_hand_in(sitting, me, NOON, mark).marked == {"hints": {"q1": 1}}
    assert seen == [{}, {"q1": 1}]

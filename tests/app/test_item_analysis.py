"""Item analysis: intervals against published figures, success, discrimination, what is hidden, who may look."""

from datetime import timedelta

import pytest
from exam_samples import drawn, learner_of, trainer_of
from hypothesis import given
from hypothesis import strategies as st
from jury_samples import AFTER, FREE, exam_of, people, sit
from store_samples import NOON, SLUG, learner

from app import exams
from app.item_analysis import FEWEST, code_words, groups, of_case, of_exam, wilson
from app.store import RoleForbids, SittingRow
from app.store.item_rows import CountedPaper
from cases.library import load

pytest_plugins = ["store_fixtures"]


def paper(number, score, *, total=None, pending=False, codes=("wrong",), version=1):
    """A paper of one question of two points, marked."""
    sitting = SittingRow(
        f"s{number:02d}", number, SLUG, version, 7, "exam", "fr", NOON, NOON, exam_id="e", paper_number=1
    )
    question = {
        "id": "q",
        "score": score,
        "max_score": 2.0,
        "codes": list(codes),
        "pending": pending,
        "items": [],
    }
    marked = {
        "score": score if total is None else total,
        "max_score": 10.0,
        "questions": [question],
        "criteria": [],
    }
    return CountedPaper(sitting, marked, None, {"q": timedelta(seconds=10 * number)})


# --- the interval ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("successes", "count", "low", "high"),
    [
        # R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17
        # (1998), table I, method 3 (score, without continuity correction).
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_interval_is_the_published_one(successes, count, low, high):
    assert wilson(successes, count) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(0, 500).flatmap(lambda count: st.tuples(st.integers(0, count), st.just(count))))
def test_the_interval_holds_the_share(pair):
    successes, count = pair
    low, high = wilson(successes, count)
    assert 0 <= low <= high <= 1
    if count:
        assert low - 1e-12 <= successes / count <= high + 1e-12


# --- the figures -------------------------------------------------------------------------------------------


def test_success_mean_outcomes_and_time():
    (group,) = groups(
        [
            paper(1, 2.0, codes=["correct"]),
            *(paper(n, 1.0) for n in (2, 3)),
            paper(4, 0.0),
            paper(5, 0.0, codes=["blank"]),
        ]
    )
    (item,) = group.items
    assert (item.right.ids, item.right.count, item.mean) == (("s01",), 5, pytest.approx(0.4))
    assert [(one.code, one.ids) for one in item.outcomes] == [
        ("wrong", ("s02", "s03", "s04")),
        ("blank", ("s05",)),
    ]
    assert item.worked == timedelta(seconds=30)
    assert item.discrimination is None


def test_discrimination_is_told_from_twelve_papers_on():
    papers = [paper(n, 2.0 if n > 8 else 0.0, total=n / 2) for n in range(1, 13)]
    (group,) = groups(papers)
    assert group.items[0].discrimination == 1.0
    (short,) = groups(papers[1:])
    assert short.items[0].discrimination is None


def test_too_few_papers_tell_nothing():
    (group,) = groups([paper(n, 1.0) for n in range(1, FEWEST)])
    assert (group.hidden, group.items, group.criteria) == (True, (), ())
    waiting = [paper(9, 0.0, pending=True)]
    (group,) = groups([paper(n, 1.0) for n in range(1, FEWEST)] + waiting)
    assert (group.hidden, group.items) == (False, ())
    (group,) = groups([paper(n, 1.0) for n in range(1, FEWEST + 1)] + waiting)
    assert (group.items[0].right.count, group.items[0].pending) == (FEWEST, 1)
    # Two versions may ask otherwise under the same name.
    assert len(groups([paper(1, 1.0), paper(2, 1.0, version=2)])) == 2


# --- from the store ----------------------------------------------------------------------------------------


def test_void_papers_test_runs_and_practice_count_nowhere(store):
    trainer = learner(store, "trainer")
    everybody = people(store, 6)
    who = trainer_of(trainer)
    exam = exam_of(store, trainer, *everybody)
    rows = [sit(store, exam, one, right=("order_cost",)) for one in everybody]
    exams.void(store, who, exam.id, everybody[5], "fraude", AFTER)
    practice = store.start_sitting(everybody[0], SLUG, load(SLUG).version, 7, "fr", NOON)
    store.hand_in(practice.id, everybody[0], NOON, {"score": 0.0, "max_score": 1.0, "questions": []})
    found, (group,) = of_exam(store, who, exam.id)
    assert found.id == exam.id
    assert [one.sitting.id for one in group.papers] == sorted(row.id for row in rows[:5])
    names = {item.id: item for item in group.items}
    assert names["order_cost"].right.interval[1] == 1.0
    assert names["lot_size"].mean == 0.0
    assert FREE.id not in names
    words = code_words(store, group, "lot_size", names["lot_size"].outcomes[0], drawn, "fr")
    assert words == "Sans réponse"
    assert of_case(store, who, SLUG) == (group,)
    met = {one.key: one.met.share for one in group.criteria}
    assert set(met.values()) <= {0.0, 1.0}
    assert met


def test_a_misconception_bears_the_words_of_the_case(store):
    trainer, everybody = learner(store, "trainer"), people(store, 5)
    exam = exam_of(store, trainer, *everybody)
    case = load(SLUG)
    question = case.question("lot_size")
    variant = drawn(SLUG, case.version, 7)
    code, values = next(iter(question.mistake_values(variant.scope()).items()))
    raw = question.raw(values[0], "fr")
    for one in everybody:
        row = exams.start(store, learner_of(one), exam.id, 1, "fr", NOON, drawn)
        store.save_answer(row.id, one, "lot_size", raw, "fr", NOON)
    exams.close_overdue(store, AFTER, drawn, "test")
    _, (group,) = of_exam(store, trainer_of(trainer), exam.id)
    item = next(one for one in group.items if one.id == "lot_size")
    outcome = next(one for one in item.outcomes if one.code == code)
    assert len(outcome.ids) == 5
    for lang in ("fr", "en"):
        said = code_words(store, group, "lot_size", outcome, drawn, lang)
        assert len(said.split()) > 3
        assert "{{" not in said


def test_a_learner_may_not_look(store):
    trainer, (one,) = learner(store, "trainer"), people(store, 1)
    exam = exam_of(store, trainer, one)
    for look in (
        lambda: of_exam(store, learner_of(one), exam.id),
        lambda: of_case(store, learner_of(one), SLUG),
    ):
        with pytest.raises(RoleForbids):
            look()

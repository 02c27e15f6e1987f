"""The store: everything kept as typed, nobody reads another's work, nothing saved is ever lost."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from sqlalchemy import insert, text
from store_samples import LATER, NOON

from app.clock import FixedClock, SystemClock
from app.store import (
    AlreadyHandedIn,
    AnswersChanged,
    BadAnswer,
    NotHandedIn,
    SittingNotFound,
    Store,
    models,
    open_store,
    shared_store,
)
from app.store.engine import writing
from app.store.queries import MAX_ANSWER_CHARACTERS, MAX_ANSWER_ENTRIES

pytest_plugins = ["store_fixtures"]

MARKED = {"case": "seuil-reappro", "score": 14.5, "max_score": 20.0, "questions": [], "criteria": []}


def test_the_local_learner_is_created_once_and_dated_by_the_clock(store):
    first = store.local_learner()
    assert first.name == "local"
    assert first.created_at == NOON
    assert store.local_learner() == first


def test_a_sitting_comes_back_as_started_newest_first(store, me):
    first = store.start_sitting(me, "seuil-reappro", 1, 2**31 - 1, "fr", NOON)
    second = store.start_sitting(me, "seuil-reappro", 2, 8, "en", LATER)
    assert store.sitting(first.id, me) == first
    assert first.seed == 2**31 - 1
    assert (first.mode, first.handed_in_at, first.is_handed_in) == ("practice", None, False)
    assert store.sittings(me) == (second, first)


def test_sitting_ids_cannot_be_guessed(store, me):
    ids = {store.start_sitting(me, "c", 1, 0, "fr", NOON).id for _ in range(50)}
    assert len(ids) == 50
    assert all(len(one) >= 22 for one in ids)  # 16 random bytes


@pytest.mark.parametrize(
    "raw",
    [
        "1 234,5 €",
        "",
        "   ",
        ["b", "a"],
        [],
        {"s": "1 200", "Q": "<script>"},
        "\x00 nul and \ud800 half a pair",
        "𝄞 émoji 🚚 عربي",
        "Robert'); DROP TABLE answer;--",
    ],
)
def test_an_answer_is_kept_exactly_as_typed(store, me, sitting, raw):
    saved = store.save_answer(sitting, me, "q1", raw, "fr", NOON)
    assert store.answers(sitting, me) == {"q1": saved}
    assert (saved.raw, saved.lang, saved.saved_at, saved.revision) == (raw, "fr", NOON, 1)


RAW = st.one_of(
    st.text(max_size=200),
    st.lists(st.text(max_size=20), max_size=5),
    st.dictionaries(st.text(max_size=10), st.text(max_size=20), max_size=4),
)


@hypothesis_settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(changes=st.lists(st.tuples(RAW, st.sampled_from(["fr", "en"])), min_size=1, max_size=4))
def test_the_latest_answer_stands_and_every_change_is_in_the_history(store, me, changes):
    sitting = store.start_sitting(me, "c", 1, 0, "fr", NOON).id
    for raw, lang in changes:
        store.save_answer(sitting, me, "q", raw, lang, NOON)
    distinct = [one for index, one in enumerate(changes) if index == 0 or one != changes[index - 1]]
    history = store.answer_history(sitting, me, "q")
    assert [(one.raw, one.lang) for one in history] == distinct
    assert [one.revision for one in history] == list(range(1, len(distinct) + 1))
    assert store.answers(sitting, me)["q"] == history[-1]


def test_saving_the_same_again_changes_nothing(store, me, sitting):
    first = store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    assert store.save_answer(sitting, me, "q1", "12", "fr", LATER) == first
    assert len(store.answer_history(sitting, me, "q1")) == 1


def test_a_moment_in_another_zone_comes_back_as_the_same_moment(store, me, sitting):
    paris = NOON.astimezone(timezone(timedelta(hours=1)))
    store.save_answer(sitting, me, "q1", "12", "fr", paris)
    saved_at = store.answers(sitting, me)["q1"].saved_at
    assert saved_at == NOON
    assert saved_at.tzinfo is UTC


def test_a_moment_without_zone_is_refused(store, me, sitting):
    with pytest.raises(Exception, match="time zone"):
        store.save_answer(sitting, me, "q1", "12", "fr", NOON.replace(tzinfo=None))
    assert store.answers(sitting, me) == {}


@pytest.mark.parametrize("raw", [None, 12, 1.5, ["a", 1], {"s": 3}, {1: "a"}, ("a",), b"12"])
def test_what_is_not_an_answer_is_refused(store, me, sitting, raw):
    with pytest.raises(BadAnswer):
        store.save_answer(sitting, me, "q1", raw, "fr", NOON)


def test_an_endless_answer_is_refused_and_the_one_before_kept(store, me, sitting):
    store.save_answer(sitting, me, "q1", "x" * MAX_ANSWER_CHARACTERS, "fr", NOON)
    for raw in ("x" * (MAX_ANSWER_CHARACTERS + 1), ["x" * 110_000] * 2, {"s": "x" * MAX_ANSWER_CHARACTERS}):
        with pytest.raises(BadAnswer) as refused:
            store.save_answer(sitting, me, "q1", raw, "fr", LATER)
        assert str(MAX_ANSWER_CHARACTERS) in refused.value.explain("fr")
    assert store.answers(sitting, me)["q1"].saved_at == NOON


def test_a_large_grid_is_kept_and_an_endless_one_refused(store, me, sitting):
    grid = {f"row{index}.cell": "12" for index in range(MAX_ANSWER_ENTRIES)}
    store.save_answer(sitting, me, "q1", grid, "fr", NOON)
    for raw in (grid | {"one.more": ""}, [""] * (MAX_ANSWER_ENTRIES + 1)):
        with pytest.raises(BadAnswer) as refused:
            store.save_answer(sitting, me, "q1", raw, "fr", LATER)
        assert str(MAX_ANSWER_ENTRIES) in refused.value.explain("en")
    assert store.answers(sitting, me)["q1"].raw == grid


def test_flags_hints_and_trials(store, me, sitting):
    store.flag(sitting, me, "q1", True, NOON)
    store.flag(sitting, me, "q2", True, NOON)
    store.flag(sitting, me, "q1", False, LATER)
    assert store.flags(sitting, me) == {"q2"}
    for number in (1, 2, 2):
        store.use_hint(sitting, me, "q1", number, NOON)
    assert store.hints(sitting, me) == {"q1": 2}
    store.record_trial(sitting, me, "policy", {"s": 120, "Q": 300.5}, 1, {"fill_rate": 0.98}, NOON)
    store.record_trial(sitting, me, "policy", {"s": 0, "Q": 1}, 2, {"cover_days": float("inf")}, LATER)
    store.record_trial(sitting, me, "other", {"s": 1}, 1, {}, LATER)
    first, second = store.trials(sitting, me, "policy")
    assert (first.inputs, first.year, first.indicators, first.at) == (
        {"s": 120.0, "Q": 300.5},
        1,
        {"fill_rate": 0.98},
        NOON,
    )
    assert second.indicators == {"cover_days": None}
    assert len(store.trials(sitting, me)) == 3


def test_handing_in_closes_the_sitting_with_its_first_grade(store, me, sitting):
    store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    assert store.last_grade(sitting, me) is None
    grade = store.hand_in(sitting, me, LATER, MARKED, engine="0.1.0")
    assert (grade.number, grade.at, grade.reason, grade.marked, grade.engine) == (
        1,
        LATER,
        "hand_in",
        MARKED,
        "0.1.0",
    )
    assert store.sitting(sitting, me).handed_in_at == LATER
    assert store.grades(sitting, me) == (grade,)
    assert store.last_grade(sitting, me) == grade
    assert store.last_grades(me) == {sitting: grade}


def test_a_second_hand_in_returns_the_first_grade(store, me, sitting):
    first = store.hand_in(sitting, me, NOON, MARKED)
    assert store.hand_in(sitting, me, LATER, MARKED | {"score": 0.0}) == first
    assert store.sitting(sitting, me).handed_in_at == NOON
    assert len(store.grades(sitting, me)) == 1


def test_after_hand_in_nothing_changes_any_more(store, me, sitting):
    store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    store.hand_in(sitting, me, NOON, MARKED)
    attempts = (
        lambda: store.save_answer(sitting, me, "q1", "13", "fr", LATER),
        lambda: store.flag(sitting, me, "q1", True, LATER),
        lambda: store.use_hint(sitting, me, "q1", 1, LATER),
        lambda: store.record_trial(sitting, me, "q1", {}, 1, {}, LATER),
    )
    for attempt in attempts:
        with pytest.raises(AlreadyHandedIn):
            attempt()
    assert store.answers(sitting, me)["q1"].raw == "12"
    assert (store.flags(sitting, me), store.hints(sitting, me), store.trials(sitting, me)) == (set(), {}, ())


def test_a_later_grade_is_added_beside_the_first(store, me, sitting):
    with pytest.raises(NotHandedIn):
        store.append_grade(sitting, me, NOON, "too early", MARKED)
    first = store.hand_in(sitting, me, NOON, MARKED)
    second = store.append_grade(sitting, me, LATER, "assessed", MARKED | {"score": 15.0}, case_version=2)
    assert (first.case_version, second.case_version) == (None, 2)
    assert store.grades(sitting, me) == (first, second)
    assert store.last_grade(sitting, me) == second
    assert store.last_grades(me) == {sitting: second}


def test_a_failed_hand_in_leaves_the_sitting_open(store, me, sitting):
    with pytest.raises((ValueError, TypeError)):
        store.hand_in(sitting, me, NOON, MARKED | {"score": float("nan")})
    with pytest.raises(TypeError):
        store.hand_in(sitting, me, NOON, {"score": object()})
    assert not store.sitting(sitting, me).is_handed_in
    assert store.grades(sitting, me) == ()


def test_what_is_handed_in_is_what_was_marked(store, me, sitting):
    """Another tab saves while the paper is being marked: it is marked again."""
    store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    with pytest.raises(AnswersChanged):
        store.hand_in(sitting, me, NOON, MARKED, revisions={"q1": 7})
    seen = []

    def mark(answers):
        seen.append(answers["q1"].raw)
        if len(seen) == 1:
            store.save_answer(sitting, me, "q1", "13", "fr", LATER)
        return {"marked": answers["q1"].raw}

    grade = store.mark_and_hand_in(sitting, me, LATER, mark, engine="1")
    assert seen == ["12", "13"]
    assert grade.marked == {"marked": "13"}


def test_marking_that_never_settles_is_refused_not_endless(store, me, sitting):
    count = []

    def mark(_answers):
        count.append(1)
        store.save_answer(sitting, me, "q1", str(len(count)), "fr", LATER)
        return {}

    with pytest.raises(AnswersChanged):
        store.mark_and_hand_in(sitting, me, LATER, mark)
    assert not store.sitting(sitting, me).is_handed_in


def test_nobody_reads_or_changes_another_learners_work(store, me, other, sitting):
    store.save_answer(sitting, me, "q1", "12", "fr", NOON)
    store.flag(sitting, me, "q1", True, NOON)
    store.use_hint(sitting, me, "q1", 1, NOON)
    store.record_trial(sitting, me, "q1", {"s": 1}, 1, {}, NOON)
    assert store.sitting(sitting, other) is None
    assert store.sittings(other) == ()
    assert store.answers(sitting, other) == {}
    assert store.answer_history(sitting, other, "q1") == ()
    assert (store.flags(sitting, other), store.hints(sitting, other)) == (set(), {})
    assert store.trials(sitting, other) == ()
    for attempt in (
        lambda who: store.save_answer(sitting, who, "q1", "13", "fr", LATER),
        lambda who: store.flag(sitting, who, "q1", False, LATER),
        lambda who: store.use_hint(sitting, who, "q1", 2, LATER),
        lambda who: store.record_trial(sitting, who, "q1", {}, 1, {}, LATER),
        lambda who: store.hand_in(sitting, who, LATER, MARKED),
        lambda who: store.append_grade(sitting, who, LATER, "r", MARKED),
    ):
        with pytest.raises(SittingNotFound):
            attempt(other)
    store.hand_in(sitting, me, LATER, MARKED)
    assert store.grades(sitting, other) == ()
    assert store.last_grade(sitting, other) is None
    assert store.last_grades(other) == {}
    assert store.answers(sitting, me)["q1"].raw == "12"


def test_the_database_itself_refuses_a_row_under_the_wrong_owner(store, other, sitting):
    row = {"sitting_id": sitting, "learner_id": other, "question_id": "q", "raised": True, "at": NOON}
    with pytest.raises(Exception, match=r"(?i)foreign key"), writing(store._engine) as connection:
        connection.execute(insert(models.review_flag).values(row))


def test_an_unknown_sitting_is_the_same_error_as_another_learners(store, me):
    with pytest.raises(SittingNotFound) as unknown:
        store.save_answer("no-such-sitting", me, "q1", "1", "fr", NOON)
    assert "catalogue" in unknown.value.explain("fr")
    assert "catalogue" in unknown.value.explain("en")


def test_a_restart_keeps_everything(url):
    first = open_store(url)
    me = first.local_learner().id
    sitting = first.start_sitting(me, "c", 1, 7, "fr", NOON)
    saved = first.save_answer(sitting.id, me, "q1", "12", "fr", NOON)
    first.flag(sitting.id, me, "q1", True, NOON)
    first.close()
    again = open_store(url)
    assert again.local_learner().id == me
    assert again.sittings(me) == (sitting,)
    assert again.answers(sitting.id, me) == {"q1": saved}
    assert again.flags(sitting.id, me) == {"q1"}
    again.close()


def test_two_connections_that_race_lose_nothing(url, store, me, sitting):
    """Two servers on one file, saving the same question: the later save stands, the earlier is in history."""
    second = open_store(url)
    start = threading.Barrier(2)

    def save(where: Store, name: str) -> None:
        start.wait()
        for index in range(25):
            where.save_answer(sitting, me, "q1", f"{name}{index}", "fr", NOON)

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(save, store, "a"), pool.submit(save, second, "b")]:
            job.result()
    history = store.answer_history(sitting, me, "q1")
    assert sorted(one.raw for one in history) == sorted(f"{n}{i}" for n in "ab" for i in range(25))
    assert [one.revision for one in history] == list(range(1, 51))
    assert second.answers(sitting, me)["q1"] == history[-1]
    second.close()


def test_twenty_threads_of_twenty_saves(store, me):
    sittings = [store.start_sitting(me, "c", 1, n, "fr", NOON).id for n in range(20)]

    def sit(sitting: str) -> None:
        for index in range(20):
            store.save_answer(sitting, me, f"q{index % 4}", str(index), "fr", NOON)

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(sit, sittings))
    for sitting in sittings:
        assert {q: a.raw for q, a in store.answers(sitting, me).items()} == {
            "q0": "16",
            "q1": "17",
            "q2": "18",
            "q3": "19",
        }
        assert sum(len(store.answer_history(sitting, me, f"q{n}")) for n in range(4)) == 20


def test_two_hand_ins_at_once_give_one_grade(url, store, me, sitting):
    second = open_store(url)
    start = threading.Barrier(2)

    def hand_in(where: Store, score: float):
        start.wait()
        return where.hand_in(sitting, me, NOON, MARKED | {"score": score})

    with ThreadPoolExecutor(2) as pool:
        one, two = (
            job.result() for job in [pool.submit(hand_in, store, 1.0), pool.submit(hand_in, second, 2.0)]
        )
    assert one == two
    assert store.grades(sitting, me) == (one,)
    second.close()


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_sqlite_is_set_up_to_keep_what_it_acknowledges(store):
    with writing(store._engine) as connection:
        pragma = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000, "synchronous": 2}


def test_one_store_per_address(url, bare_url):
    one = shared_store(url)
    assert shared_store(url) is one
    assert shared_store(bare_url) is not one


def test_the_clocks():
    assert SystemClock().now().tzinfo is UTC
    clock = FixedClock(NOON)
    clock.advance(minutes=5)
    assert clock.now() == LATER
    with pytest.raises(ValueError, match="aware"):
        FixedClock(NOON.replace(tzinfo=None))

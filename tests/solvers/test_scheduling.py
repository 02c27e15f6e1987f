"""One machine: published schedules, the exact method against every sequence, and the checker against both."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.scheduling.best_sequence import CRITERIA, best_sequence
from solvers.scheduling.check import RULES, CheckedSchedule, check_schedule
from solvers.scheduling.dispatching import RULES as DISPATCHING
from solvers.scheduling.dispatching import dispatch
from solvers.scheduling.jobs import Job, Operation, timed
from solvers.scheduling.moore_hodgson import moore_hodgson


def jobs(processing: list[float], due: list[float], weights: list[float] | None = None) -> list[Job]:
    names = "ABCDEFGHIJ"
    return [
        Job(names[at], p, d, weight=weights[at] if weights else 1.0)
        for at, (p, d) in enumerate(zip(processing, due, strict=True))
    ]


def measured(operations: tuple[Operation, ...], of: list[Job], setup: float = 0.0) -> CheckedSchedule:
    found = check_schedule([(one.order, one.start) for one in operations], of, setup)
    assert found.violations == ()
    return found


# Stevenson, Operations Management, chapter on scheduling, example of six jobs at one work centre.
STEVENSON = jobs([2, 8, 4, 10, 5, 12], [7, 16, 4, 17, 15, 18])
# Heizer, Render & Munson, Operations Management, chapter on short-term scheduling, example of five jobs.
HEIZER = jobs([6, 2, 8, 3, 9], [8, 6, 18, 15, 23])


@pytest.mark.parametrize(
    ("of", "rule", "sequence", "flow", "tardiness"),
    [
        (STEVENSON, "fifo", "ABCDEF", 120, 54),
        (STEVENSON, "spt", "ACEBDF", 108, 40),
        (STEVENSON, "edd", "CAEBDF", 110, 38),
        (HEIZER, "fifo", "ABCDE", 77, 11),
        (HEIZER, "spt", "BDACE", 65, 9),
        (HEIZER, "edd", "BADCE", 68, 6),
        (HEIZER, "lpt", "ECADB", 103, 48),
    ],
)
def test_published_dispatching(
    of: list[Job], rule: str, sequence: str, flow: float, tardiness: float
) -> None:
    operations = dispatch(of, rule)
    found = measured(operations, of)
    assert "".join(one.order for one in operations) == sequence
    assert (found.total_flow_time, found.total_tardiness) == (flow, tardiness)


def test_published_fewest_late_orders() -> None:
    """Pinedo, Scheduling, section 3.3, example of five jobs: the sequence 3 4 5 1 2, two jobs late."""
    of = jobs([7, 8, 4, 6, 6], [9, 17, 18, 19, 21])
    found = moore_hodgson(of)
    assert found.sequence[:3] == ("C", "D", "E")
    assert set(found.late) == {"A", "B"}
    assert best_sequence(of, "late_orders").value == 2


def test_published_total_tardiness() -> None:
    """Pinedo, Scheduling, section 3.4, example of five jobs: total tardiness 370."""
    of = jobs([121, 79, 147, 83, 130], [260, 266, 266, 336, 337])
    found = best_sequence(of)
    assert found.value == 370
    assert measured(found.operations, of).total_tardiness == 370


def test_published_weighted_tardiness() -> None:
    """Pinedo, Scheduling, section 3.6, example of four jobs: total weighted tardiness 67 by the sequence 1 2 4 3."""
    of = jobs([12, 8, 15, 9], [16, 26, 25, 27], [4, 5, 3, 5])
    found = best_sequence(of, "weighted_tardiness")
    assert found.value == 67
    assert "".join(one.order for one in found.operations) == "ABDC"


def test_weighted_shortest_first_is_the_least_weighted_flow() -> None:
    """Smith's rule (1956): no exchange of neighbours improves Σ wC."""
    of = jobs([5, 3, 8, 2], [0, 0, 0, 0], [1, 4, 3, 1])

    def cost(sequence: tuple[Job, ...]) -> float:
        return sum(job.weight * one.end for job, one in zip(sequence, timed(sequence), strict=True))

    known = {job.order: job for job in of}
    chosen = tuple(known[one.order] for one in dispatch(of, "wspt"))
    assert cost(chosen) == min(cost(one) for one in permutations(of))


def test_a_setup_is_spent_when_the_family_changes_and_may_come_before_the_release() -> None:
    of = [Job("A", 2, 9, family="x"), Job("B", 2, 9, family="y"), Job("C", 2, 9, release=9, family="x")]
    assert [one.start for one in timed(of, 3)] == [0, 5, 10]
    assert [one.start for one in timed([of[0], of[2], of[1]], 3)] == [0, 9, 14]


def test_a_machine_never_waits_while_an_order_is_there() -> None:
    of = [Job("A", 5, 20, release=0), Job("B", 1, 2, release=1)]
    assert [one.order for one in dispatch(of, "edd")] == ["A", "B"]
    assert [one.order for one in best_sequence(of).operations] == ["B", "A"]  # waiting pays here


FAMILIES = [Job("A", 2, 9, family="x"), Job("B", 3, 4, family="y"), Job("C", 1, 9, release=6, family="x")]


@pytest.mark.parametrize(
    ("plan", "rules"),
    [
        ([("A", 0), ("B", 3), ("C", 7)], []),
        ([("B", 3), ("A", 0)], [("missing", (), "C")]),
        ([("A", 0), ("B", 3), ("C", 7), ("C", 20)], [("twice", (2, 3), "C")]),
        ([("A", 0), ("B", 3), ("C", 7), ("Z", 9)], [("unknown", (3,), "Z")]),
        ([("A", 0), ("B", 7), ("C", 4)], [("before_release", (2,), "C")]),
        ([("A", 0), ("B", 1.5), ("C", 7)], [("overlap", (0, 1), "B")]),
        ([("A", 0), ("B", 2.5), ("C", 7)], [("setup", (0, 1), "B")]),
    ],
)
def test_each_rule_is_named(plan: list[tuple[str, float]], rules: list[tuple[object, ...]]) -> None:
    found = check_schedule(plan, FAMILIES, 1)
    assert [(one.rule, one.rows, one.where) for one in found.violations] == rules
    assert {one.rule for one in found.violations} <= set(RULES)


def test_figures_of_a_schedule() -> None:
    found = check_schedule([("B", 2), ("A", 6), ("C", 8)], FAMILIES, 1)
    assert found.violations == ()
    assert (found.total_tardiness, found.weighted_tardiness, found.max_tardiness) == (1, 1, 1)
    assert (found.late_orders, found.makespan, found.total_flow_time) == (1, 9, 16)
    assert [(one.order, one.late) for one in found.bars] == [("B", True), ("A", False), ("C", False)]
    assert check_schedule([], FAMILIES).makespan == 0


def test_orders_under_a_long_one_all_overlap() -> None:
    of = jobs([10, 2, 2], [99, 99, 99])
    found = check_schedule([("A", 0), ("B", 3), ("C", 6)], of)
    assert [(one.rule, one.rows) for one in found.violations] == [("overlap", (0, 1)), ("overlap", (0, 2))]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: dispatch([], "fifo"), "jobs is 0"),
        (lambda: dispatch(HEIZER, "luck"), "fifo, edd"),
        (lambda: dispatch(HEIZER, "edd", -1), "setup"),
        (lambda: best_sequence(HEIZER, "beauty"), "total_tardiness"),
        (lambda: best_sequence([Job(str(n), 1, 1) for n in range(13)]), "from 1 to 12"),
        (lambda: best_sequence([HEIZER[0], HEIZER[0]]), "all differ"),
        (lambda: best_sequence([Job("A", -1, 1)]), "processing"),
        (lambda: moore_hodgson([Job("A", 1, 1, release=2)]), "there from the start"),
    ],
)
def test_refusals(call, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SolverError, match=words) as caught:
        call()
    assert caught.value.explain("fr")


JOB = st.builds(
    Job,
    st.just("?"),
    st.integers(1, 9).map(float),
    st.integers(0, 25).map(float),
    st.integers(0, 12).map(float),
    st.integers(1, 4).map(float),
    st.sampled_from(["x", "y"]),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(JOB, min_size=1, max_size=5),
    st.sampled_from(sorted(CRITERIA)),
    st.sampled_from([0.0, 1.5]),
)
def test_no_sequence_is_better(drawn: list[Job], minimise: str, setup: float) -> None:
    of = [Job(str(at), *(getattr(one, f) for f in ("processing", "due", "release", "weight", "family")))
          for at, one in enumerate(drawn)]  # fmt: skip
    found = best_sequence(of, minimise, setup)
    values = [getattr(measured(timed(one, setup), of, setup), minimise) for one in permutations(of)]
    assert found.value == pytest.approx(min(values))
    assert getattr(measured(found.operations, of, setup), minimise) == pytest.approx(found.value)
    for rule in DISPATCHING:
        assert found.value <= getattr(measured(dispatch(of, rule, setup), of, setup), minimise) + 1e-9


@pytest.mark.parametrize(
    ("rows", "setup", "value"),
    [
        ("3 19 5 x, 6 16 8 x, 1 19 0 y, 1 8 4 x, 3 3 0 x, 1 15 5 y", 1.5, 0),
        ("5 3 8 y, 2 14 5 x, 7 16 3 x, 1 17 1 y, 7 20 2 x, 4 18 6 x", 1.5, 30.5),
    ],
)
def test_a_dearer_way_that_ends_sooner_is_kept(rows: str, setup: float, value: float) -> None:
    """Two ways to make the same orders: neither the cheaper nor the sooner may be dropped."""
    of = [
        Job(str(at), float(p), float(d), float(r), family=family)
        for at, (p, d, r, family) in enumerate(row.split() for row in rows.split(", "))
    ]
    found = best_sequence(of, setup=setup)
    assert found.value == value
    assert value == min(measured(timed(one, setup), of, setup).total_tardiness for one in permutations(of))


@settings(max_examples=40, deadline=None)
@given(st.lists(JOB, min_size=1, max_size=6))
def test_moore_hodgson_leaves_as_few_late_as_the_exact_method(drawn: list[Job]) -> None:
    of = [Job(str(at), one.processing, one.due) for at, one in enumerate(drawn)]
    assert len(moore_hodgson(of).late) == best_sequence(of, "late_orders").value

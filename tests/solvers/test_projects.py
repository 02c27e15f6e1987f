"""Projects: dates and floats against published figures, exact methods against brute force, checker against both."""

from __future__ import annotations

from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.projects.arrows import Arrow, arrow_dates, arrow_network
from solvers.projects.best_project import best_project, level_resources
from solvers.projects.check import RULES, check_project
from solvers.projects.crashing import Crashable, crash_to, shortened, time_cost
from solvers.projects.critical_path import critical_path
from solvers.projects.earned_value import earned_value
from solvers.projects.levelling import level_by_steps
from solvers.projects.pert import Estimate, date_for, pert, probability_by
from solvers.projects.resources import PROJECT_RULES, SCHEMES, project_by_rule, resource_loads
from solvers.projects.tasks import KINDS, Link, Task
from solvers.projects.working_dates import WorkingDays, backward_dates, forward_dates
from tests.solvers.known_projects import J301_1_LIMITS, j301_1, td3


def rows_of(starts: dict[str, float]) -> list[tuple[str, float]]:
    return list(starts.items())


# -- dates --------------------------------------------------------------------------------------------
def test_floats_of_three_kinds() -> None:
    """A long task beside a chain of two: the chain's floats by hand."""
    tasks = [
        Task.simple("A", 10),
        Task.simple("B", 3),
        Task.simple("C", 2, "B"),
        Task.simple("D", 1, "A", "C"),
        Task.simple("E", 4, "B"),
    ]
    found = {one.task: one for one in critical_path(tasks).tasks}
    assert [(one.total_float, one.free_float, one.independent_float) for one in found.values()] == [
        (0, 0, 0), (4, 0, 0), (5, 5, 1), (0, 0, 0), (4, 4, 0),
    ]  # fmt: skip


def test_every_critical_path_is_found() -> None:
    diamond = [
        Task.simple("A", 1),
        Task.simple("B", 2, "A"),
        Task.simple("C", 2, "A"),
        Task.simple("D", 1, "B", "C"),
    ]
    found = critical_path(diamond)
    assert found.paths == (("A", "B", "D"), ("A", "C", "D"))
    ladder = [Task.simple("0", 1)]
    for at in range(0, 20, 2):
        before = [one.task for one in ladder[-2:]] if at else ["0"]
        ladder += [Task.simple(str(at + 1), 1, *before), Task.simple(str(at + 2), 1, *before)]
    found = critical_path(ladder)
    assert (len(found.paths), found.more_paths) == (200, True)


def test_a_due_date_too_soon_makes_floats_negative() -> None:
    found = critical_path([Task.simple("A", 3), Task.simple("B", 2, "A"), Task.simple("C", 1)], due=4)
    assert [one.total_float for one in found.tasks] == [-1, -1, 3]
    assert found.paths == (("A", "B"),)


@pytest.mark.parametrize(("kind", "start"), [("FS", 7), ("SS", 2), ("FF", 4), ("SF", 0)])
def test_each_kind_of_link(kind: str, start: float) -> None:
    tasks = [Task("A", 5), Task("B", 3, (Link("A", kind, 2),))]
    found = critical_path(tasks).tasks[1]
    assert found.earliest_start == start
    assert check_project([("A", 0), ("B", start)], tasks).violations == ()
    if start:
        (fault,) = check_project([("A", 0), ("B", start - 0.5)], tasks).violations
        assert (fault.rule, fault.rows, fault.where) == ("precedence", (0, 1), "B")


DRAWN = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.lists(st.tuples(st.integers(0, 9), st.sampled_from(KINDS), st.integers(0, 2)), max_size=2),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=5,
)


def project(drawn: list[tuple[int, list[tuple[int, str, int]], int]], *, plain: bool = False) -> list[Task]:
    """Tasks of which each waits only for some before it; ``plain``: by finish to start without lag."""
    tasks = []
    for at, (duration, links, used) in enumerate(drawn):
        after = {
            f"T{other % at}": Link(f"T{other % at}", *(() if plain else (kind, lag)))
            for other, kind, lag in links
            if at
        }
        tasks.append(Task(f"T{at}", duration, tuple(after.values()), (("crew", used),) if used else ()))
    return tasks


@settings(max_examples=80, deadline=None)
@given(DRAWN)
def test_earliest_and_latest_dates_keep_every_link(
    drawn: list[tuple[int, list[tuple[int, str, int]], int]],
) -> None:
    tasks = project(drawn)
    found = critical_path(tasks)
    early = [(one.task, one.earliest_start) for one in found.tasks]
    late = [(one.task, one.latest_start) for one in found.tasks]
    assert check_project(early, tasks, due=found.duration).violations == ()
    assert check_project(late, tasks, due=found.duration).violations == ()
    for one in found.tasks:
        assert one.total_float >= one.free_float >= one.independent_float >= 0
        at = dict(early)
        at[one.task] += one.free_float  # slides alone without moving the others
        assert check_project(rows_of(at), tasks, due=found.duration).violations == ()


@settings(max_examples=100, deadline=None)
@given(DRAWN)
def test_the_network_of_events_says_the_same(
    drawn: list[tuple[int, list[tuple[int, str, int]], int]],
) -> None:
    tasks = project(drawn, plain=True)
    arrows = arrow_network(tasks)
    assert all(one.start < one.end for one in arrows)
    assert len({(one.start, one.end) for one in arrows}) == len(arrows), "two arrows join the same events"
    # Who comes before whom, through the arrows: neither more nor less than through the links.
    reach: dict[int, set[int]] = {}
    for event in sorted({one.start for one in arrows} | {one.end for one in arrows}, reverse=True):
        reach[event] = {event}.union(*(reach[one.end] for one in arrows if one.start == event))
    before: dict[str, set[str]] = {}
    for task in tasks:
        near = {link.before for link in task.after}
        before[task.task] = near.union(*(before[one] for one in near))
    drawn_as = {one.task: one for one in arrows if one.task}
    for task in tasks:
        mine = {name for name, one in drawn_as.items() if drawn_as[task.task].start in reach[one.end]}
        assert mine == before[task.task]
    found = arrow_dates(arrows)
    assert found.duration == critical_path(tasks).duration
    totals = {one.arrow.task: one.total_float for one in found.arrows}
    assert all(totals[one.task] == one.total_float for one in critical_path(tasks).tasks)


def test_two_tasks_between_the_same_events_need_a_dummy() -> None:
    arrows = arrow_network([Task.simple("A", 3), Task.simple("B", 2), Task.simple("C", 4, "A", "B")])
    assert [one.task for one in arrows] == ["A", "B", "C", ""]


# -- chances ------------------------------------------------------------------------------------------
def test_chances_of_two_paths() -> None:
    estimates = [
        Estimate("A", 4, 5, 6),
        Estimate("B", 3, 5, 7),
        Estimate("C", 1, 1, 1, (Link("A"), Link("B"))),
    ]
    found = pert(estimates)
    assert (found.path, found.mean, found.variance) == (("B", "C"), 6, pytest.approx(4 / 9))
    assert found.paths[1][0] == ("A", "C")
    alone = probability_by(found, 6.5)
    assert probability_by(found, 6.5, "independent_paths") < alone < 1
    assert probability_by(found, date_for(found, 0.9)) == pytest.approx(0.9)
    assert date_for(found, 0.5) == pytest.approx(6)


def test_a_certain_project() -> None:
    found = pert([Estimate("A", 2, 2, 2)])
    assert [probability_by(found, day) for day in (1.9, 2, 3)] == [0, 1, 1]


# -- calendar -----------------------------------------------------------------------------------------
def test_backwards_over_a_closure_and_a_week_end() -> None:
    tasks = [Task.simple("A", 2), Task.simple("B", 3, "A"), Task.simple("M", 0, "A")]
    calendar = WorkingDays(closed=frozenset({date(2026, 11, 11)}))
    found = {one.task: one for one in backward_dates(tasks, date(2026, 11, 14), calendar)}  # a Saturday
    assert (found["B"].start, found["B"].finish) == (date(2026, 11, 10), date(2026, 11, 13))
    assert (found["A"].start, found["A"].finish) == (date(2026, 11, 6), date(2026, 11, 9))
    assert found["M"].start == found["M"].finish == date(2026, 11, 13)


def test_forwards_a_milestone_stands_at_the_end_of_what_it_waits_for() -> None:
    tasks = [Task.simple("A", 2), Task.simple("M", 0, "A"), Task.simple("B", 1, "M")]
    found = forward_dates(tasks, date(2026, 11, 7))  # a Saturday
    assert [one.start for one in found] == [date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11)]


@settings(max_examples=40, deadline=None)
@given(DRAWN, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_backwards_and_forwards_take_the_same_days(
    drawn: list[tuple[int, list[tuple[int, str, int]], int]], due: date
) -> None:
    tasks = [Task(one.task, max(one.duration, 1), one.after) for one in project(drawn, plain=True)]
    calendar = WorkingDays()
    back = {one.task: one for one in backward_dates(tasks, due, calendar)}
    start = min(one.start for one in back.values())
    forth = {one.task: one for one in forward_dates(tasks, start, calendar)}
    assert max(one.finish for one in forth.values()) == max(one.finish for one in back.values())
    for task in tasks:
        assert calendar.is_open(back[task.task].start)
        assert forth[task.task].start <= back[task.task].start
        for link in task.after:
            assert back[link.before].finish < back[task.task].start
            assert forth[link.before].finish < forth[task.task].start


# -- costs --------------------------------------------------------------------------------------------
COSTLY = st.lists(
    st.tuples(
        st.integers(1, 3), st.integers(0, 2), st.integers(1, 9), st.lists(st.integers(0, 9), max_size=2)
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None)
@given(COSTLY)
def test_no_way_to_shorten_is_cheaper(drawn: list[tuple[int, int, int, list[int]]]) -> None:
    tasks = [
        Crashable(
            f"T{at}",
            shortest + more,
            shortest,
            cost,
            tuple(Link(f"T{one}") for one in sorted({other % at for other in links})) if at else (),
        )
        for at, (shortest, more, cost, links) in enumerate(drawn)
    ]
    cheapest: dict[float, float] = {}
    for off in product(*(range(round(one.normal - one.shortest) + 1) for one in tasks)):
        durations = {one.task: one.normal - less for one, less in zip(tasks, off, strict=True)}
        length = critical_path(shortened(tasks, durations)).duration
        cost = sum(one.unit_cost * less for one, less in zip(tasks, off, strict=True))
        for asked in range(20):
            if length <= asked:
                cheapest[asked] = min(cheapest.get(asked, cost), cost)
    curve = time_cost(tasks, indirect_cost=4)
    for step in curve.steps:
        assert step.crash_cost == pytest.approx(cheapest[step.duration])
        assert crash_to(tasks, step.duration).cost == pytest.approx(step.crash_cost)
    assert curve.best.total_cost == min(one.total_cost for one in curve.steps)
    costs = [one.step_cost for one in curve.steps[1:]]
    assert all(one <= other + 1e-6 for one, other in pairwise(costs)), "it never gets cheaper"


def test_a_task_is_given_back_where_that_is_cheaper() -> None:
    """The bridge of Fulkerson (1961): first shortened as the cheapest, then lengthened as both its ends shrink."""
    tasks = [
        Crashable("A", 5, 2, 5),
        Crashable("B", 8, 7, 100),
        Crashable("bridge", 5, 1, 3, (Link("A"),)),
        Crashable("C", 8, 7, 100, (Link("A"),)),
        Crashable("D", 5, 2, 5, (Link("bridge"), Link("B"))),
    ]
    steps = time_cost(tasks).steps
    assert [one.changes for one in steps[:4]] == [
        {},
        {"bridge": 1.0},
        {"bridge": 1.0},
        {"A": 1.0, "bridge": -1.0, "D": 1.0},
    ]
    assert [one.step_cost for one in steps[:4]] == [0, 3, 3, 7]
    assert steps[2].paths == (("A", "bridge", "D"), ("A", "C"), ("B", "D"))


def test_earned_value_without_anything_done() -> None:
    found = earned_value(0, 0, 0, 100)
    assert (found.cost_index, found.schedule_index, found.at_cost_index, found.at_both_indices) == (None,) * 4
    assert (found.at_budget, found.to_complete_index) == (100, 1)
    assert earned_value(50, 40, 120, 100).to_complete_index is None


# -- resources ----------------------------------------------------------------------------------------
def test_known_optimum_under_limits() -> None:
    """PSPLIB j301_1: 38 without limits, 43 at best within them."""
    tasks = j301_1()
    found = best_project(tasks, J301_1_LIMITS)
    assert critical_path(tasks).duration == 38
    assert (found.value, found.bound, found.proven) == (43, 43, True)
    assert check_project(rows_of(found.starts), tasks, J301_1_LIMITS, due=43).violations == ()
    assert found == best_project(tasks, J301_1_LIMITS)
    for rule, scheme in product(PROJECT_RULES, SCHEMES):
        starts = project_by_rule(tasks, J301_1_LIMITS, rule, scheme)
        checked = check_project(rows_of(starts), tasks, J301_1_LIMITS)
        assert checked.violations == ()
        assert checked.duration >= 43


def test_a_french_exercise_under_a_limit() -> None:
    """TD3 PERT: six people at the start for five; sliding C within its float mends it without ending later."""
    tasks = td3()
    early = {one.task: one.earliest_start for one in critical_path(tasks).tasks}
    (fault,) = [
        one for one in check_project(rows_of(early), tasks, {"people": 5}).violations if one.found == 6
    ]
    assert (fault.rule, fault.where, fault.limit) == ("resource", "people", 5)
    assert best_project(tasks, {"people": 5}).value >= 10


def least_uneven(tasks: list[Task], due: int, name: str) -> float:
    """By trying every start of every task."""
    spans = [range(due - round(one.duration) + 1) for one in tasks]
    plans = (
        [(one.task, start) for one, start in zip(tasks, starts, strict=True)] for starts in product(*spans)
    )
    checked = (check_project(plan, tasks, due=due) for plan in plans)
    return min(getattr(one, name) for one in checked if not one.violations)


SMALL = st.lists(
    st.tuples(
        st.integers(1, 3),
        st.lists(st.tuples(st.integers(0, 9), st.just("FS"), st.just(0)), max_size=1),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=20, deadline=None)
@given(SMALL, st.sampled_from(["peak", "squares"]))
def test_no_plan_is_more_even(drawn: list[tuple[int, list[tuple[int, str, int]], int]], aim: str) -> None:
    tasks = project(drawn)
    due = round(critical_path(tasks).duration)
    found = level_resources(tasks, {"crew": 1}, due, aim)
    assert found.proven
    assert found.value == pytest.approx(least_uneven(tasks, due, aim))
    checked = check_project(rows_of(found.starts), tasks, due=due)
    assert (checked.violations, getattr(checked, aim)) == ((), pytest.approx(found.value))


@settings(max_examples=60, deadline=None)
@given(SMALL, st.integers(0, 3))
def test_by_hand_each_step_is_the_best_slide_and_none_goes_up(
    drawn: list[tuple[int, list[tuple[int, str, int]], int]], slack: int
) -> None:
    tasks = project(drawn)
    due = round(critical_path(tasks).duration) + slack
    found = level_by_steps(tasks, {"crew": 1}, due)
    starts = {one.task: one.earliest_start for one in critical_path(tasks).tasks}
    assert check_project(rows_of(starts), tasks, due=due).squares == pytest.approx(found.first)
    before = found.first
    for step in found.steps:
        for option in step.tries:
            tried = check_project(rows_of(starts | {step.task: option.start}), tasks, due=due)
            assert (tried.violations, tried.squares) == ((), pytest.approx(option.squares))
        starts[step.task] = step.start
        assert step.squares == min(option.squares for option in step.tries) <= before
        assert all(option.start <= step.start for option in step.tries if option.squares == step.squares)
        before = step.squares
    assert (found.starts, found.squares) == (starts, before)
    assert found.squares >= level_resources(tasks, {"crew": 1}, due, "squares").bound - 1e-9


@settings(max_examples=25, deadline=None)
@given(DRAWN, st.integers(3, 5))
def test_schedules_within_limits(
    drawn: list[tuple[int, list[tuple[int, str, int]], int]], limit: int
) -> None:
    tasks = project(drawn)
    found = best_project(tasks, {"crew": limit})
    assert check_project(rows_of(found.starts), tasks, {"crew": limit}, due=found.value).violations == ()
    assert found.value >= critical_path(tasks).duration
    for rule, scheme in product(PROJECT_RULES, SCHEMES):
        checked = check_project(
            rows_of(project_by_rule(tasks, {"crew": limit}, rule, scheme)), tasks, {"crew": limit}
        )
        assert checked.violations == ()
        assert checked.duration >= found.value
    work = sum(one.duration * dict(one.uses).get("crew", 0) for one in tasks)
    loads = resource_loads(tasks, found.starts)
    assert sum(one.used * (one.end - one.start) for one in loads) == pytest.approx(work)


# -- the checker --------------------------------------------------------------------------------------
CHECKED = [
    Task("A", 2, uses=(("crew", 2),)),
    Task("B", 3, (Link("A"),), (("crew", 2),)),
    Task("C", 1, release=4),
]


@pytest.mark.parametrize(
    ("plan", "rules"),
    [
        ([("A", 0), ("B", 2), ("C", 4)], []),
        ([("A", 0), ("B", 2)], [("missing", (), "C")]),
        ([("A", 0), ("B", 2), ("C", 4), ("C", 5)], [("twice", (2, 3), "C")]),
        ([("A", 0), ("B", 2), ("C", 4), ("Z", 4)], [("unknown", (3,), "Z")]),
        ([("A", -1), ("B", 2), ("C", 4)], [("before_start", (0,), "A")]),
        ([("A", 0), ("B", 2), ("C", 3)], [("before_release", (2,), "C")]),
        ([("A", 0), ("B", 1), ("C", 4)], [("precedence", (0, 1), "B"), ("resource", (0, 1), "crew")]),
        ([("A", 1), ("B", 3), ("C", 6)], [("late", (1, 2), "")]),
    ],
)
def test_each_rule_is_named(plan: list[tuple[str, float]], rules: list[tuple[object, ...]]) -> None:
    found = check_project(plan, CHECKED, {"crew": 3}, due=5)
    assert [(one.rule, one.rows, one.where) for one in found.violations] == rules
    assert {one.rule for one in found.violations} <= set(RULES)


def test_figures_of_a_plan() -> None:
    found = check_project([("A", 0), ("B", 1), ("C", 4)], CHECKED, {"crew": 3}, due=4)
    assert (found.duration, found.tardiness, found.peak, found.squares, found.overload) == (
        5,
        1,
        4,
        4 + 16 + 8,
        1,
    )
    assert [(one.task, one.late) for one in found.bars] == [("A", False), ("B", False), ("C", True)]
    assert check_project([], CHECKED).duration == 0


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: critical_path([]), "tasks is 0"),
        (lambda: critical_path([Task.simple("A", 1), Task.simple("A", 1)]), "all differ"),
        (lambda: critical_path([Task.simple("A", -1)]), "duration"),
        (lambda: critical_path([Task.simple("A", 1, "Z")]), "another task"),
        (lambda: critical_path([Task("A", 1), Task("B", 1, (Link("A", "XX"),))]), "FS, SS, FF, SF"),
        (
            lambda: critical_path([Task.simple("A", 1, "B"), Task.simple("B", 1, "A")]),
            "'A > B > A'|'B > A > B'",
        ),
        (lambda: arrow_network([Task("A", 1), Task("B", 1, (Link("A", "SS"),))]), "one of FS"),
        (lambda: arrow_network([Task("A", 1), Task("B", 1, (Link("A", "FS", 2),))]), "lag"),
        (lambda: arrow_network([Task("A", 1, release=2)]), "release"),
        (lambda: arrow_dates([]), "arrows"),
        (lambda: arrow_dates([Arrow("A", 1, 2), Arrow("B", 2, 1)]), "without a ring"),
        (lambda: arrow_dates([Arrow("A", 1, 1)]), "a later event"),
        (lambda: pert([Estimate("A", 1, 0.5, 3)]), "between 1 and 3"),
        (lambda: pert([Estimate("A", 1, 1, 1), Estimate("B", 1, 1, 1, (Link("A", "SS"),))]), "one of FS"),
        (lambda: crash_to([Crashable("A", 2, 3, 1)], 3), "shortest"),
        (lambda: crash_to([Crashable("A", 4, 3, 1)], 2), "at least the shortest duration"),
        (lambda: time_cost([Crashable("A", 400, 3, 1)]), "200 steps"),
        (lambda: best_project(CHECKED, {"crew": 1}), "what A uses alone"),
        (lambda: best_project(CHECKED, {"crew": -1}), "0 or more"),
        (lambda: project_by_rule(CHECKED, {}, "luck"), "latest_finish"),
        (lambda: project_by_rule(CHECKED, {}, "list", "slow"), "parallel, serial"),
        (lambda: level_resources(CHECKED, {"crew": 1}, 2), "shortest duration"),
        (lambda: level_resources(CHECKED, {"crew": 1}, 5, "beauty"), "peak, squares"),
        (lambda: level_resources([Task("A", 1.5)], {}, 5, "squares"), "whole number of units"),
        (lambda: level_resources([Task("A", 1, uses=(("crew", 1.5),))], {"crew": 1}), "whole number"),
        (lambda: level_by_steps(CHECKED, {"crew": 1}, 2), "shortest duration"),
        (lambda: level_by_steps(CHECKED, {"crew": -1}), "0 or more"),
        (lambda: level_by_steps([Task("A", 1.5)], {}), "whole"),
        (lambda: level_by_steps(CHECKED, {"crew": 1}, 2_000), "1000"),
        (lambda: resource_loads(CHECKED, {"A": 0}), "which B lacks"),
        (lambda: backward_dates([Task("A", 1.5)], date(2026, 1, 5)), "whole number"),
        (lambda: forward_dates([Task("A", 2)], date(2026, 1, 5), WorkingDays(weekdays=())), "century"),
    ],
)
def test_refusals(call, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SolverError, match=words) as caught:
        call()
    assert caught.value.explain("fr")

"""Lean solvers. Published figures are in tests/oracles; here identities, checkers, plain enumerations, refusals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.lean.changeover import (
    LotItem,
    Reduction,
    best_reductions,
    reduced,
    rotation,
    setup_effect,
)
from solvers.lean.check import check_balance
from solvers.lean.check_reductions import check_reductions
from solvers.lean.line_balance import Balance, Task, best_balance, line_balance
from solvers.lean.losses import Loss, audit_5s, pareto
from solvers.lean.oee import effectiveness, effectiveness_of_parts
from solvers.lean.takt import UNITS, convert_time, takt_time
from solvers.lean.tugger import Stop, best_interval, tugger_loop
from solvers.lean.value_stream import StreamStep, cycle_efficiency, value_stream


# -- line balance -----------------------------------------------------------------------------------
@st.composite
def lines(draw: st.DrawFn, most: int = 8) -> list[Task]:
    count = draw(st.integers(1, most))
    times = draw(st.lists(st.integers(0, 9), min_size=count, max_size=count))
    return [
        Task(f"t{at}", time, tuple(f"t{b}" for b in range(at) if draw(st.booleans()) and draw(st.booleans())))
        for at, time in enumerate(times)
    ]


def _checked(found: Balance, tasks: list[Task], cycle: float) -> list[str]:
    plan = [(name, at) for at, station in enumerate(found.stations, start=1) for name in station]
    times, after = {task.name: task.time for task in tasks}, {task.name: task.after for task in tasks}
    checked = check_balance(plan, times, after, cycle)
    assert checked.loads == pytest.approx(found.loads)
    assert checked.efficiency == pytest.approx(found.efficiency)
    assert checked.smoothness == pytest.approx(found.smoothness)
    return [one.rule for one in checked.violations]


@given(lines(), st.integers(9, 20))
def test_balances_break_no_rule_and_the_best_has_the_fewest_stations(tasks: list[Task], cycle: int) -> None:
    best = best_balance(tasks, cycle)
    assert _checked(best, tasks, cycle) == []
    assert len(best.stations) >= best.least
    for rule in ("largest_candidate", "ranked_positional_weight"):
        found = line_balance(tasks, cycle, rule)
        assert _checked(found, tasks, cycle) == []
        assert len(found.stations) >= len(best.stations)
        assert [step.task for step in found.steps] == [name for one in found.stations for name in one]
        assert all(step.task == step.candidates[0] for step in found.steps)


@given(lines(most=5), st.integers(9, 14))
def test_the_best_balance_is_that_of_every_assignment(tasks: list[Task], cycle: int) -> None:
    found = len(best_balance(tasks, cycle).stations)

    def allowed(stations: tuple[int, ...]) -> bool:
        at = dict(zip((task.name for task in tasks), stations, strict=True))
        loads = [sum(t.time for t in tasks if at[t.name] == k) for k in range(len(tasks))]
        ordered = all(at[b] <= at[task.name] for task in tasks for b in task.after)
        return ordered and max(loads) <= cycle

    plans = [one for one in product(range(len(tasks)), repeat=len(tasks)) if allowed(one)]
    assert found == min(len(set(plan)) for plan in plans)


def test_the_checker_names_each_fault() -> None:
    times, after = {"a": 4, "b": 3, "c": 5}, {"b": ["a"]}
    plan = [("a", 2), ("b", 1), ("a", 1), ("z", 1), ("c", 1.5)]
    rules = [one.rule for one in check_balance(plan, times, after, 8).violations]
    assert sorted(rules) == ["precedence", "station_number", "twice", "unknown"]
    over = check_balance([("a", 1), ("b", 1), ("c", 1)], times, after, 8, "s").violations
    assert [(one.rule, one.rows, one.found, one.limit, one.unit) for one in over] == [
        ("cycle_time", (0, 1, 2), 12.0, 8.0, "s")
    ]
    assert [one.rule for one in check_balance([], times, after, 8).violations] == ["missing"] * 3


# -- pace and effectiveness -------------------------------------------------------------------------
def test_units_of_time() -> None:
    assert convert_time(1, "h", "dmh") == 10_000
    assert convert_time(1, "min", "cmn") == 100
    assert convert_time(1, "h", "ch") == 100
    for one, other in product(UNITS, UNITS):
        assert convert_time(convert_time(7, one, other), other, one) == pytest.approx(7)
    assert takt_time(100, 3, 100).operators == 3  # 3.0000000000000004 is not carried up


@given(st.lists(st.integers(0, 100), min_size=6, max_size=6))
def test_rates_multiply_and_losses_add_up(steps: list[int]) -> None:
    useful, net, running, required, opening, calendar = (sum(steps[: k + 1]) for k in range(6))
    if required == 0:
        return
    found = effectiveness(required, running, net, useful, opening, calendar)
    assert found.oee == pytest.approx(useful / required)
    if net:
        assert found.availability * found.performance * found.quality == pytest.approx(found.oee)
    assert found.teep == pytest.approx(found.oee * found.load * found.engagement)
    assert found.oee_opening == pytest.approx(found.oee * found.load)
    assert sum(found.losses.values()) == pytest.approx(calendar - useful)
    assert list(found.losses.values()) == steps[:0:-1]


def test_a_machine_that_never_ran() -> None:
    found = effectiveness_of_parts(480, 480, 1, 0, 0)
    assert (found.availability, found.performance, found.quality, found.oee) == (0, 1, 1, 0)


def test_losses_and_audit() -> None:
    lines = pareto([Loss("x", 0, 0), Loss("b", 50, 5), Loss("a", 50, 2)])
    assert [(one.cause, one.mean, one.first) for one in lines] == [
        ("b", 10, True),
        ("a", 25, True),
        ("x", None, False),
    ]
    assert lines[-1].cumulative == 1
    audit = audit_5s({"sort": [4], "shine": [4, 4]}, target=0.8)
    assert (audit.met, audit.weakest, audit.rate) == (True, "sort", 0.8)
    assert not audit_5s({"sort": [5], "shine": [3]}).met


# -- changeovers ------------------------------------------------------------------------------------
@st.composite
def machines(draw: st.DrawFn) -> tuple[list[LotItem], list[Reduction], float]:
    count = draw(st.integers(1, 4))
    whole = st.integers(1, 20)
    items = [
        LotItem(f"p{at}", draw(whole), draw(whole) / 100, draw(whole) / 10, draw(whole), draw(whole) / 100)
        for at in range(count)
    ]
    offered = [
        Reduction(f"p{draw(st.integers(0, count - 1))}", draw(whole) / 20, draw(whole), draw(whole) / 2)
        for _ in range(draw(st.integers(0, 5)))
    ]
    return items, offered, float(draw(st.integers(0, 40)))


@given(machines(), st.sampled_from(["cost", "cycle"]))
def test_the_best_changeovers_are_those_of_every_choice(
    drawn: tuple[list[LotItem], list[Reduction], float], minimise: str
) -> None:
    items, offered, budget = drawn
    hours = 1.0 + sum(item.demand * item.unit_time for item in items)
    found = best_reductions(items, hours, offered, budget, minimise)

    def worth(actions: list[Reduction]) -> float:
        after = rotation(reduced(items, actions), hours)
        return after.cost if minimise == "cost" else after.shortest_cycle

    choices = [[None, *(one for one in offered if one.item == item.name)] for item in items]
    every = [[one for one in choice if one is not None] for choice in product(*choices)]
    values = [worth(one) for one in every if sum(action.cost for action in one) <= budget]
    assert found.value == pytest.approx(min(values))
    assert found.spent <= budget
    checked = check_reductions(
        [(one.item, one.saved_time) for one in found.actions],
        {item.name: {k: v for k, v in asdict(item).items() if k != "name"} for item in items},
        hours,
        [asdict(one) for one in offered],
        budget,
    )
    if len({(one.item, one.saved_time) for one in offered}) == len(offered):
        assert checked.violations == ()
        assert checked.spent == pytest.approx(found.spent)
        assert checked.cost == pytest.approx(found.rotation.cost)
        assert checked.shortest_cycle == pytest.approx(found.rotation.shortest_cycle)
        assert list(checked.lots.values()) == pytest.approx([line.lot for line in found.rotation.lines])


def test_the_shortest_cycle_fills_the_hours() -> None:
    items = [LotItem("A", 100, 0.02, 0.5), LotItem("B", 50, 0.04, 1.5)]
    found = rotation(items, 8)
    assert found.run_hours + found.setup_hours / found.shortest_cycle == pytest.approx(8)
    half = rotation([LotItem("A", 100, 0.02, 0.25), LotItem("B", 50, 0.04, 0.75)], 8)
    assert half.shortest_cycle == pytest.approx(found.shortest_cycle / 2)
    assert half.lines[0].smallest_lot == pytest.approx(found.lines[0].smallest_lot / 2)
    assert rotation([LotItem("A", 10, 0.1, 0)], 8).cost == 0
    assert setup_effect(1000, 4000, 6, 100, 25).lot_after * 2 == pytest.approx(
        setup_effect(1000, 4000, 6, 100, 25).lot_before
    )


def test_the_checker_of_changeovers_names_each_fault() -> None:
    items = {
        name: {"demand": 100, "unit_time": 0.02, "setup_time": 2, "setup_cost": 5, "holding_cost": 1}
        for name in "AB"
    }
    offered = [{"item": "A", "saved_time": 1, "cost": 500, "saved_cost": 1}]
    plan = [("A", 1), ("A", 1), ("B", 1), ("Z", 1), ("B", 0)]
    found = check_reductions(plan, items, 4.5, offered, 400)
    assert sorted(one.rule for one in found.violations) == [
        "budget",
        "not_offered",
        "twice",
        "twice",
        "unknown",
    ]
    full = check_reductions([], items, 4, offered, 400)
    assert [one.rule for one in full.violations] == ["overload"]
    assert full.cost is None


# -- flow -------------------------------------------------------------------------------------------
def test_the_lead_time_is_stock_over_demand_and_a_slow_process_shows() -> None:
    steps = [StreamStep("a", 30, 400, value_added=10), StreamStep("b", 50, 100, uptime=0.8, scrap=0.1)]
    found = value_stream(steps, 200, 12_000, 50)
    assert found.waiting_days == pytest.approx(550 / 200)
    assert found.value_added == 60
    assert found.lead_time_days == pytest.approx(2.75 + 60 / 12_000)
    assert found.efficiency == pytest.approx(60 / (found.lead_time_days * 12_000))
    assert found.lines[1].effective_cycle == pytest.approx(50 / 0.72)
    assert found.bottleneck == "b"
    assert found.lines[1].load > 1
    assert value_stream([StreamStep("a", 0)], 1, 1).efficiency == 1


@given(
    st.lists(st.tuples(st.integers(1, 200), st.integers(1, 50)), min_size=1, max_size=6),
    st.integers(1, 60),
    st.integers(1, 40),
)
def test_a_round_brings_what_an_interval_uses(
    figures: list[tuple[int, int]], every: int, travel: int
) -> None:
    stops = [Stop(str(at), demand, size) for at, (demand, size) in enumerate(figures)]
    found = tugger_loop(stops, every, travel, 30, stop_time=0.5, handling=0.2, safety=0.1)
    for stop, line in zip(stops, found.lines, strict=True):
        assert line.containers * stop.container >= stop.demand / 60 * every - 1e-6
        assert line.buffer * stop.container >= stop.demand / 60 * (every + found.loop_time) - 1e-6
        assert line.buffer >= line.containers
    assert found.trains * every >= found.loop_time - 1e-6
    assert found.trains == 1 or (found.trains - 1) * every < found.loop_time
    at_limit = tugger_loop(stops, found.longest_interval, travel, 30)
    assert at_limit.mean_containers == pytest.approx(30)


def test_intervals_that_do_not_fit_come_last() -> None:
    stops = [Stop("A", 60, 20), Stop("B", 30, 10)]
    found = best_interval(stops, [60, 10, 20], 12, 4, train_cost=30, container_cost=0.5, handling=0.5)
    assert [one.fits for one in found] == [True, True, False]
    assert found[0].cost <= found[1].cost


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: convert_time(1, "day", "h"), "unit"),
        (lambda: takt_time(0, 1), "available"),
        (lambda: line_balance([], 5), "tasks"),
        (lambda: line_balance([Task("a", 1), Task("a", 1)], 5), "tasks"),
        (lambda: line_balance([Task("a", -1)], 5), "time (a)"),
        (lambda: line_balance([Task("a", 1, ("b",))], 5), "after (a)"),
        (lambda: line_balance([Task("a", 1, ("b",)), Task("b", 1, ("a",))], 5), "tasks"),
        (lambda: line_balance([Task("a", 6)], 5), "cycle_time"),
        (lambda: line_balance([Task("a", 1)], 5, "luck"), "rule"),  # type: ignore[arg-type]
        (lambda: best_balance([Task(str(at), 1) for at in range(16)], 5), "tasks"),
        (lambda: effectiveness(0, 0, 0, 0), "required"),
        (lambda: effectiveness(10, 9, 8, 9), "useful"),
        (lambda: effectiveness(10, 9, 8, 7, opening=9), "opening"),
        (lambda: effectiveness(10, 9, 8, 7, 11, 10), "calendar"),
        (lambda: effectiveness_of_parts(10, 11, 1, 1, 1), "stops"),
        (lambda: effectiveness_of_parts(10, 1, 1, 10, 1), "cycle_time"),
        (lambda: effectiveness_of_parts(10, 1, 1, 5, 6), "good"),
        (lambda: pareto([Loss("a", 0)]), "losses"),
        (lambda: pareto([Loss("a", 1)], 1), "share"),
        (lambda: audit_5s({}), "scores"),
        (lambda: audit_5s({"sort": []}), "scores (sort)"),
        (lambda: audit_5s({"sort": [-1]}), "scores (sort)"),
        (lambda: setup_effect(1, 2, 1, 0, 1), "setup_cost_before"),
        (lambda: rotation([], 8), "items"),
        (lambda: rotation([LotItem("a", 1, 1, 1)] * 2, 8), "items"),
        (lambda: rotation([LotItem("a", 8, 1, 1)], 8), "hours"),
        (lambda: rotation([LotItem("a", 1, 1, -1)], 8), "setup_time (a)"),
        (lambda: best_reductions([LotItem("a", 1, 1, 1)], 8, [Reduction("b", 1, 1)], 5), "offered"),
        (lambda: best_reductions([LotItem("a", 1, 1, 1)], 8, [Reduction("a", 1, 1)], -5), "budget"),
        (lambda: best_reductions([LotItem("a", 1, 1, 1)], 8, [], 5, "luck"), "minimise"),
        (
            lambda: best_reductions(
                [LotItem(str(at), 1, 0.1, 1) for at in range(17)],
                8,
                [Reduction(str(at), 1, 1) for at in range(17)],
                5,
            ),
            "offered",
        ),
        (lambda: value_stream([], 1, 1), "steps"),
        (lambda: value_stream([StreamStep("a", 1, uptime=0)], 1, 1), "uptime (a)"),
        (lambda: cycle_efficiency(2, 1), "value_added"),
        (lambda: tugger_loop([], 1, 1, 1), "stops"),
        (lambda: tugger_loop([Stop("a", 1, 0)], 1, 1, 1), "container (a)"),
        (lambda: best_interval([Stop("a", 1, 1)], [], 1, 1), "intervals"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument
    assert caught.value.explain("fr") != caught.value.explain("en")

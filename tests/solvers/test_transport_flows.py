"""Transport problem, transshipment, assignment: optima by a second method, duals that prove them, the checkers."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.streams import stream
from solvers.errors import SolverError
from solvers.flows.assignment import best_assignment, hungarian_steps
from solvers.flows.check_flows import check_flows
from solvers.flows.check_transport import check_transport
from solvers.flows.modi import modi_steps, stepping_stone
from solvers.flows.transport_problem import best_transport
from solvers.flows.transport_start import METHODS, start_plan
from solvers.flows.transport_terms import TransportTerms, transport_terms
from solvers.flows.transshipment import Arc, best_transshipment
from solvers.flows.tree_simplex import solve_large
from solvers.mip import Mip

Problem = tuple[dict[str, float], dict[str, float], dict[tuple[str, str], float]]

POWERCO: Problem = (
    {"A": 35, "B": 50, "C": 40},
    {"1": 45, "2": 20, "3": 30, "4": 30},
    {
        (source, destination): cost
        for source, row in {"A": [8, 6, 10, 9], "B": [9, 12, 13, 7], "C": [14, 9, 16, 5]}.items()
        for destination, cost in zip("1234", row, strict=True)
    },
)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    sources, destinations = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    amounts = st.integers(0, 40)
    supply = {f"S{at}": float(draw(amounts)) for at in range(sources)}
    demand = {f"D{at}": float(draw(amounts)) for at in range(destinations)}
    costs = {(s, d): float(draw(st.integers(0, 30))) for s in supply for d in demand}
    return supply, demand, costs


def by_programme(
    supply: dict[str, float], demand: dict[str, float], costs: dict[tuple[str, str], float]
) -> float:
    """The least cost by a linear programme that knows nothing of trees: all that can be delivered is."""
    model = Mip()
    at = {pair: model.variable(cost) for pair, cost in costs.items()}
    for name, held in supply.items():
        model.require({at[pair]: 1.0 for pair in costs if pair[0] == name}, "<=", held)
    for name, asked in demand.items():
        model.require({at[pair]: 1.0 for pair in costs if pair[1] == name}, "<=", asked)
    model.require(dict.fromkeys(at.values(), 1.0), "==", min(sum(supply.values()), sum(demand.values())))
    found = model.solve()
    assert found.value is not None
    return found.value


@settings(max_examples=60, deadline=None)
@given(problems())
def test_best_plan_is_the_programme_s(problem: Problem) -> None:
    terms = transport_terms(*problem)
    found = best_transport(terms)
    assert found.cost == pytest.approx(by_programme(*problem), abs=1e-6)
    plan = [
        (one.source, one.destination, one.quantity)
        for one in found.shipments
        if terms.dummy not in (one.source, one.destination)
    ]
    told = check_transport(plan, *problem)
    assert not told.violations
    assert told.total_cost == pytest.approx(found.cost)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_duals_prove_the_plan(problem: Problem) -> None:
    terms = transport_terms(*problem)
    found = best_transport(terms)
    u, v = found.source_potentials, found.destination_potentials
    for i, row in enumerate(terms.costs):
        for j, cost in enumerate(row):
            assert cost is None or cost - u[i] - v[j] >= -1e-7
    value = sum(a * b for a, b in zip(u, terms.supply, strict=True))
    value += sum(a * b for a, b in zip(v, terms.demand, strict=True))
    assert value == pytest.approx(found.cost, abs=1e-6)
    assert len(found.basis) == len(u) + len(v) - 1


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 2))
def test_first_plans_serve_all_and_cost_no_less(problem: Problem, method: int) -> None:
    terms = transport_terms(*problem)
    first = start_plan(terms, METHODS[method])
    assert len(first.basis) == len(terms.sources) + len(terms.destinations) - 1
    for i, held in enumerate(terms.supply):
        assert sum(q for r, _, q in first.basis if r == i) == pytest.approx(held)
    for j, asked in enumerate(terms.demand):
        assert sum(q for _, c, q in first.basis if c == j) == pytest.approx(asked)
    steps = modi_steps(terms, METHODS[method])
    assert steps.cost <= first.cost + 1e-9
    costs = [one.cost for one in steps.steps]
    assert costs == sorted(costs, reverse=True)
    assert steps.cost == pytest.approx(best_transport(terms).cost)


def test_worth_of_a_unit_is_what_the_plan_then_costs() -> None:
    supply, demand, costs = POWERCO
    found = best_transport(transport_terms(*POWERCO))

    def after(source: str, destination: str, step: float) -> float:
        changed = transport_terms(
            supply | {source: supply[source] + step},
            demand | {destination: demand[destination] + step},
            costs,
        )
        return best_transport(changed).cost - found.cost

    for source, destination in costs:
        worth = found.worth(source, destination)
        for end, beyond in ((min(worth.most, 7.0), 1.0), (max(worth.least, -20.0), -1.0)):
            assert after(source, destination, end) == pytest.approx(worth.change * end)
            if end in (worth.most, worth.least):
                # Past the end another route comes in, and the cost bends.
                assert after(source, destination, end + beyond) > worth.change * (end + beyond) + 1e-6
    assert found.worth("A", "1").change == 6.0


def test_ranges_of_costs_hold_to_their_ends() -> None:
    supply, demand, costs = POWERCO
    found = best_transport(transport_terms(*POWERCO))
    plan = {(one.source, one.destination): one.quantity for one in found.shipments}
    for route in found.routes():
        for end, beyond in ((route.lowest, -1.0), (route.highest, 1.0)):
            if not np.isfinite(end):
                continue
            pair = (route.source, route.destination)
            for shift, same in ((-1e-6 * beyond, True), (beyond, False)):
                moved = costs | {pair: end + shift}
                cost = sum(quantity * moved[one] for one, quantity in plan.items())
                best = best_transport(transport_terms(supply, demand, moved)).cost
                assert (best >= cost - 1e-4) == same, (pair, end, shift)


def test_powerco_s_first_plan_and_loop() -> None:
    terms = transport_terms(*POWERCO)
    first = start_plan(terms, "north_west")
    loop, change = stepping_stone(terms, list(first.basis), "C", "1")
    assert loop[0] == ("C", "1")
    assert change == 2.0  # 14 − 16 + 13 − 9: the loop C1, C3, B3, B1
    assert set(loop) == {("C", "1"), ("C", "3"), ("B", "3"), ("B", "1")}


def test_a_dummy_is_named_and_priced() -> None:
    terms = transport_terms(
        {"A": 10}, {"X": 8, "Y": 7}, {("A", "X"): 2, ("A", "Y"): 9}, shortage_costs={"X": 20}
    )
    found = best_transport(terms)
    assert terms.dummy == "dummy"
    assert {(one.source, one.destination): one.quantity for one in found.shipments} == {
        ("A", "X"): 8.0, ("A", "Y"): 2.0, ("dummy", "Y"): 5.0,
    }  # fmt: skip
    assert found.undelivered == 5.0
    assert found.worth("A", "dummy" if "dummy" in terms.destinations else "Y").change == 9.0


def test_routes_that_do_not_exist_are_not_used() -> None:
    costs = {("A", "X"): 1.0, ("A", "Y"): 5.0, ("B", "X"): 2.0}
    found = best_transport(transport_terms({"A": 5, "B": 5}, {"X": 5, "Y": 5}, costs))
    assert found.cost == 35.0
    with pytest.raises(SolverError, match="enough routes allowed to serve Y"):
        best_transport(transport_terms({"A": 5, "B": 5}, {"X": 2, "Y": 8}, costs))


@pytest.mark.parametrize("seed", range(4))
def test_large_tables_agree_with_small_ones(seed: int) -> None:
    draw = stream(seed, "tests", "transport")
    m, n = int(draw.integers(1, 26)), int(draw.integers(1, 26))
    costs = draw.integers(1, 60, (m, n)).astype(float)
    demand = draw.integers(0, 30, n).astype(float)
    supply = draw.multinomial(int(demand.sum()), np.full(m, 1 / m)).astype(float)
    basis, u, v = solve_large(supply, demand, costs)
    assert (costs - u[:, None] - v[None, :] >= -1e-7).all()
    terms = TransportTerms(
        tuple(f"S{i}" for i in range(m)), tuple(f"D{j}" for j in range(n)), tuple(supply.tolist()),
        tuple(demand.tolist()), tuple(tuple(row) for row in costs.tolist()),
    )  # fmt: skip
    assert sum(q * costs[i, j] for i, j, q in basis) == pytest.approx(modi_steps(terms).cost)


def test_a_large_table_is_solved_and_proven() -> None:
    draw = stream(5, "tests", "transport")
    names = [f"S{at}" for at in range(40)], [f"D{at}" for at in range(60)]
    costs = {(s, d): float(draw.integers(1, 99)) for s in names[0] for d in names[1]}
    supply = {name: float(draw.integers(20, 50)) for name in names[0]}
    demand = {name: float(draw.integers(5, 20)) for name in names[1]}
    found = best_transport(transport_terms(supply, demand, costs))
    assert found.cost == pytest.approx(by_programme(supply, demand, costs))


@pytest.mark.parametrize(
    ("plan", "rules"),
    [
        ([("A", "X", 5), ("B", "Y", 4)], []),
        ([("A", "X", 6), ("B", "Y", 4)], ["supply", "excess"]),
        ([("A", "X", 5)], ["demand"]),
        ([("A", "Z", 5), ("Q", "X", 5)], ["unknown", "unknown", "demand", "demand"]),
        ([("B", "X", 5), ("A", "Y", 4)], ["no_route", "demand"]),
        ([("A", "X", -1), ("A", "X", 5), ("B", "Y", 4)], ["negative"]),
    ],
)  # fmt: skip
def test_the_checker_of_transport(plan: list[tuple[str, str, float]], rules: list[str]) -> None:
    costs = {("A", "X"): 1.0, ("A", "Y"): 2.0, ("B", "Y"): 3.0}
    found = check_transport(plan, {"A": 5, "B": 5}, {"X": 5, "Y": 4}, costs)
    assert [one.rule for one in found.violations] == rules


NETWORK = [Arc("P", "H", 2), Arc("P", "K", 3, 10), Arc("H", "X", 4), Arc("K", "X", 1), Arc("H", "Y", 2)]


def test_a_hub_s_limit_and_its_worth() -> None:
    free = best_transshipment({"P": 50}, {"X": 20, "Y": 10}, NETWORK)
    assert free.cost == 10 * 4 + 10 * 6 + 10 * 4
    assert {(one.start, one.end): one.reduced for one in free.flows}["P", "K"] == -2.0
    bound = best_transshipment({"P": 50}, {"X": 20, "Y": 10}, [*NETWORK, Arc("P", "X", 9)], {"H": 15})
    assert bound.cost == 10 * 4 + 5 * 6 + 10 * 4 + 5 * 9
    assert dict(bound.hub_worth)["H"] == 3.0  # one more through H: 6 instead of 9
    plan = [(one.start, one.end, one.quantity) for one in bound.flows]
    told = check_flows(plan, {"P": 50}, {"X": 20, "Y": 10}, [*NETWORK, Arc("P", "X", 9)], {"H": 15})
    assert not told.violations
    assert told.total_cost == bound.cost
    with pytest.raises(SolverError, match="demand"):
        best_transshipment({"P": 50}, {"X": 20, "Y": 10}, NETWORK, {"H": 15})


@pytest.mark.parametrize(
    ("plan", "rule"),
    [
        ([("P", "H", 30), ("H", "X", 20), ("H", "Y", 9)], "balance"),
        ([("P", "H", 30), ("H", "X", 20), ("H", "Y", 11)], "balance"),
        ([("P", "H", 20), ("P", "K", 11), ("K", "X", 11), ("H", "X", 9), ("H", "Y", 10)], "capacity"),
        ([("P", "H", 60), ("H", "X", 50), ("H", "Y", 10)], "supply"),
        ([("P", "H", 20), ("H", "X", 20)], "demand"),
        ([("X", "P", 1)], "no_route"),
        ([("P", "Z", 1)], "unknown"),
        ([("P", "H", -1)], "negative"),
    ],
)
def test_the_checker_of_networks(plan: list[tuple[str, str, float]], rule: str) -> None:
    found = check_flows(plan, {"P": 50}, {"X": 20, "Y": 10}, NETWORK)
    assert rule in {one.rule for one in found.violations}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.booleans(), st.randoms(use_true_random=False))
def test_assignments_against_every_permutation(rows: int, columns: int, maximise: bool, draw: object) -> None:
    costs = [[float(draw.randint(-9, 20)) for _ in range(columns)] for _ in range(rows)]  # type: ignore[attr-defined]
    found = best_assignment(costs, maximise=maximise)
    few, many = sorted((rows, columns))
    table = costs if rows <= columns else [list(column) for column in zip(*costs, strict=True)]
    totals = [sum(table[i][j] for i, j in enumerate(one)) for one in itertools.permutations(range(many), few)]
    assert found.total == (max if maximise else min)(totals)
    for i in range(rows):
        for j in range(columns):
            gap = costs[i][j] - found.row_potentials[i] - found.column_potentials[j]
            assert gap <= 1e-7 if maximise else gap >= -1e-7
    for i, j in found.pairs:
        assert costs[i][j] == pytest.approx(found.row_potentials[i] + found.column_potentials[j])
    last = hungarian_steps(costs, maximise=maximise)[-1]
    assert len(last.covered_rows) + len(last.covered_columns) >= max(rows, columns)


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda: transport_terms({}, {"X": 1}, {}), "count_between"),
        (lambda: transport_terms({"A": -1}, {"X": 1}, {}), "non_negative"),
        (lambda: transport_terms({"A": 1}, {"X": 1}, {("A", "Z"): 1}), "known_name"),
        (lambda: transport_terms({"dummy": 2}, {"X": 1}, {("dummy", "X"): 1}), "another_name"),
        (lambda: start_plan(transport_terms(*POWERCO), "nearest"), "one_of"),
        (lambda: best_transport(transport_terms(*POWERCO)).worth("A", "Z"), "known_name"),
        (lambda: best_transshipment({"P": 1}, {"X": 1}, [Arc("P", "X", -1)]), "non_negative"),
        (lambda: best_transshipment({"P": 1}, {"X": 1}, [Arc("P", "X", 1)], {"Z": 1}), "known_name"),
        (lambda: best_assignment([]), "some_numbers"),
        (lambda: best_assignment([[1, 2], [3]]), "rows_alike"),
        (lambda: best_assignment([[None, 1], [None, 2]]), "free_pair"),
        (lambda: hungarian_steps([[1, None], [2, 3]]), "all_pairs"),
    ],
)
def test_refusals(call: object, code: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.code == code

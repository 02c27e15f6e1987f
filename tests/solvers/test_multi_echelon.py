"""Lines and trees of stages: the exact levels against enumeration, the promises against every combination."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.inventory.guaranteed_service import (
    Stage,
    guaranteed_service,
    guaranteed_service_cost,
)
from solvers.inventory.order_up_to import best_order_up_to, periodic_service
from solvers.inventory.serial_base_stock import (
    serial_cost,
    serial_levels,
    serial_levels_newsvendor,
    serial_levels_normal,
    serial_levels_poisson,
)
from solvers.inventory.unit_demand import (
    UnitDemand,
    demand_over,
    discrete_demand,
    negative_binomial_demand,
    poisson_demand,
)

DEMANDS = [poisson_demand(2), discrete_demand([0, 1, 4], [5, 3, 2]), negative_binomial_demand(1.5, 4)]


def two_stage_cost(
    local: tuple[int, int], demand: UnitDemand, leads: tuple[int, int], h: tuple[float, float], b: float
) -> float:
    """The oracle: what the depot lacks when it ships shortens what the shop has (no echelon is involved)."""
    depot, shop = local
    first, last = demand_over(demand, leads[0]), demand_over(demand, leads[1])
    cost = h[0] * demand.mean * leads[1]  # on the road at the depot's cost
    for i, p in enumerate(first.probabilities):
        asked = first.least + i
        cost += p * h[0] * max(depot - asked, 0)
        late = max(asked - depot, 0)
        for j, q in enumerate(last.probabilities):
            net = shop - late - (last.least + j)
            cost += p * q * (h[1] * max(net, 0) + b * max(-net, 0))
    return cost


@pytest.mark.parametrize("demand", DEMANDS[:2])
@pytest.mark.parametrize(
    ("leads", "h", "b"), [((2, 1), (1, 2.5), 12), ((1, 3), (1, 1), 5), ((3, 1), (0.2, 2), 30)]
)
def test_two_stages_against_the_plain_sum(
    demand: UnitDemand, leads: tuple[int, int], h: tuple[float, float], b: float
) -> None:
    best = serial_levels(demand, leads, h, b)
    grid = itertools.product(range(-2, 26), repeat=2)
    costs = {local: two_stage_cost(local, demand, leads, h, b) for local in grid}
    assert best.cost == pytest.approx(min(costs.values()))
    assert best.cost == pytest.approx(two_stage_cost(best.local, demand, leads, h, b))  # type: ignore[arg-type]
    for local in ((0, 0), (5, 3), (0, 12), (9, 0)):
        found = serial_cost([sum(local), local[1]], demand, leads, h, b)
        assert found == pytest.approx(costs[local])


@settings(max_examples=20, deadline=None)
@given(
    demand=st.sampled_from(DEMANDS),
    leads=st.lists(st.integers(0, 3), min_size=1, max_size=4),
    steps=st.lists(st.floats(0.1, 3), min_size=4, max_size=4),
    b=st.floats(0.5, 60),
    more=st.floats(1.05, 4),
)
def test_exact_is_never_dearer_than_the_rule(
    demand: UnitDemand, leads: list[int], steps: list[float], b: float, more: float
) -> None:
    holding = list(itertools.accumulate(steps[: len(leads)]))
    best = serial_levels(demand, leads, holding, b)
    rule = serial_levels_newsvendor(demand, leads, holding, b)
    assert best.cost <= rule.cost + 1e-9
    assert best.cost == pytest.approx(serial_cost([int(x) for x in best.echelon], demand, leads, holding, b))
    # Local levels say the same as the echelon ones: from the last stage up, they add up to as much of them as counts.
    added = [int(sum(best.local[j:])) for j in range(len(leads))]
    assert added[0] == best.echelon[0]
    assert all(level >= 0 for level in best.local[:-1])
    assert serial_cost(added, demand, leads, holding, b) == pytest.approx(best.cost)
    dearer = serial_levels(demand, leads, holding, b * more)
    assert dearer.cost >= best.cost
    assert all(x >= y for x, y in zip(dearer.echelon, best.echelon, strict=True))


def test_levels_so_low_that_nothing_is_ever_held() -> None:
    leads, holding, b = [2, 3, 1], [1.0, 2.0, 5.0], 12.0
    cost = serial_cost([-500, -500, -500], poisson_demand(2), leads, holding, b)
    waiting = 500 + 2 * sum(leads)
    on_the_road = 2 * (leads[1] * holding[0] + leads[2] * holding[1])
    assert cost == pytest.approx(b * waiting + on_the_road)


@pytest.mark.parametrize("lead", [1, 2, 5])
def test_one_stage_is_base_stock(lead: int) -> None:
    line = serial_levels(poisson_demand(4), [lead], [1], 9)
    alone = best_order_up_to(poisson_demand(4), 1, lead, 1, 9)
    assert line.echelon == line.local == (alone.S,)
    assert line.cost == pytest.approx(alone.cost)
    service = periodic_service(alone.S, poisson_demand(4), 1, lead)
    assert line.cost == pytest.approx(service.mean_on_hand + 9 * service.mean_backorders)


def test_whole_lead_times_give_the_poisson_line_of_any_lead_times() -> None:
    any_lead = serial_levels_poisson(5, [2, 1], [2, 4], 30)
    whole = serial_levels(poisson_demand(5), [2, 1], [2, 4], 30)
    assert any_lead.local == whole.local
    assert any_lead.cost == pytest.approx(whole.cost)
    assert serial_levels_poisson(5, [2.5, 0.5], [2, 4], 30).cost > 0


def test_a_large_poisson_line_is_near_the_normal_one() -> None:
    whole = serial_levels_poisson(400, [2, 1], [2, 4], 30)
    normal = serial_levels_normal(400, 20, [2, 1], [2, 4], 30)
    assert whole.cost == pytest.approx(normal.cost, rel=0.01)
    assert list(whole.echelon) == pytest.approx(list(normal.echelon), rel=0.01)


# -- guaranteed service


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[Stage], list[tuple[str, str]], float]:
    count = draw(st.integers(1, 4))
    links = []
    for i in range(1, count):
        other = draw(st.integers(0, i - 1))
        links.append((str(i), str(other)) if draw(st.booleans()) else (str(other), str(i)))
    ends = {str(i) for i in range(count)} - {start for start, _ in links}
    stages = [
        Stage(
            name=str(i),
            time=draw(st.integers(0, 2)),
            holding_cost=draw(st.sampled_from([0, 0.5, 1, 2, 7.5])),
            demand_mean=draw(st.sampled_from([0, 10])),
            demand_sd=draw(st.sampled_from([0, 1, 4])),
            inbound=draw(st.integers(0, 1)),
            promise=draw(st.integers(0, 3)) if str(i) in ends or draw(st.booleans()) else None,
        )
        for i in range(count)
    ]
    return stages, links, draw(st.sampled_from([0.5, 1.645, 3]))


def plain_cost(
    times: dict[str, int], stages: list[Stage], links: list[tuple[str, str]], factor: float
) -> float:
    """The oracle: the definition, infinite where a promise cannot be kept."""

    def variance(name: str) -> float:
        own = next(stage for stage in stages if stage.name == name).demand_sd ** 2
        return own + sum(variance(end) for start, end in links if start == name)

    total = 0.0
    for stage in stages:
        waits = max([stage.inbound, *(times[start] for start, end in links if end == stage.name)])
        net = waits + stage.time - times[stage.name]
        if net < 0 or (stage.promise is not None and times[stage.name] > stage.promise):
            return float("inf")
        total += stage.holding_cost * factor * (variance(stage.name) * net) ** 0.5
    return total


@settings(max_examples=40, deadline=None)
@given(tree=trees())
def test_no_other_promises_cost_less(tree: tuple[list[Stage], list[tuple[str, str]], float]) -> None:
    stages, links, factor = tree
    best = guaranteed_service(stages, links, factor)
    times = {plan.name: plan.service_time for plan in best.stages}
    assert guaranteed_service_cost(times, stages, links, factor) == best
    assert best.cost == pytest.approx(plain_cost(times, stages, links, factor))
    longest = max(stage.inbound for stage in stages) + sum(stage.time for stage in stages)
    names = [stage.name for stage in stages]
    least = min(
        plain_cost(dict(zip(names, combination, strict=True)), stages, links, factor)
        for combination in itertools.product(range(min(longest, 6) + 1), repeat=len(stages))
    )
    assert best.cost <= least + 1e-9
    if longest <= 6:
        assert best.cost == pytest.approx(least, abs=1e-9)


def test_a_longer_promise_to_customers_never_costs_more() -> None:
    def line(promise: int) -> float:
        stages = [Stage("a", 3, 1), Stage("b", 2, 4, demand_sd=5, promise=promise)]
        return guaranteed_service(stages, [("a", "b")], 2).cost

    costs = [line(promise) for promise in range(8)]
    assert costs == sorted(costs, reverse=True)
    assert costs[5] == costs[7] == 0


def test_base_stock_covers_the_net_time() -> None:
    stages = [Stage("a", 3, 1), Stage("b", 2, 4, demand_mean=7, demand_sd=5, promise=0)]
    plans = guaranteed_service_cost({"a": 1, "b": 0}, stages, [("a", "b")], 2).stages
    assert [(plan.inbound, plan.net_time) for plan in plans] == [(0, 2), (1, 3)]
    assert plans[1].base_stock == pytest.approx(21 + 2 * 5 * 3**0.5)


A, B = Stage("a", 1, 1), Stage("b", 1, 1, demand_sd=1, promise=0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: serial_levels(DEMANDS[0], [], [], 1), "at least 1 number"),
        (lambda: serial_levels(DEMANDS[0], [1, 1], [1], 1), "as many as there are stages"),
        (lambda: serial_levels(DEMANDS[0], [1, 1], [2, 1], 1), "at least that of the stage before it"),
        (lambda: serial_levels(DEMANDS[0], [1, 1], [0, 0], 1), r"holding_costs\[1\] is 0"),
        (lambda: serial_levels(DEMANDS[0], [1, -1], [1, 1], 1), r"lead_times\[1\] is -1"),
        (lambda: serial_levels(DEMANDS[0], [1.5], [1], 1), r"lead_times\[0\] is 1.5"),  # type: ignore[list-item]
        (lambda: serial_levels(DEMANDS[0], [1], [1], 0), "backorder_cost is 0"),
        (lambda: serial_levels(poisson_demand(5000), [4, 4], [1, 1], 1), "spreads over at most 20000"),
        (lambda: serial_levels(DEMANDS[0], [1] * 21, [1] * 21, 1), "from 1 to 20"),
        (lambda: serial_cost([1], DEMANDS[0], [1, 1], [1, 1], 1), "as many as there are stages"),
        (lambda: serial_cost([1.5, 1], DEMANDS[0], [1, 1], [1, 1], 1), r"echelon_levels\[0\] is 1.5"),  # type: ignore[list-item]
        (lambda: serial_levels_normal(50, 5, [1, 9000], [1, 1], 1), "such that the grid has at most"),
        (lambda: serial_levels_poisson(0, [1], [1], 1), "demand_rate is 0"),
        (lambda: guaranteed_service([], [], 1), "stages is 0; it must be from 1 to 60"),
        (lambda: guaranteed_service([B, B], [("b", "b")], 1), "names that all differ"),
        (lambda: guaranteed_service([A, B], [], 1), "1 links that join all the stages"),
        (lambda: guaranteed_service([A, B], [("a", "b"), ("b", "a")], 1), "a tree"),
        (lambda: guaranteed_service([A, B], [("a", "z")], 1), r"links\[0\] is 'z'; it must be one of a, b"),
        (lambda: guaranteed_service([A], [], 1), "promise of a is None"),
        (lambda: guaranteed_service([Stage("a", -1, 1, promise=0)], [], 1), "time of a is -1"),
        (lambda: guaranteed_service([Stage("a", 121, 1, promise=0)], [], 1), "from 0 to 120"),
        (
            lambda: guaranteed_service([Stage("a", 100, 1), Stage("b", 100, 1, promise=0)], [("a", "b")], 1),
            "longest path lasts at most 120",
        ),
        (lambda: guaranteed_service([Stage("a", 1, -1, promise=0)], [], 1), "holding_cost of a is -1"),
        (lambda: guaranteed_service([B], [], -1), "service_factor is -1"),
        (
            lambda: guaranteed_service_cost({"a": 0}, [A, B], [("a", "b")], 1),
            "a time for each stage, which b lacks",
        ),
        (lambda: guaranteed_service_cost({"a": 0, "b": 1}, [A, B], [("a", "b")], 1), "from 0 to 0"),
        (lambda: guaranteed_service_cost({"a": 2, "b": 0}, [A, B], [("a", "b")], 1), "from 0 to 1"),
    ],
)
def test_refusals(call: Callable[[], object], message: str) -> None:
    with pytest.raises(SolverError, match=message):
        call()


def test_a_refusal_in_french() -> None:
    with pytest.raises(SolverError) as caught:
        guaranteed_service([A, B], [], 1)
    assert caught.value.explain("fr") == (
        "links vaut 0\u202f; il faut un arbre\u00a0: 1 liaisons qui relient tous les étages, sans boucle"
    )

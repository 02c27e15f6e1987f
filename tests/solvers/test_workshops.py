"""Workshops: optima of the literature, the exact method against every schedule, the checker against all of them."""

from __future__ import annotations

from itertools import permutations, product
from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.scheduling.best_shop import AIMS, best_shop, best_shop_value, shop_value
from solvers.scheduling.check_shop import RULES, CheckedShop, check_shop
from solvers.scheduling.shop import OpenHours, Placed, Setup, Shop, ShopJob, ShopOperation, job_shop
from solvers.scheduling.shop_dispatching import SCHEDULES, SHOP_RULES, dispatch_shop
from solvers.scheduling.shop_timing import shop_timed
from solvers.scheduling.taillard import taillard_job_shop
from tests.solvers.known_shops import known_shop


def measured(operations: tuple[Placed, ...], shop: Shop) -> CheckedShop:
    found = check_shop([(one.order, one.operation, one.machine, one.start) for one in operations], shop)
    assert found.violations == ()
    return found


@pytest.mark.parametrize(
    ("name", "optimum"),
    [("ft06", 55), ("la01", 666), ("la02", 655), ("la03", 597), ("la04", 590), ("la05", 593)],
)
def test_known_optimum(name: str, optimum: int) -> None:
    """Fisher & Thompson (1963), Lawrence (1984); optima as in Applegate & Cook (1991)."""
    shop = known_shop(name)
    found = best_shop(shop)
    assert (found.value, found.bound, found.proven, found.gap) == (optimum, optimum, True, 0)
    assert measured(found.operations, shop).makespan == optimum


@pytest.mark.wide
@pytest.mark.parametrize(("name", "optimum"), [("la16", 945), ("ft20", 1165)])
def test_known_optimum_of_a_larger_shop(name: str, optimum: int) -> None:
    found = best_shop(known_shop(name), effort=60)
    assert (found.value, found.proven) == (optimum, True)


@pytest.mark.parametrize(("name", "makespan"), [("ft06", 61), ("ft10", 1108), ("la01", 735)])
def test_known_dispatching_by_most_work_remaining(name: str, makespan: int) -> None:
    """Figures of the job-shop benchmarks for this rule, in non-delay schedules."""
    shop = known_shop(name)
    assert measured(dispatch_shop(shop, "most_work_remaining"), shop).makespan == makespan


def test_taillards_first_job_shop() -> None:
    """Taillard (1993): ta01 as printed, times and machines of its first and last orders; a schedule of it holds."""
    shop = taillard_job_shop(15, 15, 840612802, 398197754)
    first = shop.jobs[0].operations
    assert [one.times[0][1] for one in first] == [94, 66, 10, 53, 26, 15, 65, 82, 10, 27, 93, 92, 96, 70, 83]
    assert [one.times[0][0] for one in first[:8]] == ["M7", "M13", "M5", "M8", "M4", "M3", "M11", "M12"]
    assert measured(dispatch_shop(shop, "most_work_remaining"), shop).makespan >= 1231


def test_the_same_schedule_on_every_run() -> None:
    shop = known_shop("la02")
    assert best_shop(shop) == best_shop(shop)


def test_a_search_cut_short_says_how_far_it_may_be() -> None:
    found = best_shop(known_shop("ft10"), effort=0.05)
    assert not found.proven
    assert found.bound <= 930 <= found.value
    assert found.gap == pytest.approx((found.value - found.bound) / found.value)
    measured(found.operations, known_shop("ft10"))


def test_value_and_bound_by_several_workers() -> None:
    found = best_shop_value(known_shop("ft06"), seconds=20)
    assert (found.value, found.bound, found.proven) == (55, 55, True)


def oven() -> Shop:
    """Two families on one oven; changing costs 2, or 5 back; the lathe works from 0 to 6 and from 8."""
    jobs = (
        ShopJob("A", (ShopOperation((("lathe", 4),)), ShopOperation((("oven", 3),), "hot")), due=9),
        ShopJob(
            "B", (ShopOperation((("lathe", 3),)), ShopOperation((("oven", 2),), "cold")), due=6, weight=3
        ),
        ShopJob("C", (ShopOperation((("oven", 2), ("kiln", 5)), "hot"),), release=1),
    )
    return Shop(
        jobs,
        (Setup("hot", "cold", 2), Setup("cold", "hot", 5, "oven"), Setup("cold", "hot", 1)),
        (OpenHours("lathe", 0, 6), OpenHours("lathe", 8, 40)),
    )


GOOD = [
    ("B", 1, "lathe", 0),
    ("B", 2, "oven", 3),
    ("A", 1, "lathe", 8),
    ("A", 2, "oven", 12),
    ("C", 1, "kiln", 1),
]


@pytest.mark.parametrize(
    ("at", "row", "rule"),
    [
        (0, ("B", 1, "lathe", 0), None),
        (0, ("B", 1, "lathe", 0.5), "precedence"),
        (0, ("Z", 1, "lathe", 0), "unknown"),
        (0, ("B", 3, "lathe", 0), "unknown"),
        (0, ("B", 1, "oven", 0), "machine"),
        (1, ("B", 1, "lathe", 3), "twice"),
        (2, ("A", 1, "lathe", 5), "closed"),
        (2, ("A", 1, "lathe", 6.5), "closed"),
        (2, ("A", 1, "lathe", 2), "overlap"),
        (4, ("C", 1, "kiln", 0), "before_release"),
        (4, ("C", 1, "oven", 4), "overlap"),
        (4, ("C", 1, "oven", 6), "setup"),
        (3, ("A", 1, "lathe", 12), "missing"),
    ],
)
def test_each_rule_is_named(at: int, row: tuple[str, int, str, float], rule: str | None) -> None:
    plan = [row if place == at else one for place, one in enumerate(GOOD)]
    rules = {one.rule for one in check_shop(plan, oven()).violations}
    assert rules <= set(RULES)
    assert rule in rules if rule else not rules


def test_a_violation_says_where_and_by_how_much() -> None:
    plan = [*GOOD[:3], ("A", 2, "oven", 11), ("C", 1, "oven", 6)]
    found = check_shop(plan, oven(), "minute")
    assert [(one.rule, one.rows, one.where, one.found, one.limit, one.unit) for one in found.violations] == [
        ("precedence", (2, 3), "A", 11.0, 12.0, "minute"),
        ("setup", (1, 4), "oven", 6.0, 10.0, "minute"),
    ]


def test_figures_of_a_schedule() -> None:
    found = check_shop(GOOD, oven())
    assert (found.makespan, found.total_tardiness, found.weighted_tardiness, found.max_tardiness) == (
        15,
        6,
        6,
        6,
    )
    assert (found.late_orders, found.total_flow_time, found.idle) == (1, 15 + 5 + 5, 5 + 7)
    assert [(one.order, one.late) for one in found.bars if one.late] == [("A", True)] * 2
    assert check_shop([], oven()).makespan == 0


def test_hours_that_touch_are_one_stretch() -> None:
    shop = Shop(
        (ShopJob("A", (ShopOperation((("saw", 5),)),)),), (), (OpenHours("saw", 4, 8), OpenHours("saw", 0, 4))
    )
    assert check_shop([("A", 1, "saw", 2)], shop).violations == ()
    assert best_shop(shop).value == 5


def test_a_machine_is_chosen_and_changes_are_avoided() -> None:
    shop = oven()
    for minimise in AIMS:
        found = best_shop(shop, minimise)
        assert found.proven
        assert getattr(measured(found.operations, shop), minimise) == pytest.approx(found.value)
        assert found.value <= shop_value(shop, dispatch_shop(shop, "edd"), minimise)


def test_changes_are_worth_a_longer_wait() -> None:
    """Two families in turn by due date; kept together they end sooner: the least of every sequence."""
    jobs = tuple(
        ShopJob(f"J{at}", (ShopOperation((("press", 2.0),), family),), due=2.0 * at + 2)
        for at, family in enumerate(["red", "blue", "red", "blue"])
    )
    shop = Shop(jobs, (Setup("red", "blue", 3), Setup("blue", "red", 4)))
    for minimise, least in (("makespan", 11), ("total_tardiness", 8)):
        found = best_shop(shop, minimise)
        assert found.value == found.bound == least == every_value(shop, minimise)
        assert getattr(measured(found.operations, shop), minimise) == least


def test_operations_that_take_no_time() -> None:
    """An inspection of no time keeps its place among the others."""
    routes = {"A": [("saw", 2), ("desk", 0), ("saw", 1)], "B": [("desk", 0), ("saw", 3)], "C": [("saw", 0)]}
    found = best_shop(job_shop(routes), "total_flow_time")
    assert measured(found.operations, job_shop(routes)).total_flow_time == found.value == 9


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: dispatch_shop(Shop(()), "fifo"), "operations is 0"),
        (lambda: dispatch_shop(oven(), "luck"), "fifo, spt"),
        (lambda: dispatch_shop(oven(), "edd", "lazy"), "non_delay, active"),
        (lambda: best_shop(oven(), "beauty"), "makespan, total_tardiness"),
        (lambda: best_shop(job_shop({"A": [("saw", -1)]})), "time"),
        (lambda: best_shop(job_shop({"A": [("saw", 1 / 7)]})), "ten-thousandth"),
        (lambda: best_shop(job_shop({"A": [("saw", 3_000_000)]})), "parts"),
        (lambda: best_shop(Shop((ShopJob("A", (ShopOperation(()),)),))), "at least one machine"),
        (lambda: best_shop(Shop((oven().jobs[0], oven().jobs[0]))), "all differ"),
        (lambda: best_shop(Shop(oven().jobs, (), (OpenHours("oven", 3, 3),))), "greater than its start"),
        (lambda: best_shop(Shop(oven().jobs, (), (OpenHours("oven", 0, 2),))), "open hours"),
        (lambda: dispatch_shop(Shop(oven().jobs, (), (OpenHours("oven", 0, 2),)), "edd"), "in one piece"),
        (lambda: shop_value(oven(), (), "beauty"), "makespan"),
        (lambda: taillard_job_shop(2, 2, 0, 1), "seed"),
        (lambda: best_shop(taillard_job_shop(20, 20, 1, 1)), "300"),
    ],
)
def test_refusals(call, words: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SolverError, match=words) as caught:
        call()
    assert caught.value.explain("fr")


TIMES = st.integers(1, 6).map(float)
OPERATION = st.builds(
    ShopOperation,
    st.dictionaries(st.sampled_from("XY"), TIMES, min_size=1).map(lambda times: tuple(times.items())),
    st.sampled_from(["", "hot", "cold"]),
)
JOBS = st.lists(
    st.tuples(
        st.lists(OPERATION, min_size=1, max_size=2), st.integers(0, 12), st.integers(0, 4), st.integers(1, 3)
    ),
    min_size=1,
    max_size=3,
)
# Changes obey the triangle inequality, so that no order is better than each machine's own sequence.
SETUPS = st.sampled_from([(), (Setup("hot", "cold", 2.0), Setup("cold", "hot", 1.0, "X"))])
HOURS = st.sampled_from([(), (OpenHours("X", 1, 8), OpenHours("X", 10, 90))])


def built(drawn: list[tuple[list[ShopOperation], int, int, int]], *rest: object) -> Shop:
    jobs = tuple(
        ShopJob(f"J{at}", tuple(operations), float(due), float(release), float(weight))
        for at, (operations, due, release, weight) in enumerate(drawn)
    )
    return Shop(jobs, *rest)  # type: ignore[arg-type]


def every_value(shop: Shop, minimise: str) -> float:
    """The least over every choice of machines and every sequence of operations, each placed as soon as can be."""
    turns = [job.order for job in shop.jobs for _ in job.operations]
    least = inf
    for sequence in set(permutations(turns)):
        made = dict.fromkeys(turns, 0)
        choices = []
        for order in sequence:
            job = next(one for one in shop.jobs if one.order == order)
            choices.append([(order, machine) for machine, _ in job.operations[made[order]].times])
            made[order] += 1
        for chosen in product(*choices):
            least = min(least, shop_value(shop, shop_timed(shop, chosen), minimise))
    return least


@settings(max_examples=25, deadline=None)
@given(JOBS, SETUPS, HOURS, st.sampled_from(AIMS))
def test_no_schedule_is_better(drawn: list[object], setups: object, hours: object, minimise: str) -> None:
    shop = built(drawn, setups, hours)  # type: ignore[arg-type]
    found = best_shop(shop, minimise)
    assert found.proven
    assert found.value == pytest.approx(every_value(shop, minimise))
    assert getattr(measured(found.operations, shop), minimise) == pytest.approx(found.value)


@settings(max_examples=60, deadline=None)
@given(JOBS, SETUPS, HOURS, st.sampled_from(sorted(SHOP_RULES)), st.sampled_from(SCHEDULES))
def test_every_rule_gives_a_schedule(
    drawn: list[object], setups: object, hours: object, rule: str, schedule: str
) -> None:
    shop = built(drawn, setups, hours)  # type: ignore[arg-type]
    operations = dispatch_shop(shop, rule, schedule)
    assert measured(operations, shop).makespan >= max(
        job.release + sum(min(t for _, t in one.times) for one in job.operations) for job in shop.jobs
    )
    starts = [one.start for one in operations]
    assert starts == sorted(starts)

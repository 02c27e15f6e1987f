"""The split between suppliers: against brute force, against another engine, and the checker alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.sourcing.check import RULES, check_split
from solvers.sourcing.offers import MAX_OFFERS, Limits, Offer, Supplier, checked
from solvers.sourcing.supplier_split import best_split

NEAR = Offer("near", "", (10.0, 9.5), (0.0, 500.0), minimum=100, defect_rate=0.01, lead_time=3)
FAR = Offer("far", "", (8.0,), capacity=700, multiple=50, fixed_cost=900, defect_rate=0.04, lead_time=40)


@st.composite
def small(draw: st.DrawFn) -> tuple[int, list[Offer], list[Supplier], Limits]:
    """A demand of a dozen units and two or three offers: few enough splits to look at each."""
    offers = []
    for name in "NSW"[: draw(st.integers(2, 3))]:
        breaks = (0.0, float(draw(st.integers(2, 9)))) if draw(st.booleans()) else (0.0,)
        prices = tuple(float(draw(st.integers(1, 20))) for _ in breaks)
        offers.append(
            Offer(
                name,
                "",
                prices,
                breaks,
                minimum=draw(st.integers(0, 4)),
                capacity=draw(st.one_of(st.none(), st.integers(3, 12))),
                multiple=draw(st.sampled_from([1, 1, 2, 3])),
                share=draw(st.sampled_from([1.0, 1.0, 0.6])),
                fixed_cost=draw(st.integers(0, 20)),
                defect_rate=draw(st.sampled_from([0.0, 0.02, 0.05])),
                lead_time=draw(st.integers(1, 9)),
            )
        )
    suppliers = [Supplier("N", draw(st.integers(0, 30)), draw(st.one_of(st.none(), st.integers(4, 12))), 0.8)]
    limits = Limits(
        draw(st.sampled_from([None, 0.03])), draw(st.sampled_from([None, 6])), draw(st.integers(1, 2)), 2
    )
    return draw(st.integers(6, 12)), offers, suppliers, limits


@settings(max_examples=60, deadline=None)
@given(problem=small())
def test_no_split_is_cheaper(problem: tuple[int, list[Offer], list[Supplier], Limits]) -> None:
    demand, offers, suppliers, limits = problem
    cheapest = math.inf
    for quantities in product(range(demand + 1), repeat=len(offers)):
        if sum(quantities) == demand:
            plan = [(one.supplier, "", units) for one, units in zip(offers, quantities, strict=True)]
            found = check_split(plan, {"": demand}, offers, suppliers, limits)
            if not found.violations:
                cheapest = min(cheapest, found.total_cost)
    if cheapest == math.inf:
        with pytest.raises(SolverError) as caught:
            best_split({"": demand}, offers, suppliers, limits)
        assert caught.value.code == "split_meets"
        return
    best = best_split({"": demand}, offers, suppliers, limits)
    assert best.proven
    assert best.cost == pytest.approx(cheapest)
    assert best.bound == pytest.approx(cheapest)
    told = check_split(best.rows, {"": demand}, offers, suppliers, limits)
    assert told.violations == ()
    assert told.total_cost == pytest.approx(best.cost)


@pytest.mark.parametrize("seed", range(4))
def test_two_engines_agree(seed: int) -> None:
    items = {"frame": 900.0 + 60 * seed, "fork": 600.0, "wheel": 1500.0}
    offers = [
        Offer(
            f"S{at}",
            item,
            (20.0 + (7 * at + seed) % 5, 18.0 + (5 * at + seed) % 4),
            (0.0, 300.0),
            minimum=60,
            capacity=500 + 100 * ((at + seed) % 3) if item != "wheel" else 900,
            multiple=12,
            share=0.7,
            fixed_cost=500,
            defect_rate=0.01 * (1 + (at + seed) % 3),
        )
        for at in range(4)
        for item in items
    ]
    suppliers = [Supplier(f"S{at}", 1500 + 200 * at, None if at else 1800) for at in range(4)]
    limits = Limits(defect_rate=0.025, fewest=2)
    highs = best_split(items, offers, suppliers, limits)
    cbc = best_split(items, offers, suppliers, limits, engine="cbc")
    assert highs.cost == pytest.approx(cbc.cost, rel=1e-6)
    for found in (highs, cbc):
        told = check_split(found.rows, items, offers, suppliers, limits)
        assert told.violations == ()
        assert told.total_cost == pytest.approx(found.cost)


def test_what_each_limit_changes() -> None:
    demand = {"": 1000.0}
    near, far = replace(NEAR, prices=(10.0,), breaks=(0.0,)), replace(FAR, fixed_cost=200)
    assert best_split(demand, [near, far]).rows == (("near", "", 300), ("far", "", 700))
    assert best_split(demand, [near, replace(far, fixed_cost=1500)]).rows == (("near", "", 1000),)
    clean = best_split(demand, [near, far], limits=Limits(defect_rate=0.02))
    assert clean.rows == (("near", "", 700), ("far", "", 300))  # a third would reach 2 %: packs of 50
    quick = best_split(demand, [near, far], limits=Limits(lead_time=10))
    assert quick.rows == (("near", "", 850), ("far", "", 150))  # 189 would reach 10
    kept = best_split(demand, [near, far], [Supplier("far", share=0.4)])
    assert kept.rows == (("near", "", 600), ("far", "", 400))
    alone = best_split(demand, [near, far], limits=Limits(most=1))
    assert alone.rows == (("near", "", 1000),)
    both = best_split(demand, [near, replace(far, fixed_cost=1500)], limits=Limits(fewest=2))
    assert both.rows == (("near", "", 300), ("far", "", 700))
    full = best_split(demand, [near, far], [Supplier("far", capacity=500)])
    assert full.rows == (("near", "", 500), ("far", "", 500))
    # A price that rises at 300: the dearer price counts from 300 on, so 299 is the most that is worth it.
    rising = Offer("far", "", (8.0, 12.0), (0.0, 300.0))
    assert best_split(demand, [near, rising]).rows == (("near", "", 701), ("far", "", 299))
    # At 9.5 from 500 on, the near one alone costs 9500; with 700 far, 300 × 10 + 5600 + 900 are the same.
    assert best_split(demand, [NEAR, FAR]).cost == 9500


def test_each_rule_is_named_where_it_is_broken() -> None:
    demand = {"": 1000.0}
    cases: list[tuple[str, list[tuple[str, str, float]], Limits]] = [
        ("unknown", [("west", "", 5), ("near", "", 1000)], Limits()),
        ("twice", [("near", "", 500), ("near", "", 500)], Limits()),
        ("negative", [("near", "", 1000), ("far", "", -50)], Limits()),
        ("demand", [("near", "", 990)], Limits()),
        ("minimum", [("near", "", 50), ("far", "", 700)], Limits()),
        ("multiple", [("near", "", 340), ("far", "", 660)], Limits()),
        ("capacity", [("near", "", 200), ("far", "", 800)], Limits()),
        ("defects", [("near", "", 500), ("far", "", 500)], Limits(defect_rate=0.02)),
        ("lead_time", [("near", "", 500), ("far", "", 500)], Limits(lead_time=10)),
        ("fewest", [("near", "", 1000)], Limits(fewest=2)),
        ("most", [("near", "", 500), ("far", "", 500)], Limits(most=1)),
    ]
    for rule, plan, limits in cases:
        found = check_split(plan, demand, [NEAR, FAR], limits=limits)
        assert rule in {one.rule for one in found.violations}, rule
        good = check_split([("near", "", 950), ("far", "", 50)], demand, [NEAR, FAR])
        assert good.violations == ()
    shared = check_split([("near", "", 1000)], demand, [NEAR], [Supplier("near", share=0.5, capacity=900)])
    assert [(one.rule, one.found, one.limit) for one in shared.violations] == [
        ("capacity", 1000, 900),
        ("share", 1, 0.5),
    ]
    assert {rule for rule, _, _ in cases} | {"share"} == set(RULES)


def test_what_a_split_costs() -> None:
    found = check_split(
        [("near", "", 300), ("far", "", 700)], {"": 1000}, [NEAR, FAR], [Supplier("far", 100)]
    )
    assert (found.purchases, found.fixed_costs, found.total_cost) == (3000 + 5600, 1000, 9600)
    assert (found.suppliers, found.defect_rate, found.lead_time) == (
        2,
        pytest.approx(0.031),
        pytest.approx(28.9),
    )
    assert [(one.supplier, one.share, one.cost) for one in found.shares] == [
        ("near", 0.3, 3000),
        ("far", 0.7, 6600),
    ]
    nothing = check_split([("near", "", 0)], {"": 1000}, [NEAR, FAR])
    assert (nothing.total_cost, nothing.suppliers, nothing.defect_rate) == (0, 0, 0)
    assert {one.rule for one in nothing.violations} == {"demand", "fewest"}


@given(
    plan=st.lists(
        st.tuples(
            st.sampled_from(["near", "far", "west"]),
            st.sampled_from(["", "bolt"]),
            st.floats(allow_nan=False, allow_infinity=False),
        ),
        max_size=6,
    )
)
def test_the_checker_never_raises_on_a_plan(plan: list[tuple[str, str, float]]) -> None:
    found = check_split(plan, {"": 1000}, [NEAR, FAR])
    assert {one.rule for one in found.violations} <= set(RULES)
    assert all(0 <= row < len(plan) for one in found.violations for row in one.rows)
    assert found.total_cost >= 0


@pytest.mark.parametrize(
    ("call", "argument"),
    [
        (lambda: checked({"": 1}, [], [], Limits()), "offers"),
        (lambda: checked({"": 1}, [NEAR] * (MAX_OFFERS + 1), [], Limits()), "offers"),
        (lambda: checked({"": 1}, [NEAR, NEAR], [], Limits()), "offers"),
        (lambda: checked({}, [NEAR], [], Limits()), "demands"),
        (lambda: checked({"": 0}, [NEAR], [], Limits()), "demands ()"),
        (lambda: checked({"bolt": 1}, [NEAR], [], Limits()), "demands"),
        (lambda: checked({"": 1}, [NEAR], [Supplier("a"), Supplier("a")], Limits()), "suppliers"),
        (lambda: checked({"": 1}, [NEAR], [Supplier("a", -1)], Limits()), "fixed_cost (a)"),
        (lambda: checked({"": 1}, [NEAR], [Supplier("a", 0, -1)], Limits()), "capacity (a)"),
        (lambda: checked({"": 1}, [NEAR], [Supplier("a", share=2)], Limits()), "share (a)"),
        (lambda: checked({"": 1}, [NEAR], [], Limits(defect_rate=-1)), "limits.defect_rate"),
        (lambda: checked({"": 1}, [NEAR], [], Limits(lead_time=-1)), "limits.lead_time"),
        (lambda: checked({"": 1}, [NEAR], [], Limits(fewest=0)), "limits.fewest"),
        (lambda: checked({"": 1}, [NEAR], [], Limits(most=0)), "limits.most"),
        (lambda: checked({"": 1}, [Offer("a", "", ())], [], Limits()), "prices (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), ())], [], Limits()), "breaks (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (-1.0,))], [], Limits()), "prices (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), (5.0,))], [], Limits()), "breaks (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0, 1.0), (0.0, 0.0))], [], Limits()), "breaks (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), minimum=-1)], [], Limits()), "minimum (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), capacity=-1)], [], Limits()), "capacity (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), multiple=0)], [], Limits()), "multiple (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), share=1.1)], [], Limits()), "share (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), fixed_cost=-1)], [], Limits()), "fixed_cost (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), defect_rate=2)], [], Limits()), "defect_rate (a)"),
        (lambda: checked({"": 1}, [Offer("a", "", (1.0,), lead_time=-1)], [], Limits()), "lead_time (a)"),
        (lambda: best_split({"": 5000}, [FAR]), "offers"),
    ],
)
def test_refusals(call: Callable[[], object], argument: str) -> None:
    with pytest.raises(SolverError) as caught:
        call()
    assert caught.value.argument == argument

"""Causes: fault trees against the table of all their states, chains of whys, cause-and-effect diagrams."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.causes.fault_tree import Gate, fault_tree, minimal_cut_sets, top_probability
from solvers.causes.fishbone import BRANCHES, Cause, fishbone, mark_fishbone
from solvers.causes.five_whys import Link, mark_whys, whys
from solvers.errors import SolverError

BASIC = "abcdef"


@st.composite
def trees(draw: st.DrawFn) -> list[Gate]:
    gates: list[Gate] = []
    pool = list(BASIC)
    for at in range(draw(st.integers(1, 4))):
        inputs = tuple(draw(st.lists(st.sampled_from(pool), min_size=1, max_size=4, unique=True)))
        kind = draw(st.sampled_from(["and", "or", "vote"]))
        gates.append(Gate(f"g{at}", kind, inputs, draw(st.integers(1, len(inputs)))))  # type: ignore[arg-type]
        pool.append(f"g{at}")
    return gates


def happens(gates: list[Gate], state: dict[str, bool]) -> bool:
    known = dict(state)
    for one in gates:  # each gate is built on those before it
        count = sum(known[name] for name in one.of)
        known[one.event] = count >= {"and": len(one.of), "or": 1, "vote": one.votes}[one.kind]
    return known[gates[-1].event]


@settings(max_examples=80, deadline=None)
@given(gates=trees(), chances=st.lists(st.floats(0, 1), min_size=6, max_size=6))
def test_a_tree_is_its_table_of_states(gates: list[Gate], chances: list[float]) -> None:
    top = gates[-1].event
    odds = dict(zip(BASIC, chances, strict=True))
    cuts = minimal_cut_sets(gates, top)
    exact = 0.0
    for values in product([False, True], repeat=6):
        state = dict(zip(BASIC, values, strict=True))
        occurs = happens(gates, state)
        assert occurs == any(all(state[event] for event in cut) for cut in cuts)
        if occurs:
            exact += math.prod(odds[name] if on else 1 - odds[name] for name, on in state.items())
    assert top_probability(gates, odds, top) == pytest.approx(exact, abs=1e-9)
    for cut in cuts:
        assert not any(set(other) < set(cut) for other in cuts)
    solved = fault_tree(gates, odds, top)
    assert solved.rare_events >= solved.probability - 1e-9


def test_importances_say_where_to_act() -> None:
    gates = [Gate("late", "or", ("truck", "both")), Gate("both", "and", ("stock", "supplier"))]
    odds = {"truck": 0.05, "stock": 0.1, "supplier": 0.2}
    found = fault_tree(gates, odds, "late")
    by_name = {one.event: one for one in found.events}
    assert by_name["truck"].birnbaum == pytest.approx(1 - 0.02)
    assert by_name["stock"].birnbaum == pytest.approx(0.2 * 0.95)
    assert by_name["stock"].criticality == pytest.approx(0.1 * 0.2 * 0.95 / 0.069)
    assert found.events[0].event == "truck"


def test_what_trees_refuse() -> None:
    with pytest.raises(SolverError, match="ring"):
        minimal_cut_sets([Gate("a", "or", ("b",)), Gate("b", "or", ("a",))], "a")
    with pytest.raises(SolverError, match="known name"):
        top_probability([Gate("a", "or", ("b",))], {}, "a")
    wide = [Gate("top", "and", tuple(f"g{at}" for at in range(12)))]
    wide += [Gate(f"g{at}", "or", tuple(f"e{at}{n}" for n in range(4))) for at in range(12)]
    with pytest.raises(SolverError, match="cut sets"):
        minimal_cut_sets(wide, "top")


LINKS = [
    Link("late", "picked late"),
    Link("late", "no carrier"),
    Link("picked late", "no stock"),
    Link("no stock", "wrong count"),
    Link("wrong count", "no cycle count"),
    Link("late", "traffic", verified=False),
]


def test_chains_of_whys() -> None:
    assert whys(LINKS, "late") == (
        ("late", "picked late", "no stock", "wrong count", "no cycle count"),
        ("late", "no carrier"),
    )
    whole = mark_whys(["picked late", "no stock", "wrong count", "no cycle count"], LINKS, "late")
    assert (whole.depth, whole.share, whole.root) == (4, 1.0, True)
    short = mark_whys(["picked late", "no stock"], LINKS, "late")
    assert (short.depth, short.share, short.root) == (2, 0.5, False)
    broken = mark_whys(["picked late", "wrong count", "no cycle count"], LINKS, "late")
    assert (broken.sound, broken.depth, broken.root) == ((True, False, True), 1, False)
    assert mark_whys(["traffic"], LINKS, "late").share == 0
    assert not mark_whys([], LINKS, "late").root
    with pytest.raises(SolverError, match="ring"):
        whys([Link("a", "b"), Link("b", "a")], "a")


def test_fishbones() -> None:
    bones = fishbone([Cause("a", "method", 1), Cause("b", "method", 3), Cause("c", "people", under="")])
    assert [one.branch for one in bones] == list(BRANCHES)
    assert bones[1].causes == ("b", "a")
    assert fishbone([Cause("a", "people")])[0].share == 0
    marked = mark_fishbone(
        {"a": "method", "b": "people", "z": "people"},
        {"a": "method", "b": {"method", "people"}, "c": "machine"},
    )
    assert (marked.right, marked.misplaced, marked.missing) == (("a", "b"), ("z",), ("c",))
    assert marked.share == pytest.approx(1 / 3)
    with pytest.raises(SolverError, match="under of b"):
        fishbone([Cause("a", "people"), Cause("b", "method", under="a")])

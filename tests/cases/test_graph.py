"""The graph of a case: its order, its rings, what rests on what, and figures put in its place."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from edited_cases import case_with
from hypothesis import given
from hypothesis import strategies as st

from cases.expressions import ExpressionError
from cases.graph import SEED, CycleError, Graph, GraphScope, Node, order_of
from cases.template import compile_template
from cases.variant import draw


def graph(**values: str) -> Graph:
    """A graph of values by expression; a name without expression is drawn."""
    nodes = {SEED: Node(SEED, frozenset())}
    for name, source in values.items():
        template = compile_template(source) if source else None
        nodes[name] = Node(name, template.names() if template else frozenset(), template)
    return Graph(nodes, order_of({name: node.needs for name, node in nodes.items()}))


def test_values_are_computed_from_what_is_given() -> None:
    scope = GraphScope(graph(a="", b="a * 2", c="a + b + seed"), {"a": 3, SEED: 1})
    assert scope.value("c") == 10
    assert scope.seed == 1


def test_a_figure_put_in_place_goes_on_downstream() -> None:
    scope = GraphScope(graph(a="", b="a * 2", c="b + 1"), {"a": 3})
    scope.put("b", 100)
    assert scope.value("c") == 101
    assert scope.compute("b") == 6, "its own expression still gives its own value"


def test_extra_names_come_first() -> None:
    scope = GraphScope(graph(a="", b="a * 2"), {"a": 3})
    template = compile_template("a + answer")
    assert scope.evaluate(template, {"answer": 1, "a": 10}) == 11
    assert scope.value("a") == 3


def test_a_node_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    computed: list[str] = []
    compute = GraphScope.compute
    monkeypatch.setattr(
        GraphScope, "compute", lambda self, name: computed.append(name) or compute(self, name)
    )
    scope = GraphScope(graph(a="", b="a * 2", c="b + b", d="b + c"), {"a": 3})
    assert scope.value("d") == 18
    assert scope.value("c") == 12
    assert sorted(computed) == ["b", "c", "d"]


def test_a_chain_may_be_as_long_as_the_case_wants() -> None:
    """Three years of daily stock, each day from the day before: no recursion limit is met."""
    values = {"day0": ""} | {f"day{n}": f"day{n - 1} + 1" for n in range(1, 1100)}
    assert GraphScope(graph(**values), {"day0": 0}).value("day1099") == 1099


def test_upstream_is_all_that_a_node_rests_on() -> None:
    found = graph(a="", b="a", c="b", d="a + unknown", e="")
    assert found.upstream("c") == {"a", "b"}
    assert found.upstream("d") == {"a"}
    assert found.upstream("e") == frozenset()


def test_an_unknown_or_undrawn_node_is_refused() -> None:
    scope = GraphScope(graph(a="", b="a * 2", c="nobody + 1"), {})
    for name in ("nobody", "a", "b", "c"):
        with pytest.raises(ExpressionError) as caught:
            scope.value(name)
        assert caught.value.code == "expression_name"


def test_a_failed_node_fails_again_and_spares_the_others() -> None:
    scope = GraphScope(graph(a="", b="1 / a", c="b + 1", d="a + 1"), {"a": 0})
    for name in ("c", "b", "c"):
        with pytest.raises(ExpressionError) as caught:
            scope.value(name)
        assert caught.value.code == "expression_zero"
    assert scope.value("d") == 1


def test_the_order_keeps_to_the_files_when_it_may() -> None:
    assert order_of({"a": [], "b": [], "c": ["a"]}) == ("a", "b", "c")
    assert order_of({"c": ["a"], "b": [], "a": []}) == ("a", "c", "b")
    assert order_of({"x": ["elsewhere"]}) == ("x",)


@pytest.mark.parametrize(
    ("needs", "ring"),
    [
        ({"a": ["a"]}, ("a", "a")),
        ({"a": ["b"], "b": ["a"]}, ("a", "b", "a")),
        ({"z": ["a"], "a": ["b"], "b": ["c"], "c": ["a"]}, ("a", "b", "c", "a")),
    ],
)
def test_a_ring_is_named(needs: dict[str, list[str]], ring: tuple[str, ...]) -> None:
    with pytest.raises(CycleError) as caught:
        order_of(needs)
    assert caught.value.names == ring


names = st.sampled_from("abcdefgh")


@given(st.dictionaries(names, st.lists(names, max_size=3)))
def test_an_order_respects_every_need_or_names_a_true_ring(needs: dict[str, list[str]]) -> None:
    try:
        order = order_of(needs)
    except CycleError as error:
        ring = error.names
        assert ring[0] == ring[-1]
        assert all(after in needs[before] for before, after in pairwise(ring))
        return
    assert sorted(order) == sorted(needs)
    assert all(
        order.index(need) < order.index(name) for name in needs for need in needs[name] if need in needs
    )


def test_the_template_case_rests_on_its_own_answers(tmp_path: Path) -> None:
    case = case_with(tmp_path)
    assert case.graph.upstream("cover") == {
        "threshold",
        "weekly_demand",
        "lead_demand",
        "safety",
        "lead_weeks",
    }
    variant = draw(case, 1)
    scope = variant.scope()
    threshold = scope.value("threshold")
    assert threshold == variant.drawn["weekly_demand"] * variant.drawn["lead_weeks"] + variant.drawn["safety"]  # type: ignore[operator]
    scope = variant.scope()
    scope.put("threshold", 10 * threshold)  # type: ignore[operator]
    assert scope.value("cover") == pytest.approx(10 * threshold / variant.drawn["weekly_demand"], abs=0.05)  # type: ignore[operator]

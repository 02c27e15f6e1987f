"""Expressions: what a case may say, what it means, and how a fault is named."""

from __future__ import annotations

import threading
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cases.expressions import ExpressionError, evaluate, parse
from cases.functions import FUNCTIONS
from cases.plain import Plain

NAMES: dict[str, Plain] = {
    "price": 12.5,
    "quantity": 40,
    "months": [10, 20, 30],
    "pairs": [[1, 2], [3, 4]],
    "rate": {"level": 0.95, "z": 1.65, "table": [1, 2]},
    "label": "steel",
    "nothing": None,
    "yes": True,
}


def value(source: str, names: dict[str, Plain] | None = None) -> Plain:
    return evaluate(parse(source), NAMES if names is None else names, FUNCTIONS)


def refused(source: str, names: dict[str, Plain] | None = None) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        value(source, names)
    return caught.value


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("price * quantity", 500.0),
        (" price ", 12.5),
        ("2 + 3 * 4 - 6 / 3", 12.0),
        ("7 // 2 + 7 % 2", 4),
        ("-2 ** 2", -4),
        ("+quantity", 40),
        ("2 ** 10", 1024),
        ("sum(months) / len(months)", 20.0),
        ("months[0] + months[-1]", 40),
        ("months[1:]", [20, 30]),
        ("months + [40]", [10, 20, 30, 40]),
        ("[0] * 3", [0, 0, 0]),
        ("3 * [0]", [0, 0, 0]),
        ("rate.z", 1.65),
        ("rate['z']", 1.65),
        ("rate.table[1]", 2),
        ("{'a': price, 'b': [1]}", {"a": 12.5, "b": [1]}),
        ("(1, 2)", [1, 2]),
        ("[m * 2 for m in months if m > 10]", [40, 60]),
        ("[a + b for a, b in pairs]", [3, 7]),
        ("[x for row in pairs for x in row]", [1, 2, 3, 4]),
        ("[[x + y for x in row] for y, row in [(1, [1]), (2, [2])]]", [[2], [4]]),
        ("sum(m for m in months)", 60),
        ("'low' if price < 10 else 'high'", "high"),
        ("1 < 2 < 3", True),
        ("1 < 2 > 3", False),
        ("'a' < 'b'", True),
        ("price == 12.5 and not nothing", True),
        ("nothing or quantity", 40),
        ("20 in months", True),
        ("'z' in rate", True),
        ("'tee' in label", True),
        ("25 not in months", True),
        ("label == 'steel'", True),
        ("months == [10, 20, 30]", True),
        ("months != [10, 20, 30]", False),
        ("None", None),
        ("True", True),
        ("nearest(2.5)", 3),
        ("round_me(1)", None),
    ],
)  # fmt: skip
def test_what_an_expression_means(source: str, expected: Plain) -> None:
    if source.startswith("round_me"):
        assert refused(source).code == "expression_function"
        return
    found = value(source)
    assert found == expected
    assert type(found) is type(expected)


def test_names_and_functions_are_those_that_the_graph_must_give() -> None:
    parsed = parse("eoq(demand, cost, price * rate.level) + sum([x * k for x in history]) + months[i]")
    assert parsed.names == {"demand", "cost", "price", "rate", "k", "history", "months", "i"}
    assert parsed.functions == {"eoq", "sum"}
    assert parse("None or True").names == frozenset()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("[x for x in x]", {"x"}),  # the first list is read outside the comprehension
        ("x + sum([x for x in months])", {"x", "months"}),
        ("[y for x in rows for y in x]", {"rows"}),
        ("[[x for x in row] for row in rows]", {"rows"}),
        ("[k for x in rows if x > k]", {"rows", "k"}),
        ("sum(sum)", {"sum"}),
    ],
)
def test_a_comprehension_keeps_its_names_to_itself(source: str, names: set[str]) -> None:
    assert parse(source).names == names


def test_a_comprehension_gives_the_outer_name_back() -> None:
    assert value("[x for x in x] + [x[0]]", {"x": [1, 2]}) == [1, 2, 1]
    assert value("x + sum([x for x in [1, 2]]) + x", {"x": 10}) == 23
    assert value("[[x for x in [x, 5]] + [x] for x in [1, 2]]", {}) == [[1, 5, 1], [2, 5, 2]]


def test_a_failed_comprehension_leaves_no_name_behind() -> None:
    refused("[1 / x for x in [1, 0]]")
    assert refused("x").code == "expression_name"
    assert value("x", {"x": 3}) == 3


@pytest.mark.parametrize(
    ("source", "code", "params"),
    [
        ("unknown + 1", "expression_name", {"name": "unknown"}),
        ("unknown(1)", "expression_function", {"name": "unknown"}),
        ("rate.nope", "expression_field", {"name": "nope"}),
        ("price.real", "expression_field", {"name": "real"}),
        ("rate['nope']", "expression_field", {"name": "nope"}),
        ("months[9]", "expression_field", {"name": "9"}),
        ("months['a']", "expression_field", {"name": "a"}),
        ("months[1.0]", "expression_field", {"name": "1.0"}),
        ("months[::0]", "expression_field", {"name": "…:…"}),
        ("months['a':]", "expression_field", {"name": "…:…"}),
        ("rate[months]", "expression_field", {"name": "[…]"}),
        ("label[0]", "expression_type", {"what": "'…'[…]"}),
        ("label + label", "expression_type", {"what": "'…', '…'"}),
        ("label * 3", "expression_type", {"what": "'…', 123"}),
        ("label % 3", "expression_type", {"what": "'…', 123"}),
        ("-label", "expression_type", None),
        ("-months", "expression_type", None),
        ("nothing + 1", "expression_type", {"what": "None, 123"}),
        ("pairs * 2", "expression_type", {"what": "[…] * 123"}),
        ("months * 1.5", "expression_type", None),
        ("months * yes", "expression_type", None),
        ("months + 1", "expression_type", {"what": "[…], 123"}),
        ("1 < label", "expression_type", {"what": "123 < '…'"}),
        ("months < months", "expression_type", None),
        ("pairs == pairs", "expression_type", None),
        ("rate == rate", "expression_type", None),
        ("months in pairs", "expression_type", None),
        ("1 in 2", "expression_type", {"what": "123 in 123"}),
        ("1 in label", "expression_type", None),
        ("(-8) ** 0.5", "expression_type", {"what": "√(−)"}),
        ("[x for x in 5]", "expression_type", {"what": "for … in 123"}),
        ("[x for x in label]", "expression_type", None),
        ("[x for x in rate]", "expression_type", None),
        ("[a for a, b in months]", "expression_type", None),
        ("[a for a, b in [[1, 2, 3]]]", "expression_type", None),
        ("{1: 2}", "expression_key", {}),
        ("{months: 2}", "expression_key", {}),
        ("price / 0", "expression_zero", {"source": "price / 0"}),
        ("0 ** -1", "expression_zero", None),
        ("5 % 0", "expression_zero", None),
        ("1e308 * 10", "expression_finite", None),
        ("10.0 ** 64 ** 1 * 1e300", "expression_finite", None),
        ("1e300 ** 2", "expression_finite", None),
        ("1e999", "expression_finite", None),
        ("[1, 1e999]", "expression_finite", None),
        ("-1e999", "expression_finite", None),
        ("10 ** 19", "expression_size", {"limit": 10**18}),
        ("2 ** 65", "expression_size", {"limit": 64}),
        ("2 ** -65", "expression_size", None),
        ("9" * 30, "expression_size", None),
        ("", "expression_syntax", {"source": ""}),
        ("1 +", "expression_syntax", {"source": "1 +"}),
        ("a = 1", "expression_syntax", None),
        ("import os", "expression_syntax", None),
        ("1; 2", "expression_syntax", None),
        ("1\n2", "expression_syntax", None),
        ("price +\n1", "expression_syntax", None),
        ("x" * 2001, "expression_long", {"limit": 2000}),
        ("+".join(["1"] * 200), "expression_deep", None),
        ("eoq(1, 2)", "expression_arguments", {"expected": "annual_demand, order_cost, holding_cost"}),
        ("eoq(1, 2, 3, 4)", "expression_arguments", None),
        ("eoq(1, 2, 3, rate=4)", "expression_arguments", None),
        ("eoq(1, annual_demand=2, order_cost=3, holding_cost=4)", "expression_arguments", None),
        ("eoq(1, 2, label)", "expression_call", None),
        ("abs(label)", "expression_type", {"what": "abs('…')"}),
    ],
)  # fmt: skip
def test_each_fault_has_its_code(source: str, code: str, params: dict[str, object] | None) -> None:
    error = refused(source)
    assert error.code == code
    for name, expected in (params or {}).items():
        assert error.params[name] == expected


def test_a_named_argument_is_as_good_as_a_placed_one() -> None:
    assert value("eoq(annual_demand=100, order_cost=2, holding_cost=1)") == 20.0


def test_a_result_is_fresh_data() -> None:
    shared: dict[str, Plain] = {"row": [1, 2]}
    found = value("row", shared)
    assert isinstance(found, list)
    found.append(3)
    assert shared["row"] == [1, 2]


def test_a_hundred_levels_are_enough_and_a_hundred_and_one_too_many() -> None:
    assert value("-" * 98 + "1") == 1
    assert refused("-" * 102 + "1").code == "expression_deep"
    assert value("(" * 150 + "1" + ")" * 150) == 1  # brackets alone make no level


def test_depth_does_not_hang_on_the_caller() -> None:
    """The same expression is accepted or refused however deep the call stack already is."""
    deep = parse("[" * 98 + "1" + "]" * 98)

    def down(levels: int) -> Plain:
        return down(levels - 1) if levels else evaluate(deep, {}, FUNCTIONS)

    assert down(0) == down(300)


def test_each_thread_has_an_evaluator_of_its_own() -> None:
    found: dict[int, Plain] = {}
    parsed = parse("sum([x * k for x in range(0, 2000)])")

    def work(k: int) -> None:
        found[k] = evaluate(parsed, {"k": k}, FUNCTIONS)

    threads = [threading.Thread(target=work, args=(k,)) for k in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {k: k * 1_999_000 for k in range(8)}


# -- properties ----------------------------------------------------------------------------------------
figures = st.integers(-1000, 1000) | st.floats(-1000, 1000, allow_nan=False).map(lambda x: round(x, 3))


@st.composite
def formulas(draw: st.DrawFn, depth: int = 3) -> str:
    """A formula over a, b, c that Python reads in the same way."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(["a", "b", "c"]) | figures.map(lambda figure: f"({figure!r})"))
    kind = draw(st.sampled_from(["binary", "binary", "unary", "if", "compare", "list"]))
    left, right = draw(formulas(depth=depth - 1)), draw(formulas(depth=depth - 1))
    if kind == "unary":
        return f"(-{left})"
    if kind == "if":
        return f"({left} if {right} > 0 else {draw(formulas(depth=depth - 1))})"
    if kind == "compare":
        return f"({left} {draw(st.sampled_from(['<', '<=', '==', '!=', '>', '>=']))} {right})"
    if kind == "list":
        return f"[{left}, {right}][{draw(st.integers(0, 1))}]"
    return f"({left} {draw(st.sampled_from(['+', '-', '*', '/', '//', '%']))} {right})"


@given(formulas(), figures, figures, figures)
@settings(max_examples=60, deadline=None)
def test_arithmetic_agrees_with_pythons_own(source: str, a: float, b: float, c: float) -> None:
    names: dict[str, Plain] = {"a": a, "b": b, "c": c}
    try:
        expected = eval(source, {"__builtins__": {}}, dict(names))  # the oracle: Python on a safe formula
    except ArithmeticError:
        with pytest.raises(ExpressionError):
            value(source, names)
        return
    try:
        found = value(source, names)
    except ExpressionError as error:
        assume(error.code not in {"expression_size", "expression_finite"})  # a bound that Python has not
        raise
    assert found == expected


WORDS = st.sampled_from(
    ["1", "0", "price", "months", "rate", "label", "x", "sum", "(", ")", "[", "]", "{", "}", ",", ":", "::",
     ".", " for ", " in ", " if ", " else ", " lambda ", " not ", " and ", " or ", "*", "**", "/", "//", "%",
     "+", "-", "<", "==", "=", ":=", "'", '"', "\\", "f'", "__class__", "await ", "yield ", "async ", "...",
     "range(", "nearest(", "len(", "eoq(", "sorted(", "1e9", "é", "ｌｅｎ", "\n", "\t", "#", "@", "~", "|"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=80))
@settings(max_examples=300, deadline=None)
@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_no_text_raises_anything_else(source: str) -> None:
    with suppress(ExpressionError):
        value(source)

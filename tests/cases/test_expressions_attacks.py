"""Attempts to break out of an expression, or to make it hang: each one is refused, and soon.

"Soon" is measured in steps and in the work asked of lists, never in seconds: no test here asserts a time,
yet an attempt that got through would show as one that takes hours or all the memory.
"""

from __future__ import annotations

import os

import pytest

from cases import expressions
from cases.expressions import ExpressionError, evaluate, parse
from cases.functions import FUNCTIONS
from cases.plain import Plain

YEAR: dict[str, Plain] = {
    "horizon": 240,
    "demand": {"normal": {"mean": 60, "sd": 15}},
    "lead_time": {"constant": {"days": 8}},
    "shortage": "lost",
    "costs": {"holding": 0.01, "ordering": 90, "shortage": 2},
}
RUN: dict[str, Plain] = {
    "seed": 1,
    "label": "attack",
    "replications": 20,
    "require": {},
    "ranges": {"s": [0, 100], "Q": [50, 60]},
}
NAMES: dict[str, Plain] = {
    "price": 12.5,
    "text": "abc",
    "big": list(range(10_000)),
    "record": {"format": 1, "keys": 2, "real": 3},
    "year": YEAR,
    "run": RUN,
}


def refused(source: str, **more: Plain) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        evaluate(parse(source), {**NAMES, **more}, FUNCTIONS)
    return caught.value


@pytest.mark.parametrize(
    "source",
    [
        # dunders, in every place where a name can stand
        "__import__('os').system('touch /tmp/owned')",
        "__builtins__",
        "().__class__.__bases__[0].__subclasses__()",
        "''.__class__",
        "price.__class__",
        "record.__class__",
        "record['__class__']",
        "[].__class__.__mro__[1]",
        "sum.__globals__",
        "sum.__self__",
        "eoq.__code__.co_consts",
        "[x.__class__ for x in [1]]",
        "[_ for _ in [1]]",
        "[__x for __x in [1]]",
        "{'a': 1}.__class__",
        "record.__getitem__('format')",
        "＿＿import＿＿('os')",  # full-width low lines normalise to __import__
        "price.＿＿class＿＿",
        "().__class__.__base__.__subclasses__()[0].__init__.__globals__['os']",
        # methods and attributes of Python objects
        "'{0.__class__}'.format(price)",
        "'{0.__class__}'.format_map(record)",
        "'a'.join(['b'])",
        "'%s' % price",
        "'%1000000000d' % 1",
        "text.upper()",
        "text.upper",
        "big.append(1)",
        "big.append",
        "record.items()",
        "record.values",
        "record.pop('format')",
        "price.real",
        "(1).bit_length()",
        "(1).to_bytes(10, 'big')",
        "price.as_integer_ratio",
        "price.hex()",
        "[x.gi_frame for x in [1]]",
        "(x for x in [1]).gi_frame",
        "sum(x for x in [1]).gi_frame",
        "None.__class__",
        "True.real",
        # what Python has and an expression has not
        "lambda: 1",
        "(lambda: 1)()",
        "[f() for f in [lambda: 1]]",
        "(x := 1)",
        "[y := 1, y]",
        "[x for x in [1] if (z := 2)]",
        "f'{price}'",
        "f'{price.__class__}'",
        "f'{price:>1000000}'",
        "b'abc'",
        "1j",
        "...",
        "{1, 2}",
        "{x for x in [1]}",
        "{x: 1 for x in text}",
        "{'k': v for v in [1]}",
        "{**record}",
        "[*big]",
        "(*big,)",
        "max(*big)",
        "max(**record)",
        "await price",
        "yield price",
        "(yield)",
        "[x async for x in big]",
        "[await x for x in big]",
        "1 is 1",
        "1 is not 2",
        "1 | 2",
        "1 & 2",
        "1 ^ 2",
        "~1",
        "1 << 1000000",
        "1 >> 1",
        "big @ big",
        "print(1)",
        "open('/etc/passwd')",
        "eval('1')",
        "exec('1')",
        "getattr(price, 'real')",
        "type(price)",
        "globals()",
        "str(price)",
        "list(big)",
        "dict(a=1)",
        "set(big)",
        "tuple(big)",
        "int('9')",
        "float('nan')",
        "rand()",
        "randint(9)",
        "iter(big)",
        "vars()",
        # functions as values, and values as functions
        "sum",
        "[sum]",
        "[f for f in [sum]]",
        "{'f': eoq}",
        "sum if price else 0",
        "[sum, max][0](big)",
        "[f(1) for f in [1]]",
        "(sum)(1)",
        "record.format(1)",
        "record['format'](1)",
        "(sum or max)([1])",
        "sum(sum)",
        "max(sum, len)",
        "sorted(big, key=len)",
        "min(big, default=1)",
        "price()",
        "price(1)",
        "'abc'()",
        "1()",
        "sum()()",
        # a comprehension's target is no door to assignment
        "[1 for price.x in [1]]",
        "[1 for big[0] in [1]]",
        "[1 for record['a'] in [1]]",
        "[1 for (a, b.c) in [[1, 2]]]",
        "[1 for *a, b in [[1, 2]]]",
        "[a for a, *b in [[1, 2]]]",
        "[1 for None in [1]]",
        "[1 for True in [1]]",
        "[1 for 5 in [1]]",
        "[1 for f() in [1]]",
        "[x for x in]",
        # names that shadow
        "sum([1], sum=2)",
        "sum(values=[1], values=[2])",
        "eoq(1, 2, 3, __class__=4)",
        "eoq(1, 2, holding_cost=3, holding_cost=4)",
        "range(**{'a': 1})",
        "None(1)",
        "True(1)",
        # text that is no expression
        "import os",
        "price; price",
        "price\nprice",
        "price # " + "x" * 3000,
        "",
        " ",
        "\x00",
        "price\x00",
        "\ud800",
        "'\ud800",
        "'''",
        "\\",
        "return 1",
        "del price",
        "assert price",
        "price = 1",
        "for x in big: x",
        "pass",
    ],
)
def test_there_is_no_way_out(source: str) -> None:
    refused(source)


@pytest.mark.parametrize(
    "source", ["record.__class__", "record._x", "_x", "__x", "[_x for _x in []]", "_f(1)"]
)
def test_an_underscore_is_refused_before_anything_is_evaluated(source: str) -> None:
    """Even where a record of the case holds such a field."""
    with pytest.raises(ExpressionError) as caught:
        parse(source)
    assert caught.value.code == "expression_forbidden"


def test_nothing_was_run_on_the_way() -> None:
    refused("__import__('os').mkdir('/tmp/owned-by-an-expression')")
    assert not os.path.exists("/tmp/owned-by-an-expression")  # noqa: PTH110 - the attack's own words


def test_a_name_written_in_other_letters_is_the_name_that_it_normalises_to() -> None:
    """Full-width letters reach the listed function of the same name, and nothing more."""
    assert evaluate(parse("ｅｏｑ(100, 2, 1)"), {}, FUNCTIONS) == 20.0
    assert parse("ｅｏｑ(100, 2, 1)").functions == {"eoq"}


def test_a_bound_name_never_reaches_a_function() -> None:
    assert evaluate(parse("[sum([sum]) for sum in [5]]"), {}, FUNCTIONS) == [5]


def nested(template: str, seed: str, times: int) -> str:
    """``template`` around itself; ``@`` stands for what is inside."""
    text = seed
    for _ in range(times):
        text = template.replace("@", text)
    return text


def shared(levels: int) -> str:
    """Generators that bind lists holding the one before twice: 2**levels leaves, each list shared."""
    clauses = " ".join(f"for a{i + 1} in [[a{i}, a{i}]]" for i in range(levels))
    return f"for a0 in [[1]] {clauses}"


@pytest.mark.parametrize(
    "source",
    [
        # size of figures
        "9 ** 9 ** 9",
        "9 ** 99",
        "(9 ** 60) ** 60",
        "10 ** 18 * 10 ** 18",
        "2.0 ** 2000",
        "9" * 1999,
        "9" * 5000,
        "1e308 * 1e308",
        "nearest(1e300)",
        "ceil(1e300)",
        "nearest(1, 99)",
        "nearest(1, 10 ** 18)",
        "abs(-10 ** 18 - 1)",
        "sum([10 ** 18, 10 ** 18])",
        "sum([1e308, 1e308])",
        "mean([1e308, 1e308])",
        # size of lists and texts
        "[0] * 10 ** 9",
        "10 ** 9 * [0]",
        "[0] * 10001",
        "'a' * 10 ** 9",
        "'a' + 'a'",
        "big + big",
        "range(10 ** 9)",
        "range(-10 ** 18, 10 ** 18)",
        "range(0, 10001)",
        "range(-10000, 10000)",
        "range(0, 10, 0)",
        "range()",
        "range(1, 2, 3, 4)",
        "range(1.5)",
        "range('a')",
        "range(big)",
        # steps
        "[x for x in big for y in big]",
        "[1 for x in big for y in big for z in big]",
        "sum([x * x + x * x + x * x for x in big])",
        "[[x for x in big] for y in big]",
        "len([1 for x in big for y in big if y < 0])",
        # work hidden behind one step
        "[range(0, 10000) for x in range(0, 10000)]",
        "[big[:] for x in range(0, 10000)]",
        "[big + [] for x in range(0, 9000)]",
        "[big * 1 for x in range(0, 9000)]",
        "[big * 0 for x in range(0, 9000)]",
        "[sum(big) for x in range(0, 9000)]",
        "[sorted(big) for x in range(0, 9000)]",
        "[deviation(big) for x in range(0, 9000)]",
        "[max(big) for x in range(0, 9000)]",
        "[len(big) for x in range(0, 9000)]",
        "[big == big for x in range(0, 9000)]",
        "[-1 in big for x in range(0, 9000)]",
        "[1 for x in range(0, 4000) if big[:]]",
        "[1 for x in range(0, 4000) if big + [1]]",
        "[1 for x in range(0, 4000) if range(0, 10000)]",
        # lists shared by reference, whose leaves double at each level
        f"[a60 {shared(60)}]",
        f"[sum(a60) {shared(60)}]",
        f"[len(a60) {shared(60)}]",
        f"[eoq(a60, 1, 1) {shared(60)}]",
        f"[best_reorder_point({{'a': a60}}, run) {shared(60)}]",
        f"[best_reorder_point(year, {{'ranges': a60}}) {shared(60)}]",
        f"[a60 == a60 {shared(60)}]",
        f"[a60 * 2 {shared(60)}]",
        f"[1 in a60 {shared(60)}]",
        f"[a60 in [1] {shared(60)}]",
        f"[big[a60] {shared(60)}]",
        f"[big[a60:a60] {shared(60)}]",
        f"[record[a60] {shared(60)}]",
        f"[{{a60: 1}} {shared(60)}]",
        f"[a60 < a60 {shared(60)}]",
        f"[a60 + 1 {shared(60)}]",
        f"[-a60 {shared(60)}]",
        f"[nearest(1, a60) {shared(60)}]",
        f"[nearest(a60) {shared(60)}]",
        f"[max(a60, a60) {shared(60)}]",
        f"[eoq(a60, b=a60) {shared(60)}]",
        f"[unknown(a60) {shared(60)}]",
        f"[a60.x {shared(60)}]",
        f"[x for x, y in a60 {shared(60)}]",
        # depth
        "-" * 1999 + "1",
        "not " * 490 + "1",
        "+".join(["1"] * 900),
        nested("[@]", "1", 150),
        nested("(@)", "1", 999),
        nested("[x for x in @]", "[1]", 120),
        nested("(1 if @ else 2)", "1", 110),
        nested("abs(@)", "1", 180),
        nested("big[@]", "0", 180),
        "1" + "[0]" * 600,
        "record" + ".a" * 900,
        " if 1 else ".join(["1"] * 150),
        "**".join(["1"] * 600),
        # a search or a simulation without end
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': 100, 'ranges': {'s': [0, 99999], "
        "'Q': [1, 99999]}, 'require': {}})",
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': 20, 'ranges': {'s': [0, 10 ** 17], "
        "'Q': [1, 2]}, 'require': {}})",
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': 10 ** 9, 'ranges': {'s': [0, 9], "
        "'Q': [1, 2]}, 'require': {}})",
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': -5, 'ranges': {'s': [0, 9], "
        "'Q': [1, 2]}, 'require': {}})",
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': True, 'ranges': {'s': [0, 9], "
        "'Q': [1, 2]}, 'require': {}})",
        "best_reorder_point({'horizon': 10 ** 9}, run)",
        "best_reorder_point({'horizon': 10 ** 6, 'demand': {'poisson': {'mean': 10}}, "
        "'lead_time': {'constant': {'days': 3}}}, run)",
        "best_reorder_point({}, run)",
        "best_reorder_point(year, {})",
        "best_reorder_point(1, 1)",
        "best_reorder_point(year, run, 0)",
        "best_reorder_point(year, run, -10)",
        "best_reorder_point(year, run, 1.5)",
        "best_reorder_point(year, run, big)",
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': 20, 'ranges': {'s': [9, 0], "
        "'Q': [1, 2]}, 'require': {}})",
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': 20, 'ranges': {'s': [0], "
        "'Q': ['a', 2]}, 'require': {}})",
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': 20, 'ranges': {'s': 1, "
        "'Q': None}, 'require': {}})",
        "best_reorder_point(year, {'seed': 1.5, 'label': 'x', 'replications': 20, 'ranges': {'s': [0, 9], "
        "'Q': [1, 2]}, 'require': {}})",
        "best_reorder_point(year, {'seed': 1, 'label': 2, 'replications': 20, 'ranges': {'s': [0, 9], "
        "'Q': [1, 2]}, 'require': 5})",
        "best_reorder_point(year, {'seed': 1, 'label': 'x', 'replications': 20, 'ranges': {'s': [0, 9], "
        "'Q': [1, 2]}, 'require': {'fill_rate': 2}})",
    ],
)  # fmt: skip
def test_there_is_no_way_to_hang_it(source: str) -> None:
    error = refused(source)
    assert len(str(error)) < 2_000, "an error must not write out what it refuses"


def test_an_honest_expression_comes_nowhere_near_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A year of daily figures, with a few operations on each, takes under a quarter of the steps allowed."""
    monkeypatch.setattr(expressions, "MAX_STEPS", expressions.MAX_STEPS // 4)
    days: list[Plain] = [float(day) for day in range(365)]
    parsed = parse("deviation([nearest(x * 1.02 + 3, 2) for x in days if x >= 0]) / mean(days)")
    assert evaluate(parsed, {"days": days}, FUNCTIONS) == pytest.approx(105.366 * 1.02 / 182, rel=1e-3)


def test_the_bounds_are_bounds() -> None:
    """The last allowed step of each kind is taken, the next one refused."""
    assert len(evaluate(parse("range(0, 10000)"), {}, FUNCTIONS)) == 10_000  # type: ignore[arg-type]
    assert evaluate(parse("2 ** 59"), {}, FUNCTIONS) == 2**59
    assert evaluate(parse("10 ** 18"), {}, FUNCTIONS) == 10**18
    assert evaluate(parse("1.0 ** 64"), {}, FUNCTIONS) == 1.0
    refused("range(0, 10001)")
    refused("10 ** 18 + 1")
    refused("1.0 ** 65")
    assert evaluate(parse("len([0] * 10000)"), {}, FUNCTIONS) == 10_000
    refused("len([0] * 10001)")


def test_an_attack_leaves_the_evaluator_sound() -> None:
    for source in (
        nested("[x for x in @]", "[1]", 30).replace("[1]", "[1 / 0]"),
        "[x for x in big for y in big]",
    ):
        refused(source)
        assert evaluate(parse("x + sum([x for x in [1, 2]])"), {"x": 10}, FUNCTIONS) == 13
        refused("y")

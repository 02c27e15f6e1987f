"""An expression made into Python closures, once, with every guard in them.

Each allowed node of the tree becomes a function of a run that gives the node's value. There is nothing to
look up and no visitor to dispatch while a formula is evaluated a hundred thousand times over, and nothing of
Python's own is compiled or evaluated: a closure can do what this file wrote in it and no more.

Steps are counted as if each node charged one when it is evaluated, each item of a comprehension one more.
What is sure to be evaluated is charged together, beforehand: the sum is the same, and the bound holds sooner.
"""

from __future__ import annotations

import ast
import inspect
import math
import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from cases.expression_error import ExpressionError
from cases.operators import MAX_LENGTH, OPERATORS, kind_of, shown_key
from cases.plain import Plain
from cases.problem import both

MAX_WHOLE = 10**18
CONSTANTS: dict[str, Plain] = {"True": True, "False": False, "None": None}

Function = Callable[..., Any]


class Run:
    """One evaluation: the names, which comprehensions change for a while, and the steps left."""

    __slots__ = ("functions", "left", "limit", "names")

    def __init__(self, names: Mapping[str, Plain], functions: Mapping[str, Function], limit: int) -> None:
        self.names: dict[str, Any] = dict(names)
        self.functions = functions
        self.limit = self.left = limit

    def charge(self, steps: int) -> None:
        """Count steps; raises ExpressionError past the limit."""
        self.left -= steps
        if self.left < 0:
            raise ExpressionError("expression_steps", limit=self.limit)

    def weigh(self, value: list[Any] | dict[str, Any]) -> None:
        """Charge a step for each leaf of a list or record that is about to be walked."""
        stack: list[Any] = [value]
        while stack:
            value = stack.pop()
            self.charge(1 + len(value))
            parts = value.values() if isinstance(value, dict) else value
            stack.extend([part for part in parts if isinstance(part, list | dict)])


Walk = Callable[[Run], Any]


class Code(NamedTuple):
    """A compiled node: the function that evaluates it, and the steps that it is sure to take."""

    walk: Walk
    steps: int


def compiled(tree: ast.expr, source: str) -> Code:
    """Compile an expression that ``cases.parsing`` has let through; ``source`` names it in errors."""
    return _Compiler(source[:80]).code(tree)


# Two plain figures go straight to Python's own operator; anything else to the guarded one. Powers are not
# here: their exponent is bounded first.
_FIGURES = frozenset({int, float})
_PLAIN: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_UNSET = object()


class _Compiler:
    """The functions of one expression's nodes."""

    def __init__(self, source: str) -> None:
        self.source = source

    def code(self, node: ast.expr) -> Code:
        """Compile one node."""
        compile_node: Callable[[Any], Code] = getattr(self, f"_{type(node).__name__.lower()}")
        return compile_node(node)

    def codes(self, nodes: list[ast.expr]) -> tuple[tuple[Walk, ...], int]:
        """Compile nodes that are all sure to be evaluated; also return the steps of all."""
        found = [self.code(node) for node in nodes]
        return tuple(code.walk for code in found), sum(code.steps for code in found)

    def block(self, node: ast.expr) -> Walk:
        """Compile a node that may not be evaluated, or many times: it charges its own steps."""
        walk, steps = self.code(node)

        def charged(run: Run) -> Any:
            run.left -= steps
            if run.left < 0:
                raise ExpressionError("expression_steps", limit=run.limit)
            return walk(run)

        return charged

    def bounded(self, value: Any) -> Any:
        """Let a value through whose size is bounded."""
        kind = value.__class__
        if kind is float:
            if math.isfinite(value):
                return value
            raise ExpressionError("expression_finite", source=self.source)
        if kind is bool or kind is str or value is None:
            return value
        if isinstance(value, int):
            if abs(value) > MAX_WHOLE:
                raise ExpressionError("expression_size", limit=MAX_WHOLE)
        elif isinstance(value, float):  # a kin of float, from a function
            if not math.isfinite(value):
                raise ExpressionError("expression_finite", source=self.source)
        elif isinstance(value, list | dict) and len(value) > MAX_LENGTH:
            raise ExpressionError("expression_size", limit=MAX_LENGTH)
        return value

    # -- leaves -------------------------------------------------------------------------------------
    def _constant(self, node: ast.Constant) -> Code:
        value, bounded = node.value, self.bounded
        try:
            bounded(value)
        except ExpressionError:
            return Code(lambda _: bounded(value), 1)  # refused when it is evaluated, as any figure is
        return Code(lambda _: value, 1)

    def _name(self, node: ast.Name) -> Code:
        name, bounded = node.id, self.bounded
        if name in CONSTANTS:
            value = CONSTANTS[name]
            return Code(lambda _: value, 1)

        def walk(run: Run) -> Any:
            try:
                value = run.names[name]
            except KeyError:
                raise ExpressionError("expression_name", name=name) from None
            return bounded(value)

        return Code(walk, 1)

    # -- operators ----------------------------------------------------------------------------------
    def _binop(self, node: ast.BinOp) -> Code:
        (left, right), steps = self.codes([node.left, node.right])
        guarded, plain = OPERATORS[type(node.op)], _PLAIN.get(type(node.op))
        bounded, figures = self.bounded, _FIGURES if plain else frozenset[type]()

        def walk(run: Run) -> Any:
            one, other = left(run), right(run)
            if plain is not None and one.__class__ in figures and other.__class__ in figures:
                return bounded(plain(one, other))
            result = guarded(one, other)
            for value in (one, other, result):
                if isinstance(value, list):
                    run.charge(len(value))
            return bounded(result)

        return Code(walk, steps + 1)

    def _unaryop(self, node: ast.UnaryOp) -> Code:
        operand, steps = self.code(node.operand)
        function, bounded = OPERATORS[type(node.op)], self.bounded
        return Code(lambda run: bounded(function(operand(run))), steps + 1)

    def _boolop(self, node: ast.BoolOp) -> Code:
        first, steps = self.code(node.values[0])
        others = tuple(self.block(value) for value in node.values[1:])
        ends = isinstance(node.op, ast.Or)

        def walk(run: Run) -> Any:
            value = first(run)
            for other in others:
                if bool(value) is ends:
                    break
                value = other(run)
            return value

        return Code(walk, steps + 1)

    def _compare(self, node: ast.Compare) -> Code:
        first, steps = self.code(node.left)
        second, more = self.code(node.comparators[0])
        others = tuple(self.block(value) for value in node.comparators[1:])
        links = tuple(zip((second, *others), (_comparison(one) for one in node.ops), strict=True))

        def walk(run: Run) -> bool:
            left = first(run)
            for comparator, holds in links:
                right = comparator(run)
                if not holds(run, left, right):
                    return False
                left = right
            return True

        return Code(walk, steps + more + 1)

    def _ifexp(self, node: ast.IfExp) -> Code:
        test, steps = self.code(node.test)
        body, other = self.block(node.body), self.block(node.orelse)
        return Code(lambda run: body(run) if test(run) else other(run), steps + 1)

    # -- lists and records --------------------------------------------------------------------------
    def _list(self, node: ast.List | ast.Tuple) -> Code:
        items, steps = self.codes(node.elts)
        return Code(lambda run: [item(run) for item in items], steps + 1)

    _tuple = _list

    def _dict(self, node: ast.Dict) -> Code:
        keys, steps = self.codes([key for key in node.keys if key is not None])  # parse() lets no ** through
        values, more = self.codes(node.values)
        pairs = tuple(zip(keys, values, strict=True))

        def walk(run: Run) -> dict[str, Any]:
            record: dict[str, Any] = {}
            for key_walk, value_walk in pairs:
                key = key_walk(run)
                if not isinstance(key, str):
                    raise ExpressionError("expression_key")
                record[key] = value_walk(run)
            return record

        return Code(walk, steps + more + 1)

    def _attribute(self, node: ast.Attribute) -> Code:
        (holder, steps), field, bounded = self.code(node.value), node.attr, self.bounded

        def walk(run: Run) -> Any:
            record = holder(run)
            if not isinstance(record, dict) or field not in record:
                raise ExpressionError("expression_field", name=field)
            return bounded(record[field])

        return Code(walk, steps + 1)

    def _subscript(self, node: ast.Subscript) -> Code:
        (holder, key_walk), steps = self.codes([node.value, node.slice])
        bounded = self.bounded

        def walk(run: Run) -> Any:
            container, key = holder(run), key_walk(run)
            if not isinstance(container, list | dict):
                raise ExpressionError("expression_type", what=f"{kind_of(container)}[…]")
            if isinstance(key, slice):
                run.charge(len(container))
            try:
                value = container[key]  # whatever does not fit is told below
            except (LookupError, TypeError, ValueError):
                raise ExpressionError("expression_field", name=shown_key(key)) from None
            return bounded(value)

        return Code(walk, steps + 1)

    def _slice(self, node: ast.Slice) -> Code:
        ends = [self.code(end) if end is not None else None for end in (node.lower, node.upper, node.step)]
        walks = tuple(end.walk if end is not None else _nothing for end in ends)
        steps = sum(end.steps for end in ends if end is not None)
        return Code(lambda run: slice(*(walk(run) for walk in walks)), steps + 1)

    # -- comprehensions -----------------------------------------------------------------------------
    def _listcomp(self, node: ast.ListComp | ast.GeneratorExp) -> Code:
        names = sorted({one.id for loop in node.generators for one in _target_names(loop.target)})
        first, steps = self.code(node.generators[0].iter)  # sure to be evaluated, and once: no block
        item, bounded = self.code(node.elt), self.bounded
        iters = (first, *(self.block(loop.iter) for loop in node.generators[1:]))
        loops = tuple(
            _Loop(loop.target, items, tuple(self.block(condition) for condition in loop.ifs))
            for loop, items in zip(node.generators, iters, strict=True)
        )
        straight = len(loops) == 1 and not loops[0].conditions

        def walk(run: Run) -> list[Any]:
            before = [run.names.get(name, _UNSET) for name in names]
            items = _listed(first(run))
            collected = (
                _straight(run, items, loops[0], item) if straight else _looped(run, items, loops, item)
            )
            # A comprehension keeps its names to itself. One that fails ends the run, names and all.
            for name, value in zip(names, before, strict=True):
                if value is _UNSET:
                    run.names.pop(name, None)
                else:
                    run.names[name] = value
            bounded(collected)
            return collected

        return Code(walk, steps + 1)

    _generatorexp = _listcomp

    # -- calls --------------------------------------------------------------------------------------
    def _call(self, node: ast.Call) -> Code:
        assert isinstance(node.func, ast.Name)  # parse() lets no other callee through
        name, bounded = node.func.id, self.bounded
        placed, steps = self.codes(node.args)
        values, more = self.codes([keyword.value for keyword in node.keywords])
        keywords = tuple(str(keyword.arg) for keyword in node.keywords)

        def walk(run: Run) -> Any:
            function = run.functions.get(name)
            if function is None:
                raise ExpressionError("expression_function", name=name)
            arguments = [argument(run) for argument in placed]
            named = {key: value(run) for key, value in zip(keywords, values, strict=True)} if keywords else {}
            for one in (*arguments, *named.values()) if named else arguments:
                if isinstance(one, list | dict):
                    run.weigh(one)
            try:
                result = function(*arguments, **named)
            except ExpressionError:
                raise
            except TypeError as error:
                raise _misfit(name, function, arguments, named) from error
            except (ValueError, ArithmeticError) as error:
                raise ExpressionError("expression_call", name=name, why=both(error)) from error
            if isinstance(result, list | dict):
                run.weigh(result)
            return bounded(result)

        return Code(walk, steps + more + 1)


def _nothing(_: Run) -> None:
    return None


def _comparison(operation: ast.cmpop) -> Callable[[Run, Any, Any], Any]:
    guarded, plain = OPERATORS[type(operation)], _PLAIN.get(type(operation))

    def holds(run: Run, left: Any, right: Any) -> Any:
        if plain is not None and left.__class__ in _FIGURES and right.__class__ in _FIGURES:
            return plain(left, right)
        for value in (left, right):
            if isinstance(value, list):
                run.charge(len(value))
        return guarded(left, right)

    return holds


class _Loop(NamedTuple):
    """One ``for … in … if …`` of a comprehension."""

    target: ast.expr
    items: Walk
    conditions: tuple[Walk, ...]


def _listed(items: Any) -> list[Any]:
    if not isinstance(items, list):
        raise ExpressionError("expression_type", what=f"for … in {kind_of(items)}")
    return items


def _straight(run: Run, items: list[Any], loop: _Loop, item: Code) -> list[Any]:
    """One loop without condition: what every item takes is known beforehand."""
    walk, target, names, collected = item.walk, loop.target, run.names, []
    run.charge(len(items) * (1 + item.steps))
    if isinstance(target, ast.Name):
        name = target.id
        for value in items:
            names[name] = value
            collected.append(walk(run))
    else:
        for value in items:
            _bind(target, value, names)
            collected.append(walk(run))
    return collected


def _looped(run: Run, items: list[Any], loops: tuple[_Loop, ...], item: Code) -> list[Any]:
    """Loops within loops, each with its conditions; ``items`` are those of the first."""
    collected: list[Any] = []

    def walk(place: int, values: list[Any]) -> None:
        target, _, conditions = loops[place]
        last = place + 1 == len(loops)
        for value in values:
            run.charge(1)
            _bind(target, value, run.names)
            if all(condition(run) for condition in conditions):
                if last:
                    run.charge(item.steps)
                    collected.append(item.walk(run))
                else:
                    walk(place + 1, _listed(loops[place + 1].items(run)))

    walk(0, items)
    return collected


def _target_names(target: ast.expr) -> Iterator[ast.Name]:
    return (name for name in ast.walk(target) if isinstance(name, ast.Name))


def _bind(target: ast.expr, value: Any, names: dict[str, Any]) -> None:
    if isinstance(target, ast.Name):
        names[target.id] = value
        return
    assert isinstance(target, ast.Tuple | ast.List)  # parse() lets no other target through
    if not isinstance(value, list) or len(value) != len(target.elts):
        raise ExpressionError("expression_type", what="for a, b in …")
    for part, item in zip(target.elts, value, strict=True):
        _bind(part, item, names)


def _misfit(name: str, function: Function, arguments: list[Any], named: Mapping[str, Any]) -> ExpressionError:
    """Why a call does not fit: the wrong arguments, or the wrong kind of one."""
    signature = inspect.signature(function)
    try:
        signature.bind(*arguments, **named)
    except TypeError:
        return ExpressionError("expression_arguments", name=name, expected=", ".join(signature.parameters))
    kinds = ", ".join(kind_of(value) for value in (*arguments, *named.values()))
    return ExpressionError("expression_type", what=f"{name}({kinds})")

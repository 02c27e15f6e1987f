"""Expressions over plain data: the only code that a case file can hold.

simpleeval does the walking; this file narrows it. No attribute of a Python object can be reached (a dot
reads a record's field and nothing else), only the functions listed in ``cases.functions`` can be called,
and steps, exponents, sizes and comparisons are bounded, so that every expression ends soon.
"""

from __future__ import annotations

import ast
import operator
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simpleeval import EvalWithCompoundTypes, InvalidExpression

from cases.plain import MAX_LEAVES, Plain, is_flat, is_number, is_scalar, to_plain

MAX_SOURCE = 2_000
MAX_STEPS = 50_000
MAX_LENGTH = 10_000
MAX_EXPONENT = 64
MAX_WHOLE = 10**18

Function = Callable[..., Any]
CONSTANTS: dict[str, Plain] = {"True": True, "False": False, "None": None}


class ExpressionError(ValueError):
    """An expression that cannot be read or evaluated: a message code, and what its words need."""

    def __init__(self, code: str, **params: object) -> None:
        self.code = code
        self.params = params
        super().__init__(f"{code}: {params}")


@dataclass(frozen=True)
class Expression:
    """A parsed expression with the names and functions that it uses."""

    source: str
    tree: ast.expr
    names: frozenset[str]
    functions: frozenset[str]


_ALLOWED = (
    ast.expr_context, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.comprehension, ast.keyword,
    ast.Name, ast.Constant, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call,
    ast.Subscript, ast.Slice, ast.Attribute, ast.List, ast.Tuple, ast.Dict, ast.ListComp, ast.GeneratorExp,
)  # fmt: skip


def parse(source: str) -> Expression:
    """Parse one expression.

    Raises ExpressionError: ``expression_long``, ``expression_syntax``, ``expression_forbidden``.
    """
    text = source.strip()
    if len(text) > MAX_SOURCE:
        raise ExpressionError("expression_long", limit=MAX_SOURCE)
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError("expression_syntax", source=text[:80]) from error
    functions: set[str] = set()
    callees: set[int] = set()
    for node in ast.walk(tree):
        _allow(node, text)
        if isinstance(node, ast.Call):
            if not isinstance(node.func, ast.Name):
                raise ExpressionError("expression_forbidden", what="…()", source=text[:80])
            functions.add(node.func.id)
            callees.add(id(node.func))
    bound = {
        name.id
        for node in ast.walk(tree)
        if isinstance(node, ast.comprehension)
        for name in ast.walk(node.target)
        if isinstance(name, ast.Name)
    }
    names = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and id(node) not in callees and node.id not in bound
    }
    return Expression(text, tree, frozenset(names - set(CONSTANTS)), frozenset(functions))


def _allow(node: ast.AST, text: str) -> None:
    forbidden = ""
    if not isinstance(node, _ALLOWED):
        forbidden = type(node).__name__
    elif isinstance(node, ast.Attribute) and node.attr.startswith("_"):
        forbidden = f".{node.attr}"
    elif isinstance(node, ast.Name) and node.id.startswith("_"):
        forbidden = node.id
    elif isinstance(node, ast.Constant) and not is_scalar(node.value):
        forbidden = type(node.value).__name__
    elif (isinstance(node, ast.keyword) and node.arg is None) or (
        isinstance(node, ast.Dict) and None in node.keys
    ):
        forbidden = "**"
    if forbidden:
        raise ExpressionError("expression_forbidden", what=forbidden, source=text[:80])


def _numbers(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def guarded(left: Any, right: Any) -> Any:
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise ExpressionError("expression_type", what=f"{_kind(left)}, {_kind(right)}")
        return function(left, right)

    return guarded


def _kind(value: object) -> str:
    return {dict: "record", list: "list", str: "text", type(None): "nothing"}.get(type(value), "number")


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > MAX_EXPONENT:
        raise ExpressionError("expression_size", limit=MAX_EXPONENT)
    result = base**exponent
    if isinstance(result, complex):
        raise ExpressionError("expression_type", what="square root of a negative number")
    return float(result) if isinstance(result, float) else int(result)


def _multiply(left: Any, right: Any) -> Any:
    for values, times in ((left, right), (right, left)):
        if isinstance(values, list):
            if not is_flat(values) or isinstance(times, bool) or not isinstance(times, int):
                raise ExpressionError("expression_type", what=f"{_kind(left)} * {_kind(right)}")
            if times * len(values) > MAX_LENGTH:
                raise ExpressionError("expression_size", limit=MAX_LENGTH)
            return values * times
    return _numbers(operator.mul)(left, right)


def _add(left: Any, right: Any) -> Any:
    if isinstance(left, list) and isinstance(right, list):
        if len(left) + len(right) > MAX_LENGTH:
            raise ExpressionError("expression_size", limit=MAX_LENGTH)
        return left + right
    return _numbers(operator.add)(left, right)


def _compare(function: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    # Comparing nested lists could walk the same inner list over and over: only flat things compare.
    def guarded(left: Any, right: Any) -> bool:
        for value in (left, right):
            if not (is_scalar(value) or is_flat(value)):
                raise ExpressionError("expression_type", what=_kind(value))
        return function(left, right)

    return guarded


def _contains(item: Any, container: Any) -> bool:
    if not is_scalar(item) or not (is_flat(container) or isinstance(container, dict | str)):
        raise ExpressionError("expression_type", what=f"{_kind(item)} in {_kind(container)}")
    return item in container


OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: _add,
    ast.Sub: _numbers(operator.sub),
    ast.Mult: _multiply,
    ast.Div: _numbers(operator.truediv),
    ast.FloorDiv: _numbers(operator.floordiv),
    ast.Mod: _numbers(operator.mod),
    ast.Pow: _numbers(_power),
    ast.Eq: _compare(operator.eq),
    ast.NotEq: _compare(operator.ne),
    ast.Lt: _compare(operator.lt),
    ast.LtE: _compare(operator.le),
    ast.Gt: _compare(operator.gt),
    ast.GtE: _compare(operator.ge),
    ast.In: _contains,
    ast.NotIn: lambda item, container: not _contains(item, container),
    ast.Not: operator.not_,
    ast.USub: lambda value: _numbers(operator.mul)(-1, value),
    ast.UAdd: lambda value: _numbers(operator.mul)(1, value),
}


class _Evaluator(EvalWithCompoundTypes):  # type: ignore[misc]  # simpleeval ships no types
    """simpleeval with records instead of attributes, and a step count instead of a wall clock."""

    def __init__(self, functions: Mapping[str, Function], names: Mapping[str, Plain]) -> None:
        super().__init__(operators=OPERATORS, functions={}, names=names)
        self.functions = dict(functions)  # the base class would add list, tuple, dict and set
        self.steps = 0
        self.nodes[ast.Call] = self._eval_listed_call

    def _eval(self, node: ast.AST) -> Any:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise ExpressionError("expression_steps", limit=MAX_STEPS)
        result = self.nodes[type(node)](node)
        if isinstance(result, int) and abs(result) > MAX_WHOLE:
            raise ExpressionError("expression_size", limit=MAX_WHOLE)
        if isinstance(result, list | dict) and len(result) > MAX_LENGTH:
            raise ExpressionError("expression_size", limit=MAX_LENGTH)
        return result

    def _eval_name(self, node: ast.Name) -> Any:
        if node.id in CONSTANTS:
            return CONSTANTS[node.id]
        try:
            return self.names[node.id]
        except KeyError:
            raise ExpressionError("expression_name", name=node.id) from None

    def _eval_attribute(self, node: ast.Attribute) -> Any:
        record = self._eval(node.value)
        if not isinstance(record, dict) or node.attr not in record:
            raise ExpressionError("expression_field", name=node.attr)
        return record[node.attr]

    def _eval_subscript(self, node: ast.Subscript) -> Any:
        container = self._eval(node.value)
        key = self._eval(node.slice)
        if not isinstance(container, list | dict):
            raise ExpressionError("expression_type", what=f"{_kind(container)}[…]")
        try:
            return container[key]
        except (KeyError, IndexError, TypeError):
            raise ExpressionError("expression_field", name=str(key)) from None

    def _eval_tuple(self, node: ast.Tuple) -> Any:
        return [self._eval(item) for item in node.elts]

    def _eval_listed_call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)  # parse() lets no other callee through
        function = self.functions.get(node.func.id)
        if function is None:
            raise ExpressionError("expression_function", name=node.func.id)
        arguments = [self._eval(argument) for argument in node.args]
        named = {str(keyword.arg): self._eval(keyword.value) for keyword in node.keywords}
        try:
            return function(*arguments, **named)
        except ExpressionError:
            raise
        except (TypeError, ValueError, ArithmeticError) as error:
            raise ExpressionError("expression_call", name=node.func.id, why=str(error)) from error


_kept = threading.local()


def _evaluator(functions: Mapping[str, Function], names: Mapping[str, Plain]) -> _Evaluator:
    # Building an evaluator costs more than most expressions: each thread keeps one. No listed function
    # evaluates an expression itself, so one is never entered twice.
    evaluator: _Evaluator | None = getattr(_kept, "evaluator", None)
    if evaluator is None:
        evaluator = _kept.evaluator = _Evaluator(functions, names)
    evaluator.functions, evaluator.names = dict(functions), names
    evaluator.steps = evaluator._max_count = 0
    return evaluator


def evaluate(expression: Expression, names: Mapping[str, Plain], functions: Mapping[str, Function]) -> Plain:
    """Evaluate a parsed expression over plain data.

    ``names`` gives each name's value, ``functions`` the only callables. Raises ExpressionError when a name,
    field or function is unknown, a type does not fit, a bound is passed, or a result is not a finite number.
    """
    evaluator = _evaluator(functions, names)
    try:
        result = evaluator._eval(expression.tree)
        # Literals and comprehensions build fresh data; a huge nest of shared lists is refused here.
        plain = result if is_scalar(result) else to_plain(result)
    except ExpressionError:
        raise
    except ZeroDivisionError as error:
        raise ExpressionError("expression_zero", source=expression.source[:80]) from error
    except (InvalidExpression, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise ExpressionError("expression_call", name=expression.source[:80], why=str(error)) from error
    if isinstance(plain, float) and not is_number(plain):
        raise ExpressionError("expression_finite", source=expression.source[:80])
    return plain


__all__ = ["MAX_LEAVES", "Expression", "ExpressionError", "Function", "evaluate", "parse"]

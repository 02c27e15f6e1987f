"""What the operators of an expression do: numbers, flat lists and texts, bounded in size; nothing else."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

from cases.expression_error import ExpressionError
from cases.plain import is_flat, is_scalar

MAX_LENGTH = 10_000
MAX_EXPONENT = 64


def _numbers(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def guarded(left: Any, right: Any) -> Any:
        if not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise ExpressionError("expression_type", what=f"{kind_of(left)}, {kind_of(right)}")
        return function(left, right)

    return guarded


def kind_of(value: object) -> str:
    """The kind of a value, as an error shows it in any language."""
    kinds = {dict: "{…}", list: "[…]", str: "'…'", type(None): "None", slice: "…:…", bool: "True"}
    return kinds.get(type(value), "123")


def shown_key(value: object) -> str:
    """A key or place, as an error names it."""
    # A list may stand a million times in another by reference: never written out.
    return str(value)[:40] if is_scalar(value) else kind_of(value)


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > MAX_EXPONENT:
        raise ExpressionError("expression_size", limit=MAX_EXPONENT)
    result = base**exponent
    if isinstance(result, complex):
        raise ExpressionError("expression_type", what="√(−)")
    return float(result) if isinstance(result, float) else int(result)


def _multiply(left: Any, right: Any) -> Any:
    for values, times in ((left, right), (right, left)):
        if isinstance(values, list):
            if not is_flat(values) or isinstance(times, bool) or not isinstance(times, int):
                raise ExpressionError("expression_type", what=f"{kind_of(left)} * {kind_of(right)}")
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


def _equal(left: Any, right: Any) -> bool:
    # Comparing nested lists could walk the same inner list over and over: only flat things compare.
    for value in (left, right):
        if not (is_scalar(value) or is_flat(value)):
            raise ExpressionError("expression_type", what=f"{kind_of(left)} == {kind_of(right)}")
    return bool(left == right)


def _ordered(function: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    def guarded(left: Any, right: Any) -> bool:
        both_text = isinstance(left, str) and isinstance(right, str)
        if not both_text and not (isinstance(left, int | float) and isinstance(right, int | float)):
            raise ExpressionError("expression_type", what=f"{kind_of(left)} < {kind_of(right)}")
        return function(left, right)

    return guarded


def _contains(item: Any, container: Any) -> bool:
    texts = isinstance(item, str) and isinstance(container, str)
    if not texts and (not is_scalar(item) or not (is_flat(container) or isinstance(container, dict))):
        raise ExpressionError("expression_type", what=f"{kind_of(item)} in {kind_of(container)}")
    return item in container


OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: _add,
    ast.Sub: _numbers(operator.sub),
    ast.Mult: _multiply,
    ast.Div: _numbers(operator.truediv),
    ast.FloorDiv: _numbers(operator.floordiv),
    ast.Mod: _numbers(operator.mod),
    ast.Pow: _numbers(_power),
    ast.Eq: _equal,
    ast.NotEq: lambda left, right: not _equal(left, right),
    ast.Lt: _ordered(operator.lt),
    ast.LtE: _ordered(operator.le),
    ast.Gt: _ordered(operator.gt),
    ast.GtE: _ordered(operator.ge),
    ast.In: _contains,
    ast.NotIn: lambda item, container: not _contains(item, container),
    ast.Not: operator.not_,
    ast.USub: lambda value: _numbers(operator.mul)(-1, value),
    ast.UAdd: lambda value: _numbers(operator.mul)(1, value),
}

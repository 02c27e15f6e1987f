"""Expressions over plain data: the only code that a case file can hold.

simpleeval does the walking; this file narrows it. No attribute of a Python object can be reached (a dot
reads a record's field and nothing else), only the functions listed in ``cases.functions`` can be called,
and steps, exponents, sizes and depth are bounded, so that every expression ends soon. Whatever walks or
copies a list pays a step for each of its leaves: a list repeated by reference cannot make the work explode.
"""

from __future__ import annotations

import ast
import inspect
import math
import threading
from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import Any

from simpleeval import EvalWithCompoundTypes, InvalidExpression

from cases.operators import MAX_LENGTH, OPERATORS, kind_of, shown_key
from cases.parsing import CONSTANTS, MAX_DEPTH, Expression, ExpressionError, parse
from cases.plain import MAX_LEAVES, Plain, is_scalar, to_plain
from cases.problem import both

MAX_STEPS = 50_000
MAX_WHOLE = 10**18

Function = Callable[..., Any]


class _Evaluator(EvalWithCompoundTypes):  # type: ignore[misc]  # simpleeval ships no types
    """simpleeval with records instead of attributes, and a step count instead of a wall clock."""

    names: Mapping[str, Plain]

    def __init__(self, functions: Mapping[str, Function], names: Mapping[str, Plain]) -> None:
        super().__init__(operators=OPERATORS, functions={}, names=names)
        self.functions = dict(functions)  # the base class would add list, tuple, dict and set
        self.steps = 0
        self.source = ""
        self.nodes[ast.Call] = self._eval_listed_call

    def _charge(self, steps: int) -> None:
        self.steps += steps
        if self.steps > MAX_STEPS:
            raise ExpressionError("expression_steps", limit=MAX_STEPS)

    def _weigh(self, *values: Any) -> None:
        """Charge a step for each leaf of lists and records that are about to be walked."""
        stack = [value for value in values if isinstance(value, list | dict)]
        while stack:
            value = stack.pop()
            self._charge(1 + len(value))
            parts = value.values() if isinstance(value, dict) else value
            stack.extend(part for part in parts if isinstance(part, list | dict))

    def _eval(self, node: ast.AST) -> Any:
        self._charge(1)
        result = self.nodes[type(node)](node)
        if isinstance(result, float):
            if not math.isfinite(result):
                raise ExpressionError("expression_finite", source=self.source)
        elif isinstance(result, int):
            if abs(result) > MAX_WHOLE:
                raise ExpressionError("expression_size", limit=MAX_WHOLE)
        elif isinstance(result, list | dict) and len(result) > MAX_LENGTH:
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
            raise ExpressionError("expression_type", what=f"{kind_of(container)}[…]")
        if isinstance(key, slice):
            self._charge(len(container))
        try:
            return container[key]
        except (LookupError, TypeError, ValueError):
            raise ExpressionError("expression_field", name=shown_key(key)) from None

    def _eval_binop(self, node: ast.BinOp) -> Any:
        left, right = self._eval(node.left), self._eval(node.right)
        result = self.operators[type(node.op)](left, right)
        for value in (left, right, result):
            if isinstance(value, list):
                self._charge(len(value))
        return result

    def _eval_compare(self, node: ast.Compare) -> Any:
        left = self._eval(node.left)
        for operation, comparator in zip(node.ops, node.comparators, strict=True):
            right = self._eval(comparator)
            for value in (left, right):
                if isinstance(value, list):
                    self._charge(len(value))
            if not self.operators[type(operation)](left, right):
                return False
            left = right
        return True

    def _eval_tuple(self, node: ast.Tuple) -> Any:
        return [self._eval(item) for item in node.elts]

    def _eval_dict(self, node: ast.Dict) -> Any:
        record: dict[str, Any] = {}
        for key_node, value_node in zip(node.keys, node.values, strict=True):
            assert key_node is not None  # parse() lets no ** through
            key = self._eval(key_node)
            if not isinstance(key, str):
                raise ExpressionError("expression_key")
            record[key] = self._eval(value_node)
        return record

    def _eval_comprehension(self, node: ast.ListComp | ast.GeneratorExp) -> Any:
        outer: Any = self.names
        bound: dict[str, Any] = {}
        collected: list[Any] = []

        def walk(place: int) -> None:
            if place == len(node.generators):
                collected.append(self._eval(node.elt))
                return
            generator = node.generators[place]
            items = self._eval(generator.iter)
            if not isinstance(items, list):
                raise ExpressionError("expression_type", what=f"for … in {kind_of(items)}")
            for item in items:
                self._charge(1)
                _bind(generator.target, item, bound)
                if all(self._eval(condition) for condition in generator.ifs):
                    walk(place + 1)

        self.names = ChainMap(bound, outer)
        try:
            walk(0)
        finally:
            self.names = outer
        return collected

    def _eval_listed_call(self, node: ast.Call) -> Any:
        assert isinstance(node.func, ast.Name)  # parse() lets no other callee through
        name = node.func.id
        function = self.functions.get(name)
        if function is None:
            raise ExpressionError("expression_function", name=name)
        arguments = [self._eval(argument) for argument in node.args]
        named = {str(keyword.arg): self._eval(keyword.value) for keyword in node.keywords}
        self._weigh(*arguments, *named.values())
        try:
            result = function(*arguments, **named)
        except ExpressionError:
            raise
        except TypeError as error:
            raise _misfit(name, function, arguments, named) from error
        except (ValueError, ArithmeticError) as error:
            raise ExpressionError("expression_call", name=name, why=both(error)) from error
        self._weigh(result)
        return result


def _bind(target: ast.expr, value: Any, bound: dict[str, Any]) -> None:
    if isinstance(target, ast.Name):
        bound[target.id] = value
        return
    assert isinstance(target, ast.Tuple | ast.List)  # parse() lets no other target through
    if not isinstance(value, list) or len(value) != len(target.elts):
        raise ExpressionError("expression_type", what="for a, b in …")
    for part, item in zip(target.elts, value, strict=True):
        _bind(part, item, bound)


def _misfit(name: str, function: Function, arguments: list[Any], named: Mapping[str, Any]) -> ExpressionError:
    """Why a call does not fit: the wrong arguments, or the wrong kind of one."""
    signature = inspect.signature(function)
    try:
        signature.bind(*arguments, **named)
    except TypeError:
        return ExpressionError("expression_arguments", name=name, expected=", ".join(signature.parameters))
    kinds = ", ".join(kind_of(value) for value in (*arguments, *named.values()))
    return ExpressionError("expression_type", what=f"{name}({kinds})")


_kept = threading.local()


def _evaluator(functions: Mapping[str, Function], names: Mapping[str, Plain]) -> _Evaluator:
    # Building an evaluator costs more than most expressions: each thread keeps one. No listed function
    # evaluates an expression itself, so one is never entered twice.
    evaluator: _Evaluator | None = getattr(_kept, "evaluator", None)
    if evaluator is None:
        evaluator = _kept.evaluator = _Evaluator(functions, names)
    evaluator.functions, evaluator.names = functions, names  # type: ignore[assignment]  # read only
    evaluator.steps = 0
    return evaluator


def evaluate(expression: Expression, names: Mapping[str, Plain], functions: Mapping[str, Function]) -> Plain:
    """Evaluate a parsed expression over plain data.

    ``names`` gives each name's value, ``functions`` the only callables. Raises ExpressionError when a name,
    field or function is unknown, a type does not fit, a bound is passed, or a result is not a finite number.
    """
    evaluator = _evaluator(functions, names)
    evaluator.source = expression.source[:80]
    try:
        result = evaluator._eval(expression.tree)
        # Literals and comprehensions build fresh data; a huge nest of shared lists is refused here.
        return result if is_scalar(result) else to_plain(result)
    except ExpressionError:
        raise
    except ZeroDivisionError as error:
        raise ExpressionError("expression_zero", source=expression.source[:80]) from error
    except OverflowError as error:
        raise ExpressionError("expression_finite", source=expression.source[:80]) from error
    except (InvalidExpression, TypeError, ValueError, ArithmeticError) as error:
        raise ExpressionError("expression_call", name=expression.source[:80], why=both(error)) from error
    except RecursionError as error:
        raise ExpressionError("expression_deep", limit=MAX_DEPTH, source=expression.source[:80]) from error


__all__ = ["MAX_LEAVES", "MAX_LENGTH", "Expression", "ExpressionError", "Function", "evaluate", "parse"]

"""Expressions over plain data: the only code that a case file can hold.

``cases.parsing`` reads them and ``cases.compiling`` makes closures of them. No attribute of a Python object
can be reached (a dot reads a record's field and nothing else), only the functions listed in
``cases.functions`` can be called, and steps, exponents, sizes and depth are bounded, so that every expression
ends soon. Whatever walks or copies a list pays a step for each of its leaves: a list repeated by reference
cannot make the work explode.
"""

from __future__ import annotations

from collections.abc import Mapping

from cases.compiling import MAX_WHOLE, Function, Run
from cases.expression_error import ExpressionError
from cases.operators import MAX_LENGTH
from cases.parsing import MAX_DEPTH, Expression, parse
from cases.plain import MAX_LEAVES, Plain, is_scalar, to_plain
from cases.problem import both

MAX_STEPS = 50_000


def evaluate(expression: Expression, names: Mapping[str, Plain], functions: Mapping[str, Function]) -> Plain:
    """Evaluate a parsed expression over plain data.

    ``names`` gives each name's value, ``functions`` the only callables. Raises ExpressionError when a name,
    field or function is unknown, a type does not fit, a bound is passed, or a result is not a finite number.
    """
    run = Run(names, functions, MAX_STEPS)
    walk, steps = expression.code
    try:
        run.charge(steps)
        result = walk(run)
        # Literals and comprehensions build fresh data; a huge nest of shared lists is refused here.
        return result if is_scalar(result) else to_plain(result)
    except ExpressionError:
        raise
    except ZeroDivisionError as error:
        raise ExpressionError("expression_zero", source=expression.source[:80]) from error
    except OverflowError as error:
        raise ExpressionError("expression_finite", source=expression.source[:80]) from error
    except (TypeError, ValueError, ArithmeticError) as error:
        raise ExpressionError("expression_call", name=expression.source[:80], why=both(error)) from error
    except RecursionError as error:
        raise ExpressionError("expression_deep", limit=MAX_DEPTH, source=expression.source[:80]) from error


__all__ = [
    "MAX_LEAVES",
    "MAX_LENGTH",
    "MAX_STEPS",
    "MAX_WHOLE",
    "Expression",
    "ExpressionError",
    "Function",
    "evaluate",
    "parse",
]

"""Nested values of a case file: each leaf is an expression, a number, or literal text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pydantic import JsonValue

from cases.expressions import Expression, ExpressionError, Function, evaluate, parse
from cases.operators import kind_of
from cases.plain import Plain, Scalar, is_number, is_scalar
from cases.quantity import round_to
from cases.rounding import RULES

# What a case file may give where a value stands; its leaves are checked by ``compile_template``.
Source = JsonValue

TEXT = "text"
ROUNDED = {"value", "round", "decimals"}


@dataclass(frozen=True, eq=False)
class Template:
    """A compiled value: one of an expression, a constant, a list or a record of templates.

    Two templates are equal when they are one and the same, so that a graph can keep a value by its template.
    """

    expression: Expression | None = None
    constant: Scalar = None
    items: tuple[Template, ...] | None = None
    fields: Mapping[str, Template] | None = None
    rule: str | None = None
    decimals: int = 0

    def expressions(self) -> Iterator[Expression]:
        """Every expression in the template."""
        if self.expression is not None:
            yield self.expression
        for part in self.items or tuple((self.fields or {}).values()):
            yield from part.expressions()

    def names(self) -> frozenset[str]:
        """Every name that the template's expressions use."""
        return self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name for expression in self.expressions() for name in expression.names)

    def evaluate(self, names: Mapping[str, Plain], functions: Mapping[str, Function]) -> Plain:
        """Evaluate every leaf over ``names``; raises ExpressionError."""
        value = self._evaluate(names, functions)
        if self.rule is None:
            return value
        if isinstance(value, list):
            return [self._rounded(item) for item in value]
        return self._rounded(value)

    def _rounded(self, value: Plain) -> Plain:
        if not is_number(value):
            raise ExpressionError("expression_type", what=f"round: {kind_of(value)}")
        assert self.rule is not None
        return round_to(value, self.rule, self.decimals)

    def _evaluate(self, names: Mapping[str, Plain], functions: Mapping[str, Function]) -> Plain:
        if self.expression is not None:
            return evaluate(self.expression, names, functions)
        if self.items is not None:
            return [item.evaluate(names, functions) for item in self.items]
        if self.fields is not None:
            return {name: part.evaluate(names, functions) for name, part in self.fields.items()}
        return self.constant


def compile_template(source: Source) -> Template:
    """Compile a value of a case file.

    Text is an expression; ``{text: …}`` is literal text; ``{value: …, round: nearest, decimals: 2}`` rounds
    (a list item by item), as a figure printed in an annex is; any other mapping is a record. Raises
    ExpressionError.
    """
    if isinstance(source, str):
        return Template(expression=parse(source))
    if isinstance(source, list | tuple):
        return Template(items=tuple(compile_template(item) for item in source))
    if isinstance(source, dict):
        text = source.get(TEXT)
        if set(source) == {TEXT} and isinstance(text, str):
            return Template(constant=text)
        if "round" in source and "value" in source and set(source) <= ROUNDED:
            inner = compile_template(source["value"])
            decimals = source.get("decimals", 0)
            if not isinstance(decimals, int) or isinstance(decimals, bool) or not -9 <= decimals <= 12:
                raise ExpressionError("rounding_decimals", found=decimals)
            rule = source["round"]
            if not isinstance(rule, str) or rule not in RULES:
                raise ExpressionError("rounding_rule", found=rule, known=", ".join(RULES))
            return Template(
                expression=inner.expression,
                constant=inner.constant,
                items=inner.items,
                fields=inner.fields,
                rule=rule,
                decimals=decimals,
            )
        return Template(fields={name: compile_template(part) for name, part in source.items()})
    assert is_scalar(source)
    if isinstance(source, float) and not is_number(source):
        raise ExpressionError("expression_finite", source=str(source))
    return Template(constant=source)

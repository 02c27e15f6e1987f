"""Figures put into the words of a paper."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cases.expressions import Expression, ExpressionError, parse
from cases.numerals import Lang
from cases.paper import placeholders
from cases.plain import Plain
from cases.quantity import format_value
from cases.questions.base import Scope
from cases.template import Template


@lru_cache(maxsize=4096)
def placeholder_template(source: str) -> Template:
    """The compiled expression of a placeholder; raises ExpressionError."""
    expression: Expression = parse(source)
    return Template(expression=expression)


def render(text: str, scope: Scope, lang: Lang, extra: Mapping[str, Plain] | None = None) -> str:
    """Put the figures of ``scope`` into ``text``; raises ExpressionError for a placeholder that cannot be shown."""
    parts: list[str] = []
    last = 0
    for found in placeholders(text):
        parts.append(text[last : found.start])
        value = scope.evaluate(placeholder_template(found.source), extra)
        parts.append(shown(value, found.filter, lang))
        last = found.end
    parts.append(text[last:])
    return "".join(parts)


def shown(value: Plain, how: str, lang: Lang) -> str:
    """A value written with a filter; raises ExpressionError when the filter does not fit it."""
    try:
        return format_value(value, how, lang)
    except (ValueError, TypeError, LookupError) as error:
        raise ExpressionError("placeholder_filter", filter=how, why=str(error)) from error

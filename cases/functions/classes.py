"""Classes of items: ABC by value, XYZ by steadiness, and the two crossed."""

from __future__ import annotations

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import Record, figures, listed, text
from cases.plain import Plain
from solvers.inventory import abc, xyz


def _abc_classes(values: object, a: float = 0.8, b: float = 0.95, crossing: object = "lower") -> list[Plain]:
    """The class of each value, in the order given."""
    return list(abc.abc_classes(figures(values), a, b, crossing=text(crossing)))  # type: ignore[arg-type]  # a word that it refuses itself


def _abc_table(values: object, a: float = 0.8, b: float = 0.95, crossing: object = "lower") -> list[Record]:
    """The table by falling value; ``place`` is that of the item in the list given."""
    lines = abc.abc_table(figures(values), a, b, crossing=text(crossing))  # type: ignore[arg-type]  # as above
    return [
        {
            "place": line.place,
            "value": line.value,
            "share": line.share,
            "cumulative": line.cumulative,
            "rank_share": line.rank_share,
            "klass": line.klass,
        }
        for line in lines
    ]


def _concentration(values: object, area: object = "rectangles") -> float:
    """The Gini index of values, by rectangles as French courses do, or by trapeziums."""
    return abc.concentration(figures(values), area=text(area))  # type: ignore[arg-type]  # as above


def _variation(demand: object, sample: bool = False) -> float:
    """The standard deviation over the mean; ``sample=True`` divides by n − 1."""
    if not isinstance(sample, bool):
        raise TypeError("True or False")
    return xyz.coefficient_of_variation(figures(demand), sample=sample)


def _xyz_classes(variations: object, x: float = 0.5, y: float = 1.0) -> list[Plain]:
    """The class of each coefficient of variation, in the order given."""
    return list(xyz.xyz_classes(figures(variations), x, y))


def _cross_classes(first: object, second: object) -> list[Plain]:
    """The classes of two lists put together: ``AX``."""
    one, other = listed(first), listed(second)
    if len(one) != len(other):
        raise ExpressionError("table_lengths")
    return [text(left) + text(right) for left, right in zip(one, other, strict=True)]


FUNCTIONS: dict[str, Function] = {
    "abc_classes": _abc_classes,
    "abc_table": _abc_table,
    "concentration": _concentration,
    "variation": _variation,
    "xyz_classes": _xyz_classes,
    "cross_classes": _cross_classes,
}

"""Lists of figures: running sums, shares, ranks, and what is picked or counted in them."""

from __future__ import annotations

from itertools import accumulate, pairwise

from cases.expressions import ExpressionError, Function
from cases.functions.arguments import add_up, figures, key_of, listed, text, whole
from cases.plain import Plain, is_number
from cases.quantity import round_to
from cases.rounding import RULES


def _shares(values: object) -> list[float]:
    """Each figure over their sum: 0.25 for a quarter."""
    total = add_up(values)
    if total == 0:
        raise ExpressionError("list_total_zero", name="shares")
    return [figure / total for figure in figures(values)]


def _diff(values: object) -> list[float]:
    """What each figure but the first adds to the one before it."""
    return [after - before for before, after in pairwise(figures(values))]


def _rank(values: object, ascending: bool = False) -> list[int]:
    """The rank of each figure, 1 for the largest (or the smallest); equal figures share the better rank."""
    if not isinstance(ascending, bool):
        raise TypeError("True or False")
    places: dict[float, int] = {}
    for place, figure in enumerate(sorted(figures(values), reverse=not ascending), start=1):
        places.setdefault(figure, place)
    return [places[figure] for figure in figures(values)]


def _pick(values: object, places: object) -> list[Plain]:
    """The items at the given places; the first is at 0."""
    items = listed(values)
    found = []
    for place in (whole(one, 0) for one in listed(places)):
        if place >= len(items):
            raise ExpressionError("expression_field", name=str(place))
        found.append(items[place])
    return found


def _count(values: object, value: Plain) -> int:
    """How many items equal ``value``."""
    wanted = key_of(value)
    return sum(1 for item in listed(values) if key_of(item) == wanted)


def _truths(values: object) -> list[bool]:
    found = listed(values)
    if not all(isinstance(value, bool) for value in found):
        raise TypeError("a list of True and False")
    return [value is True for value in found]


def _round_each(values: object, decimals: int = 0, rule: str = "nearest") -> list[float]:
    """Each figure rounded, as printed figures are."""
    if not isinstance(decimals, int) or isinstance(decimals, bool) or not -9 <= decimals <= 12:
        raise ExpressionError("rounding_decimals", found=decimals if is_number(decimals) else "…")
    if text(rule) not in RULES:
        raise ExpressionError("rounding_rule", found=rule[:40], known=", ".join(RULES))
    rounded = [round_to(figure, rule, decimals) for figure in figures(values)]
    return [round(figure) for figure in rounded] if decimals <= 0 else rounded


def _zip(*lists: object) -> list[Plain]:
    """The first items of each list together, then the second…: lists of the same length."""
    every = [listed(one) for one in lists]
    if len({len(one) for one in every}) > 1:
        raise ExpressionError("list_lengths", name="zip")
    return [list(together) for together in zip(*every, strict=True)]


def _enumerate(values: object, start: int = 0) -> list[Plain]:
    """Each item with its place: [[0, first], [1, second]…]."""
    return [[place, item] for place, item in enumerate(listed(values), whole(start, 0))]


FUNCTIONS: dict[str, Function] = {
    "cumulative": lambda values: list(accumulate(figures(values))),
    "shares": _shares,
    "diff": _diff,
    "rank": _rank,
    "pick": _pick,
    "count": _count,
    "any": lambda truths: any(_truths(truths)),
    "all": lambda truths: all(_truths(truths)),
    "round_each": _round_each,
    "zip": _zip,
    "enumerate": _enumerate,
}

"""What a returned item brings by each way out: resale, refurbishing, parts, recycling, destruction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError

__all__ = [
    "Disposition",
    "Option",
    "Returned",
    "Rule",
    "break_even_age",
    "break_even_value",
    "by_threshold",
    "decayed",
    "dispositions",
    "net_value",
    "permits",
]

FARTHEST_WEEKS = 10_000.0


@dataclass(frozen=True, slots=True)
class Returned:
    """Returned goods alike: units, ``value`` of one as new (money), grade, age (weeks), regulated category (or "")."""

    item: str
    quantity: float
    value: float
    grade: str = ""
    age: float = 0.0
    category: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A way out.

    ``share`` of the value as new that it brings (``by_grade`` where grades differ), after ``weeks`` of work while the
    value falls by ``decay`` a week (a rate); ``cost`` money a unit whatever comes of it; ``success`` the rate that
    succeeds, the rest bringing ``salvage`` money a unit (under 0 when it costs); ``credit`` money a unit received on
    top, an eco-organisation's support say. ``uses`` hours of each resource a unit. ``grades`` and ``categories`` it
    takes (empty grades: all; a regulated category only where it is named); ``oldest`` age in weeks that it takes.
    """

    disposition: str
    share: float = 0.0
    cost: float = 0.0
    weeks: float = 0.0
    decay: float = 0.0
    success: float = 1.0
    salvage: float = 0.0
    credit: float = 0.0
    by_grade: Mapping[str, float] = field(default_factory=dict)
    uses: Mapping[str, float] = field(default_factory=dict)
    grades: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    oldest: float | None = None


@dataclass(frozen=True, slots=True)
class Disposition:
    """A way out for goods: what it brings and costs a unit, net, in money; ``rank`` 1 for the best permitted."""

    disposition: str
    revenue: float
    cost: float
    net: float
    permitted: bool
    rank: int | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a threshold rule: the way out for these grades (empty: all), ages and values; None: no bound."""

    disposition: str
    grades: tuple[str, ...] = ()
    oldest: float | None = None
    least_value: float | None = None
    most_value: float | None = None


def decayed(value: float, decay: float, weeks: float) -> float:
    """Give what goods are worth after some weeks, in the money of ``value``.

    ``decay`` the rate lost each week, 0 to 1; ``weeks`` 0 or more. SolverError otherwise.

    value · (1 − decay)^weeks

    Source: Blackburn, Guide, Souza & Van Wassenhove, Reverse supply chains for commercial returns, California
    Management Review, 2004 (marginal value of time).

    >>> round(decayed(1000, 0.01, 10), 2)
    904.38
    """
    rate = number("decay", decay)
    if not 0 <= rate <= 1:
        raise SolverError("decay", decay, "closed_fraction")
    time = non_negative("weeks", weeks)
    if time > FARTHEST_WEEKS:
        raise SolverError("weeks", weeks, "bounded", low=0, high=FARTHEST_WEEKS)
    return float(non_negative("value", value) * (1 - rate) ** time)


def permits(option: Option, goods: Returned) -> bool:
    """Tell whether a way out takes goods of this grade, age and category.

    A regulated category (electrical waste, batteries) goes only where the option names it.

    Source: definition of the option.

    >>> permits(Option("destroy"), Returned("drill", 1, 80, category="weee"))
    False
    """
    return (
        (not option.grades or goods.grade in option.grades)
        and (not goods.category or goods.category in option.categories)
        and (option.oldest is None or goods.age <= option.oldest)
    )


def net_value(option: Option, goods: Returned) -> float:
    """Give what a way out brings for one unit, costs taken off, in money.

    success · decayed(value · share) + (1 − success) · salvage + credit − cost; the age of the goods is in their value.
    SolverError for figures out of range.

    Source: expected value of the option.

    >>> net_value(Option("refurbish", 0.7, cost=12, success=0.9, salvage=-2), Returned("drill", 1, 100))
    50.8
    """
    revenue, cost = _revenue(option, goods), non_negative("cost", option.cost)
    return revenue - cost


def dispositions(goods: Returned, options: Sequence[Option]) -> tuple[Disposition, ...]:
    """Compare the ways out for goods, in the order given; those not permitted have no rank.

    SolverError for no option, two of one name, figures out of range.

    Source: as :func:`net_value`.

    >>> ways = [Option("resell", 0.9, cost=5, grades=("A",)), Option("parts", 0.3, cost=4), Option("recycle", cost=1)]
    >>> [(one.disposition, one.net, one.rank) for one in dispositions(Returned("drill", 1, 100, "B"), ways)]
    [('resell', 85.0, None), ('parts', 26.0, 1), ('recycle', -1.0, 2)]
    """
    checked_options(options)
    nets = [(net_value(one, goods), permits(one, goods)) for one in options]
    order = sorted((at for at, (_, may) in enumerate(nets) if may), key=lambda at: -nets[at][0])
    return tuple(
        Disposition(
            option.disposition,
            _revenue(option, goods),
            float(option.cost),
            net,
            may,
            order.index(at) + 1 if may else None,
        )
        for at, (option, (net, may)) in enumerate(zip(options, nets, strict=True))
    )


def by_threshold(goods: Sequence[Returned], rules: Sequence[Rule], otherwise: str) -> tuple[str, ...]:
    """Give each lot of goods the way out of the first rule that fits it, ``otherwise`` where none does.

    Source: definition of the rule.

    >>> rules = [Rule("resell", grades=("A",), oldest=4), Rule("repair", least_value=50)]
    >>> by_threshold([Returned("x", 1, 90, "A", 6), Returned("y", 1, 20, "B")], rules, "recycle")
    ('repair', 'recycle')
    """
    return tuple(next((rule.disposition for rule in rules if _fits(rule, one)), otherwise) for one in goods)


def break_even_value(dear: Option, cheap: Option, grade: str = "", age: float = 0.0) -> float | None:
    """Give the value as new above which the dearer way out pays better; None when it never does.

    SolverError for figures out of range.

    Both nets are a·value + b: value = (b of cheap − b of dear) ÷ (a of dear − a of cheap), 0 at least.

    Source: equality of two straight lines.

    >>> break_even_value(Option("repair", 0.6, cost=30), Option("recycle", cost=3))
    45.0
    """
    none = Returned("", 0, 0, grade, age)
    starts = [net_value(option, none) for option in (dear, cheap)]
    slopes = [
        option.success * decayed(option.by_grade.get(grade, option.share), option.decay, option.weeks)
        for option in (dear, cheap)
    ]
    if abs(slopes[0] - slopes[1]) <= 1e-12:
        return 0.0 if starts[0] > starts[1] else None
    if slopes[0] < slopes[1]:
        return None
    return max(0.0, (starts[1] - starts[0]) / (slopes[0] - slopes[1]))


def break_even_age(
    dear: Option, cheap: Option, value: float, decay: float, most: int = 520, grade: str = ""
) -> int | None:
    """Give the last age, in whole weeks, at which the dearer way out still pays at least as well; None: never.

    ``value`` as new at age 0, lost at ``decay`` a week; ages up to ``most`` are looked at. SolverError for figures out
    of range.

    Source: :func:`net_value` at each age.

    >>> break_even_age(Option("repair", 0.6, cost=30), Option("recycle", cost=3), 100, 0.05)
    15
    """
    last: int | None = None
    for age in range(round(positive("most", min(most, 5200))) + 1):
        goods = Returned("", 1, decayed(value, decay, age), grade, age)
        if net_value(dear, goods) >= net_value(cheap, goods):
            last = age
        else:
            break
    return last


def checked_options(options: Sequence[Option]) -> None:
    """Refuse an empty list, and two ways out of one name, with a SolverError."""
    names = [one.disposition for one in options]
    if not names or len(set(names)) < len(names):
        raise SolverError("options", names, "distinct_names")


def _revenue(option: Option, goods: Returned) -> float:
    success = number("success", option.success)
    if not 0 <= success <= 1:
        raise SolverError("success", option.success, "closed_fraction")
    share = non_negative("share", option.by_grade.get(goods.grade, option.share))
    sold = decayed(non_negative("value", goods.value) * share, option.decay, option.weeks)
    failed = (1 - success) * number("salvage", option.salvage)
    return success * sold + failed + non_negative("credit", option.credit)


def _fits(rule: Rule, goods: Returned) -> bool:
    return (
        (not rule.grades or goods.grade in rule.grades)
        and (rule.oldest is None or goods.age <= rule.oldest)
        and (rule.least_value is None or goods.value >= rule.least_value)
        and (rule.most_value is None or goods.value <= rule.most_value)
    )

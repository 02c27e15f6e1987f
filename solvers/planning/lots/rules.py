"""The lot rules by name, with what each needs: the one list that requirements and master schedules read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError
from solvers.planning.lots.fixed_period import fixed_period
from solvers.planning.lots.fixed_quantity import fixed_quantity, minimum_multiple
from solvers.planning.lots.least_unit_cost import least_unit_cost
from solvers.planning.lots.lot_for_lot import lot_for_lot
from solvers.planning.lots.needs import MOST_PERIODS, Lots
from solvers.planning.lots.part_period import part_period
from solvers.planning.lots.period_order_quantity import period_order_quantity
from solvers.planning.lots.silver_meal import silver_meal
from solvers.planning.lots.wagner_whitin import wagner_whitin

__all__ = ["RULES", "LotRule", "checked_rule", "lots_by_rule", "one_at_a_time"]


@dataclass(frozen=True, slots=True)
class LotRule:
    """A lot rule: its name in ``RULES`` and the figures that it reads.

    ``quantity`` units (fixed_quantity), ``minimum`` and ``multiple`` units (minimum_multiple), ``periods``
    (fixed_period); ``setup`` in money per order and ``holding`` in money per unit and period (the rules that
    weigh costs).
    """

    name: str = "lot_for_lot"
    quantity: float = 0.0
    minimum: float = 0.0
    multiple: float = 0.0
    periods: int = 1
    setup: float = 0.0
    holding: float = 0.0


Rule = Callable[[Sequence[float], LotRule], Lots]

RULES: dict[str, Rule] = {
    "lot_for_lot": lambda needs, by: lot_for_lot(needs, by.setup, by.holding),
    "fixed_quantity": lambda needs, by: fixed_quantity(needs, by.quantity, by.setup, by.holding),
    "minimum_multiple": lambda needs, by: minimum_multiple(
        needs, by.minimum, by.multiple, by.setup, by.holding
    ),
    "fixed_period": lambda needs, by: fixed_period(needs, by.periods, by.setup, by.holding),
    "period_order_quantity": lambda needs, by: period_order_quantity(needs, by.setup, by.holding),
    "least_unit_cost": lambda needs, by: least_unit_cost(needs, by.setup, by.holding),
    "silver_meal": lambda needs, by: silver_meal(needs, by.setup, by.holding),
    "part_period": lambda needs, by: part_period(needs, by.setup, by.holding),
    "part_period_nearest": lambda needs, by: part_period(needs, by.setup, by.holding, "nearest"),
    "wagner_whitin": lambda needs, by: wagner_whitin(needs, by.setup, by.holding),
}
WITHOUT_COSTS = ("lot_for_lot", "fixed_quantity", "minimum_multiple", "fixed_period")


def checked_rule(rule: LotRule) -> LotRule:
    """Return a rule whose name is known and whose figures are in range, or raise SolverError.

    Source: definition of the rules.

    >>> checked_rule(LotRule("fixed_quantity", quantity=30)).quantity
    30
    """
    if rule.name not in RULES:
        raise SolverError("rule", rule.name, "one_of", words=", ".join(RULES))
    for field in ("minimum", "multiple", "setup"):
        non_negative(field, getattr(rule, field))
    if rule.name == "fixed_quantity":
        positive("quantity", rule.quantity)
    if not 1 <= whole("periods", rule.periods) <= MOST_PERIODS:
        raise SolverError("periods", rule.periods, "count_between", least=1, most=MOST_PERIODS)
    if rule.name in WITHOUT_COSTS:
        non_negative("holding", rule.holding)
    else:
        positive("holding", rule.holding)
    return rule


def lots_by_rule(needs: Sequence[float], rule: LotRule | None = None) -> Lots:
    """Turn needs by period (units) into lots by a rule, lot for lot without one.

    SolverError for a rule that is not known and for figures out of range.

    Source: Orlicky, Material Requirements Planning (1975), chapter 6.

    >>> lots_by_rule([18, 30, 42, 5, 20], LotRule("silver_meal", setup=80, holding=2)).cost
    310.0
    """
    chosen = checked_rule(rule or LotRule())
    return RULES[chosen.name](needs, chosen)


def one_at_a_time(rule: LotRule) -> tuple[float, float, int] | None:
    """Return (minimum, multiple, periods) of a rule that decides period by period, None for the others.

    Such a rule orders, when stock falls short, the needs of ``periods`` periods, ``minimum`` at least, in whole
    ``multiple``s: many items can then be planned together.

    Source: definition of the rules.

    >>> one_at_a_time(LotRule("fixed_quantity", quantity=30)), one_at_a_time(LotRule("silver_meal"))
    ((0.0, 30, 1), None)
    """
    if rule.name == "lot_for_lot":
        return 0.0, 0.0, 1
    if rule.name == "fixed_quantity":
        return 0.0, rule.quantity, 1
    if rule.name == "minimum_multiple":
        return rule.minimum, rule.multiple, 1
    if rule.name == "fixed_period":
        return 0.0, 0.0, rule.periods
    return None

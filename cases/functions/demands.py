"""A demand as a scenario says it, ``{poisson: {mean: 12}}``, turned into what the exact methods work on."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from cases.expressions import ExpressionError
from cases.functions.arguments import figures
from cases.functions.plans import figure
from cases.plain import Plain
from solvers.inventory.unit_demand import (
    UnitDemand,
    discrete_demand,
    negative_binomial_demand,
    normal_unit_demand,
    poisson_demand,
)

KINDS = ("poisson", "normal", "negative_binomial", "empirical")


def unit_demand(record: object) -> UnitDemand:
    """The demand of one period, whole units: ``poisson``, ``normal``, ``negative_binomial`` or ``empirical``.

    Written as in a scenario, ``{normal: {mean: 40, sd: 9}}``; Poisson also short, ``{poisson: 12}``. Raises
    ExpressionError for another kind or other figures, SolverError for figures that a kind cannot take.
    """
    if not isinstance(record, Mapping) or len(record) != 1:
        raise ExpressionError("demand_kind", kinds=", ".join(KINDS))
    [(kind, fields)] = record.items()
    if kind == "poisson" and not isinstance(fields, Mapping):
        fields = {"mean": fields}
    if kind not in KINDS or not isinstance(fields, Mapping):
        raise ExpressionError("demand_kind", kinds=", ".join(KINDS))
    if kind == "empirical":
        return _empirical(fields)
    found = {str(name): figure(value) for name, value in fields.items() if name != "whole"}
    if set(found) == {"mean"} and kind == "poisson":
        return _poisson(found["mean"])
    if set(found) == {"mean", "sd"} and kind == "normal":
        return _normal(found["mean"], found["sd"])
    if set(found) == {"mean", "variance"} and kind == "negative_binomial":
        return _negative_binomial(found["mean"], found["variance"])
    if set(found) == {"mean", "dispersion"} and kind == "negative_binomial" and found["dispersion"] > 0:
        return _negative_binomial(found["mean"], found["mean"] + found["mean"] ** 2 / found["dispersion"])
    raise ExpressionError("demand_fields", kind=str(kind))


def _empirical(fields: Mapping[str, Plain]) -> UnitDemand:
    if not {"values"} <= set(fields) <= {"values", "weights"}:
        raise ExpressionError("demand_fields", kind="empirical")
    weights = fields.get("weights")
    return discrete_demand(figures(fields["values"]), None if weights is None else figures(weights))  # type: ignore[arg-type]


# A graph is evaluated many times over, and an expression may ask for one demand in each row of a table.
_poisson = lru_cache(maxsize=256)(poisson_demand)
_normal = lru_cache(maxsize=256)(normal_unit_demand)
_negative_binomial = lru_cache(maxsize=256)(negative_binomial_demand)

"""Decisions lived in simulation: training years before hand-in, the marked year beside the reference after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases import simulation
from cases.answers import Answer
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import write_number
from cases.questions.base import FieldView, Scope
from cases.questions.decision import MARKING, DecisionQuestion
from cases.questions.number import PERCENT
from cases.variant import Variant
from cases.views import questions

# Each indicator's unit and decimals, in the order in which they are read.
INDICATORS: dict[str, tuple[str | None, int]] = {
    "total_cost": ("EUR", 0),
    "holding_cost": ("EUR", 0),
    "ordering_cost": ("EUR", 0),
    "shortage_cost": ("EUR", 0),
    "fill_rate": (PERCENT, 1),
    "cycle_service_level": (PERCENT, 1),
    "stock_out_days": ("day", 1),
    "stock_out_rate": (PERCENT, 1),
    "mean_stock": ("piece", 0),
    "stock_value": ("EUR", 0),
    "turnover": (None, 1),
    "cover_days": ("day", 1),
    "orders": ("order", 1),
}
WORST = 3


@dataclass(frozen=True)
class Year:
    """A simulated year, day by day, in the item's unit; ``threshold`` is the policy's reorder level, if any."""

    days: list[int]
    demand: list[float]
    on_hand: list[float]
    backorders: list[float]
    on_order: list[float]
    ordered: list[float]
    received: list[float]
    short: list[float]
    threshold: float | None
    indicators: Mapping[str, float]


@dataclass(frozen=True)
class WorstDay:
    """A day that cost much: its cost, and what made it."""

    day: int
    cost: float
    reason: str

    def text(self, lang: Lang) -> str:
        """The day in words."""
        cost = write_number(self.cost, lang, decimals=0, unit="EUR")
        return message(f"worst.{self.reason}", lang, {"day": self.day + 1, "cost": cost})


@dataclass(frozen=True)
class Comparison:
    """The learner's year over the reference year and the naive one, and their means over the marking runs."""

    learner: Year | None
    reference: Year
    naive: Year
    learner_policy: Mapping[str, float]
    reference_policy: Mapping[str, float]
    naive_policy: Mapping[str, float]
    learner_result: Mapping[str, float]
    reference_result: Mapping[str, float]
    naive_result: Mapping[str, float]
    worst_days: tuple[WorstDay, ...]
    required: Mapping[str, float]
    missed: tuple[str, ...]


def bounds(variant: Variant, question_id: str, lang: Lang = "fr") -> tuple[FieldView, ...]:
    """The input boxes of a decision; raises KeyError for a question that is not one."""
    _decision(variant, question_id)
    return next(view.fields for view in questions(variant, lang) if view.id == question_id)


def trial(variant: Variant, question_id: str, inputs: Mapping[str, float], year: int) -> Year:
    """A training year under the learner's policy, drawn apart from the marking runs.

    ``inputs`` are rounded and brought into their ranges; ``year`` goes from 1 to the question's ``trials``
    (ValueError). Raises ExpressionError when an input is missing.
    """
    question = _decision(variant, question_id)
    if not 1 <= year <= question.trials:
        raise ValueError(f"year must be from 1 to {question.trials}, not {year}")
    return _year(question, variant.scope(), question.kept(dict(inputs)), f"trial-{year}", 0)


def compare(variant: Variant, question_id: str, answer: Answer | None) -> Comparison:
    """The marked decision beside the solver's and the naive one; only for a paper that was handed in."""
    question, scope = _decision(variant, question_id), variant.scope()
    reading = question.read(answer) if answer is not None else None
    chosen: dict[str, float] = {}
    if reading is not None and reading.ok and isinstance(reading.value, dict):
        chosen = {name: value for name, value in reading.value.items() if is_number(value)}
    best, naive = _numbers(question.key(scope)), question.naive_inputs(scope)
    required = question.required(scope)
    learner = _year(question, scope, chosen, MARKING, 0) if chosen else None
    result = question.measured(scope, chosen) if chosen else {}
    return Comparison(
        learner=learner,
        reference=_year(question, scope, best, MARKING, 0),
        naive=_year(question, scope, naive, MARKING, 0),
        learner_policy=chosen,
        reference_policy=best,
        naive_policy=naive,
        learner_result=result,
        reference_result=question.measured(scope, best),
        naive_result=question.measured(scope, naive),
        worst_days=_worst(question, scope, chosen, learner) if learner else (),
        required=required,
        missed=tuple(question.missed(scope, result)) if chosen else (),
    )


def indicator_label(key: str, lang: Lang) -> str:
    """The name of an indicator, in the referential's terms."""
    return message(f"indicator.{key}", lang)


def indicator_text(key: str, value: float, lang: Lang) -> str:
    """An indicator's figure with its unit."""
    unit, decimals = INDICATORS[key]
    if unit == PERCENT:
        return write_number(value, lang, decimals=decimals, style="percent")
    return write_number(value, lang, decimals=decimals, unit=unit)


def _decision(variant: Variant, question_id: str) -> DecisionQuestion:
    question = variant.case.question(question_id)
    if not isinstance(question, DecisionQuestion):
        raise KeyError(question_id)
    return question


def _numbers(value: Plain) -> dict[str, float]:
    assert isinstance(value, dict)
    return {name: figure for name, figure in value.items() if is_number(figure)}


def _year(
    question: DecisionQuestion, scope: Scope, inputs: Mapping[str, float], label: str, replication: int
) -> Year:
    lived = question.trial(scope, inputs)
    trace, indicators = simulation.trace(lived.scenario, lived.policy, scope.seed, label, replication)
    threshold = inputs.get("s")
    return Year(
        days=list(range(len(trace.demand))),
        demand=trace.demand.tolist(),
        on_hand=trace.on_hand.tolist(),
        backorders=trace.backorders.tolist(),
        on_order=trace.on_order.tolist(),
        ordered=trace.ordered.tolist(),
        received=trace.received.tolist(),
        short=trace.short.tolist(),
        threshold=float(threshold) if threshold is not None else None,
        indicators=indicators,
    )


def _worst(
    question: DecisionQuestion, scope: Scope, inputs: Mapping[str, float], year: Year
) -> tuple[WorstDay, ...]:
    costs = simulation.costs(question.trial(scope, inputs).scenario)
    days = []
    for day in year.days:
        parts = {
            "shortage": costs.backorder * year.backorders[day] + costs.shortage * year.short[day],
            "holding": costs.holding * year.on_hand[day],
            "ordering": costs.ordering if year.ordered[day] > 0 else 0.0,
        }
        days.append(WorstDay(day, sum(parts.values()), max(parts, key=lambda part: parts[part])))
    days.sort(key=lambda one: (-one.cost, one.day))
    return tuple(sorted(days[:WORST], key=lambda one: one.day))

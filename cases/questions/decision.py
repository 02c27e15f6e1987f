"""A policy to decide: lived in simulation, then marked by its regret against the solver's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from cases import simulation
from cases.answers import BLANK, Answer, Raw, Reading, is_blank
from cases.expressions import ExpressionError
from cases.numerals import Lang
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import read_number, unit_label, write_number
from cases.questions.base import (
    FieldView,
    Identifier,
    Outcome,
    Part,
    Question,
    Scope,
    Unit,
    Wording,
    fault,
    unreadable,
)
from cases.template import Source
from sim.indicators import NAMES

MARKING = "marking"


class Input(Part):
    """One parameter of the policy: a whole number of ``unit`` within ``range``."""

    unit: Unit = ""
    range: tuple[int, int]
    step: int = Field(1, ge=1)

    @field_validator("range")
    @classmethod
    def _rising(cls, bounds: tuple[int, int]) -> tuple[int, int]:
        if bounds[0] >= bounds[1]:
            raise fault("range_order", low=bounds[0], high=bounds[1])
        return bounds


@dataclass(frozen=True)
class DecisionAsk:
    """How many training years the learner may explore."""

    trials: int


@dataclass(frozen=True)
class Trial:
    """What a simulation needs: the scenario and a policy as plain data."""

    scenario: Mapping[str, Plain]
    policy: Mapping[str, Plain]


class DecisionQuestion(Question):
    """Policy parameters, measured over replications that every policy shares.

    The credit is the share of the gain from the naive policy (0) to the solver's (1) that the learner's
    policy brings, with a dead band for noise; a missed requirement caps it.
    """

    TYPE: ClassVar[str] = "decision"
    EVIDENCE: ClassVar[str] = "simulated"
    SIMULATED: ClassVar[bool] = True

    type: Literal["decision"] = "decision"
    inputs: dict[Identifier, Input] = Field(min_length=1, max_length=6)
    scenario: Source = Field(description="a simulation scenario: usually the name of a value")
    policy: Source = Field(description="a policy over the inputs, such as {reorder_point: {s: s, Q: Q}}")
    naive: dict[Identifier, Source] = Field(description="the inputs of a policy without method: no credit")
    reference: Source = Field(description="the solver's inputs: an expression that gives a record")
    minimise: Literal["total_cost", "holding_cost", "ordering_cost", "shortage_cost"] = "total_cost"
    require: dict[Identifier, Source] = Field(
        default_factory=dict, description="indicator: lowest value allowed"
    )
    cap: float = Field(0.5, ge=0, lt=1, description="the most a policy that misses a requirement earns")
    dead_band: float = Field(
        0.01, ge=0, le=0.1, description="share of the reference cost within which 100 % is due"
    )
    replications: int = Field(100, ge=20, le=500)
    trials: int = Field(5, ge=1, le=20, description="training years that the learner may explore")
    notices: dict[Identifier, Source] = Field(
        default_factory=dict, description="remarks: a condition on the inputs"
    )

    @field_validator("naive")
    @classmethod
    def _every_input(cls, naive: dict[str, Source], info: ValidationInfo) -> dict[str, Source]:
        inputs = info.data.get("inputs", naive)
        if set(naive) != set(inputs):
            raise fault("naive_inputs", known=", ".join(inputs))
        return naive

    @field_validator("require")
    @classmethod
    def _known_indicators(cls, require: dict[str, Source]) -> dict[str, Source]:
        for name in require:
            if name not in NAMES:
                near = get_close_matches(name, NAMES, n=3) or NAMES
                raise fault("indicator_unknown", item=name, known=", ".join(near))
        return require

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """Scenario, policy, naive inputs, reference and remarks."""
        found: dict[str, Source] = {
            "scenario": self.scenario, "policy": self.policy, "naive": dict(self.naive), "reference": self.reference,
        }  # fmt: skip
        found |= {f"require.{name}": least for name, least in self.require.items()}
        return found | {f"notices.{name}": condition for name, condition in self.notices.items()}

    def graph_sources(self) -> tuple[str, ...]:
        """The reference is searched over the scenario."""
        return ("reference", "scenario", "naive", *(f"require.{name}" for name in self.require))

    def own_names(self) -> frozenset[str]:
        """The inputs, the run that a search needs, and the requirement."""
        return frozenset(self.inputs) | {"run"}

    def required(self, scope: Scope) -> dict[str, float]:
        """The lowest value allowed of each indicator required."""
        found: dict[str, float] = {}
        for name in self.require:
            least = scope.evaluate(self.templates[f"require.{name}"])
            if not is_number(least):
                raise ExpressionError("expression_type", what=f"require.{name}")
            found[name] = least
        return found

    def run(self, scope: Scope) -> dict[str, Plain]:
        """What a search in ``cases.functions`` needs to know of the marking runs."""
        return {
            "seed": scope.seed,
            "label": MARKING,
            "replications": self.replications,
            "minimise": self.minimise,
            "require": dict(self.required(scope)),
            "ranges": {name: [*box.range] for name, box in self.inputs.items()},
        }

    def key(self, scope: Scope) -> Plain:
        """The solver's inputs."""
        return dict(self.kept(scope.evaluate(self.templates["reference"], {"run": self.run(scope)})))

    def naive_inputs(self, scope: Scope) -> dict[str, float]:
        """The naive policy's inputs, brought into range."""
        return self.kept(scope.evaluate(self.templates["naive"]))

    def kept(self, value: Plain) -> dict[str, float]:
        """Inputs rounded and brought into their ranges; raises ExpressionError when one is missing."""
        if not isinstance(value, dict) or set(value) != set(self.inputs):
            raise ExpressionError("decision_inputs", inputs=", ".join(self.inputs))
        found: dict[str, float] = {}
        for name, box in self.inputs.items():
            figure = value[name]
            if not is_number(figure):
                raise ExpressionError("decision_inputs", inputs=", ".join(self.inputs))
            found[name] = min(max(round(figure), box.range[0]), box.range[1])
        return found

    def trial(self, scope: Scope, inputs: Mapping[str, float]) -> Trial:
        """The scenario and the policy that ``inputs`` make."""
        scenario = scope.evaluate(self.templates["scenario"])
        policy = scope.evaluate(self.templates["policy"], dict(inputs))
        if not isinstance(scenario, dict) or not isinstance(policy, dict):
            raise ExpressionError("decision_scenario")
        return Trial(scenario, policy)

    def measured(self, scope: Scope, inputs: Mapping[str, float]) -> dict[str, float]:
        """Mean indicators of a policy over the marking runs."""
        trial = self.trial(scope, inputs)
        return simulation.measure(trial.scenario, trial.policy, scope.seed, MARKING, self.replications)

    def missed(self, scope: Scope, result: Mapping[str, float]) -> list[str]:
        """The requirements that a policy's mean indicators do not meet; one without a value is not met."""
        return [name for name, least in self.required(scope).items() if result.get(name, -math.inf) < least]

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read every input: a whole number in its range."""
        if not isinstance(answer.raw, dict):
            return Reading(codes=("answer_shape",))
        if is_blank(answer.raw):
            return BLANK
        values: dict[str, Plain] = {}
        for name, box in self.inputs.items():
            typed = answer.raw.get(name, "")
            if is_blank(typed):
                return Reading(codes=("input_missing",), params={"input": name})
            read = read_number(typed, answer.lang, unit=box.unit or None, decimals=0)
            if not read.ok or read.value is None:
                return unreadable(read, Answer(typed, answer.lang), box.unit, name)
            low, high = box.range
            if not low <= read.value <= high:
                return Reading(codes=("out_of_range",), params={"input": name, "low": low, "high": high})
            if read.value != round(read.value):
                return Reading(codes=("not_whole",), params={"input": name})
            values[name] = round(read.value)
        return Reading(value=values)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The inputs as typed."""
        assert isinstance(value, dict)
        return {
            name: write_number(float(figure), lang, decimals=0)
            for name, figure in value.items()
            if is_number(figure)
        }

    def show(self, value: Plain, lang: Lang) -> str:
        """The inputs, named."""
        if not isinstance(value, dict):
            return ""
        return ", ".join(
            f"{name} = {write_number(float(figure), lang, decimals=0, unit=self.inputs[name].unit or None)}"
            for name, figure in value.items()
            if is_number(figure)
        )

    def blank(self) -> Raw:
        """No input."""
        return {}

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text in the first input alone, and in every one."""
        yield {next(iter(self.inputs)): text}
        yield dict.fromkeys(self.inputs, text)

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:  # the year is the same for all
        """Mark a policy by its regret over the marking runs, under common random numbers."""
        assert isinstance(reading.value, dict)
        chosen = self.kept(reading.value)
        best, naive = self.kept(key.value(self.id)), self.naive_inputs(key)
        results = {
            "learner": self.measured(key, chosen),
            "reference": self.measured(key, best),
            "naive": self.measured(key, naive),
        }
        missed = self.missed(key, results["learner"])
        credit = self._credit(results)
        codes = ["correct" if credit >= 1 else "partly" if credit > 0 else "no_gain"]
        if missed:
            credit = min(credit, self.cap)
            codes = ["requirement_missed"]
        for name in self.notices:
            if key.evaluate(self.templates[f"notices.{name}"], chosen) is True:
                codes.append(f"notice.{name}")
        return Outcome(
            credit=credit,
            codes=tuple(codes),
            expected=dict(best),
            key=dict(best),
            detail={
                "inputs": {"learner": dict(chosen), "reference": dict(best), "naive": dict(naive)},
                "missed": list(missed),
                **{who: dict(result) for who, result in results.items()},
            },
        )

    def _credit(self, results: Mapping[str, Mapping[str, float]]) -> float:
        cost, best, naive = (results[who][self.minimise] for who in ("learner", "reference", "naive"))
        if cost <= best * (1 + self.dead_band):
            return 1.0
        if naive <= best:
            return 0.0
        return min(max((naive - cost) / (naive - best), 0.0), 1.0)

    # -- the proof ----------------------------------------------------------------------------------
    def stock(self, figures: Iterator[str]) -> Raw:
        """Every input at its lowest."""
        return {name: str(box.range[0]) for name, box in self.inputs.items()}

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The naive policy earns nothing and lies well apart from the reference."""
        cost = self.measured(scope, self.kept(scope.value(self.id)))[self.minimise]
        naive = self.measured(scope, self.naive_inputs(scope))[self.minimise]
        if naive < cost * (1 + 5 * self.dead_band):
            yield "proof_decision", {"naive": naive, "best": cost}

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """The cost beside the solver's and the naive one, and the share of the gain that it brings."""
        if not outcome.detail:
            return
        figures = {}
        for who in ("learner", "reference", "naive"):
            result = outcome.detail[who]
            assert isinstance(result, dict)
            cost = result[self.minimise]
            assert is_number(cost)
            figures[who] = write_number(float(cost), words.lang, decimals=0, unit="EUR")
        yield message("debrief.decision", words.lang, figures)
        if outcome.codes[0] in {"correct", "partly"}:
            share = write_number(outcome.credit, words.lang, decimals=0, style="percent")
            yield message(f"debrief.decision_{outcome.codes[0]}", words.lang, {"share": share})

    def told(self, code: str) -> bool:
        """The share of the gain is said with the costs."""
        return code in {"correct", "partly"}

    def ask(self, scope: Scope, words: Wording) -> DecisionAsk:
        """How many training years."""
        return DecisionAsk(self.trials)

    def lists(self) -> dict[str, frozenset[str]]:
        """The name of each input and the words of each remark."""
        found = {"inputs": frozenset(self.inputs)}
        return found | ({"notices": frozenset(self.notices)} if self.notices else {})

    def fields(self, lang: Lang, words: Mapping[str, str]) -> tuple[FieldView, ...]:
        """One box per input, with its range."""
        return tuple(
            FieldView(
                name, words.get(name, name), unit_label(box.unit, lang) if box.unit else "",
                minimum=box.range[0], maximum=box.range[1], step=box.step,
            )
            for name, box in self.inputs.items()
        )  # fmt: skip

    def shape(self) -> str:
        """A record of inputs."""
        return "record"

"""A policy to decide: lived in simulation, then marked by its regret against the solver's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import ClassVar, Literal

from pydantic import Field, ValidationInfo, field_validator

from cases import decision_inputs, decision_words, simulation
from cases.answers import Answer, Raw, Reading
from cases.decision_goal import Goal
from cases.decision_inputs import Input, Value
from cases.expressions import ExpressionError
from cases.indicators import PIECE, Units, known_indicators
from cases.joined import joined
from cases.numerals import Lang
from cases.place_words import CODE, PLACES
from cases.plain import Plain, is_number
from cases.problem import message
from cases.quantity import unit_label
from cases.questions.base import FieldView, Identifier, Outcome, Question, Scope, Unit, Wording, fault
from cases.template import Source
from sim.models import Model
from solvers.pattern_search import pattern_search

MARKING = "marking"
OPTIONS = "options"


@dataclass(frozen=True)
class DecisionAsk:
    """How many training years the learner may explore, what is aimed at, and the words of the choices."""

    trials: int
    aims: tuple[str, ...] = ()
    options: Mapping[str, tuple[tuple[str, str], ...]] | None = None


@dataclass(frozen=True)
class Trial:
    """What a simulation needs: the scenario and a policy as plain data."""

    scenario: Mapping[str, Plain]
    policy: Mapping[str, Plain]


class DecisionQuestion(Question):
    """Policy parameters, measured over replications that every policy shares.

    The credit is the share of the gain from the naive policy (0) to the solver's (1) that the learner's
    policy brings, with a dead band for noise; a missed requirement or limit caps it.
    """

    TYPE: ClassVar[str] = "decision"
    EVIDENCE: ClassVar[str] = "simulated"
    SIMULATED: ClassVar[bool] = True

    type: Literal["decision"] = "decision"
    inputs: dict[Identifier, Input] = Field(min_length=1, max_length=6)
    scenario: Source = Field(
        description="a simulation scenario: usually the name of a value; over the inputs where they change the world"
    )
    policy: Source = Field(description="a policy over the inputs, such as {reorder_point: {s: s, Q: Q}}")
    naive: dict[Identifier, Source] = Field(description="the inputs of a policy without method: no credit")
    reference: Source = Field(description="the solver's inputs: an expression that gives a record")
    search: dict[Identifier, Source] = Field(
        default_factory=dict, description="input: first step of a search that starts at the reference"
    )
    tries: int = Field(60, ge=1, le=400, description="policies that the search tries at most")
    minimise: Identifier = Field("total_cost", description="an indicator of the model")
    require: dict[Identifier, Source] = Field(
        default_factory=dict, description="indicator: lowest value allowed"
    )
    limit: dict[Identifier, Source] = Field(
        default_factory=dict, description="indicator: highest value allowed"
    )
    cap: float = Field(
        0.5, ge=0, lt=1, description="the most a policy that misses a requirement or a limit earns"
    )
    dead_band: float = Field(
        0.01, ge=0, le=0.1, description="share of the reference cost within which 100 % is due"
    )
    replications: int = Field(100, ge=20, le=500)
    trials: int = Field(5, ge=1, le=20, description="training years that the learner may explore")
    currency: Unit = "EUR"
    counted_in: Unit = Field(PIECE, description="the unit of the figures that are pieces elsewhere")
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

    @field_validator("search")
    @classmethod
    def _some_inputs(cls, search: dict[str, Source], info: ValidationInfo) -> dict[str, Source]:
        inputs = info.data.get("inputs", search)
        for name in search:
            if name not in inputs:
                raise fault("search_inputs", item=name, known=", ".join(inputs))
        return search

    @field_validator("minimise")
    @classmethod
    def _known_indicator(cls, name: str) -> str:
        known = known_indicators()
        if name not in known:
            near = get_close_matches(name, known, n=3) or known
            raise fault("indicator_unknown", item=name, known=", ".join(near))
        return name

    @field_validator("require", "limit")
    @classmethod
    def _known_indicators(cls, bounds: dict[str, Source]) -> dict[str, Source]:
        for name in bounds:
            cls._known_indicator(name)
        return bounds

    # -- the graph ----------------------------------------------------------------------------------
    def sources(self) -> dict[str, Source]:
        """Scenario, policy, naive inputs, reference, search and remarks."""
        found: dict[str, Source] = {
            "scenario": self.scenario, "policy": self.policy, "naive": dict(self.naive), "reference": self.reference,
        }  # fmt: skip
        for place in ("require", "limit", "search", "notices"):
            found |= {f"{place}.{name}": source for name, source in getattr(self, place).items()}
        return found

    def graph_sources(self) -> tuple[str, ...]:
        """The reference is searched over the scenario."""
        over = ("policy",) if self.search else ()
        bounds = [
            f"{place}.{name}" for place in ("require", "limit", "search") for name in getattr(self, place)
        ]
        return ("reference", "scenario", "naive", *over, *bounds)

    def shown_sources(self) -> tuple[str, ...]:
        """What is required and limited is told with the question."""
        return tuple(f"{place}.{name}" for place in ("require", "limit") for name in getattr(self, place))

    def own_names(self) -> frozenset[str]:
        """The inputs, the run that a search needs, and the requirement."""
        return frozenset(self.inputs) | {"run"}

    def goal(self, scope: Scope) -> Goal:
        """What the policy is judged by, with the values that the graph gives."""
        bounds: dict[str, dict[str, float]] = {"require": {}, "limit": {}}
        for place, found in bounds.items():
            for name in getattr(self, place):
                value = scope.evaluate(self.templates[f"{place}.{name}"])
                if not is_number(value):
                    raise ExpressionError("expression_type", what=f"{place}.{name}")
                found[name] = value
        return Goal(self.minimise, bounds["require"], bounds["limit"], self.dead_band, self.cap)

    def run(self, scope: Scope) -> dict[str, Plain]:
        """What a search in ``cases.functions`` needs to know of the marking runs."""
        goal = self.goal(scope)
        return {
            "seed": scope.seed,
            "label": MARKING,
            "replications": self.replications,
            "minimise": self.minimise,
            "require": dict(goal.least),
            "limit": dict(goal.most),
            "ranges": {name: [*box.bounds] for name, box in self.inputs.items() if box.range is not None},
        }

    def key(self, scope: Scope) -> Plain:
        """The solver's inputs, bettered by the search where there is one."""
        theory = self.kept(scope.evaluate(self.templates["reference"], {"run": self.run(scope)}))
        return dict(self._searched(scope, theory) if self.search else theory)

    def _searched(self, scope: Scope, theory: Mapping[str, Value]) -> dict[str, Value]:
        """The best inputs that a pattern search over the marking runs finds, from the theory and the naive ones."""
        goal, naive = self.goal(scope), self.naive_inputs(scope)
        moved = [name for name, box in self.inputs.items() if name in self.search or box.options]
        simulation.check_search(self.model(scope, theory), self.replications, self.tries)

        def inputs(point: tuple[int, ...]) -> dict[str, Value]:
            found = {name: self.inputs[name].at(place) for name, place in zip(moved, point, strict=True)}
            return {name: found.get(name, theory[name]) for name in self.inputs}

        axes = [self.inputs[name].axis(self._first_step(scope, name)) for name in moved]
        starts = [[self.inputs[name].place(start[name]) for name in moved] for start in (theory, naive)]

        def search() -> tuple[int, ...]:
            found = pattern_search(
                lambda point: goal.merit(self.measured(scope, inputs(point))), axes, starts, tries=self.tries
            )
            return found.point

        # Marking, the debrief and the proof ask for the same reference in scopes of their own.
        ends = [self.trial(scope, start) for start in (theory, naive)]
        about: dict[str, Plain] = {
            **self.run(scope), "axes": [str(axis) for axis in axes], "tries": self.tries,
            "starts": [dict(theory), dict(naive)],
        }  # fmt: skip
        worlds = [ends[0].scenario, *([ends[1].scenario] if ends[1].scenario != ends[0].scenario else [])]
        return inputs(simulation.searched([*worlds, *(end.policy for end in ends), about], search))

    def _first_step(self, scope: Scope, name: str) -> float:
        step = scope.evaluate(self.templates[f"search.{name}"]) if name in self.search else 1
        if not is_number(step) or step <= 0:
            raise ExpressionError("expression_type", what=f"search.{name}")
        return step

    def naive_inputs(self, scope: Scope) -> dict[str, Value]:
        """The naive policy's inputs, brought into range."""
        return self.kept(scope.evaluate(self.templates["naive"]))

    def kept(self, value: Plain) -> dict[str, Value]:
        """Inputs rounded and brought into their ranges; raises ExpressionError when one is missing."""
        return decision_inputs.kept(self.inputs, value)

    def trial(self, scope: Scope, inputs: Mapping[str, Value]) -> Trial:
        """The scenario and the policy that ``inputs`` make."""
        scenario = scope.evaluate(self.templates["scenario"], dict(inputs))
        policy = scope.evaluate(self.templates["policy"], dict(inputs))
        if not isinstance(scenario, dict) or not isinstance(policy, dict):
            raise ExpressionError("decision_scenario")
        return Trial(scenario, policy)

    def model(self, scope: Scope, inputs: Mapping[str, Value]) -> Model:
        """The world that ``inputs`` make; raises ExpressionError where it has no such indicator as is asked for."""
        return self._model(self.trial(scope, inputs))

    def _model(self, trial: Trial) -> Model:
        model = simulation.model_of(trial.scenario, trial.policy)
        for name in (self.minimise, *self.require, *self.limit):
            if name not in model.INDICATORS:
                raise ExpressionError("indicator_absent", item=name, model=model.KEY)
        return model

    def measured(self, scope: Scope, inputs: Mapping[str, Value]) -> dict[str, float]:
        """Mean indicators of a policy over the marking runs."""
        trial = self.trial(scope, inputs)
        self._model(trial)
        return simulation.measure(trial.scenario, trial.policy, scope.seed, MARKING, self.replications)

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read every input: a figure in its range, or an option."""
        return decision_inputs.read(self.inputs, answer)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The inputs as typed."""
        return decision_inputs.raw(self.inputs, value, lang)

    def show(self, value: Plain, lang: Lang) -> str:
        """The inputs, named."""
        shown = self._shown(value, lang)
        return ", ".join(f"{name} = {text}" for name, text in shown.items())

    def describe(self, value: Plain, words: Wording) -> str:
        """The inputs and the choices, in the words of the paper."""
        told = []
        for name, text in self._shown(value, words.lang).items():
            what = words.item(OPTIONS, text) if self.inputs[name].options else text
            told.append(
                message("reading.part", words.lang, {"part": words.item("inputs", name), "what": what})
            )
        return joined(told, words.lang)

    def _shown(self, value: Plain, lang: Lang) -> dict[str, str]:
        values = value if isinstance(value, dict) else {}
        written = {name: self.inputs[name].write(one, lang, unit=True) for name, one in values.items()}
        return {name: text for name, text in written.items() if text is not None}

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
        goal = self.goal(key)
        chosen, best, naive = self.kept(reading.value), self.kept(key.value(self.id)), self.naive_inputs(key)
        results = {
            "learner": self.measured(key, chosen),
            "reference": self.measured(key, best),
            "naive": self.measured(key, naive),
        }
        missed = goal.missed(results["learner"])
        credit = goal.credit(results["learner"], results["reference"], results["naive"])
        codes = ["correct" if credit >= 1 else "partly" if credit > 0 else "no_gain"]
        if missed:
            credit = min(credit, self.cap)
            codes = ["requirement_missed"]
        for name in self.notices:
            if key.evaluate(self.templates[f"notices.{name}"], dict(chosen)) is True:
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
                **({"bounds": {"least": dict(goal.least), "most": dict(goal.most)}} if missed else {}),
            },
        )

    # -- the proof ----------------------------------------------------------------------------------
    def stock(self, figures: Iterator[str]) -> Raw:
        """Every input at its lowest, or the first of its options."""
        lowest = {name: box.options[0] if box.options else box.bounds[0] for name, box in self.inputs.items()}
        return self.raw(dict(lowest), "en")

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """The reference keeps what is required; the naive policy earns nothing and lies well apart from it."""
        goal = self.goal(scope)
        best = self.measured(scope, self.kept(scope.value(self.id)))
        naive = self.measured(scope, self.naive_inputs(scope))
        for name in goal.missed(best):
            found, asked = best.get(name, math.nan), goal.least.get(name, goal.most.get(name, math.nan))
            yield "proof_decision_missed", {"item": name, "best": f"{found:.6g}", "asked": f"{asked:.6g}"}
        cost, least = goal.figure(naive), goal.figure(best)
        if not cost >= goal.apart(least, 5):
            yield "proof_decision", {"naive": cost, "best": least}

    def drawn_ids(self, scope: Scope) -> dict[str, frozenset[str]]:
        """The sites, items and loops of the world that the paper words: those that are no code of the firm's."""
        trial = self.trial(scope, self.naive_inputs(scope))
        if simulation.model_of(trial.scenario, trial.policy).KEY == "stock":
            return {}
        story = simulation.story(trial.scenario, trial.policy, scope.seed, MARKING, 0)
        ids = {name for track in story.tracks for name in (track.place, track.item)}
        return {PLACES: frozenset(name for name in ids if name and not CODE.search(name))}

    @property
    def units(self) -> Units:
        """What its figures are paid and counted in."""
        return Units(self.currency, self.counted_in)

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """The figure beside the solver's and the naive one, the share of the gain, and what was missed."""
        return decision_words.remarks(outcome, self.minimise, self.units, words.lang)

    def told(self, code: str) -> bool:
        """The share of the gain is said with the costs."""
        return code in {"correct", "partly"}

    def ask(self, scope: Scope, words: Wording) -> DecisionAsk:
        """How many training years, what is aimed at, and the options of each choice in words."""
        aims = decision_words.aims(self.goal(scope), self.units, words.lang)
        options = {
            name: tuple((one, words.item(OPTIONS, one)) for one in box.options)
            for name, box in self.inputs.items()
            if box.options
        }
        return DecisionAsk(self.trials, aims, options)

    def lists(self) -> dict[str, frozenset[str]]:
        """The name of each input and option, and the words of each remark."""
        found = {"inputs": frozenset(self.inputs)}
        options = frozenset(one for box in self.inputs.values() for one in box.options)
        found |= {OPTIONS: options} if options else {}
        return found | ({"notices": frozenset(self.notices)} if self.notices else {})

    def open_lists(self) -> tuple[str, ...]:
        """The words of sites, items and loops, whose ids the scenario gives."""
        return (PLACES,)

    def fields(self, lang: Lang, words: Mapping[str, str]) -> tuple[FieldView, ...]:
        """One box per input, with its range."""
        return tuple(self._field(name, box, words.get(name, name), lang) for name, box in self.inputs.items())

    def _field(self, name: str, box: Input, label: str, lang: Lang) -> FieldView:
        if box.options:
            return FieldView(name, label, "")
        low, high = box.bounds
        unit = unit_label(box.unit, lang) if box.unit else ""
        step = box.rounded(box.finest)
        return FieldView(name, label, unit, minimum=low, maximum=high, step=step, decimals=box.decimals)

    def shape(self) -> str:
        """A record of inputs."""
        return "record"

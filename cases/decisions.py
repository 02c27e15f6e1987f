"""Decisions lived in simulation: training years before hand-in, the marked year beside the reference after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cases import simulation
from cases.answers import Answer
from cases.decision_goal import Goal
from cases.decision_inputs import Value
from cases.indicators import (
    Units,
    cost_indicator,
    indicator_label,
    indicator_text,
    period_name,
)
from cases.numerals import Lang
from cases.place_words import PLACES
from cases.problem import message
from cases.questions.base import FieldView, Scope
from cases.questions.decision import MARKING, DecisionQuestion
from cases.variant import Variant
from cases.views import questions
from cases.wording import QuestionWords
from sim.models import Story, Track

__all__ = [
    "Comparison",
    "Story",
    "Track",
    "TrackSummary",
    "WorstPeriod",
    "bounds",
    "compare",
    "indicator_label",
    "indicator_text",
    "summary",
    "track_labels",
    "trial",
    "worst_periods",
]

WORST = 3


@dataclass(frozen=True)
class WorstPeriod:
    """A period that cost much: its number from 1 and its word, its cost, and the part that weighs most in it."""

    number: int
    period: str
    cost: float
    part: str

    def text(self, lang: Lang, units: Units | str = "EUR") -> str:
        """The period in words."""
        part = indicator_label(cost_indicator(self.part), lang)
        return message(
            "worst.period",
            lang,
            {
                "period": period_name(self.period, self.number, lang),
                "cost": indicator_text("total_cost", self.cost, lang, units),
                "part": part[:1].lower() + part[1:],
            },
        )


@dataclass(frozen=True)
class TrackSummary:
    """One track in figures: share of its demand served at once (None without demand), stock, periods short."""

    fill_rate: float | None
    mean_stock: float
    short_periods: int


@dataclass(frozen=True)
class Comparison:
    """The learner's run over the reference run and the naive one, and their means over the marking runs."""

    learner: Story | None
    reference: Story
    naive: Story
    learner_policy: Mapping[str, Value]
    reference_policy: Mapping[str, Value]
    naive_policy: Mapping[str, Value]
    learner_result: Mapping[str, float]
    reference_result: Mapping[str, float]
    naive_result: Mapping[str, float]
    worst: tuple[WorstPeriod, ...]
    goal: Goal
    missed: tuple[str, ...]


def bounds(variant: Variant, question_id: str, lang: Lang = "fr") -> tuple[FieldView, ...]:
    """The input boxes of a decision; raises KeyError for a question that is not one."""
    _decision(variant, question_id)
    return next(view.fields for view in questions(variant, lang) if view.id == question_id)


def trial(variant: Variant, question_id: str, inputs: Mapping[str, Value], year: int) -> Story:
    """A training year under the learner's policy, drawn apart from the marking runs.

    ``inputs`` are rounded and brought into their ranges; ``year`` goes from 1 to the question's ``trials``
    (ValueError). Raises ExpressionError when an input is missing.
    """
    question = _decision(variant, question_id)
    if not 1 <= year <= question.trials:
        raise ValueError(f"year must be from 1 to {question.trials}, not {year}")
    return _story(question, variant.scope(), question.kept(dict(inputs)), f"trial-{year}")


def compare(variant: Variant, question_id: str, answer: Answer | None) -> Comparison:
    """The marked decision beside the solver's and the naive one; only for a paper that was handed in."""
    question, scope = _decision(variant, question_id), variant.scope()
    reading = question.read(answer) if answer is not None else None
    chosen: dict[str, Value] = {}
    if reading is not None and reading.ok and isinstance(reading.value, dict):
        chosen = question.kept(reading.value)
    best, naive, goal = (
        question.kept(scope.value(question.id)),
        question.naive_inputs(scope),
        question.goal(scope),
    )
    learner = _story(question, scope, chosen, MARKING) if chosen else None
    result = question.measured(scope, chosen) if chosen else {}
    return Comparison(
        learner=learner,
        reference=_story(question, scope, best, MARKING),
        naive=_story(question, scope, naive, MARKING),
        learner_policy=chosen,
        reference_policy=best,
        naive_policy=naive,
        learner_result=result,
        reference_result=question.measured(scope, best),
        naive_result=question.measured(scope, naive),
        worst=worst_periods(learner) if learner is not None else (),
        goal=goal,
        missed=tuple(goal.missed(result)) if chosen else (),
    )


def track_labels(variant: Variant, question_id: str, story: Story, lang: Lang) -> tuple[str, ...]:
    """The name of each track, in the words of the paper: its place, and its item where that tells more."""
    words = QuestionWords(variant, question_id, lang)
    labels = []
    for track in story.tracks:
        place = words.item(PLACES, track.place)
        item = words.item(PLACES, track.item)
        labels.append(place if item in {"", place} or track.item == track.place else f"{place} · {item}")
    return tuple(labels)


def summary(track: Track, warm_up: int = 0) -> TrackSummary:
    """One track in figures, over the measured periods of its run."""
    on_hand, short = track.on_hand[warm_up:], track.short[warm_up:]
    asked = sum(track.demand[warm_up:])
    served = 1 - sum(short) / asked if asked else None
    return TrackSummary(served, sum(on_hand) / max(len(on_hand), 1), sum(track.out[warm_up:]))


def worst_periods(story: Story) -> tuple[WorstPeriod, ...]:
    """The periods that cost most, in their order."""
    found = []
    for place in range(story.periods):
        parts = {name: costs[place] for name, costs in story.cost_by_period.items()}
        if parts:
            heaviest = max(parts, key=lambda name: parts[name])
            found.append(WorstPeriod(place + 1, story.period, sum(parts.values()), heaviest))
    found.sort(key=lambda one: (-one.cost, one.number))
    return tuple(sorted(found[:WORST], key=lambda one: one.number))


def _decision(variant: Variant, question_id: str) -> DecisionQuestion:
    question = variant.case.question(question_id)
    if not isinstance(question, DecisionQuestion):
        raise KeyError(question_id)
    return question


def _story(question: DecisionQuestion, scope: Scope, inputs: Mapping[str, Value], label: str) -> Story:
    lived = question.trial(scope, inputs)
    return simulation.story(lived.scenario, lived.policy, scope.seed, label, 0)

"""An episode: a simulation played step by step, scored on the whole run and on its key moments."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import ClassVar, Literal, Self

from pydantic import model_validator

from cases import episodes
from cases.answers import Answer, Raw, Reading
from cases.episode_actions import DONE, FIGURE, WORD, Sheet
from cases.episode_format import EpisodeFields
from cases.expression_error import ExpressionError
from cases.numerals import Lang
from cases.place_words import CODE, PLACES, place_words
from cases.plain import Plain, is_number
from cases.plan_checking import gain
from cases.problem import message
from cases.questions.base import (
    Item,
    Outcome,
    PartMark,
    Question,
    Scope,
    Wording,
    fault,
)
from cases.questions.episode_asking import ActionAsk, EpisodeAsk, actions_asked, indicator_written
from cases.template import Source
from sim.episodes import EPISODES
from sim.episodes.base import BY_ROW

MET, MISSED, NOT_ARISEN = "moment_met", "moment_missed", "moment_none"
SEARCHED = 400  # parameters that a reference may try
KEPT = 64  # variants whose naive and reference runs are kept


@dataclass(frozen=True)
class Bounds:
    """The runs that a played one is held against."""

    naive: episodes.Lived
    reference: episodes.Lived


class EpisodeQuestion(EpisodeFields, Question):
    """Decisions taken step by step in a run that every policy shares.

    The run earns the share of the gain from the naive policy (0) to the reference (1) on the same path of
    chance, with a dead band; each key moment earns its own points. Steps left unplayed are steps in which
    nothing is done, and a run earns no more than the share of it that was played.
    """

    TYPE: ClassVar[str] = "episode"
    EVIDENCE: ClassVar[str] = "simulated"
    SIMULATED: ClassVar[bool] = True
    WORDED: ClassVar[Mapping[str, str]] = {**Question.WORDED, "missed": "moments"}

    type: Literal["episode"] = "episode"

    @model_validator(mode="after")
    def _moments_fit(self) -> Self:
        names = [one.id for one in self.moments]
        twice = next((one for one in [self.id, *names] if [self.id, *names].count(one) > 1), None)
        if twice is not None:
            raise fault("listed_twice", item=twice)
        if sum(one.points for one in self.moments) >= self.points:
            raise fault("episode_points", points=f"{self.points:g}")
        asked = [*self.run_criteria, *(key for one in self.moments for key in one.criteria)]
        other = next((key for key in asked if key not in self.criteria), None)
        if other is not None:
            raise fault("not_listed", item=other, known=", ".join(self.criteria))
        return self

    # -- the graph ----------------------------------------------------------------------------------
    @cached_property
    def sheet(self) -> Sheet:
        """The decisions, step by step."""
        known = EPISODES[self.kind].ACTIONS
        holds = {
            name: known.get(name, WORD if action.options else FIGURE) for name, action in self.actions.items()
        }
        return Sheet(self.actions, holds, self.steps)

    def sources(self) -> dict[str, Source]:
        """Scenario, both policies, what the reference searches, and the key moments."""
        found: dict[str, Source] = {"scenario": self.scenario}
        found |= {f"naive.{name}": source for name, source in self.naive.items()}
        found |= {f"reference.{name}": source for name, source in self.reference.items()}
        found |= {f"search.{name}": list(bounds) for name, bounds in self.search.items()}
        for place, one in enumerate(self.moments):
            found |= {f"moments.{place}.when": one.when, f"moments.{place}.expect": one.expect}
        return found

    def graph_sources(self) -> tuple[str, ...]:
        """All of them: the marking rests on both runs and on the moments."""
        return tuple(self.sources())

    def shown_sources(self) -> tuple[str, ...]:
        """The scenario: its state shows step by step."""
        return ("scenario",)

    def own_names(self) -> frozenset[str]:
        """What a step gives to policies and moments, and the figures searched."""
        return frozenset({"state", "events", "step", "decision", *self.search})

    def setting(self, scope: Scope) -> dict[str, Plain]:
        """The scenario with its steps; raises ExpressionError when it cannot be run."""
        value = scope.evaluate(self.templates["scenario"])
        if not isinstance(value, dict):
            raise ExpressionError("decision_scenario")
        setting: dict[str, Plain] = {**value, "steps": self.steps}
        episodes.checked(self.kind, setting)
        return setting

    @cached_property
    def _rests_on(self) -> tuple[str, ...]:
        names = {name for template in self.templates.values() for name in template.names()}
        return tuple(sorted(names - self.own_names()))

    @cached_property
    def _kept(self) -> dict[str, Bounds]:
        return {}  # filled as variants are marked: a pure function of the figures that name them

    def bounds(self, scope: Scope) -> Bounds:
        """The naive run and the reference run; raises ExpressionError."""
        figures = json.dumps([scope.seed, *(scope.value(name) for name in self._rests_on)])
        if figures not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.pop(next(iter(self._kept)))
            self._kept[figures] = Bounds(self._played(scope, "naive", {}), self._searched(scope))
        return self._kept[figures]

    def _searched(self, scope: Scope) -> episodes.Lived:
        lines = [self._line(scope, name) for name in self.search]
        tried = [dict(zip(self.search, figures, strict=True)) for figures in product(*lines)]
        if len(tried) > SEARCHED:
            raise ExpressionError("episode_search", limit=SEARCHED)
        runs = [self._played(scope, "reference", figures) for figures in tried]
        return (min if self.minimise else max)(runs, key=lambda run: run.indicators[self.aim])

    def _line(self, scope: Scope, name: str) -> list[float]:
        bounds = scope.evaluate(self.templates[f"search.{name}"])
        if not isinstance(bounds, list) or len(bounds) != 3:
            raise ExpressionError("expression_type", what=f"search.{name}")
        low, high, step = (float(one) if is_number(one) else 0.0 for one in bounds)
        if step <= 0 or not low <= high or (high - low) / step > SEARCHED:
            raise ExpressionError("episode_search", limit=SEARCHED)
        return [low + step * turn for turn in range(int((high - low) / step + 1e-9) + 1)]

    def _played(self, scope: Scope, policy: str, figures: Mapping[str, Plain]) -> episodes.Lived:
        def decide(state: dict[str, Plain], events: list[Plain], step: int) -> dict[str, Plain]:
            extra: dict[str, Plain] = {**figures, "state": state, "events": events, "step": step}
            found: dict[str, Plain] = {}
            for name in self.actions:
                value = self.sheet.kept(name, scope.evaluate(self.templates[f"{policy}.{name}"], extra))
                if value is None:
                    raise ExpressionError("episode_decision", policy=policy, action=name)
                found[name] = value
            return found

        return episodes.by_policy(self.kind, self.setting(scope), scope.seed, decide)

    def key(self, scope: Scope) -> Plain:
        """The decisions of the reference, step by step."""
        return list(self.bounds(scope).reference.decisions)

    # -- answers ------------------------------------------------------------------------------------
    def read(self, answer: Answer) -> Reading:
        """Read the steps played, up to the first that is missing or cannot be read."""
        return self.sheet.read(answer)

    def raw(self, value: Plain, lang: Lang) -> Raw:
        """The decisions, by "step.action"."""
        return self.sheet.raw(value, lang)

    def show(self, value: Plain, lang: Lang) -> str:
        """How many steps were played."""
        count = len(value) if isinstance(value, list) else 0
        return message(f"episode.played.{self.step}", lang, {"count": count, "steps": self.steps})

    def blank(self) -> Raw:
        """No step."""
        return {}

    def shaped(self, text: str) -> Iterator[Raw]:
        """The text in one place of the first step, and in every place of it."""
        rows = {name: f"{name}.x" if self.sheet.holds[name] in BY_ROW else name for name in self.actions}
        yield {f"1.{next(iter(rows.values()))}": text}
        yield {f"1.{place}": text for place in rows.values()}

    def part_label(self, place: str, words: Wording) -> str:
        """A key moment, or a decision by its step."""
        step, _, rest = place.partition(".")
        if not step.isdigit():
            return words.item("moments", place)
        name, _, row = rest.partition(".")
        number = message(f"episode.step.{self.step}", words.lang, {"step": step})
        if name == DONE:
            return number
        of_row = place_words(row, words)
        return ", ".join(part for part in (number, words.item("actions", name), of_row) if part)

    def shape(self) -> str:
        """A record of steps."""
        return "record"

    # -- marking ------------------------------------------------------------------------------------
    def mark(self, reading: Reading, carried: Scope, key: Scope) -> Outcome:  # the run is the same for all
        """Mark a run by its regret on its own path of chance, and each key moment by its rule."""
        played = list(reading.value) if isinstance(reading.value, list) else []
        bounds = self.bounds(key)
        run = episodes.finished(self.kind, self.setting(key), key.seed, played, self.steps)
        own, naive, best = (one.indicators[self.aim] for one in (run, bounds.naive, bounds.reference))
        share = gain(own, naive, best, self.dead_band, maximise=self.maximise is not None)
        # Idle steps at the end may cost little: a run earns no more than the share of it that was played.
        credits = {self.id: min(share, len(played) / self.steps)}
        verdicts = {
            one.id: self.verdict(place, run, len(played), key) for place, one in enumerate(self.moments)
        }
        credits |= {name: 0.0 if verdict == MISSED else 1.0 for name, verdict in verdicts.items()}
        credit = sum(credits[one.id] * one.points for one in self.items()) / self.points
        complete = all(one >= 1 for one in credits.values())
        codes = ["correct" if complete else "partly" if credit > 0 else "no_gain"]
        if len(played) < self.steps:
            codes.append("unfinished")
        better = best - own if self.minimise else own - best
        if better > 1e-6 * max(abs(best), 1.0):
            codes.append("episode_better")
        codes += [f"missed.{name}" for name, verdict in verdicts.items() if verdict == MISSED]
        return Outcome(
            credit=1.0 if complete else credit,
            codes=tuple(codes),
            expected=list(bounds.reference.decisions),
            key=list(bounds.reference.decisions),
            detail={
                "own": own,
                "naive": naive,
                "reference": best,
                "played": len(played),
                "run": credits[self.id],
                "indicators": {
                    "own": dict(run.indicators),
                    "naive": dict(bounds.naive.indicators),
                    "reference": dict(bounds.reference.indicators),
                },
            },
            parts={
                name: PartMark(credits[name], verdict, weight=self.moments[place].points)
                for place, (name, verdict) in enumerate(verdicts.items())
            },
            items=credits,
        )

    def verdict(self, place: int, run: episodes.Lived, played: int, scope: Scope) -> str:
        """Whether a key moment was met, missed, or did not arise in a run of which ``played`` steps were played."""
        moment, arisen = self.moments[place], None
        for one in run.moments:
            extra: dict[str, Plain] = {
                "state": one.state,
                "events": list(one.events),
                "decision": dict(one.decision),
                "step": one.step,
            }
            if one.step <= played and arisen is None and self._holds(f"moments.{place}.when", extra, scope):
                arisen = one.step
            if arisen is None or one.step > played or one.step > arisen + moment.within:
                continue
            if self._holds(f"moments.{place}.expect", extra, scope):
                return MET
        if arisen is None:
            return NOT_ARISEN if played == self.steps else MISSED
        return MISSED

    def _holds(self, place: str, extra: Mapping[str, Plain], scope: Scope) -> bool:
        return scope.evaluate(self.templates[place], extra) is True

    def items(self) -> tuple[Item, ...]:
        """The whole run, then each key moment."""
        rest = self.points - sum(one.points for one in self.moments)
        criteria = tuple(self.run_criteria or self.criteria)
        return (
            Item(self.id, rest, criteria, self.EVIDENCE),
            *(Item(one.id, one.points, tuple(one.criteria), self.EVIDENCE) for one in self.moments),
        )

    # -- the proof ----------------------------------------------------------------------------------
    def stock(self, figures: Iterator[str]) -> Raw:
        """One piece at the first step, and nothing after."""
        return {f"1.{name}": next(figures) for name in self.actions if self.sheet.holds[name] == FIGURE} | {
            f"1.{DONE}": "1"
        }

    def look_alike(self, scope: Scope) -> Iterator[tuple[str, str]]:
        """A path of chance on which the naive policy does nearly as well as the reference."""
        bounds = self.bounds(scope)
        naive, best = (one.indicators[self.aim] for one in (bounds.naive, bounds.reference))
        apart = (naive - best) * (1 if self.minimise else -1)
        if apart <= 2 * self.dead_band * abs(best):
            yield "correct", "no_gain"

    def prove(self, scope: Scope) -> Iterator[tuple[str, Mapping[str, object]]]:
        """Each key moment arises in the reference run, which does what is expected; the naive one misses it."""
        bounds = self.bounds(scope)
        for place, moment in enumerate(self.moments):
            found = self.verdict(place, bounds.reference, self.steps, scope)
            if found != MET:
                yield "proof_episode_moment", {"moment": moment.id}
            if self.verdict(place, bounds.naive, self.steps, scope) == MET:
                yield "proof_episode_naive", {"moment": moment.id}

    # -- words --------------------------------------------------------------------------------------
    def remarks(self, reading: Reading, outcome: Outcome, words: Wording) -> Iterator[str]:
        """The run's figure beside those of the reference and of the naive run; then each key moment."""
        detail = outcome.detail
        figures = {
            who: indicator_written(detail.get(who), self.unit, words.lang)
            for who in ("own", "reference", "naive")
        }
        yield message("episode.figure", words.lang, {"label": words.item("objective", self.aim), **figures})
        share = detail.get("run")
        if is_number(share) and 0 < share < 1 and "unfinished" not in outcome.codes:
            yield message("plan.share_run", words.lang, {"share": round(100 * share)})
        if "unfinished" in outcome.codes:
            yield message(
                "episode.unfinished", words.lang, {"played": detail.get("played"), "steps": self.steps}
            )
        if outcome.parts:
            lines = [
                message(f"episode.{part.code}", words.lang, {"moment": words.item("moments", name)})
                for name, part in outcome.parts.items()
            ]
            yield "\n".join(f"- {line}" for line in lines)

    def told(self, code: str) -> bool:
        """The figures and the moments are said by the remarks."""
        return code in {"partly", "no_gain", "unfinished"} or code.startswith("missed.")

    def ask(self, scope: Scope, words: Wording) -> EpisodeAsk:
        """What is decided at each step, in the words of the paper."""
        asked: tuple[ActionAsk, ...] = actions_asked(self.sheet, EPISODES[self.kind].TABLES, words)
        return EpisodeAsk(self.kind, self.step, self.steps, asked, words.item("objective", self.aim))

    def open_lists(self) -> tuple[str, ...]:
        """The words of sites and items, whose ids the scenario gives."""
        return (PLACES,)

    def drawn_ids(self, scope: Scope) -> dict[str, frozenset[str]]:
        """The sites, items and sources that the run shows: those that are no code of the firm's."""
        ids = episodes.places(self.kind, self.setting(scope))
        return {PLACES: frozenset(name for name in ids if not CODE.search(name))} if ids else {}

    def lists(self) -> dict[str, frozenset[str]]:
        """The actions, their options, the indicator that marks, and the key moments."""
        found = {"actions": frozenset(self.actions), "objective": frozenset({self.aim})}
        options = frozenset(one for action in self.actions.values() for one in action.options)
        if options:
            found["options"] = options
        if self.moments:
            found["moments"] = frozenset(one.id for one in self.moments)
        return found

"""The marking policy of a sitting: what help a learner may open, what it costs, when results show.

The policy belongs to the sitting, never to the case: one case serves practice and exam. It is plain data, kept
with the sitting, so that a past grade recomputes under the rules that the learner was told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal, get_args

from cases.numerals import Lang
from cases.plain import is_number
from cases.problem import CaseError, Problem, message, nearest
from cases.quantity_writing import write_number

Mode = Literal["practice", "exam"]
Results = Literal["at_once", "on_hand_in", "on_release"]
CountsAs = Literal["practice", "continuous", "exam"]

HINT: Final = "hint"
# From the least told to the most; a policy's ladder is some of them.
RUNGS: Final = ("verdict", HINT, "slip", "solution")


class PolicyError(CaseError):
    """A marking policy cannot be used; ``problems`` says why, one by one."""


@dataclass(frozen=True)
class Policy:
    """The rules of one sitting.

    ``hint_cost`` is the share of a question's points that each hint opened costs. ``ladder`` lists the
    feedback that a learner may ask for on a question before hand-in, ``ladder_cost`` the share of the points
    that each rung costs once, however often it is climbed; a rung without a cost is free, and the hint's only
    price is ``hint_cost``. ``trials`` is the number of test runs of a decision (None: what the case allows).
    ``results`` says when the mark shows: question by question, at hand-in, or once the trainer releases it.
    ``self_assessed``: the learner marks free text by its rubric; otherwise the trainer does.

    Raises PolicyError for a value of the wrong kind or out of range.
    """

    mode: Mode
    hints: bool
    hint_cost: float
    ladder: tuple[str, ...]
    ladder_cost: tuple[tuple[str, float], ...]
    trials: int | None
    results: Results
    counts_as: CountsAs
    self_assessed: bool

    def __post_init__(self) -> None:
        """Refuse what no sitting could follow."""
        problems = tuple(_faults(self))
        if problems:
            raise PolicyError(problems)

    @property
    def mock(self) -> bool:
        """Whether it is an exam that nobody but the learner looks at: it stands for one, and certifies nothing."""
        return self.counts_as == "exam" and self.self_assessed and self.results != "on_release"

    def rung_cost(self, rung: str) -> float:
        """The share of a question's points, in [0, 1], that a rung costs; 0 when the ladder lacks it."""
        return dict(self.ladder_cost).get(rung, 0.0) if rung in self.ladder else 0.0

    def as_dict(self) -> dict[str, Any]:
        """The policy as plain JSON data; ``Policy.from_dict`` gives it back."""
        return {
            **{field.name: getattr(self, field.name) for field in fields(self)},
            "ladder": list(self.ladder),
            "ladder_cost": dict(self.ladder_cost),
        }

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any] | None) -> Policy:
        """The policy kept with a sitting; None is PRACTICE.

        A key left out takes its value from EXAM when ``mode`` is "exam", from PRACTICE otherwise. Raises
        PolicyError for an unknown key or a value that does not fit.
        """
        if kept is None:
            return PRACTICE
        known = [field.name for field in fields(cls)]
        unknown = [
            Problem(
                "policy_key", params={"name": name, "known": ", ".join(known), "near": nearest(name, known)}
            )
            for name in map(str, kept)
            if name not in known
        ]
        if unknown:
            raise PolicyError(unknown)
        whole = {**(EXAM if kept.get("mode") == "exam" else PRACTICE).as_dict(), **kept}
        ladder, costs = whole["ladder"], whole["ladder_cost"]
        if not isinstance(ladder, list | tuple) or not all(isinstance(rung, str) for rung in ladder):
            raise PolicyError([_unfit("ladder", ladder, _listed(RUNGS))])
        if not isinstance(costs, Mapping):
            raise PolicyError([_unfit("ladder_cost", costs, "{slip: 0.25, solution: 1}")])
        pairs = tuple((str(rung), cost) for rung, cost in costs.items())
        return cls(**{**whole, "ladder": tuple(ladder), "ladder_cost": tuple(sorted(pairs, key=_place))})

    def words(self, lang: Lang) -> tuple[str, ...]:
        """The rules in whole sentences for the learner, in ``lang``."""
        return tuple(self._sentences(lang))

    def _sentences(self, lang: Lang) -> Iterable[str]:
        yield message("policy_counts.mock" if self.mock else f"policy_counts.{self.counts_as}", lang)
        if not self.hints:
            yield message("policy_no_hints", lang)
        elif self.hint_cost == 0:
            yield message("policy_free_hints", lang)
        else:
            yield message("policy_hints", lang, {"cost": _percent(self.hint_cost, lang)})
        rungs = [self._rung(rung, lang) for rung in self.ladder if rung != HINT]
        if rungs:
            yield message("policy_ladder", lang, {"rungs": ", ".join(rungs)})
        elif self.results != "at_once":
            yield message("policy_no_ladder", lang)
        if self.trials is not None:
            code = "0" if self.trials == 0 else "1" if self.trials == 1 else "2"
            yield message(f"policy_trials.{code}", lang, {"count": self.trials})
        yield message(f"policy_results.{self.results}", lang)
        yield message("policy_text_self" if self.self_assessed else "policy_text_trainer", lang)

    def _rung(self, rung: str, lang: Lang) -> str:
        name, cost = message(f"policy_rung.{rung}", lang), self.rung_cost(rung)
        if cost == 0:
            return message("policy_rung_free", lang, {"rung": name})
        return message("policy_rung_cost", lang, {"rung": name, "cost": _percent(cost, lang)})


def cost(policy: Policy, points: float, hints_opened: int, rungs: Iterable[str] = ()) -> float:
    """The points, in [0, ``points``], that the help opened on a question of ``points`` takes away.

    ``rungs`` are those climbed on the question: each counts once, however often it was climbed. Help that the
    policy does not offer costs nothing. What was earned, less this, never goes below 0: that is the marking's.
    """
    hints = policy.hint_cost * max(hints_opened, 0) if policy.hints else 0.0
    # Sorted: a sum of floats depends on its order, and a set's order on the process.
    share = hints + sum(policy.rung_cost(rung) for rung in sorted(set(rungs)))
    return points * min(share, 1.0)


def _percent(share: float, lang: Lang) -> str:
    return write_number(share, lang, style="percent")


def _listed(values: Iterable[object]) -> str:
    return ", ".join(map(str, values))


def _place(pair: tuple[str, object]) -> tuple[int, str]:
    """The order of rungs in a policy, whatever the order of keys in the JSON: equal rules, equal policies."""
    return (RUNGS.index(pair[0]) if pair[0] in RUNGS else len(RUNGS), pair[0])


def _unfit(name: str, found: object, known: str) -> Problem:
    return Problem("policy_value", params={"name": name, "found": str(found), "known": known})


def _faults(policy: Policy) -> Iterable[Problem]:
    for name, listed in (
        ("mode", get_args(Mode)),
        ("results", get_args(Results)),
        ("counts_as", get_args(CountsAs)),
    ):
        if getattr(policy, name) not in listed:
            yield _unfit(name, getattr(policy, name), _listed(listed))
    for name in ("hints", "self_assessed"):
        if not isinstance(getattr(policy, name), bool):
            yield _unfit(name, getattr(policy, name), "true, false")
    if not _is_share(policy.hint_cost):
        yield _unfit("hint_cost", policy.hint_cost, "0 … 1")
    trials = policy.trials
    if trials is not None and (isinstance(trials, bool) or not isinstance(trials, int) or trials < 0):
        yield _unfit("trials", trials, "0, 1, 2 …, null")
    if len(set(policy.ladder)) < len(policy.ladder) or not set(policy.ladder) <= set(RUNGS):
        yield _unfit("ladder", _listed(policy.ladder), _listed(RUNGS))
    for rung, share in policy.ladder_cost:
        if rung == HINT or rung not in RUNGS:
            yield _unfit("ladder_cost", rung, _listed(one for one in RUNGS if one != HINT))
        elif not _is_share(share):
            yield _unfit(f"ladder_cost.{rung}", share, "0 … 1")


def _is_share(value: object) -> bool:
    return is_number(value) and 0 <= value <= 1


PRACTICE: Final = Policy(
    mode="practice",
    hints=True,
    hint_cost=0.1,
    ladder=RUNGS,
    ladder_cost=(("verdict", 0.0), ("slip", 0.25), ("solution", 1.0)),
    trials=None,
    results="on_hand_in",
    counts_as="practice",
    self_assessed=True,
)
EXAM: Final = Policy(
    mode="exam",
    hints=False,
    hint_cost=0.0,
    ladder=(),
    ladder_cost=(),
    trials=None,
    results="on_release",
    counts_as="exam",
    self_assessed=False,
)
# A learner alone has no trainer: the exam's rules, but the result shows at hand-in and free text is one's own to
# assess.
MOCK_EXAM: Final = replace(EXAM, results="on_hand_in", self_assessed=True)

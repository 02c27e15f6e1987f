"""Acquisition by rule: from the evidence on a criterion to a state, and what is still missing, in words.

Of each case the latest sitting counts, whatever came before it: neither a lucky try nor an early failure lasts.
The share of the points is taken over the cases so counted, and enough of them must reach the threshold each.
What a context requires (two countries, four kinds of document) may have been shown in any sitting that reached
the threshold. A learner's own assessment is evidence of work done, and acquires nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from cases.contexts import context
from cases.evidence import Evidence
from cases.numerals import Lang
from cases.problem import message
from cases.quantity_writing import write_number
from cases.referentials import Criterion, Requirement

State = Literal["not_met", "in_progress", "acquired", "prepared"]

_MARGIN = 1e-9  # points are rounded to four decimals: a share is not told apart from the threshold by less


@dataclass(frozen=True)
class Missing:
    """One thing that stands between a state and the next: a message code and what its words need."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def explain(self, lang: Lang) -> str:
        """Say what is missing, in one sentence."""
        return message(self.code, lang, self.params)


@dataclass(frozen=True)
class CriterionState:
    """Where a criterion stands.

    ``ratio`` is the share of the points in [0, 1] over the cases counted (None without any), ``cases`` the
    cases that reach the threshold, ``evidence`` what was counted, attempt, version and seed included.
    "acquired" is said of what case studies assess; "prepared" of what is really assessed at work.
    """

    criterion: Criterion
    state: State
    ratio: float | None
    cases: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    missing: tuple[Missing, ...]

    @property
    def is_done(self) -> bool:
        """Whether the rule is met: as far as this trainer can take it."""
        return self.state in {"acquired", "prepared"}

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The state as plain JSON data, its words in ``lang``."""
        return {
            "referential": self.criterion.referential,
            "id": self.criterion.id,
            "state": self.state,
            "ratio": None if self.ratio is None else round(self.ratio, 4),
            "cases": list(self.cases),
            "missing": [one.explain(lang) for one in self.missing],
        }


@dataclass(frozen=True)
class _Showing:
    """All that one sitting shows of one criterion."""

    evidence: tuple[Evidence, ...]

    @property
    def slug(self) -> str:
        return self.evidence[0].slug

    @property
    def seed(self) -> int:
        return self.evidence[0].seed

    @property
    def contexts(self) -> Mapping[str, tuple[str, ...]]:
        return self.evidence[0].contexts

    @property
    def order(self) -> tuple[Any, ...]:
        return max(one.at for one in self.evidence), self.evidence[0].sitting

    def reaches(self, threshold: float) -> bool:
        return _ratio(self.evidence) >= threshold - _MARGIN


def state_words(state: State, lang: Lang) -> str:
    """Word a state: "pas encore abordé", "en cours", "acquis", "préparé"."""
    return message(f"acquire_state.{state}", lang)


def criterion_state(
    criterion: Criterion, evidence: Iterable[Evidence], *, offered: int | None = None
) -> CriterionState:
    """Tell where a criterion stands by its own rule, whatever the order of the evidence.

    ``evidence`` may hold that of other criteria; a condition set for a competence looks at that of all its
    criteria. One grade per sitting is expected: the one that stands. ``offered`` is the number of cases of the
    library that exercise the criterion (None: not known): where they are fewer than the rule asks, other
    variants of them make up the number, so that no rule asks for what cannot be had.
    """
    pool = [one for one in evidence if one.referential == criterion.referential]
    mine = [one for one in pool if one.criterion == criterion.id]
    rule = criterion.acquire
    if not mine:
        return CriterionState(criterion, "not_met", None, (), (), (Missing("acquire_evidence"),))
    showings = tuple(_showings(mine))
    if not showings:
        return CriterionState(criterion, "in_progress", None, (), (), (Missing("acquire_judged"),))
    latest = _latest(showings)
    counted = tuple(item for one in latest for item in one.evidence)
    ratio = _ratio(counted)
    cases = tuple(one.slug for one in latest if one.reaches(rule.threshold))
    missing: list[Missing] = []
    if ratio < rule.threshold - _MARGIN:
        missing.append(
            Missing("acquire_ratio", {"reached": _percent(ratio), "needed": _percent(rule.threshold)})
        )
    missing += _more_cases(criterion, showings, cases, len(latest), offered)
    for requirement in rule.require:
        missing += unmet(requirement, pool, rule.threshold)
    best: State = "acquired" if criterion.assessed.by == "case" else "prepared"
    return CriterionState(
        criterion, "in_progress" if missing else best, ratio, cases, counted, tuple(missing)
    )


def unmet(requirement: Requirement, evidence: Iterable[Evidence], threshold: float) -> Iterator[Missing]:
    """Give what a requirement still asks for, over the sittings that reached ``threshold`` (a share).

    ``evidence`` is that of one referential.
    """
    over = [one for one in evidence if one.criterion in requirement.over]
    shown = [one.contexts for one in _showings(over) if one.reaches(threshold)]
    known = context(requirement.context)
    if requirement.includes:
        seen = {value for one in shown for value in one.get(known.id, ())}
        for value in requirement.includes:
            if value not in seen:
                yield Missing("acquire_context", {"what": known.value(value)})
    elif requirement.paired is None:
        count = len({value for one in shown for value in one.get(known.id, ())})
        if count < requirement.distinct:
            yield Missing("acquire_context", {"what": known.more(requirement.distinct - count, count)})
    else:
        pairs = {pair for one in shown for pair in _situations(one, known.id, requirement.paired)}
        if (count := _all_different(pairs)) < requirement.distinct:
            names = {"first": known.name, "second": context(requirement.paired).name}
            lack = requirement.distinct - count
            if lack == 1:
                yield Missing("acquire_pair_another", names)
            else:
                yield Missing("acquire_pair", {**names, "count": lack})


def criterion_ratio(evidence: Iterable[Evidence]) -> float | None:
    """Give the share of the points in [0, 1] over the latest sitting of each case; None without any.

    ``evidence`` is that of one criterion; a learner's own assessment does not count.
    """
    latest = _latest(_showings(evidence))
    return _ratio(item for one in latest for item in one.evidence) if latest else None


def _more_cases(
    criterion: Criterion,
    showings: Iterable[_Showing],
    cases: tuple[str, ...],
    met: int,
    offered: int | None,
) -> Iterator[Missing]:
    rule = criterion.acquire
    asked = rule.cases if offered is None else min(rule.cases, max(offered, met))
    if len(cases) < asked:
        lack = asked - len(cases)
        yield Missing("acquire_case") if lack == 1 else Missing("acquire_cases", {"count": lack})
        return
    variants = {(one.slug, one.seed) for one in showings if one.slug in cases and one.reaches(rule.threshold)}
    if len(variants) < rule.cases:
        lack = rule.cases - len(variants)
        yield Missing("acquire_variant") if lack == 1 else Missing("acquire_variants", {"count": lack})


def _showings(evidence: Iterable[Evidence]) -> Iterator[_Showing]:
    """What machine or trainer judged, put together by criterion and sitting."""
    groups: dict[tuple[str, str], list[Evidence]] = {}
    for one in evidence:
        if not one.self_assessed:
            groups.setdefault((one.criterion, one.sitting), []).append(one)
    for group in groups.values():
        # Sums of points must come out the same in whatever order the evidence comes.
        yield _Showing(tuple(sorted(group, key=lambda one: (one.question, one.item, one.score))))


def _latest(showings: Iterable[_Showing]) -> tuple[_Showing, ...]:
    found: dict[str, _Showing] = {}
    for one in showings:
        if one.slug not in found or one.order > found[one.slug].order:
            found[one.slug] = one
    return tuple(found[slug] for slug in sorted(found))


def _ratio(evidence: Iterable[Evidence]) -> float:
    pool = tuple(evidence)
    return sum(one.score for one in pool) / sum(one.max_score for one in pool)


def _situations(shown: Mapping[str, tuple[str, ...]], first: str, second: str) -> Iterator[tuple[str, str]]:
    """Two contexts read side by side, one situation a place; a single value holds for all of the other's."""
    one, other = shown.get(first, ()), shown.get(second, ())
    if len(one) == 1:
        one *= len(other)
    elif len(other) == 1:
        other *= len(one)
    return zip(one, other, strict=False)  # what has no counterpart is no situation


def _all_different(pairs: Iterable[tuple[str, str]]) -> int:
    """The most pairs of which no two share a first or a second term: a maximum bipartite matching.

    Augmenting paths, as in Kuhn (1955), The Hungarian method for the assignment problem.
    """
    seconds: dict[str, list[str]] = {}
    for first, second in sorted(pairs):
        seconds.setdefault(first, []).append(second)
    holder: dict[str, str] = {}

    def seat(first: str, tried: set[str]) -> bool:
        for second in seconds[first]:
            if second in tried:
                continue
            tried.add(second)
            if second not in holder or seat(holder[second], tried):
                holder[second] = first
                return True
        return False

    return sum(seat(first, set()) for first in seconds)


def _percent(share: float) -> dict[str, str]:
    # Cut, not rounded: 59.6 % must not read as the 60 % that it falls short of.
    cut = int(share * 100 + _MARGIN) / 100
    return {"fr": write_number(cut, "fr", decimals=0, style="percent"),
            "en": write_number(cut, "en", decimals=0, style="percent")}  # fmt: skip

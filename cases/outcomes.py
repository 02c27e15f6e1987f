"""Outcome snapshots: what each simulated learner earns, and on which code, kept beside the case.

``outcomes.json`` is written when a version is published. Compared with the outcomes of today it tells which
learners a change of the case would affect; for an unchanged version, that the marking itself has changed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from cases.case import Case
from cases.expressions import ExpressionError
from cases.learners import SEEDS, Learner, learners, words_of
from cases.load import CASE_FILE, LANGUAGES
from cases.marking import Marked, mark
from cases.numerals import Lang
from cases.problem import CaseError, Problem, message
from cases.quantity import write_number
from cases.text_file import decoded
from cases.variant import Variant, draw
from cases.versions import digest

OUTCOMES_FILE = "outcomes.json"
RIGHT = "correct"
MAX_PROBLEMS = 25

Seen = tuple[float, str]  # the points of a question and its codes, joined by "+"


@dataclass(frozen=True)
class Sat:
    """What one learner earned: question -> seed -> (points, codes), over the seeds that it sat."""

    seeds: tuple[int, ...]
    seen: Mapping[str, Mapping[int, Seen]]


@dataclass(frozen=True)
class Outcomes:
    """What every simulated learner of a case version earns; ``points`` is each question's maximum."""

    version: int
    digest: str
    points: Mapping[str, float]
    learners: Mapping[str, Sat]


@dataclass(frozen=True)
class Observed:
    """The outcomes of a case, the mean share that each learner earns, and what none of them should earn."""

    outcomes: Outcomes
    shares: Mapping[str, float]
    problems: tuple[Problem, ...] = ()


Kind = Literal[
    "gained", "lost", "recoded", "sat", "learner_new", "learner_gone", "question_new", "question_gone"
]


@dataclass(frozen=True)
class Change:
    """A difference between two snapshots: one learner on one question, or either of them new or gone.

    ``points`` is the mean gain over the ``seeds`` variants concerned (negative for a loss), out of ``of``
    variants that both snapshots hold; ``before`` and ``after`` are the codes met most.
    """

    kind: Kind
    learner: str = ""
    question: str = ""
    seeds: int = 0
    of: int = 0
    points: float = 0.0
    before: str = ""
    after: str = ""

    def explain(self, lang: Lang) -> str:
        """The difference, in words."""
        more = write_number(abs(self.points), lang, decimals=None)
        codes = self.after if self.before == self.after else f"{self.before} → {self.after}"
        who = words_of(self.learner, lang) if self.learner else ""
        params = {**self.as_dict(), "learner": who, "points": more, "codes": codes}
        return message(f"outcomes.{self.kind}", lang, params)

    def as_dict(self) -> dict[str, Any]:
        """The shape of one change in ``logitrain case outcomes --json``."""
        return {
            "kind": self.kind,
            "learner": self.learner,
            "question": self.question,
            "seeds": self.seeds,
            "of": self.of,
            "points": self.points,
            "before": self.before,
            "after": self.after,
        }


# -- today's outcomes ----------------------------------------------------------------------------------
def observe(case: Case, seeds: int = SEEDS) -> Observed:
    """Let every simulated learner sit the first ``seeds`` variants; raises DrawError when one cannot be drawn."""
    variants = [draw(case, seed) for seed in range(seeds)]
    sat: dict[str, Sat] = {}
    shares: dict[str, float] = {}
    problems: dict[str, Problem] = {}
    for learner in learners(case, variants):
        papers = list(_papers(learner, variants))
        earned = [learner.share(variant, marked) for variant, marked in papers]
        found = [problem for _, marked in papers for problem in learner.expects(marked)]
        problems |= {problem.explain("en"): problem for problem in (*found, *learner.expects_over(earned))}
        sat[learner.id] = _sat(case, papers)
        shares[learner.id] = sum(earned) / len(earned) if earned else 0.0
    points = {question.id: question.points for question in case.questions}
    outcomes = Outcomes(case.version, digest(case.folder), points, sat)
    return Observed(outcomes, shares, tuple(problems.values())[:MAX_PROBLEMS])


def _papers(learner: Learner, variants: Sequence[Variant]) -> Iterator[tuple[Variant, Marked]]:
    for variant in variants[: learner.SEEDS]:
        if learner.applies(variant):
            yield variant, mark(variant, learner.answers(variant))


def _sat(case: Case, papers: Sequence[tuple[Variant, Marked]]) -> Sat:
    seen: dict[str, dict[int, Seen]] = {question: {} for question in case.question_ids}
    for variant, marked in papers:
        for one in marked.questions:
            seen[one.id][variant.seed] = (one.score, "+".join(one.codes))
    return Sat(tuple(variant.seed for variant, _ in papers), seen)


# -- the file ------------------------------------------------------------------------------------------
def written(outcomes: Outcomes) -> str:
    """The text of a snapshot: the same bytes for the same outcomes; rows of full marks are left out."""
    rows = []
    for identifier, sat in sorted(outcomes.learners.items()):
        lines = [
            f"   {json.dumps(question)}: {json.dumps(row)}"
            for question, seen in sat.seen.items()
            if (row := _row(seen)) != _row(_all_right(sat.seeds, outcomes.points[question]))
        ]
        on = json.dumps(_ranges(sat.seeds))
        rows.append(
            f'  {json.dumps(identifier)}: {{"on": {on}, "earned": {{\n' + ",\n".join(lines) + "\n  }}"
        )
    points = {name: _figure(value) for name, value in outcomes.points.items()}
    head = {"version": outcomes.version, "digest": outcomes.digest, "points": points}
    lines = [f" {json.dumps(name)}: {json.dumps(value)}" for name, value in head.items()]
    return "{\n" + ",\n".join(lines) + ',\n "learners": {\n' + ",\n".join(rows) + "\n }\n}\n"


def _row(seen: Mapping[int, Seen]) -> dict[str, str]:
    groups: dict[str, list[int]] = {}
    for seed, (score, codes) in sorted(seen.items()):
        groups.setdefault(f"{_figure(score)} {codes}", []).append(seed)
    return {outcome: _ranges(seeds) for outcome, seeds in sorted(groups.items())}


def _all_right(seeds: Iterable[int], points: float) -> dict[int, Seen]:
    return dict.fromkeys(seeds, (round(points, 4), RIGHT))


def _figure(value: float) -> float | int:
    return round(value) if float(value).is_integer() else round(value, 4)


def _ranges(seeds: Sequence[int]) -> str:
    """ "0-4,7" for 0, 1, 2, 3, 4 and 7."""
    found: list[list[int]] = []
    for seed in seeds:
        if found and seed == found[-1][-1] + 1:
            found[-1][1:] = [seed]
        else:
            found.append([seed])
    return ",".join("-".join(map(str, ends)) for ends in found)


def _seeds(text: str) -> tuple[int, ...]:
    ends = [list(map(int, part.split("-"))) for part in text.split(",") if part]
    return tuple(seed for part in ends for seed in range(part[0], part[-1] + 1))


def snapshot(case: Case) -> Outcomes | None:
    """The snapshot beside a case; None when there is none. Raises CaseError when it cannot be read."""
    name = f"{case.slug}/{OUTCOMES_FILE}"
    try:
        text = decoded((case.folder / OUTCOMES_FILE).read_bytes(), name)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CaseError((Problem("file_unreadable", name, None, {"what": error.strerror}),)) from error
    if isinstance(text, Problem):
        raise CaseError((text,))
    try:
        return _read(json.loads(text))
    except json.JSONDecodeError as error:
        raise CaseError((Problem("outcomes_unreadable", name, error.lineno, {"slug": case.slug}),)) from error
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise CaseError((Problem("outcomes_unreadable", name, None, {"slug": case.slug}),)) from error


def _read(data: dict[str, Any]) -> Outcomes:
    points = {str(name): float(value) for name, value in data["points"].items()}
    sat = {}
    for identifier, one in data["learners"].items():
        seeds = _limited(one["on"])
        seen: dict[str, Mapping[int, Seen]] = {name: _all_right(seeds, most) for name, most in points.items()}
        for question, row in one["earned"].items():
            seen[question] = {
                seed: (float(score), codes)
                for outcome, on in row.items()
                for score, _, codes in [outcome.partition(" ")]
                for seed in _limited(on)
            }
        sat[str(identifier)] = Sat(seeds, seen)
    return Outcomes(int(data["version"]), str(data["digest"]), points, sat)


def _limited(text: str) -> tuple[int, ...]:
    if not re.fullmatch(r"(\d{1,4}(-\d{1,4})?(,\d{1,4}(-\d{1,4})?)*)?", text):
        raise ValueError(text)
    return _seeds(text)


def write_snapshot(case: Case, outcomes: Outcomes) -> Path:
    """Write the snapshot beside its case; returns the file. Raises OSError."""
    path = case.folder / OUTCOMES_FILE
    path.write_text(written(outcomes), encoding="utf-8", newline="\n")
    return path


# -- the difference ------------------------------------------------------------------------------------
def differences(before: Outcomes, after: Outcomes) -> Iterator[Change]:
    """Which learners gain or lose, on which questions, on how many variants, from one snapshot to another."""
    here, gone = after.points, [name for name in before.points if name not in after.points]
    new = [name for name in here if name not in before.points]
    yield from (Change("question_new", question=name) for name in new)
    yield from (Change("question_gone", question=name) for name in gone)
    told = (*new, *gone)
    for identifier in (*after.learners, *(name for name in before.learners if name not in after.learners)):
        if identifier.partition("/")[0] in told and "/" in identifier:
            continue  # it comes and goes with its question
        old, now = before.learners.get(identifier), after.learners.get(identifier)
        if old is None or now is None:
            yield Change("learner_new" if old is None else "learner_gone", identifier)
            continue
        if set(old.seeds) != set(now.seeds):
            yield Change("sat", identifier, seeds=len(now.seeds), of=len(old.seeds))
        seeds = sorted(set(old.seeds) & set(now.seeds))
        for question in (name for name in here if name not in told):
            pairs = [(old.seen[question][seed], now.seen[question][seed]) for seed in seeds]
            yield from _changes(identifier, question, pairs)


def _changes(learner: str, question: str, pairs: Sequence[tuple[Seen, Seen]]) -> Iterator[Change]:
    kinds: dict[Kind, list[tuple[Seen, Seen]]] = {"gained": [], "lost": [], "recoded": []}
    for was, now in pairs:
        if was != now:
            kind: Kind = "gained" if now[0] > was[0] else "lost" if now[0] < was[0] else "recoded"
            kinds[kind].append((was, now))
    for kind, found in kinds.items():
        if found:
            (before, after), _ = Counter((was[1], now[1]) for was, now in found).most_common(1)[0]
            mean = round(sum(now[0] - was[0] for was, now in found) / len(found), 4)
            yield Change(kind, learner, question, len(found), len(pairs), mean, before, after)


def out_of_date(case: Case) -> Iterator[Problem]:
    """What simulated learners get today against the snapshot of the same version; nothing without a snapshot.

    A snapshot of a former version is what the next one will be compared with: it is not out of date.
    """
    try:
        kept = snapshot(case)
    except CaseError as error:
        yield from error.problems
        return
    if kept is None:
        return
    try:
        observed = observe(case)
    except CaseError as error:
        yield from error.problems
        return
    except ExpressionError as error:
        yield Problem(error.code, f"{case.slug}/{CASE_FILE}", None, {"near": "", **error.params})
        return
    yield from observed.problems
    changes = list(differences(kept, observed.outcomes)) if kept.version == case.version else []
    if changes:
        code = "outcomes_marking" if kept.digest == observed.outcomes.digest else "outcomes_case"
        first = {lang: changes[0].explain(lang) for lang in LANGUAGES}
        params = {"count": len(changes), "first": first, "slug": case.slug}
        yield Problem(code, f"{case.slug}/{OUTCOMES_FILE}", None, params)

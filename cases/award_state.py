"""How far a learner is from a certification, by each referential's own rule, and what is still missing.

The best state is "prepared": a certification is awarded by its certifying body, never here. A block of a
weighted mean needs a mark for each part (continuous assessment, exam), recorded by a trainer or computed from
the evidence of that part; elsewhere a block or a competence needs every one of its criteria.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Literal

from cases.acquisition import CriterionState, Missing, criterion_ratio, criterion_state, unmet
from cases.award_inputs import OUT_OF, WHOLE_BLOCK, Marks, check_external, check_mark
from cases.evidence import Evidence
from cases.numerals import Lang
from cases.problem import message
from cases.quantity_writing import write_number
from cases.referentials import Block, Criterion, External, Label, Referential, Weight

Level = Literal["not_met", "in_progress", "prepared"]


@dataclass(frozen=True)
class PartState:
    """One part of a block's weighted mean.

    ``share`` in [0, 1]; ``mark`` out of 20, None without any evidence; ``recorded``: by a trainer, not
    computed. ``exercised`` of the ``total`` criteria are assessed in this part, ``needed`` give a mark.
    """

    part: str
    share: float
    mark: float | None
    recorded: bool
    exercised: int
    total: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Whether the mark stands on enough evidence."""
        return self.recorded or self.exercised >= self.needed


@dataclass(frozen=True)
class CompetenceState:
    """Where a competence stands: all of its criteria count."""

    id: str
    title: Label
    state: Level
    criteria: tuple[CriterionState, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class BlockState:
    """Where a block stands.

    ``mark`` out of 20: the weighted mean, None while a part has not enough evidence; or, where every block is
    required, the mean of the criteria assessed so far. ``exercised`` counts the criteria of the block that have
    evidence, whatever it is worth. ``elsewhere`` words what the block asks for that no paper of this trainer
    can show.
    """

    id: str
    title: Label
    state: Level
    mark: float | None
    parts: tuple[PartState, ...]
    criteria: tuple[CriterionState, ...]
    competences: tuple[CompetenceState, ...]
    missing: tuple[Missing, ...]
    elsewhere: Label | None

    @property
    def exercised(self) -> int:
        """How many of its criteria have evidence."""
        return sum(1 for one in self.criteria if one.state != "not_met")


@dataclass(frozen=True)
class ExternalState:
    """An outside certificate: the bounds asked for and the score recorded, None without any."""

    external: External
    score: float | None

    @property
    def is_met(self) -> bool:
        """Whether the score recorded is enough."""
        return self.score is not None and self.score >= self.external.minimum


@dataclass(frozen=True)
class AwardState:
    """Where a learner stands for one referential, and what is missing to be prepared for its award."""

    referential: Referential
    state: Level
    blocks: tuple[BlockState, ...]
    externals: tuple[ExternalState, ...]
    missing: tuple[Missing, ...]

    def elsewhere(self, lang: Lang) -> str | None:
        """What the whole award asks for outside this trainer, in words; each block says its own besides."""
        asked = self.referential.award.elsewhere
        return None if asked is None else message("award_elsewhere", lang, {"what": asked[lang]})

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """The state as plain JSON data, its words in ``lang``."""
        return {
            "referential": self.referential.id,
            "title": self.referential.title[lang],
            "state": self.state,
            "missing": [one.explain(lang) for one in self.missing],
            "elsewhere": self.elsewhere(lang),
            "externals": [
                {
                    "id": one.external.id,
                    "minimum": one.external.minimum,
                    "score": one.score,
                    "met": one.is_met,
                }
                for one in self.externals
            ],
            "blocks": [_block_dict(one, lang) for one in self.blocks],
        }


def award_state(
    referential: Referential,
    evidence: Iterable[Evidence],
    marks: Marks | None = None,
    externals: Mapping[str, float] | None = None,
    *,
    offered: Mapping[str, int] | None = None,
) -> AwardState:
    """Tell where a learner stands for a referential.

    ``evidence`` may hold that of other referentials. ``marks`` are those that a trainer recorded, out of 20, by
    (block, part): the parts of the weighted mean, or "block" where every block is required; a recorded mark
    takes the place of the evidence. ``externals`` are the outside results by certificate, in its own points.
    ``offered`` gives the number of library cases by criterion key (see ``criterion_state``).

    Raises AwardError for a mark or a result that the referential does not know, or out of its range.
    """
    marks, externals = marks or {}, externals or {}
    for name, score in externals.items():
        check_external(referential, name, score)
    for (block, part), mark in marks.items():
        check_mark(referential, block, part, mark)
    pool = _Pool(referential, evidence, offered)
    blocks = tuple(_block(referential, block, pool, marks) for block in referential.blocks)
    outside = tuple(ExternalState(one, externals.get(one.id)) for one in referential.award.external)
    units: Iterable[BlockState | CompetenceState] = blocks
    if referential.award.unit == "competence":
        units = [competence for block in blocks for competence in block.competences]
    missing = [
        Missing("award_unit", {"id": one.id, "title": _both(one.title)})
        for one in units
        if one.state != "prepared"
    ]
    missing += [_external_missing(one) for one in outside if not one.is_met]
    started = any(one.state != "not_met" for one in blocks) or any(one.score is not None for one in outside)
    return AwardState(referential, _level(not missing, started), blocks, outside, tuple(missing))


class _Pool:
    """The evidence of a referential, by criterion."""

    def __init__(
        self, referential: Referential, evidence: Iterable[Evidence], offered: Mapping[str, int] | None
    ) -> None:
        self.offered = offered
        self.by_id: dict[str, list[Evidence]] = {}
        for one in evidence:
            if one.referential == referential.id:
                self.by_id.setdefault(one.criterion, []).append(one)

    def of(self, identifiers: Iterable[str]) -> list[Evidence]:
        return [one for identifier in dict.fromkeys(identifiers) for one in self.by_id.get(identifier, ())]

    def state(self, criterion: Criterion) -> CriterionState:
        over = [identifier for one in criterion.acquire.require for identifier in one.over]
        # An unknown number stays unknown; with a library given, a criterion that it leaves out counts none.
        offered = None if self.offered is None else self.offered.get(criterion.key, 0)
        return criterion_state(criterion, self.of([criterion.id, *over]), offered=offered)


def _block(referential: Referential, block: Block, pool: _Pool, marks: Marks) -> BlockState:
    criteria = tuple(pool.state(one) for one in block.criteria)
    by_id = {one.criterion.id: one for one in criteria}
    competences = tuple(
        _competence(one.id, one.title, tuple(by_id[criterion.id] for criterion in one.criteria))
        for one in block.competences
    )
    award = referential.award
    parts: tuple[PartState, ...] = ()
    recorded = marks.get((block.id, WHOLE_BLOCK))
    if award.rule == "weighted_mean":
        needs = {one.part: one.share for one in award.enough}
        parts = tuple(_part(block, weight, needs[weight.part], pool, marks) for weight in award.weights)
        missing = [_part_missing(one) for one in parts if not one.is_enough]
        mark = None if missing else sum(one.share * (one.mark or 0.0) for one in parts)
    elif recorded is not None:
        missing, mark = [], recorded
    else:
        missing, mark = _criteria_missing(criteria), _mean(one.ratio for one in criteria)
    if recorded is None:
        missing += _unmet(block, pool, referential.acquire.threshold)
    mark = None if mark is None else round(mark, 2)
    if mark is not None and award.pass_mark is not None and mark < award.pass_mark:
        missing.append(Missing("award_mark", {"mark": _figure(mark), "needed": _figure(award.pass_mark)}))
    started = (
        recorded is not None
        or any(one.recorded for one in parts)
        or any(one.state != "not_met" for one in criteria)
    )
    return BlockState(
        id=block.id,
        title=block.title,
        state=_level(not missing, started),
        mark=mark,
        parts=parts,
        criteria=criteria,
        competences=competences,
        missing=tuple(missing),
        elsewhere=block.elsewhere,
    )


def _unmet(block: Block, pool: _Pool, threshold: float) -> list[Missing]:
    return [missing for one in block.require for missing in unmet(one, pool.of(one.over), threshold)]


def _competence(identifier: str, title: Label, criteria: tuple[CriterionState, ...]) -> CompetenceState:
    missing = tuple(_criteria_missing(criteria))
    started = any(one.state != "not_met" for one in criteria)
    return CompetenceState(identifier, title, _level(not missing, started), criteria, missing)


def _part(block: Block, weight: Weight, need: float, pool: _Pool, marks: Marks) -> PartState:
    ratios = [
        criterion_ratio(item for item in pool.of([one.id]) if item.part == weight.part)
        for one in block.criteria
    ]
    recorded = marks.get((block.id, weight.part))
    return PartState(
        part=weight.part,
        share=weight.share,
        mark=_mean(ratios) if recorded is None else recorded,
        recorded=recorded is not None,
        exercised=sum(1 for one in ratios if one is not None),
        total=len(block.criteria),
        needed=ceil(need * len(block.criteria) - 1e-9),
    )


def _mean(ratios: Iterable[float | None]) -> float | None:
    """Mark out of 20: the mean of the criteria assessed, each weighing the same; None without any."""
    known = [one for one in ratios if one is not None]
    return OUT_OF * sum(known) / len(known) if known else None


def _criteria_missing(criteria: tuple[CriterionState, ...]) -> list[Missing]:
    done = sum(1 for one in criteria if one.is_done)
    if done == len(criteria):
        return []
    exercised = sum(1 for one in criteria if one.state != "not_met")
    return [Missing("award_criteria", {"done": done, "total": len(criteria), "exercised": exercised})]


def _part_missing(one: PartState) -> Missing:
    part = {lang: _capital(message(f"award_part.{one.part}", lang)) for lang in ("fr", "en")}
    params = {"part": part, "exercised": one.exercised, "total": one.total, "needed": one.needed}
    return Missing("award_part_few", params)


def _external_missing(one: ExternalState) -> Missing:
    params = {"name": one.external.name, "needed": f"{one.external.minimum:g}"}
    if one.score is None:
        return Missing("award_external_none", params)
    return Missing("award_external", {**params, "score": f"{one.score:g}"})


def _level(done: bool, started: bool) -> Level:
    return "prepared" if done else "in_progress" if started else "not_met"


def _figure(mark: float) -> dict[str, str]:
    return {"fr": write_number(mark, "fr"), "en": write_number(mark, "en")}


def _both(label: Label) -> dict[str, str]:
    return {"fr": label.fr, "en": label.en}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _block_dict(one: BlockState, lang: Lang) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": one.title[lang],
        "state": one.state,
        "mark": one.mark,
        "exercised": one.exercised,
        "total": len(one.criteria),
        "parts": [
            {
                "part": part.part,
                "share": part.share,
                "mark": None if part.mark is None else round(part.mark, 2),
                "recorded": part.recorded,
                "exercised": part.exercised,
                "needed": part.needed,
            }
            for part in one.parts
        ],
        "competences": [
            {
                "id": each.id,
                "title": each.title[lang],
                "state": each.state,
                "missing": [missing.explain(lang) for missing in each.missing],
            }
            for each in one.competences
        ],
        "criteria": [each.as_dict(lang) for each in one.criteria],
        "missing": [each.explain(lang) for each in one.missing],
        "elsewhere": None if one.elsewhere is None else one.elsewhere[lang],
    }

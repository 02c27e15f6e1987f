"""What a trainer records besides the papers: marks for parts of a block, and results of outside certificates."""

from __future__ import annotations

from collections.abc import Mapping

from cases.numerals import Lang
from cases.plain import is_number
from cases.problem import Problem, nearest
from cases.referentials import Referential

Marks = Mapping[tuple[str, str], float]  # (block, part) -> mark out of 20

WHOLE_BLOCK = "block"  # the part of a mark that a trainer records for a block as a whole
OUT_OF = 20


class AwardError(ValueError):
    """A mark or an outside result that cannot be used; ``problem`` says why in both languages."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.explain("en"))

    def explain(self, lang: Lang) -> str:
        """What is wrong, and how to mend it."""
        return self.problem.explain(lang)


def check_external(referential: Referential, name: str, score: float) -> None:
    """Accept an outside result, in the certificate's own points; raises AwardError."""
    known = {one.id: one for one in referential.award.external}
    if name not in known:
        params = {
            "name": name,
            "referential": referential.id,
            "near": nearest(name, known),
            "known": ", ".join(known) or "–",
        }
        raise AwardError(Problem("award_external_unknown", params=params))
    one = known[name]
    if is_number(score) and score >= 0 and (one.maximum is None or score <= one.maximum):
        return
    if one.maximum is None:
        raise AwardError(Problem("award_external_sign", params={"name": one.name, "score": score}))
    bounds: dict[str, object] = {"name": one.name, "score": score, "limit": f"{one.maximum:g}"}
    raise AwardError(Problem("award_external_range", params=bounds))


def check_mark(referential: Referential, block: str, part: str, mark: float) -> None:
    """Accept a recorded mark out of 20, for a part of a block; raises AwardError."""
    known = [f"{one.id} {part}" for one in referential.blocks for part in recorded_parts(referential)]
    if f"{block} {part}" not in known:
        params = {
            "referential": referential.id,
            "part": part,
            "unit": block,
            "near": nearest(f"{block} {part}", known),
            "known": ", ".join(known) or "–",
        }
        raise AwardError(Problem("award_mark_unknown", params=params))
    if is_number(mark) and 0 <= mark <= OUT_OF:
        return
    raise AwardError(Problem("award_mark_range", params={"unit": block, "mark": mark}))


def recorded_parts(referential: Referential) -> tuple[str, ...]:
    """Give the parts of a block that a trainer may record a mark for."""
    if referential.award.rule == "weighted_mean":
        return tuple(one.part for one in referential.award.weights)
    return (WHOLE_BLOCK,) if referential.award.rule == "all_blocks" else ()

"""The mark of an assessment: the weighted mean of its papers' shares, out of 20; no streamlit here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from app.grading import Result
from app.store import ExamPaper

OUT_OF: Final = 20
PaperState = Literal["to_come", "missing", "provisional", "marked"]


@dataclass(frozen=True)
class PaperMark:
    """One paper's share of its points in [0, 1]: of those marked so far; None while there are none.

    "missing": the time is up and it was never begun, so its share is 0.
    """

    number: int
    weight: float
    state: PaperState
    share: float | None
    result: Result | None = None


@dataclass(frozen=True)
class ExamMark:
    """A candidate's mark; `out_of_20` is None for who never came and while nothing is marked.

    `provisional`: a paper is still to come, or a person must still give some of its points.
    """

    papers: tuple[PaperMark, ...]
    out_of_20: float | None
    provisional: bool
    absent: bool


def exam_mark(papers: Sequence[ExamPaper], results: Mapping[int, Result], over: bool) -> ExamMark:
    """The mark over a candidate's papers: 20 Σ weight × share ÷ Σ weight, to the hundredth.

    ``results`` are those of the papers handed in, by number; ``over``: the candidate's time is up, so a paper
    without a result earns nothing.
    """
    marks = tuple(_paper(one, results.get(one.number), over) for one in papers)
    absent = over and not results
    known = [(one.weight, one.share) for one in marks if one.share is not None]
    mean = None
    if known and not absent and results:
        mean = round(OUT_OF * sum(w * share for w, share in known) / sum(w for w, _ in known), 2)
    waiting = any(one.state in ("to_come", "provisional") for one in marks)
    return ExamMark(marks, mean, waiting and not absent, absent)


def _paper(paper: ExamPaper, result: Result | None, over: bool) -> PaperMark:
    if result is None:
        return PaperMark(paper.number, paper.weight, "missing" if over else "to_come", 0.0 if over else None)
    share = result.score / result.marked_points if result.marked_points > 0 else None
    return PaperMark(paper.number, paper.weight, "provisional" if result.pending else "marked", share, result)

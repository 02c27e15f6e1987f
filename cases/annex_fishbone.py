"""A cause-and-effect diagram of an annex: its branches and causes in words, and the same as a table."""

from __future__ import annotations

from dataclasses import dataclass

from cases.annex_formats import LABEL
from cases.annex_grids import ColumnView, Grid, GridCell, Page, TableView, align
from cases.expressions import ExpressionError
from cases.fishbone_format import EFFECT, Fishbone
from cases.functions.shaped import shaped
from cases.plain import Plain
from cases.problem import message
from solvers.causes.fishbone import Bone, Cause, fishbone
from solvers.errors import SolverError

__all__ = ["BoneView", "CauseView", "FishboneView", "bones", "bones_table"]

FISHBONE = "fishbone"
MOST_CAUSES = 32


@dataclass(frozen=True)
class CauseView:
    """A cause: its name, its weight as written ("" when it has none), whether it explains the one before it."""

    label: str
    weight: str
    under: bool


@dataclass(frozen=True)
class BoneView:
    """A branch: its name, what its causes weigh together ("" when nothing is weighed), its causes."""

    label: str
    weight: str
    causes: tuple[CauseView, ...]


@dataclass(frozen=True)
class FishboneView:
    """A diagram: the effect, its branches in their order, ``blank`` when they are left to the learner."""

    id: str
    caption: str
    effect: str
    bones: tuple[BoneView, ...]
    blank: bool
    told: str
    tables: tuple[TableView, ...]


@dataclass(frozen=True)
class _Read:
    causes: tuple[Cause, ...]
    bones: tuple[Bone, ...]
    weighed: frozenset[str]  # the causes that have a weight


def bones(page: Page, asked: Fishbone) -> FishboneView:
    """The diagram of an annex; raises ExpressionError for causes that do not fit it."""
    read = _read(page, asked)
    views = tuple(_bone(page, asked, read, one) for one in read.bones)
    effect = page.label(FISHBONE, EFFECT)
    heads, grid = bones_table(page, asked)
    return FishboneView(
        id=f"{page.annex.id}.{FISHBONE}",
        caption=page.caption(FISHBONE),
        effect=effect,
        bones=views,
        blank=asked.causes is None,
        told=_told(page, effect, views),
        tables=(page.table(FISHBONE, "table", heads, grid, caption=page.caption(FISHBONE)),),
    )


def bones_table(page: Page, asked: Fishbone) -> tuple[list[ColumnView], Grid]:
    """The causes of the diagram, a row each, branch by branch; a branch without causes has an empty row."""
    read = _read(page, asked)
    heads = [
        ColumnView(name, message(f"fishbone.{name}", page.lang), align("text"))
        for name in ("branch", "cause")
    ]
    if read.weighed:
        heads.append(ColumnView("weight", message("fishbone.weight", page.lang), align(asked.format)))
    weights = {one.cause: one.weight for one in read.causes}
    nothing = GridCell(None, "text", derived=True)
    rows: list[tuple[GridCell, ...]] = []
    for bone in read.bones:
        branch = GridCell(page.label(FISHBONE, bone.branch), "text", derived=True)
        for cause, _ in _in_turn(read, bone):
            cells = [branch, GridCell(cause, LABEL)]
            if read.weighed:
                cells.append(GridCell(weights[cause], asked.format) if cause in read.weighed else nothing)
            rows.append(tuple(cells))
        if not bone.causes:
            rows.append((branch, nothing, *([nothing] if read.weighed else [])))
    return heads, tuple(rows)


def _read(page: Page, asked: Fishbone) -> _Read:
    if asked.causes is None:
        return _Read((), fishbone((), asked.branches), frozenset())
    rows = page.values[f"{FISHBONE}.causes"]
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_CAUSES or not all(map(_is_cause, rows)):
        raise ExpressionError("fishbone_causes", annex=page.annex.id, most=MOST_CAUSES)
    causes = tuple(shaped(Cause, row) for row in rows)
    try:
        found = fishbone(causes, asked.branches)
    except SolverError as error:
        raise ExpressionError(
            "fishbone_figures", annex=page.annex.id, why=error.explain(page.lang)
        ) from error
    weighed = frozenset(
        str(row["cause"]) for row in rows if isinstance(row, dict) and row.get("weight") is not None
    )
    return _Read(causes, found, weighed)


def _is_cause(row: Plain) -> bool:
    return isinstance(row, dict) and all(isinstance(row.get(name), str) for name in ("cause", "branch"))


def _in_turn(read: _Read, bone: Bone) -> list[tuple[str, bool]]:
    """The causes of a branch, each followed by those that explain it, and whether one explains another."""
    under = {one.cause: one.under for one in read.causes}
    found: list[tuple[str, bool]] = []
    left = list(bone.causes)

    def put(cause: str, *, below: bool) -> None:
        left.remove(cause)
        found.append((cause, below))
        for other in [one for one in bone.causes if under[one] == cause and one in left]:
            put(other, below=True)

    for cause in bone.causes:
        if cause in left and not under[cause]:
            put(cause, below=False)
    # Causes that explain one another have no first: they stand at the end rather than nowhere.
    return found + [(cause, True) for cause in left]


def _bone(page: Page, asked: Fishbone, read: _Read, bone: Bone) -> BoneView:
    weights = {one.cause: one.weight for one in read.causes}

    def weight(value: float) -> str:
        return page.written(GridCell(value, asked.format))

    causes = tuple(
        CauseView(
            page.written(GridCell(cause, LABEL)),
            weight(weights[cause]) if cause in read.weighed else "",
            below,
        )
        for cause, below in _in_turn(read, bone)
    )
    total = weight(bone.weight) if read.weighed and bone.causes else ""
    return BoneView(page.label(FISHBONE, bone.branch), total, causes)


def _told(page: Page, effect: str, views: tuple[BoneView, ...]) -> str:
    """The diagram in a sentence, for whoever does not see it; the table after it holds the same."""
    colon = message("annex.colon", page.lang)
    parts = "; ".join(
        f"{one.label}{colon} {', '.join(cause.label for cause in one.causes)}" if one.causes else one.label
        for one in views
    )
    return message(
        "fishbone.told", page.lang, {"caption": page.caption(FISHBONE), "effect": effect, "branches": parts}
    )

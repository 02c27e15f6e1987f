"""Causes: fault trees, chains of whys, cause-and-effect diagrams.

Gates are rows of ``event kind of`` and, for a ``vote``, ``votes``; links rows of ``effect cause`` and ``verified``;
causes rows of ``cause branch`` and, where they count, ``weight`` and ``under``.
"""

from __future__ import annotations

from cases.expressions import Function
from cases.functions.arguments import Record, listed, recorded, text, whole
from cases.functions.shaped import amounts, shaped_rows, texts, told
from cases.plain import Plain
from solvers.causes import fault_tree, fishbone, five_whys


def _gates(table: object) -> list[fault_tree.Gate]:
    return shaped_rows(fault_tree.Gate, table, {"votes": lambda value: whole(value, 1)})


def _cut_sets(gates: object, top: object) -> list[Plain]:
    """The minimal sets of basic events that cause the top event, the smallest first."""
    return [list(cut) for cut in fault_tree.minimal_cut_sets(_gates(gates), text(top))]


def _fault_tree(gates: object, probabilities: object, top: object) -> Record:
    """A tree solved: ``cuts probability rare_events events``, events by falling importance."""
    return told(fault_tree.fault_tree(_gates(gates), amounts(probabilities), text(top)))


def _whys(links: object, effect: object) -> list[Plain]:
    """Every chain from an effect to a root cause, the longest first."""
    return [list(chain) for chain in five_whys.whys(shaped_rows(five_whys.Link, links), text(effect))]


def _mark_whys(answer: object, links: object, effect: object) -> Record:
    """What of a chain of whys holds: ``sound depth share root``."""
    return told(five_whys.mark_whys(texts(answer), shaped_rows(five_whys.Link, links), text(effect)))


def _branches(value: object) -> tuple[str, ...]:
    return fishbone.BRANCHES if value is None else texts(value)


def _fishbone(causes: object, branches: object = None) -> list[Plain]:
    """Causes by branch: rows of ``branch causes weight share``."""
    return [told(one) for one in fishbone.fishbone(shaped_rows(fishbone.Cause, causes), _branches(branches))]


def _mark_fishbone(answer: object, accepted: object) -> Record:
    """What of a placing holds: ``right misplaced missing share``."""
    placed = {cause: text(branch) for cause, branch in recorded(answer).items() if branch is not None}
    good: dict[str, str | tuple[str, ...]] = {
        cause: value if isinstance(value, str) else texts(listed(value))
        for cause, value in recorded(accepted).items()
    }
    return told(fishbone.mark_fishbone(placed, good))


FUNCTIONS: dict[str, Function] = {
    "cut_sets": _cut_sets,
    "fault_tree": _fault_tree,
    "whys": _whys,
    "mark_whys": _mark_whys,
    "fishbone": _fishbone,
    "mark_fishbone": _mark_fishbone,
}

"""Which oracles look at which file of the marking code, and which functions of it are left alone."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

from tests.mutation.applying import ROOT
from tests.mutation.mutants import Mutant, mutants
from tests.mutation.running import Oracle

UNDER = "tests.mutation.oracles."
# file of the marking code -> its oracles, the quickest first
LOOKED_AT = {
    "cases/tolerance.py": ("tolerance_oracle",),
    "cases/ranking.py": ("ranking_oracle",),
    "cases/detectors.py": ("detectors_oracle",),
    "cases/policy.py": ("policy_oracle",),
    "cases/scoring.py": ("scoring_oracle",),
    "cases/figure_format.py": ("format_oracle", "written_oracle"),
    "cases/figure.py": ("figure_oracle",),
    "cases/marking.py": ("marking_oracle",),
    "cases/figure_set.py": ("several_oracle",),
    "cases/questions/several_figures.py": ("several_oracle",),
    "cases/questions/number.py": ("number_oracle",),
    "cases/questions/choice.py": ("choice_oracle",),
    "cases/questions/order.py": ("order_oracle",),
    "cases/questions/match.py": ("match_oracle",),
}
# Words for a reader move no mark: tests of their own look at them.
WORDS = frozenset(
    {
        *("words", "_sentences", "_rung", "_percent", "_listed", "note", "unit_words", "placeholder"),
        *("ask", "describe", "describe_reading", "remarks", "told", "part_label", "part_show", "show"),
        *(
            "lists",
            "fields",
            "shape",
            "_box",
            "labelled",
            "joined",
            "_labels",
            "_item_words",
            "shaped",
            "blank",
        ),
    }
)


def all_mutants(file: str) -> tuple[Mutant, ...]:
    """The mutants of a file of the marking code."""
    return mutants((ROOT / file).read_text(encoding="utf-8"), file, WORDS)


def oracles(file: str) -> Iterator[Oracle]:
    """The oracles of a file, imported when they are asked for."""
    for name in LOOKED_AT[file]:
        yield from importlib.import_module(f"{UNDER}{name}").ORACLES


def modules() -> tuple[str, ...]:
    """What must be read again once a class of the marking code has changed."""
    here = Path(__file__).parent / "oracles"
    return (*(f"{UNDER}{path.stem}" for path in sorted(here.glob("*.py"))), "small_cases")

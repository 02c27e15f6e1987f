"""The bank of short exercises, loaded and drawn once for the tests that read it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cases
from cases.case import Case
from cases.graph import SEED, GraphScope
from cases.load import load_folder
from cases.plain import Plain, is_number
from cases.variant import Variant, draw

FOLDER = Path(cases.__file__).parent / "drills"
SUBJECTS = ("planning-shopfloor", "steering-finance", "stock", "trade", "transport", "warehouse-site")
SEEDS = range(40)


@cache
def bank(subject: str) -> Case:
    """The case folder of a subject."""
    return load_folder(FOLDER / subject)


@cache
def variants(subject: str) -> tuple[Variant, ...]:
    """Its first variants."""
    return tuple(draw(bank(subject), seed) for seed in SEEDS)


def figure(subject: str, identifier: str, **inputs: Plain) -> float:
    """What the drill's key gives, unrounded, when an exercise's inputs stand in for what is drawn."""
    scope = scope_of(subject, **inputs)
    value = scope.evaluate(bank(subject).question(identifier).templates["answer"])
    assert is_number(value)
    return float(value)


def scope_of(subject: str, **inputs: Plain) -> GraphScope:
    """A subject's graph with an exercise's inputs in place of what is drawn."""
    scope = GraphScope(bank(subject).graph, {SEED: 0, **draw(bank(subject), 0).drawn})
    for name, value in inputs.items():
        assert name in bank(subject).graph.nodes, name
        scope.put(name, value)
    return scope

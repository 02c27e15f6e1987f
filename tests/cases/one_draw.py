"""Drawing one parameter by itself, from its source in a case file."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import TypeAdapter

from cases.draw import draw_one, draw_templates
from cases.draw_kinds import Draw
from cases.graph import Graph, GraphScope
from cases.plain import Plain
from sim.streams import stream

DRAWS: TypeAdapter[Any] = TypeAdapter(Draw)


def drawn(source: dict[str, Any], seed: int = 1, **given: Plain) -> Plain:
    """What a seed draws for a parameter, over names given."""
    model = DRAWS.validate_python(source)
    streams = partial(stream, seed, "test")
    return draw_one(model, draw_templates(model), GraphScope(Graph({}, ()), given), streams)


def many(source: dict[str, Any], count: int = 300, **given: Plain) -> list[Any]:
    """What several seeds draw."""
    return [drawn(source, seed, **given) for seed in range(count)]

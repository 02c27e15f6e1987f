"""Shares around a wheel as Vega-Lite layers, for a page and for a document alike: plain data, no streamlit here."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

RINGS: Final = (0.25, 0.5, 0.75, 1.0)
LEAST_AXES: Final = 3  # with fewer there is no wheel


@dataclass(frozen=True)
class Axis:
    """One direction of the wheel: its short name, and its shares in [0, 1]; ``second`` None draws one polygon."""

    name: str
    first: float
    second: float | None


def radar_layers(
    axes: Sequence[Axis], colours: Mapping[str, str], share: Callable[[float], str]
) -> list[dict[str, Any]]:
    """The layers of a wheel: rings, spokes, the first polygon full, the second as a dashed line, names.

    ``colours`` is one of CHART_COLOURS; ``share`` writes a share for the rings.
    """
    count = len(axes)

    def at(place: float, value: float) -> dict[str, float]:
        angle = 2 * math.pi * place / count
        return {"x": round(value * math.sin(angle), 6), "y": round(value * math.cos(angle), 6)}

    def closed(shares: Sequence[float]) -> list[dict[str, Any]]:
        return [{**at(place, shares[place % count]), "step": place} for place in range(count + 1)]

    span = {"domain": [-1.35, 1.35]}
    x = {"field": "x", "type": "quantitative", "axis": None, "scale": span}
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": span}
    where = {"x": x, "y": y, "order": {"field": "step", "type": "quantitative"}}
    words = {"x": x, "y": y, "text": {"field": "name", "type": "nominal"}}

    def line(rows: Sequence[Mapping[str, Any]], **look: Any) -> dict[str, Any]:
        return {"data": {"values": list(rows)}, "mark": {"type": "line", **look}, "encoding": where}

    grid = {"color": colours["grid"], "strokeWidth": 1}
    layers = [line(closed([ring] * count), **grid) for ring in RINGS]
    layers += [
        line([{"x": 0, "y": 0, "step": 0}, {**at(place, 1), "step": 1}], **grid) for place in range(count)
    ]
    layers.append(
        line(
            closed([one.first for one in axes]),
            color=colours["stock"],
            strokeWidth=2,
            point={"size": 40},
            fill=colours["stock"],
            fillOpacity=0.18,
        )
    )
    past = [one.second for one in axes if one.second is not None]
    if len(past) == count:
        layers.append(line(closed(past), color=colours["threshold"], strokeWidth=1.4, strokeDash=[4, 3]))
    layers += [
        {
            "data": {"values": [{**at(place, 1.17), "name": one.name} for place, one in enumerate(axes)]},
            "mark": {"type": "text", "fontSize": 12, "fontWeight": "bold", "color": colours["text"]},
            "encoding": words,
        },
        {
            "data": {"values": [{**at(0, ring), "name": share(ring)} for ring in RINGS[1::2]]},
            "mark": {"type": "text", "fontSize": 9, "dx": 14, "dy": -4, "color": colours["text"]},
            "encoding": words,
        },
    ]
    return layers

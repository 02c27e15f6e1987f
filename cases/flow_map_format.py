"""The format of a flow map: places where they lie and lanes between them from the graph, drawn by mode and by flow."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from cases.annex_formats import LABEL, Format
from cases.questions.base import Identifier, Part, fault
from cases.template import Source

__all__ = ["FLOW", "KINDS", "MODES", "OWN", "FlowMap"]

FLOW = "flow"
MODES = ("road", "rail", "sea", "air", "inland_waterway")
KINDS = ("plant", "warehouse", "hub", "customer")
OWN = ("place", "source", "destination", "mode", FLOW, "lane")  # what a lane holds besides its figures


class FlowMap(Part):
    """A schematic map of lanes; a table of the same figures always stands beside it."""

    places: Source = Field(description="rows of place, and lat and lon, or x and y; kind")
    lanes: Source = Field(description="rows of source, destination, mode, flow, and the figures")
    flow: Format = Field("num", description="of the flows: the wider a lane, the more goes through it")
    figures: dict[Identifier, Format] = Field(
        default_factory=dict,
        max_length=4,
        description="what else is written on a lane (cost, co2e): fields of the lanes, and their format",
    )

    @model_validator(mode="after")
    def _one_word_each(self) -> Self:
        own = next((name for name in self.figures if name in OWN), None)
        if own is not None:
            raise fault("listed_twice", item=own)
        return self

    def words(self) -> frozenset[str]:
        """What the paper's list ``{#annex.flow_map}`` must word."""
        return frozenset([FLOW, *self.figures])

    def formats(self) -> list[str]:
        """Every format in it; the names of the places are always words of the paper."""
        return [LABEL, self.flow, *self.figures.values()]

    def sources(self) -> dict[str, Source]:
        """Its expressions, by place under the annex."""
        return {"flow_map.places": self.places, "flow_map.lanes": self.lanes}

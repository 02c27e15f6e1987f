"""The format of a cause-and-effect diagram: causes from the graph on branches that the paper words."""

from __future__ import annotations

from collections import Counter
from typing import Self

from pydantic import Field, model_validator

from cases.annex_formats import LABEL, Format
from cases.questions.base import Identifier, Part, fault
from cases.template import Source
from solvers.causes.fishbone import BRANCHES

__all__ = ["EFFECT", "Fishbone"]

EFFECT = "effect"


class Fishbone(Part):
    """A cause-and-effect diagram; a table of the same always stands beside it."""

    causes: Source | None = Field(
        None, description="rows of cause, branch; weight, under. Left out: an empty diagram"
    )
    branches: list[Identifier] = Field(
        default_factory=lambda: list(BRANCHES), min_length=2, max_length=8, description="in their order"
    )
    format: Format = Field("int", description="of the weights")

    @model_validator(mode="after")
    def _one_word_each(self) -> Self:
        twice = next((name for name, count in Counter([EFFECT, *self.branches]).items() if count > 1), None)
        if twice is not None:  # one list of the paper words them all
            raise fault("listed_twice", item=twice)
        return self

    def words(self) -> frozenset[str]:
        """What the paper's list ``{#annex.fishbone}`` must word."""
        return frozenset([EFFECT, *self.branches])

    def formats(self) -> list[str]:
        """Every format in it; the names of the causes are always words of the paper."""
        return [] if self.causes is None else [LABEL, self.format]

    def sources(self) -> dict[str, Source]:
        """Its expressions, by place under the annex."""
        return {} if self.causes is None else {"fishbone.causes": self.causes}

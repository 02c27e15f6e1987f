"""The format of a value-stream map: processes and stocks from the graph, and who says what to whom."""

from __future__ import annotations

from collections import Counter
from typing import Literal, Self

from pydantic import Field, model_validator

from cases.annex_formats import LABEL, Cell, Format
from cases.questions.base import Identifier, Part, Unit, fault
from cases.template import Source

SUPPLIER, CUSTOMER, CONTROL, STEPS = "supplier", "customer", "control", "steps"
WORDED = (SUPPLIER, CUSTOMER, CONTROL, "inbound", "outbound")  # what every map words
FLOWS = ("push", "pull", "fifo")


class Message(Part):
    """An arrow of information; its words stand in the paper's list."""

    from_: Identifier = Field(alias="from", description="supplier, customer, control, or a process")
    to: Identifier = Field(description="supplier, customer, control, a process, or steps: all of them")
    electronic: bool = Field(True, description="a broken arrow; false: on paper or by word of mouth")


class ValueStream(Part):
    """A value-stream map; a table of the same figures always stands beside it."""

    steps: Source = Field(description="rows of step, cycle_time; stock before it, flow, limit, value_added")
    boxes: dict[Identifier, Format] = Field(
        min_length=1,
        max_length=8,
        description="rows of the data boxes: fields of the steps, and their format",
    )
    demand: Source = Field(description="of the customer, a working day: a stock lasts stock / demand")
    day: Source = Field(description="working time a day, in the unit of the cycle times")
    unit: Unit = Field("second", description="of the cycle times")
    stock_unit: Unit = Field("piece", description="of stocks and demand")
    final_stock: Source | None = Field(None, description="finished, waiting for the customer")
    final_flow: Literal["push", "pull", "fifo"] = Field("push", description="towards the customer")
    supplier: dict[Identifier, Cell] = Field(default_factory=dict, max_length=4)
    customer: dict[Identifier, Cell] = Field(default_factory=dict, max_length=4)
    messages: dict[Identifier, Message] = Field(default_factory=dict, max_length=8)
    timeline: Literal["filled", "blank"] = Field(
        "filled", description="blank: days and totals are the learner’s"
    )

    @model_validator(mode="after")
    def _one_word_each(self) -> Self:
        listed = [*WORDED, *self.boxes, *self.supplier, *self.customer, *self.messages]
        twice = next((name for name, count in Counter(listed).items() if count > 1), None)
        if twice is not None:  # one list of the paper words them all
            raise fault("listed_twice", item=twice)
        for name, message in self.messages.items():
            if message.from_ in {message.to, STEPS}:
                raise fault("stream_message", item=name)
        return self

    def words(self) -> frozenset[str]:
        """What the paper's list ``{#annex.value_stream}`` must word."""
        return frozenset([*WORDED, *self.boxes, *self.supplier, *self.customer, *self.messages])

    def formats(self) -> list[str]:
        """Every format in it; the names of the processes are always words of the paper."""
        cells = (*self.supplier.values(), *self.customer.values())
        return [LABEL, *self.boxes.values(), *(cell.format for cell in cells)]

    def sources(self) -> dict[str, Source]:
        """Its expressions, by place under the annex."""
        found = {"steps": self.steps, "demand": self.demand, "day": self.day}
        if self.final_stock is not None:
            found["final_stock"] = self.final_stock
        for side in (SUPPLIER, CUSTOMER):
            found |= {f"{side}.{name}.value": cell.value for name, cell in getattr(self, side).items()}
        return {f"value_stream.{place}": source for place, source in found.items()}

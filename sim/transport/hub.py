"""A hub: where goods pass from one leg of a chain to the next."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.checks import Check, Number
from sim.supply import Constant, LeadTime
from sim.transport.delays import Delay


@dataclass(frozen=True)
class Hub:
    """A port, a terminal or a cross-dock: `time` days of handling, then the goods may leave.

    `customs` says that goods are cleared there. Costs: `per_shipment`, `per_pallet`, `per_100_kg`. `emission_factor`
    in kg CO2e per tonne handled. Delays hold up what reaches the hub, by the day of its arrival.
    """

    name: str
    time: LeadTime = field(default_factory=lambda: Constant(0))
    customs: bool = False
    per_shipment: Number = 0
    per_pallet: Number = 0
    per_100_kg: Number = 0
    emission_factor: Number = 0
    delays: tuple[Delay, ...] = ()

    def __post_init__(self) -> None:
        check = Check(self)
        check.text("name")
        check.flag("customs")
        for name in ("per_shipment", "per_pallet", "per_100_kg", "emission_factor"):
            check.number(name, least=0)
        check.done()

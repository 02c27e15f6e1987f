"""The total logistics cost of a flow by one mode of transport: freight and all that its speed and size bring."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError

__all__ = [
    "Flow",
    "LogisticsCost",
    "Mode",
    "RankedMode",
    "best_frequency",
    "compare_modes",
    "logistics_cost",
]

StockAt = Literal["price", "landed"]
MAX_MODES = 400


@dataclass(frozen=True, slots=True)
class Flow:
    """What flows, whatever the mode.

    ``annual_demand`` in units a year; ``unit_value`` in money and ``unit_weight_kg``, a unit; ``daily_sd`` of the
    demand in units a day; ``holding_rate`` at the receiver and ``transit_rate`` on the way (None: the same),
    shares a year; ``service_factor`` z of the safety stock; ``order_cost`` in money a shipment; ``days`` of
    the year; ``stock_at`` what a unit at the receiver is worth, "price" or "landed" (with all that it took to bring
    it); ``origin_stock`` whether the lot also builds up before departure at our cost; ``carbon_price`` in money
    a tonne CO2e.
    """

    annual_demand: float
    unit_value: float
    unit_weight_kg: float = 0.0
    daily_sd: float = 0.0
    holding_rate: float = 0.0
    transit_rate: float | None = None
    service_factor: float = 0.0
    order_cost: float = 0.0
    days: float = 365.0
    stock_at: StockAt = "price"
    origin_stock: bool = False
    carbon_price: float = 0.0


@dataclass(frozen=True, slots=True)
class Mode:
    """What a mode of transport offers: one of ``lot_size`` (units) and ``shipments`` (a year) says how it is used.

    Freight in money a unit, a 100 kg, a shipment, a vehicle (of ``vehicle_capacity`` units, any begun is
    paid) and a year: they add up. ``transit_days`` with ``transit_sd``; ``lead_days`` from the order to the
    departure; ``review_days`` between two orders; ``safety_days`` of demand kept, instead of z.
    ``duty_rate`` of value + freight + insurance; ``insurance_rate`` of value + freight; ``loss_rate`` the
    share lost or damaged, of which ``recovered`` is paid back.
    """

    mode: str
    lot_size: float | None = None
    shipments: float | None = None
    freight_per_unit: float = 0.0
    freight_per_100kg: float = 0.0
    freight_per_shipment: float = 0.0
    freight_per_vehicle: float = 0.0
    vehicle_capacity: float | None = None
    freight_per_year: float = 0.0
    handling_per_unit: float = 0.0
    handling_per_shipment: float = 0.0
    transit_days: float = 0.0
    transit_sd: float = 0.0
    lead_days: float = 0.0
    review_days: float = 0.0
    safety_days: float | None = None
    duty_rate: float = 0.0
    insurance_rate: float = 0.0
    loss_rate: float = 0.0
    recovered: float = 0.0
    kg_co2e_per_unit: float = 0.0


@dataclass(frozen=True, slots=True)
class LogisticsCost:
    """The parts in money a year, their sum and the sum a unit; then the units that stand behind them."""

    mode: str
    freight: float
    handling: float
    ordering: float
    transit_stock: float
    cycle_stock: float
    origin_stock: float
    safety_stock: float
    duty: float
    insurance: float
    loss: float
    carbon: float
    total: float
    per_unit: float
    lot_size: float
    shipments: float
    units_in_transit: float
    safety_units: float


@dataclass(frozen=True, slots=True)
class RankedMode:
    """A mode with its cost, its rank (1 the cheapest, equals share it) and its gap to the cheapest."""

    cost: LogisticsCost
    rank: int
    gap: float


def logistics_cost(flow: Flow, mode: Mode) -> LogisticsCost:
    """Give the yearly logistics cost of a flow by a mode, part by part.

    ``flow`` and ``mode`` as their classes say; figures 0 or more, demand, lot, shipments, capacity and days above 0,
    rates of loss up to 1. SolverError otherwise, and when the mode has both a lot and a number of shipments, or
    neither.

    With D a year, d = D/days, Q the lot, v the value, i the rate, T the transit time: transit stock i·v·d·T;
    cycle stock i·c·Q/2, c the value or the landed cost; safety stock i·c·SS with
    SS = z·√((lead + T + review)·σ_d² + d²·σ_T²), or d × the days of safety; loss D·v·rate·(1 − recovered).

    Source: Blauwens, De Baere & Van de Voorde, Transport Economics, total logistics cost; Ballou,
    Business Logistics/Supply Chain Management, transport service selection.

    >>> motors = Flow(120_000, 120, unit_weight_kg=1, holding_rate=0.25)
    >>> rail = Mode("rail", lot_size=2000, freight_per_unit=0.65, transit_days=5, safety_days=3)
    >>> found = logistics_cost(motors, rail)
    >>> round(found.freight), round(found.transit_stock), round(found.total)
    (78000, 49315, 186904)
    """
    _check_flow(flow)
    lot, shipments = _used(flow, mode)
    _check_mode(mode)
    D, v, i = flow.annual_demand, flow.unit_value, flow.holding_rate
    daily = D / flow.days
    freight = _freight(flow, mode, lot, shipments)
    handling = D * mode.handling_per_unit + shipments * mode.handling_per_shipment
    insurance = mode.insurance_rate * (D * v + freight)
    duty = mode.duty_rate * (D * v + freight + insurance)
    landed = v + (freight + handling + insurance + duty) / D
    worth = i * (landed if flow.stock_at == "landed" else v)
    moving = daily * mode.transit_days
    if mode.safety_days is None:
        exposed = mode.lead_days + mode.transit_days + mode.review_days
        spread = math.hypot(math.sqrt(exposed) * flow.daily_sd, daily * mode.transit_sd)
        safety = flow.service_factor * spread
    else:
        safety = daily * mode.safety_days
    parts = {
        "freight": freight,
        "handling": handling,
        "ordering": flow.order_cost * shipments,
        "transit_stock": (i if flow.transit_rate is None else flow.transit_rate) * v * moving,
        "cycle_stock": worth * lot / 2,
        "origin_stock": i * v * lot / 2 if flow.origin_stock else 0.0,
        "safety_stock": worth * safety,
        "duty": duty,
        "insurance": insurance,
        "loss": D * v * mode.loss_rate * (1 - mode.recovered),
        "carbon": D * mode.kg_co2e_per_unit * flow.carbon_price / 1000,
    }
    total = math.fsum(parts.values())
    return LogisticsCost(
        mode=mode.mode,
        **parts,
        total=total,
        per_unit=total / D,
        lot_size=lot,
        shipments=shipments,
        units_in_transit=moving,
        safety_units=safety,
    )


def compare_modes(flow: Flow, modes: Sequence[Mode]) -> tuple[RankedMode, ...]:
    """Give the cost of a flow by each mode, in the order given, with rank and gap to the cheapest.

    ``modes`` 1 to 400 with names that all differ, else SolverError; the rest as in :func:`logistics_cost`.

    Source: Ballou, Business Logistics/Supply Chain Management, transport service selection.

    >>> flow = Flow(1000, 50, holding_rate=0.2)
    >>> slow = Mode("sea", shipments=4, freight_per_unit=1, transit_days=40)
    >>> fast = Mode("air", shipments=50, freight_per_unit=9, transit_days=3)
    >>> [(one.cost.mode, one.rank) for one in compare_modes(flow, [fast, slow])]
    [('air', 2), ('sea', 1)]
    """
    if not 1 <= len(modes) <= MAX_MODES:
        raise SolverError("modes", len(modes), "count_between", least=1, most=MAX_MODES)
    names = [one.mode for one in modes]
    if len(set(names)) < len(names):
        raise SolverError("modes", names, "distinct_names")
    return _ranked([logistics_cost(flow, one) for one in modes])


def best_frequency(
    flow: Flow, mode: Mode, frequencies: Sequence[float], *, review: bool = False
) -> tuple[RankedMode, ...]:
    """Give the cost of a flow by one mode for several numbers of shipments a year, ranked.

    ``frequencies`` in shipments a year, 1 to 400 different ones above 0; with ``review`` the safety stock also
    covers the days between two shipments (orders leave with the shipments only). SolverError otherwise, and
    as in :func:`logistics_cost`. The lot or shipments that the mode holds are not read.

    Source: the lot that balances freight a shipment against the stock, Blauwens et al., Transport Economics.

    >>> flow = Flow(1000, 50, holding_rate=0.2)
    >>> truck = Mode("truck", freight_per_shipment=200)
    >>> [(one.cost.shipments, round(one.cost.total), one.rank) for one in best_frequency(flow, truck, [4, 5, 6])]
    [(4.0, 2050, 3), (5.0, 2000, 1), (6.0, 2033, 2)]
    """
    if not 1 <= len(frequencies) <= MAX_MODES:
        raise SolverError("frequencies", len(frequencies), "count_between", least=1, most=MAX_MODES)
    asked = [positive(f"frequencies[{place}]", each) for place, each in enumerate(frequencies)]
    if len(set(asked)) < len(asked):
        raise SolverError("frequencies", asked, "given_once")
    days = positive("days", flow.days)
    found = []
    for each in asked:
        gap = days / each if review else mode.review_days
        found.append(logistics_cost(flow, replace(mode, lot_size=None, shipments=each, review_days=gap)))
    return _ranked(found)


def _ranked(found: Sequence[LogisticsCost]) -> tuple[RankedMode, ...]:
    totals = sorted(one.total for one in found)
    return tuple(RankedMode(one, 1 + bisect_left(totals, one.total), one.total - totals[0]) for one in found)


def _freight(flow: Flow, mode: Mode, lot: float, shipments: float) -> float:
    capacity = mode.vehicle_capacity
    # A lot that fills its vehicles to the last unit must not ask for one more by rounding noise.
    vehicles = 1 if capacity is None else math.ceil(round(lot / capacity, 9))
    hundreds = flow.annual_demand * flow.unit_weight_kg / 100
    return math.fsum(
        (
            flow.annual_demand * mode.freight_per_unit,
            hundreds * mode.freight_per_100kg,
            shipments * (mode.freight_per_shipment + vehicles * mode.freight_per_vehicle),
            mode.freight_per_year,
        )
    )


def _used(flow: Flow, mode: Mode) -> tuple[float, float]:
    if (mode.lot_size is None) == (mode.shipments is None):
        raise SolverError(f"lot_size ({mode.mode})", mode.lot_size, "lot_or_shipments")
    if mode.lot_size is not None:
        lot = positive(f"lot_size ({mode.mode})", mode.lot_size)
        return lot, flow.annual_demand / lot
    shipments = positive(f"shipments ({mode.mode})", mode.shipments)
    return flow.annual_demand / shipments, shipments


def _check_flow(flow: Flow) -> None:
    positive("annual_demand", flow.annual_demand)
    positive("days", flow.days)
    for name in ("unit_value", "unit_weight_kg", "daily_sd", "holding_rate", "order_cost", "carbon_price"):
        non_negative(name, getattr(flow, name))
    if flow.transit_rate is not None:
        non_negative("transit_rate", flow.transit_rate)
    number("service_factor", flow.service_factor)
    if flow.stock_at not in {"price", "landed"}:
        raise SolverError("stock_at", flow.stock_at, "one_of", words="price, landed")


def _check_mode(mode: Mode) -> None:
    apart = {"mode", "lot_size", "shipments", "vehicle_capacity", "safety_days"}
    for field in fields(mode):
        if field.name not in apart:
            non_negative(f"{field.name} ({mode.mode})", getattr(mode, field.name))
    if mode.vehicle_capacity is not None:
        positive(f"vehicle_capacity ({mode.mode})", mode.vehicle_capacity)
    if mode.safety_days is not None:
        non_negative(f"safety_days ({mode.mode})", mode.safety_days)
    for name in ("loss_rate", "recovered"):
        if getattr(mode, name) > 1:
            raise SolverError(f"{name} ({mode.mode})", getattr(mode, name), "closed_fraction")

"""Axle loads of a lorry or of a tractor with its semi-trailer, by moments, and where heavy pallets should stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf

from solvers.arguments import non_negative, number
from solvers.errors import SolverError
from solvers.violations import Violation

__all__ = [
    "RULES", "Axle", "AxleLoad", "CheckedAxles", "Slot", "Truck", "axle_loads", "best_places", "check_axles",
    "load_curve",
]  # fmt: skip

RULES = ("missing", "twice", "unknown", "place", "axle", "axle_low", "gross")
TOLERANCE = 1e-6
MAX_PALLETS = 80


@dataclass(frozen=True, slots=True)
class Axle:
    """An axle or a group: its place (m behind the front wall, negative ahead), its load empty, its limits (kg)."""

    name: str
    position: float
    tare: float
    limit: float = inf
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Truck:
    """A rigid lorry (front and rear axles), or with ``kingpin`` a tractor (front, rear) and its trailer's axles.

    ``kingpin`` is where the trailer rests on the tractor (m behind the trailer's front wall). Tares are what the
    axles bear of the empty vehicle, coupled. ``gross`` is the most for the whole, in kg.
    """

    front: Axle
    rear: Axle
    trailer: Axle | None = None
    kingpin: float = 0.0
    gross: float = inf


@dataclass(frozen=True, slots=True)
class AxleLoad:
    """What an axle bears against what it may, in kg."""

    axle: str
    load: float
    limit: float
    least: float


def _shares(truck: Truck, position: float) -> tuple[float, ...]:
    """The share of a weight at a position that each axle bears; they add up to 1."""
    front, rear = truck.front.position, truck.rear.position
    if truck.trailer is None:
        back = (position - front) / (rear - front)
        return (1.0 - back, back)
    behind = (position - truck.kingpin) / (truck.trailer.position - truck.kingpin)
    on_tractor = 1.0 - behind
    back = (truck.kingpin - front) / (rear - front)
    return (on_tractor * (1.0 - back), on_tractor * back, behind)


def _axles(truck: Truck) -> tuple[Axle, ...]:
    return (truck.front, truck.rear) if truck.trailer is None else (truck.front, truck.rear, truck.trailer)


def _checked(truck: Truck) -> None:
    for one in _axles(truck):
        number(f"position ({one.name})", one.position)
        non_negative(f"tare ({one.name})", one.tare)
    if truck.rear.position <= truck.front.position:
        raise SolverError("position", truck.rear.position, "more_than", least=truck.front.position)
    if truck.trailer is not None and truck.trailer.position <= truck.kingpin:
        raise SolverError("position", truck.trailer.position, "more_than", least=truck.kingpin)


def axle_loads(load: Sequence[tuple[float, float]], truck: Truck) -> tuple[AxleLoad, ...]:
    """What each axle bears of a load given as (kg, metres behind the front wall).

    Moments about the other support: rear = tare + Σ weight·(position − front)/(rear − front); of a semi-trailer
    first between kingpin and trailer axles, then the kingpin's part between the tractor's axles. Raises
    SolverError for figures out of range and axles in the wrong order.

    Source: statics of a beam on two supports.

    >>> truck = Truck(Axle("front", -1.0, 3000), Axle("rear", 4.0, 2000))
    >>> [(one.axle, one.load) for one in axle_loads([(5000, 3.0)], truck)]
    [('front', 4000.0), ('rear', 6000.0)]
    """
    _checked(truck)
    totals = [float(one.tare) for one in _axles(truck)]
    for weight, position in load:
        non_negative("weight", weight)
        for at, share in enumerate(_shares(truck, number("position", position))):
            totals[at] += weight * share
    return tuple(
        AxleLoad(one.name, total, float(one.limit), float(one.least))
        for one, total in zip(_axles(truck), totals, strict=True)
    )


def load_curve(truck: Truck, positions: Sequence[float]) -> tuple[tuple[float, float, str], ...]:
    """The most that may be loaded when its centre of gravity stands at each position, and what limits it.

    Gives (position m, kg, axle's name, or "gross"); limits above only, the least loads are not looked at. Raises
    SolverError as ``axle_loads``.

    Source: load distribution diagram of vehicle builders, VDI 2700 part 4.

    >>> truck = Truck(Axle("front", 0.0, 3000, 5000), Axle("rear", 5.0, 2000, 10000))
    >>> load_curve(truck, [2.5, 5.0])
    ((2.5, 4000.0, 'front'), (5.0, 8000.0, 'rear'))
    """
    _checked(truck)
    found = []
    for position in positions:
        shares = _shares(truck, number("position", position))
        tare = sum(one.tare for one in _axles(truck))
        rooms = [
            ((one.limit - one.tare) / share, one.name)
            for one, share in zip(_axles(truck), shares, strict=True)
            if share > TOLERANCE
        ]
        most, name = min([*rooms, (truck.gross - tare, "gross")], key=lambda pair: pair[0])
        found.append((float(position), max(float(most), 0.0), name))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Slot:
    """A row of the floor: its name, where its middle is (m behind the front wall), how many pallets it takes."""

    slot: str
    position: float
    places: int = 1


def best_places(
    pallets: Mapping[str, float], slots: Sequence[Slot], truck: Truck
) -> tuple[tuple[tuple[str, str], ...], float]:
    """Put each pallet (kg by name) into a row so that the axle most loaded for its limit is as little so as can be.

    Starts from the heaviest next to the balance point and swaps pallets, or moves one to a free place, while that
    helps. Returns (pallet, slot) pairs and the largest share of a limit (above 1 an axle is overloaded; an axle
    below its least counts as overloaded by what it lacks). Raises SolverError for figures out of range, more
    than 80 pallets, and too few places.

    Source: pairwise exchange; the objective is a minimax of linear moments.

    >>> truck = Truck(Axle("front", -1.0, 3000, 6000), Axle("rear", 4.0, 2000, 9000))
    >>> best_places({"A": 4000, "B": 1000}, [Slot("1", 0.5), Slot("2", 3.0)], truck)
    ((('A', '2'), ('B', '1')), 0.75)
    """
    _checked(truck)
    if not 1 <= len(pallets) <= MAX_PALLETS:
        raise SolverError("pallets", len(pallets), "count_between", least=1, most=MAX_PALLETS)
    for name, weight in pallets.items():
        non_negative(f"weight ({name})", weight)
    places = [at for at, one in enumerate(slots) for _ in range(one.places)]
    if len(places) < len(pallets):
        raise SolverError("slots", len(places), "at_least", least=len(pallets))
    shares = [_shares(truck, one.position) for one in slots]
    axles = _axles(truck)

    def worst(totals: Sequence[float]) -> float:
        return max(
            max(
                total / one.limit if one.limit < inf else 0.0,
                1.0 + (one.least - total) / one.least if total < one.least else 0.0,
            )
            for one, total in zip(axles, totals, strict=True)
        )

    names: list[str | None] = [*sorted(pallets, key=lambda name: -pallets[name])]
    names += [None] * (len(places) - len(pallets))
    weights = [0.0 if name is None else float(pallets[name]) for name in names]
    flat = [abs(max(shares[at]) - 1.0 / len(axles)) for at in range(len(slots))]
    order = sorted(range(len(places)), key=lambda one: (flat[places[one]], one))
    at_of = [places[one] for one in order]  # where names[k] stands

    def totals_of() -> list[float]:
        return [
            one.tare + sum(weight * shares[at][k] for weight, at in zip(weights, at_of, strict=True))
            for k, one in enumerate(axles)
        ]

    totals = totals_of()
    value = worst(totals)
    better = True
    while better:
        better = False
        best, pair, kept = value - 1e-9, None, totals
        for i in range(len(names)):
            for j in range(i + 1, len(names)):
                shift = weights[i] - weights[j]
                if at_of[i] == at_of[j] or shift == 0:
                    continue
                moved = [
                    total + shift * (shares[at_of[j]][k] - shares[at_of[i]][k])
                    for k, total in enumerate(totals)
                ]
                if worst(moved) < best:
                    best, pair, kept = worst(moved), (i, j), moved
        if pair is not None:
            i, j = pair
            at_of[i], at_of[j] = at_of[j], at_of[i]
            totals, value, better = kept, best, True
    value = worst(totals_of())
    where = {name: slots[at].slot for name, at in zip(names, at_of, strict=True) if name is not None}
    return tuple((name, where[name]) for name in pallets), value


@dataclass(frozen=True, slots=True)
class CheckedAxles:
    """The rules broken, what each axle bears, the gross weight (kg), the largest share of a limit."""

    violations: tuple[Violation, ...]
    axles: tuple[AxleLoad, ...]
    gross_kg: float
    worst_share: float


def check_axles(
    plan: Sequence[tuple[str, str]], pallets: Mapping[str, float], slots: Sequence[Slot], truck: Truck
) -> CheckedAxles:
    """Check a plan of (pallet, slot): every pallet once, no row overfull, no axle above or below its limits.

    Rules: ``missing``, ``twice``, ``unknown``, ``place`` (more pallets in a row than places), ``axle`` and
    ``axle_low`` (kg), ``gross`` (kg). Its own moments: about the front wall, solved for the supports. Never
    raises on a plan.

    Source: statics; definition of the problem.

    >>> truck = Truck(Axle("front", -1.0, 3000, 6000), Axle("rear", 4.0, 2000, 6500))
    >>> found = check_axles([("A", "2")], {"A": 5000}, [Slot("2", 3.0)], truck)
    >>> [(one.rule, one.where, one.found, one.limit) for one in found.violations], found.gross_kg
    ([], 10000.0)
    """
    found: list[Violation] = []
    rows: dict[str, list[int]] = {}
    known = {one.slot: one for one in slots}
    held: dict[str, list[int]] = {}
    weight = moment = 0.0
    for row, (pallet, slot) in enumerate(plan):
        if pallet not in pallets or slot not in known:
            found.append(Violation("unknown", (row,), pallet if pallet not in pallets else slot))
            continue
        rows.setdefault(pallet, []).append(row)
        held.setdefault(slot, []).append(row)
        weight += pallets[pallet]
        moment += pallets[pallet] * known[slot].position
    for name in pallets:
        if name not in rows:
            found.append(Violation("missing", (), name))
        elif len(rows[name]) > 1:
            found.append(Violation("twice", tuple(rows[name]), name))
    for slot, inside in held.items():
        if len(inside) > known[slot].places:
            found.append(
                Violation("place", tuple(inside), slot, float(len(inside)), float(known[slot].places))
            )
    loads = _supports(weight, moment, truck)
    for one in loads:
        if one.load > one.limit + TOLERANCE:
            found.append(Violation("axle", (), one.axle, one.load, one.limit, "kg"))
        if one.load < one.least - TOLERANCE:
            found.append(Violation("axle_low", (), one.axle, one.load, one.least, "kg"))
    gross = float(sum(one.load for one in loads))
    if gross > truck.gross + TOLERANCE:
        found.append(Violation("gross", (), "", gross, float(truck.gross), "kg"))
    share = max((one.load / one.limit for one in loads if one.limit < inf), default=0.0)
    return CheckedAxles(tuple(found), loads, gross, share)


def _supports(weight: float, moment: float, truck: Truck) -> tuple[AxleLoad, ...]:
    """The supports that hold a weight with a moment about the front wall."""
    axles = [truck.front, truck.rear]
    borne = []
    if truck.trailer is not None:
        on_trailer = (moment - weight * truck.kingpin) / (truck.trailer.position - truck.kingpin)
        weight -= on_trailer
        moment = weight * truck.kingpin
        axles.append(truck.trailer)
        borne.append(on_trailer)
    on_rear = (moment - weight * truck.front.position) / (truck.rear.position - truck.front.position)
    parts = [weight - on_rear, on_rear, *borne]
    return tuple(
        AxleLoad(one.name, float(one.tare + part), float(one.limit), float(one.least))
        for one, part in zip(axles, parts, strict=True)
    )

"""Packing: boxes on pallets, pallets on a lorry's floor and over its axles, boxes in a container.

Sides of boxes and pallets are whole mm (a container's cargo in m), weights kg, positions m behind the front wall.
A truck is a record of ``front``, ``rear`` and for a semi-trailer ``trailer``, each ``{position, tare, limit,
least}``, with ``kingpin`` and ``gross``.
"""

from __future__ import annotations

import json
from functools import lru_cache
from math import inf

from cases.expressions import Function
from cases.functions.arguments import Record, cell, figures, recorded, records, text, whole
from cases.functions.plans import figure, figure_or, violations
from cases.functions.shaped import flag
from cases.plain import Plain
from solvers.loading import axles, cargo, check_container, check_layout, container, pallet_load, truck_floor
from solvers.loading.pallet_layout import Layout, pallet_layout


def _places(found: Layout, kind: str = "", length: int = 0) -> list[Plain]:
    return [
        {"x": one.x, "y": one.y, "length": one.length, "width": one.width}
        | ({"kind": kind, "turned": one.length != length} if kind else {})
        for one in found.places
    ]


def _layout(length: object, width: object, box_length: object, box_width: object) -> Record:
    """Equal rectangles on a floor: how many, the most that the area allows, and their places."""
    found = pallet_layout(whole(length), whole(width), whole(box_length), whole(box_width))
    return {"count": found.count, "bound": found.bound, "proven": found.proven, "places": _places(found)}


def _check_layout(
    plan: object, length: object, width: object, kinds: object, wanted: object = None
) -> Record:
    """The rules that a floor plan (rows of ``kind``, ``x``, ``y``, perhaps ``turned``) breaks."""
    laid = [
        check_layout.Laid(
            text(cell(row, "kind")),
            figure(cell(row, "x")),
            figure(cell(row, "y")),
            flag(row.get("turned", False)),
        )
        for row in records(plan)
    ]
    sides = {
        text(cell(row, "kind")): (figure(cell(row, "length")), figure(cell(row, "width")))
        for row in records(kinds)
    }
    counts = {text(name): whole(count) for name, count in recorded(wanted or {}).items()}
    found = check_layout.check_layout(laid, figure(length), figure(width), sides, counts or None)
    return {
        "violations": violations(found.violations),
        "objective": {
            "count": found.count,
            "area_share": found.area_share,
            "used_length": found.used_length,
        },
    }


def _pallet(
    box: object,
    length: object = 1200,
    width: object = 800,
    max_height: object = 1800,
    max_weight_kg: object = 1000,
    quantity: object = 0,
    pallet_height: object = 144,
    pallet_weight_kg: object = 25,
    whole_layers: object = False,
) -> Record:
    """A pallet of one kind of box, ``{length, width, height, weight_kg, upright, stack}``."""
    given = recorded(box)
    stack = given.get("stack")
    found = pallet_load.pallet_load(
        pallet_load.Box(
            whole(cell(given, "length")),
            whole(cell(given, "width")),
            whole(cell(given, "height")),
            figure_or(given, "weight_kg", 0.0),
            flag(given.get("upright", True)),
            None if stack is None else whole(stack, 0),
        ),
        whole(length),
        whole(width),
        max_height=whole(max_height),
        max_weight_kg=figure(max_weight_kg),
        pallet_height=whole(pallet_height),
        pallet_weight_kg=figure(pallet_weight_kg),
        quantity=whole(quantity),
        whole_layers=flag(whole_layers),
    )
    return {
        "per_layer": found.per_layer,
        "layers": found.layers,
        "boxes": found.boxes,
        "height": found.height,
        "weight_kg": found.weight_kg,
        "standing": found.standing,
        "limit": found.limit,
        "pallets": found.pallets,
        "places": _places(found.layout),
    }


def _floor(
    length: object,
    width: object,
    floor_length: object = truck_floor.TRAILER_LENGTH,
    floor_width: object = truck_floor.TRAILER_WIDTH,
    clearance: object = truck_floor.CLEARANCE,
) -> Record:
    """Pallets of one kind on a floor: 33 EUR or 26 of 100 × 120 in a trailer of 13.6 m."""
    found = truck_floor.pallets_on_floor(
        whole(length), whole(width), whole(floor_length), whole(floor_width), whole(clearance)
    )
    return {"count": found.count, "bound": found.bound, "places": _places(found)}


def _rows(
    pallets: object,
    floor_length: object = truck_floor.TRAILER_LENGTH,
    floor_width: object = truck_floor.TRAILER_WIDTH,
    clearance: object = truck_floor.CLEARANCE,
) -> Record:
    """A mix of pallets (rows of ``kind``, ``length``, ``width``, ``count``, ``stack``) in rows across the floor."""
    found = truck_floor.floor_rows(
        [
            truck_floor.Pallets(
                text(cell(row, "kind")),
                whole(cell(row, "length")),
                whole(cell(row, "width")),
                whole(cell(row, "count")),
                whole(row.get("stack", 1)),
            )
            for row in records(pallets)
        ],
        whole(floor_length),
        whole(floor_width),
        whole(clearance),
    )
    return {
        "rows": [
            {
                "row": at,
                "start": one.start,
                "depth": one.depth,
                "kinds": [kind for kind, *_ in one.places],
            }
            for at, one in enumerate(found.rows, start=1)
        ],
        "used": found.used,
        "loading_metres": found.loading_metres,
        "left": dict(found.left),
    }


def _axle(given: object, name: str) -> axles.Axle:
    row = recorded(given)
    return axles.Axle(
        name,
        figure(cell(row, "position")),
        figure_or(row, "tare", 0.0),
        figure_or(row, "limit", inf),
        figure_or(row, "least", 0.0),
    )


def _truck(given: object) -> axles.Truck:
    row = recorded(given)
    trailer = row.get("trailer")
    return axles.Truck(
        _axle(cell(row, "front"), "front"),
        _axle(cell(row, "rear"), "rear"),
        None if trailer is None else _axle(trailer, "trailer"),
        figure_or(row, "kingpin", 0.0),
        figure_or(row, "gross", inf),
    )


def _told(loads: tuple[axles.AxleLoad, ...]) -> list[Plain]:
    return [
        {
            "axle": one.axle,
            "load": one.load,
            "limit": None if one.limit == inf else one.limit,
            "least": one.least,
        }
        for one in loads
    ]


def _axle_loads(load: object, truck: object) -> list[Plain]:
    """What each axle bears of a load: rows of ``weight_kg`` and ``position``."""
    found = axles.axle_loads(
        [(figure(cell(row, "weight_kg")), figure(cell(row, "position"))) for row in records(load)],
        _truck(truck),
    )
    return _told(found)


def _curve(truck: object, positions: object) -> list[Plain]:
    """The most that may be loaded with its centre of gravity at each position, and what limits it."""
    return [
        {"position": position, "weight_kg": most if most < inf else None, "limit": name}
        for position, most, name in axles.load_curve(_truck(truck), figures(positions))
    ]


def _pallets(table: object) -> dict[str, float]:
    return {text(cell(row, "pallet")): figure(cell(row, "weight_kg")) for row in records(table)}


def _slots(table: object) -> list[axles.Slot]:
    return [
        axles.Slot(text(cell(row, "slot")), figure(cell(row, "position")), whole(row.get("places", 1)))
        for row in records(table)
    ]


def _best_places(pallets: object, slots: object, truck: object) -> Record:
    """Which pallet in which row of the floor, the axle most loaded for its limit as little so as can be."""
    pairs, share = axles.best_places(_pallets(pallets), _slots(slots), _truck(truck))
    return {
        "rows": [{"pallet": pallet, "slot": slot} for pallet, slot in pairs],
        "objective": {"worst_share": share},
    }


def _places_in_order(pallets: object, slots: object) -> list[Plain]:
    """The plan of whoever loads pallets as they come, from the front wall on."""
    free = [one.slot for one in _slots(slots) for _ in range(one.places)]
    return [{"pallet": pallet, "slot": slot} for pallet, slot in zip(_pallets(pallets), free, strict=False)]


def _check_axles(plan: object, pallets: object, slots: object, truck: object) -> Record:
    """The rules that places (rows of ``pallet`` and ``slot``) break, and what each axle bears."""
    found = axles.check_axles(
        [(text(cell(row, "pallet")), text(cell(row, "slot"))) for row in records(plan)],
        _pallets(pallets),
        _slots(slots),
        _truck(truck),
    )
    return {
        "violations": violations(found.violations),
        "objective": {"worst_share": found.worst_share, "gross_kg": found.gross_kg},
        "axles": _told(found.axles),
        "loads": [
            {"lane": one.axle, "found": one.load, "limit": one.limit, "unit": "kg"}
            for one in found.axles
            if one.limit < inf
        ],
    }


def _cargo(table: object) -> tuple[cargo.Cargo, ...]:
    return tuple(
        cargo.Cargo(
            text(cell(row, "kind")),
            figure(cell(row, "length")),
            figure(cell(row, "width")),
            figure(cell(row, "height")),
            figure_or(row, "weight_kg", 0.0),
            whole(row.get("count", 1)),
            flag(row.get("upright", True)),
            figure_or(row, "bears_kg", inf),
        )
        for row in records(table)
    )


def _inside(given: object) -> cargo.Container:
    row = recorded(given)
    return cargo.Container(*(figure(cell(row, name)) for name in ("length", "width", "height", "payload_kg")))


def _stow(boxes: object, into: object, support: object = container.SUPPORT) -> Record:
    """Boxes into a container, ``{length, width, height, payload_kg}`` in m and kg."""
    key = json.dumps([records(boxes), recorded(into), figure(support)], sort_keys=True)
    found = _stowed(key)
    rows: list[Plain] = [
        {
            "kind": one.kind,
            "x": one.x,
            "y": one.y,
            "z": one.z,
            "length": one.length,
            "width": one.width,
            "height": one.height,
        }
        for one in found.pieces
    ]
    return {"rows": rows, "left": dict(found.left), "objective": {"boxes": len(found.pieces)}}


@lru_cache(maxsize=64)
def _stowed(question: str) -> container.Stowage:
    boxes, into, support = json.loads(question)
    return container.stow(_cargo(boxes), _inside(into), support=support)


def _check_container(
    plan: object, boxes: object, into: object, support: object = container.SUPPORT
) -> Record:
    """The rules that boxes in their places break, and how full the container is."""
    pieces = [
        cargo.Piece(
            text(cell(row, "kind")),
            *(figure(cell(row, name)) for name in ("x", "y", "z", "length", "width", "height")),
        )
        for row in records(plan)
    ]
    found = check_container.check_container(pieces, _cargo(boxes), _inside(into), support=figure(support))
    x, y, z = found.centre
    return {
        "violations": violations(found.violations),
        "objective": {
            "boxes": found.boxes,
            "volume_share": found.volume_share,
            "weight_kg": found.weight_kg,
            "weight_share": found.weight_share,
            "used_length": found.used_length,
        },
        "centre": {"x": x, "y": y, "z": z},
    }


FUNCTIONS: dict[str, Function] = {
    "pallet_layout": _layout,
    "check_layout": _check_layout,
    "pallet_load": _pallet,
    "pallets_on_floor": _floor,
    "floor_rows": _rows,
    "axle_loads": _axle_loads,
    "load_curve": _curve,
    "best_places": _best_places,
    "places_in_order": _places_in_order,
    "check_axles": _check_axles,
    "stow_container": _stow,
    "check_container": _check_container,
}
PLAN_RULES: dict[str, tuple[str, ...]] = {
    "check_layout": check_layout.RULES,
    "check_axles": axles.RULES,
    "check_container": check_container.RULES,
}

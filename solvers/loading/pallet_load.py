"""Boxes on a pallet: how many lie in a layer, how many layers stand, and how many pallets an order takes."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError
from solvers.loading.pallet_layout import Layout, pallet_layout

__all__ = ["Box", "PalletLoad", "pallet_load"]


@dataclass(frozen=True, slots=True)
class Box:
    """A box: its sides in mm, its weight in kg, whether it must stand on its base, boxes it bears on top."""

    length: int
    width: int
    height: int
    weight_kg: float = 0.0
    upright: bool = True
    stack: int | None = None


@dataclass(frozen=True, slots=True)
class PalletLoad:
    """A pallet of one kind of box: boxes a layer, layers, boxes in all, its height (mm) and weight (kg), pallet in.

    ``standing`` is the side of the box that stands up (mm); ``limit`` says what stops the pile: "height",
    "weight" or "stack"; the last layer may be begun only when weight stops it. ``pallets`` for ``quantity``
    boxes, 0 unless given.
    """

    per_layer: int
    layers: int
    boxes: int
    height: int
    weight_kg: float
    standing: int
    limit: str
    layout: Layout
    pallets: int


def pallet_load(
    box: Box,
    length: int = 1200,
    width: int = 800,
    *,
    max_height: int = 1800,
    max_weight_kg: float = 1000.0,
    pallet_height: int = 144,
    pallet_weight_kg: float = 25.0,
    quantity: int = 0,
    whole_layers: bool = False,
) -> PalletLoad:
    """Load a pallet with as many boxes as height and weight allow, in layers laid by ``pallet_layout``.

    Sides and heights in mm (whole), weights in kg; ``max_height`` and ``max_weight_kg`` hold the pallet itself.
    A box that need not stand upright is tried on each side, the most boxes kept. ``stack``: how many boxes one
    bears on top. ``whole_layers``: no layer begun. Raises SolverError for figures out of range and when not one
    box fits.

    Source: manufacturer's pallet loading problem, Dowsland (1987); layers by floor, pallets by ceiling.

    >>> found = pallet_load(Box(400, 300, 250, 12), max_height=1600, max_weight_kg=600, quantity=300)
    >>> found.per_layer, found.layers, found.boxes, found.limit, found.pallets
    (8, 5, 40, 'height', 8)
    """
    positive("max_height", max_height - pallet_height)
    for name, side in (("length", box.length), ("width", box.width), ("height", box.height)):
        if whole(name, side) < 1:
            raise SolverError(name, side, "one_or_more")
    non_negative("weight_kg", box.weight_kg)
    room = positive("max_weight_kg", max_weight_kg - non_negative("pallet_weight_kg", pallet_weight_kg))
    if whole("quantity", quantity) < 0:
        raise SolverError("quantity", quantity, "non_negative")
    by_weight = floor(room / box.weight_kg + 1e-9) if box.weight_kg else 10**9
    sides = [(box.length, box.width, box.height)]
    if not box.upright:
        sides += [(box.length, box.height, box.width), (box.width, box.height, box.length)]
    best: PalletLoad | None = None
    for one, other, up in sides:
        if (
            min(one, other) > max(length, width)
            or max(one, other) > max(length, width)
            or min(one, other) > min(length, width)
        ):
            continue
        layout = pallet_layout(length, width, one, other)
        per_layer = layout.count
        by_height = (max_height - pallet_height) // up
        by_stack = by_height if box.stack is None else min(by_height, box.stack + 1)
        boxes = min(per_layer * by_stack, by_weight)
        limit = (
            "weight" if by_weight < per_layer * by_stack else "stack" if by_stack < by_height else "height"
        )
        if whole_layers:
            boxes = boxes // per_layer * per_layer if per_layer else 0
        if boxes <= 0:
            continue
        layers = ceil(boxes / per_layer)
        found = PalletLoad(
            per_layer,
            layers,
            boxes,
            pallet_height + layers * up,
            pallet_weight_kg + boxes * box.weight_kg,
            up,
            limit,
            layout,
            ceil(quantity / boxes),
        )
        if best is None or found.boxes > best.boxes:
            best = found
    if best is None:
        raise SolverError("box", (box.length, box.width, box.height), "fits_pallet")
    return best

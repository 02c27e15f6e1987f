"""What a carrier counts: the weight that is charged, the volume of packages, the loading metres."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from solvers.arguments import non_negative, positive, whole
from solvers.errors import SolverError

__all__ = [
    "Chargeable",
    "Package",
    "PackageTotals",
    "Pallets",
    "VolumetricRule",
    "chargeable_weight",
    "loading_metres",
    "package_totals",
    "round_up",
    "volumetric_rule",
    "volumetric_rules",
]

TRAILER_WIDTH_M = 2.4


@dataclass(frozen=True, slots=True)
class VolumetricRule:
    """A carrier's equivalence: cubic metres that count for a tonne, the step in kg of what is charged, its source."""

    rule: str
    m3_per_tonne: float
    step_kg: float
    source: str
    year: int
    status: str


@dataclass(frozen=True, slots=True)
class Chargeable:
    """The weights in kg: real, by volume, by loading metres; the one charged, rounded up, and which it ``follows``."""

    gross_kg: float
    volumetric_kg: float
    floor_kg: float
    chargeable_kg: float
    follows: str


@dataclass(frozen=True, slots=True)
class Package:
    """Alike packages: sides in cm, weight of one in kg, how many."""

    length_cm: float
    width_cm: float
    height_cm: float
    weight_kg: float = 0.0
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class PackageTotals:
    """Packages counted together: how many, m³, kg."""

    packages: int
    volume_m3: float
    weight_kg: float


@dataclass(frozen=True, slots=True)
class Pallets:
    """Alike pallets: sides in metres, how many, how many may stand one above the other (1: none)."""

    length_m: float
    width_m: float
    quantity: int = 1
    stack: int = 1


@cache
def volumetric_rules() -> tuple[VolumetricRule, ...]:
    """Give the volumetric rules of the trade, as the dated data file of this package has them.

    Source: solvers/freight/data/volumetric.json, each with its own source and year.

    >>> [one.rule for one in volumetric_rules()][:3]
    ['air', 'road', 'sea']
    """
    text = resources.files("solvers.freight").joinpath("data/volumetric.json").read_text(encoding="utf-8")
    return tuple(VolumetricRule(**row) for row in json.loads(text)["rules"])


def volumetric_rule(name: str) -> VolumetricRule:
    """Give one volumetric rule by its name.

    SolverError for a name that the data does not hold.

    Source: as :func:`volumetric_rules`.

    >>> volumetric_rule("air").m3_per_tonne
    6.0
    """
    found = {one.rule: one for one in volumetric_rules()}
    if name not in found:
        raise SolverError("rule", name, "one_of", words=", ".join(found))
    return found[name]


def round_up(quantity: float, step: float) -> float:
    """Round a quantity up to the next multiple of a step; a step of 0 leaves it.

    Quantity and step 0 or more, else SolverError. A multiple stays itself, whatever the noise of its last digits.

    Source: definition.

    >>> round_up(200.2, 0.5), round_up(201.0, 0.5)
    (200.5, 201.0)
    """
    figure, each = non_negative("quantity", quantity), non_negative("step", step)
    if not each:
        return figure
    # The last digits of 0.1 × 3 must not ask for one more step.
    return math.ceil(round(figure / each, 9)) * each


def chargeable_weight(
    gross_kg: float,
    volume_m3: float,
    *,
    m3_per_tonne: float,
    step_kg: float = 0.0,
    metres: float = 0.0,
    kg_per_metre: float = 0.0,
) -> Chargeable:
    """Give the weight that a carrier charges: the largest of the real one and of what volume and floor count for.

    ``gross_kg`` in kg, ``volume_m3`` in m³, ``metres`` loading metres, each counting for ``kg_per_metre``
    (1 750 to 1 850 by road): 0 or more. ``m3_per_tonne`` above 0 (air 6, road 3, sea 1); ``step_kg`` what the
    result is rounded up to. SolverError otherwise. ``follows`` says "weight", "volume" or "metres".

    max(kg, 1000·m³ / m³ per tonne, metres × kg per metre).

    Source: air: IATA, 6 000 cm³ to the kilogram, up to the next half kilogram; road 1 t = 3 m³ and sea
    1 t = 1 m³: usage of the trade.

    >>> found = chargeable_weight(150, 1.2, m3_per_tonne=6, step_kg=0.5)
    >>> found.volumetric_kg, found.chargeable_kg, found.follows
    (200.0, 200.0, 'volume')
    """
    weights = {
        "weight": non_negative("gross_kg", gross_kg),
        "volume": 1000 * non_negative("volume_m3", volume_m3) / positive("m3_per_tonne", m3_per_tonne),
        "metres": non_negative("metres", metres) * non_negative("kg_per_metre", kg_per_metre),
    }
    follows = max(weights, key=lambda name: weights[name])
    return Chargeable(
        gross_kg=weights["weight"],
        volumetric_kg=weights["volume"],
        floor_kg=weights["metres"],
        chargeable_kg=round_up(weights[follows], step_kg),
        follows=follows,
    )


def package_totals(packages: Sequence[Package]) -> PackageTotals:
    """Add up packages: how many, their volume in m³, their weight in kg.

    Sides above 0, weights 0 or more, at least one package a row, else SolverError.

    Source: definition.

    >>> package_totals([Package(120, 80, 100, weight_kg=250, quantity=3)])
    PackageTotals(packages=3, volume_m3=2.88, weight_kg=750.0)
    """
    count, volume, weight = 0, [], []
    for place, one in enumerate(packages):
        sides = [
            positive(f"{name} ({place + 1})", getattr(one, name))
            for name in ("length_cm", "width_cm", "height_cm")
        ]
        number = whole(f"quantity ({place + 1})", one.quantity)
        if number < 1:
            raise SolverError(f"quantity ({place + 1})", number, "one_or_more")
        count += number
        volume.append(number * math.prod(sides) / 1e6)
        weight.append(number * non_negative(f"weight_kg ({place + 1})", one.weight_kg))
    return PackageTotals(count, math.fsum(volume), math.fsum(weight))


def loading_metres(pallets: Sequence[Pallets], width_m: float = TRAILER_WIDTH_M) -> float:
    """Give the length of a trailer's floor that pallets take, over its whole width.

    ``pallets`` with sides above 0, at least 1 pallet and 1 layer a row; ``width_m`` of the floor that
    counts, above 0. SolverError otherwise. Result in metres; pallets are stacked among their own row only.

    Σ ⌈quantity / stack⌉ · length · width / 2.40: 0.40 m for an 80 × 120 pallet, 0.50 m for a 100 × 120.

    Source: usage of European road haulage.

    >>> loading_metres([Pallets(1.2, 0.8, quantity=33)]), loading_metres([Pallets(1.2, 1.0, quantity=26)])
    (13.2, 13.0)
    """
    width = positive("width_m", width_m)
    total = []
    for place, one in enumerate(pallets):
        length = positive(f"length_m ({place + 1})", one.length_m)
        side = positive(f"width_m ({place + 1})", one.width_m)
        for name in ("quantity", "stack"):
            if whole(f"{name} ({place + 1})", getattr(one, name)) < 1:
                raise SolverError(f"{name} ({place + 1})", getattr(one, name), "one_or_more")
        total.append(-(-one.quantity // one.stack) * length * side / width)
    return round(math.fsum(total), 9)

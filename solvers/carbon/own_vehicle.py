"""A vehicle whose energy is known: emissions of its legs, empty ones too, and of one whose load is only foreseen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from solvers.arguments import SMALLEST, non_negative, number, positive
from solvers.errors import SolverError

__all__ = ["ModelledIntensity", "VehicleEmissions", "VehicleLeg", "modelled_intensity", "vehicle_emissions"]


@dataclass(frozen=True, slots=True)
class VehicleLeg:
    """A leg that was run: km, load in tonnes (0: empty), energy used in the factor's unit (litres, kWh, kg)."""

    km: float
    tonnes: float
    used: float


@dataclass(frozen=True, slots=True)
class VehicleEmissions:
    """What a vehicle emitted: energy, kg CO2e in all, of the empty legs, tonne-km, kg a tonne-km (None without)."""

    used: float
    kg_co2e: float
    empty_kg_co2e: float
    empty_share: float
    tonne_km: float
    intensity: float | None


@dataclass(frozen=True, slots=True)
class ModelledIntensity:
    """What a vehicle should emit: energy a loaded km, kg CO2e a loaded km, kg a tonne-km; empty running included."""

    used_per_km: float
    kg_per_km: float
    intensity: float


def vehicle_emissions(legs: Sequence[VehicleLeg], kg_per_unit: float) -> VehicleEmissions:
    """Give the emissions of a vehicle over its legs: the empty ones are borne by the goods of the loaded ones.

    ``legs`` with km above 0, load and energy 0 or more; ``kg_per_unit`` of energy (kg CO2e a litre, a kWh), 0 or
    more. SolverError otherwise.

    Σ energy · factor; ÷ Σ tonnes·km.

    Source: ISO 14083 (2023): empty trips belong to the transport operation category.

    >>> found = vehicle_emissions([VehicleLeg(300, 18, 96), VehicleLeg(300, 0, 69)], 3.17)
    >>> round(found.kg_co2e, 2), round(found.intensity, 4), round(found.empty_share, 2)
    (523.05, 0.0969, 0.5)
    """
    if not legs:
        raise SolverError("legs", [], "some_numbers")
    per = non_negative("kg_per_unit", kg_per_unit)
    for place, leg in enumerate(legs, 1):
        positive(f"km ({place})", leg.km)
        non_negative(f"tonnes ({place})", leg.tonnes)
        non_negative(f"used ({place})", leg.used)
    used = math.fsum(leg.used for leg in legs)
    km = math.fsum(leg.km for leg in legs)
    work = math.fsum(leg.km * leg.tonnes for leg in legs)
    return VehicleEmissions(
        used=used,
        kg_co2e=used * per,
        empty_kg_co2e=per * math.fsum(leg.used for leg in legs if not leg.tonnes),
        empty_share=math.fsum(leg.km for leg in legs if not leg.tonnes) / km,
        tonne_km=work,
        intensity=used * per / work if work >= SMALLEST else None,
    )


def modelled_intensity(
    empty_per_100km: float,
    full_per_100km: float,
    payload: float,
    load_factor: float,
    empty_km: float,
    kg_per_unit: float,
) -> ModelledIntensity:
    """Give the intensity of a vehicle from its energy empty and full, its load and its empty running.

    Energy for 100 km empty, and full (at least as much); ``payload`` in tonnes, above 0; ``load_factor`` of the
    loaded km by weight, above 0, up to 1; ``empty_km`` run empty for each loaded km (0.25: a quarter more),
    0 or more; ``kg_per_unit`` of energy, 0 or more. SolverError otherwise.

    (e + (f − e)·load + e·empty) / 100 · factor ÷ (payload · load), energy straight between empty and full.

    Source: method of EcoTransIT World and NTM, as ISO 14083 (2023) allows for modelled values.

    >>> found = modelled_intensity(22, 34, 25, 0.6, 0.2, 3.17)
    >>> round(found.used_per_km, 3), round(found.intensity, 4)
    (0.336, 0.071)
    """
    empty, full = positive("empty_per_100km", empty_per_100km), positive("full_per_100km", full_per_100km)
    if full < empty:
        raise SolverError("full_per_100km", full_per_100km, "at_least", least=empty)
    room, load = positive("payload", payload), positive("load_factor", load_factor)
    if load > 1:
        raise SolverError("load_factor", number("load_factor", load_factor), "at_most", most=1)
    used = (empty + (full - empty) * load + empty * non_negative("empty_km", empty_km)) / 100
    kg = used * non_negative("kg_per_unit", kg_per_unit)
    return ModelledIntensity(used, kg, kg / (room * load))

"""What our solvers answer to freight.json: mode choice, carriers' scales, chargeable weights, vehicles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solvers.freight.chargeable import (
    Package,
    Pallets,
    chargeable_weight,
    loading_metres,
    package_totals,
    volumetric_rule,
)
from solvers.freight.containers import Groupage, groupage_price
from solvers.freight.logistics_cost import Flow, Mode, compare_modes
from solvers.freight.tariff import Band, tariff_price
from solvers.freight.vehicle_cost import Rates, VehicleYear, tour_cost, vehicle_cost

Figures = dict[str, Any]


def _ballou(x: Figures) -> Figures:
    flow = Flow(x["D"], x["price"], holding_rate=x["rate"], stock_at="landed", origin_stock=True)
    modes = [
        Mode(name, lot_size=2 * mean * factor, freight_per_unit=freight, transit_days=days)
        for name, freight, days, mean, factor in x["modes"]
    ]
    found = compare_modes(flow, modes)
    best = next(one.cost.mode for one in found if one.rank == 1)
    return {
        "totals": [one.cost.total for one in found],
        "transit": [one.cost.transit_stock for one in found],
        "best": best,
    }


def _eastern_electric(x: Figures) -> Figures:
    flow = Flow(x["D"], x["price"], unit_weight_kg=x["weight"], holding_rate=x["rate"])
    modes = []
    for name, lot, days, scale in x["offers"]:
        bands = [Band(start, price, 1.0) for start, price in scale]
        bill = tariff_price(bands, lot * x["weight"] / 100, scheme="incremental").price
        modes.append(
            Mode(name, lot_size=lot, freight_per_shipment=bill, transit_days=days, safety_days=(days + 1) / 2)
        )
    found = compare_modes(flow, modes)
    return {
        "freight": [one.cost.freight for one in found],
        "totals": [one.cost.total for one in found],
        "best": next(one.cost.mode for one in found if one.rank == 1),
    }


def _renegotiated(x: Figures) -> Figures:
    bands = [Band(start, price, 1.0) for start, price in x["scale"]]
    bills = [tariff_price(bands, lot / 10, scheme="incremental").price for lot in x["lots"]]
    return {"freight": [x["D"] / lot * bill for lot, bill in zip(x["lots"], bills, strict=True)]}


def _binomial(x: Figures) -> Figures:
    year = VehicleYear(
        x["km"],
        hours=1,
        days=x["jours"],
        fuel_l_100km=100,
        fuel_price=x["carburant_km"],
        tyres=x["pneumatiques"],
        tyres_km=x["km"],
        maintenance_km=x["entretien"] / x["km"],
        other_fixed=x["financement"],
        insurance=x["assurances"],
        taxes=x["taxe"],
        structure=x["structure_jour"] * x["jours"],
        wages=12 * x["main_oeuvre_mois"],
    )
    found = vehicle_cost(year, driver_in="day")
    return {
        "total": found.total,
        "cout_j": found.total / x["jours"],
        "TK": found.rates.per_km,
        "TF_j": found.rates.per_day,
        "benefice_j": x["CA_j"] - found.total / x["jours"],
    }


def _day(x: Figures) -> Figures:
    found = tour_cost(Rates(x["CK"], x["CC"], x["CJ"]), x["km"], hours=x["hours"], days=1)
    return {
        "km": found.km_cost,
        "heures": found.hour_cost,
        "jour": found.day_cost,
        "total": round(found.total, 2),
    }


def _own_fleet(x: Figures) -> Figures:
    rates = Rates(x["TK"], per_day=x["TF_mois"] * 12 / x["jours"])
    share = round((round(x["km"] / x["v"], 2) + x["ops_h"]) / x["h_jour"], 2)  # rounded as the answer does
    found = tour_cost(rates, x["km"] * x["jours"], days=share * x["jours"])
    return {"fixe_annuel": found.day_cost, "var_annuel": found.km_cost, "total": found.total}


def _air_pallet(x: Figures) -> Figures:
    totals = package_totals([Package(*x["cm"], weight_kg=x["kg"])])
    weight = chargeable_weight(totals.weight_kg, totals.volume_m3, m3_per_tonne=6, step_kg=0.5).chargeable_kg
    found = tariff_price([Band(start, price, 1.0) for start, price in x["scale"]], weight)
    return {"taxable": weight, "plain": found.plain, "charged": found.charged, "freight": found.price}


def _air_cases(x: Figures) -> Figures:
    totals = package_totals([Package(*sides, quantity=count) for *sides, count in x["packages"]])
    weight = chargeable_weight(x["kg"], totals.volume_m3, m3_per_tonne=6, step_kg=0.5).chargeable_kg
    return {"volume": totals.volume_m3, "taxable": weight}


def _units(x: Figures) -> Figures:
    weights = [
        chargeable_weight(1000 * t, m3, m3_per_tonne=volumetric_rule(rule).m3_per_tonne).chargeable_kg / 1000
        for rule, t, m3, _ in x["shipments"]
    ]
    prices = [unit * price for unit, (*_, price) in zip(weights, x["shipments"], strict=True)]
    _, t, m3, price = x["shipments"][0]
    assert groupage_price(m3, 1000 * t, Groupage(price)) == prices[0]
    return {"prices": prices}


def _pays_for(x: Figures) -> Figures:
    found = tariff_price([Band(start, price, 1.0) for start, price in x["scale"]], x["kg"])
    return {"plain": found.plain, "charged": found.charged, "price": found.price}


def _pivot(x: Figures) -> Figures:
    bands = [Band(0, x["flat"], None), Band(x["pivot"], x["over"], 1.0)]
    return {"freight": tariff_price(bands, x["kg"], scheme="incremental").price}


def _metres(x: Figures) -> Figures:
    found = [loading_metres([Pallets(*sides, quantity=count)]) for sides, count in x["pallets"]]
    one_more = [loading_metres([Pallets(*sides, quantity=count + 2)]) for sides, count in x["pallets"]]
    return {
        "fits": [metres <= x["trailer"] for metres in found],
        "two_more_fit": [metres <= x["trailer"] for metres in one_more],
    }


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "freight-ballou": _ballou,
    "freight-eastern-electric": _eastern_electric,
    "freight-eastern-electric-new-rates": _renegotiated,
    "T01": _binomial,
    "T06": _own_fleet,
    "freight-trinomial-day": _day,
    "freight-air-pallet": _air_pallet,
    "freight-air-cases": _air_cases,
    "freight-paying-units": _units,
    "freight-pays-for": _pays_for,
    "freight-pivot": _pivot,
    "freight-air-cubic-metre": lambda x: {
        "kg": chargeable_weight(x["kg"], 1, m3_per_tonne=volumetric_rule("air").m3_per_tonne).volumetric_kg
    },
    "freight-loading-metres": _metres,
}

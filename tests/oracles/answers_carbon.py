"""What our solvers answer to carbon.json: distances, factors, chains."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from solvers.carbon.chain import Element, chain_emissions
from solvers.carbon.distance import great_circle_km
from solvers.carbon.factors import factor, named_table
from solvers.carbon.own_vehicle import VehicleLeg, vehicle_emissions

Figures = dict[str, Any]


def _tonnage(x: Figures) -> Figures:
    leg = Element("truck", "road", distance_km=x["km"], intensity=x["intensity"])
    return {"kg": chain_emissions([leg], x["tonnes"], named_table("uk-2025")).kg_co2e}


def _fuel(x: Figures) -> Figures:
    leg = VehicleLeg(x["km"], x["tonnes"], x["l_100km"] * x["km"] / 100)
    return {"kg": vehicle_emissions([leg], x["factor"]).kg_co2e}


def _energies(x: Figures) -> Figures:
    table = named_table("fr-2017-energy")
    return {
        scope: [factor(table, "energy", name, scope).value for name in x["energies"]]
        for scope in ("ttw", "wtw")
    }


def _law(x: Figures) -> Figures:
    table = named_table("fr-2012")
    return {"kg": [factor(table, mode, klass).value * x["unit"] for mode, klass in x["vehicles"]]}


def _published(x: Figures) -> Figures:
    table = named_table("uk-2025")
    both = [(factor(table, *name, "ttw").value, factor(table, *name, "wtw").value) for name in x["classes"]]
    return {"ttw": [ttw for ttw, _ in both], "wtt": [wtw - ttw for ttw, wtw in both]}


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "carbon-great-circle": lambda x: {"km": great_circle_km(*x["from"], *x["to"])},
    "carbon-tonnage": _tonnage,
    "carbon-fuel": _fuel,
    "carbon-energies-2017": _energies,
    "carbon-law-2012": _law,
    "carbon-uk-2025": _published,
}

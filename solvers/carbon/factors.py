"""Tables of emission factors: dated data with a source, which a case names or replaces by its own.

Sources disagree, and each changes from year to year: no factor stands in the code, and every result
carries the name of the table that it comes from.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal

from solvers.arguments import non_negative
from solvers.errors import SolverError

__all__ = ["ENERGY", "Factor", "FactorTable", "Scope", "factor", "named_table", "own_table", "table_names"]

Scope = Literal["wtw", "ttw"]
SCOPES = ("wtw", "ttw")
ENERGY = "energy"
MAX_FACTORS = 500


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor: kg CO2e for a ``unit`` of what ``mode`` and ``klass`` name, over a scope, with its source.

    ``unit`` "kg/t.km" for a mode of transport, "kg/t" for a hub, "kg/l", "kg/kg" or "kg/kWh" for an
    energy (``mode`` "energy"). ``scope`` "wtw" well-to-wheel, "ttw" tank-to-wheel.
    """

    mode: str
    klass: str
    value: float
    unit: str
    scope: Scope
    source: str = ""
    year: int = 0
    place: str = ""


@dataclass(frozen=True, slots=True)
class FactorTable:
    """A table of factors with its name, what it is, its year, place, source, and whether it was re-read."""

    name: str
    title: str
    year: int
    place: str
    source: str
    status: str
    notes: str
    factors: tuple[Factor, ...]


def table_names() -> tuple[str, ...]:
    """Give the names of the tables that come with the package.

    Source: the files of solvers/carbon/tables.

    >>> table_names()
    ('fr-2012', 'fr-2017-energy', 'uk-2025')
    """
    folder = resources.files("solvers.carbon").joinpath("tables")
    return tuple(
        sorted(file.name.removesuffix(".json") for file in folder.iterdir() if file.name.endswith(".json"))
    )


@cache
def named_table(name: str) -> FactorTable:
    """Give a table that comes with the package.

    SolverError for a name that it does not have. Where a table gives a vehicle's energy a km and its mean
    load, the intensity is their quotient by the table's own energies.

    Source: the table's own, in its file.

    >>> found = named_table("fr-2012")
    >>> round(factor(found, "road", "articulated 40 t, general goods, long haul").value, 4)
    0.084
    """
    if name not in table_names():
        raise SolverError("table", name, "one_of", words=", ".join(table_names()))
    file = resources.files("solvers.carbon").joinpath(f"tables/{name}.json")
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    told = {"source": data["source"], "year": data["year"], "place": data["place"]}
    given = [
        Factor(row["mode"], row["class"], value, row["unit"], scope, **told)
        for row in data["factors"]
        for scope, value in _scopes(row["ttw"], row["wtt"])
    ]
    energies = {(one.klass, one.scope): one.value for one in given if one.mode == ENERGY}
    worked = [
        Factor(
            row["mode"],
            row["class"],
            math.fsum(used * energies[energy, scope] for energy, used in row["uses"].items()) / row["tonnes"],
            "kg/t.km",
            scope,
            **told,
        )
        for row in data["vehicles"]
        for scope in ("wtw", "ttw")
    ]
    words = {key: data[key] for key in ("title", "year", "place", "source", "status", "notes")}
    return FactorTable(name=name, factors=tuple(given + worked), **words)


def own_table(name: str, factors: Iterable[Factor], over: FactorTable | None = None) -> FactorTable:
    """Make a table of one's own factors, alone or over those of another table.

    ``factors`` 1 to 500 with a value of 0 or more and a known scope, each mode, class and scope once;
    those of ``over`` that they do not replace are kept. SolverError otherwise.

    Source: that of each factor.

    >>> mine = own_table("mine", [Factor("road", "tractor", 0.08, "kg/t.km", "wtw")], named_table("uk-2025"))
    >>> mine.name, factor(mine, "road", "tractor").value, factor(mine, "rail", "freight train").value
    ('mine', 0.08, 0.0347)
    """
    rows = list(factors)
    if not 1 <= len(rows) <= MAX_FACTORS:
        raise SolverError("factors", len(rows), "count_between", least=1, most=MAX_FACTORS)
    for one in rows:
        non_negative(f"value ({one.mode} {one.klass})", one.value)
        if one.scope not in SCOPES:
            raise SolverError(f"scope ({one.mode} {one.klass})", one.scope, "one_of", words="wtw, ttw")
    keys = [(one.mode, one.klass, one.scope) for one in rows]
    if len(set(keys)) < len(keys):
        raise SolverError("factors", [" ".join(key) for key in keys], "distinct_names")
    if over is None:
        return FactorTable(name, name, 0, "", "", "given by the case", "", tuple(rows))
    kept = tuple(one for one in over.factors if (one.mode, one.klass, one.scope) not in set(keys))
    return replace(over, name=name, status="given by the case", factors=(*kept, *rows))


def factor(table: FactorTable, mode: str, klass: str, scope: Scope = "wtw") -> Factor:
    """Give the factor of a class of a mode in a table.

    SolverError when the table does not hold it: the refusal lists what it holds.

    Source: the table's own.

    >>> factor(named_table("uk-2025"), "sea", "container ship, average", "ttw").value
    0.01612
    """
    if scope not in SCOPES:
        raise SolverError("scope", scope, "one_of", words="wtw, ttw")
    modes = list(dict.fromkeys(one.mode for one in table.factors))
    if mode not in modes:
        raise SolverError("mode", mode, "one_of_table", table=table.name, words="; ".join(modes))
    found = {one.klass: one for one in table.factors if (one.mode, one.scope) == (mode, scope)}
    if klass not in found:
        raise SolverError("class", klass, "one_of_table", table=table.name, words="; ".join(found))
    return found[klass]


def _scopes(ttw: float, wtt: float) -> Sequence[tuple[Scope, float]]:
    # The published parts have 5 decimals: their sum must not show the noise of a binary addition.
    return (("ttw", float(ttw)), ("wtw", round(ttw + wtt, 9)))

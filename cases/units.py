"""The units of the trade: how each is written and typed in French and in English, and what converts to what.

A unit's identifier is one name (`day`) or a name followed by what it is counted per (`EUR/piece/year`).
Every registered unit is one line of `units.yaml`, where the reasons for what does not convert stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from ruamel.yaml import YAML

from cases.parsed import remembered

PER = "/"


class UnknownUnit(LookupError):  # noqa: N818 - a LookupError's own kin are named after what they say
    """A unit identifier that is not registered; the message suggests the nearest."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One registered unit.

    `kind`: units of one kind convert to one another, through `pint`, its name there (None: converts to
    nothing). `fr` and `en`: the written form, singular then plural. `typed`: what learners type besides,
    without accents or capitals. `accepts`: units that a learner may name loosely in place of this one.
    """

    id: str
    kind: str
    fr: tuple[str, str]
    en: tuple[str, str]
    typed: tuple[str, ...] = ()
    pint: str | None = None
    accepts: tuple[str, ...] = ()

    @property
    def is_count(self) -> bool:
        """True for things counted (pieces, orders, pallets): the figure is the same without the name."""
        return self.kind == "count"


@cache
def units() -> dict[str, Unit]:
    """Give every registered unit by its identifier, in the order of `units.yaml`.

    Raises ValueError when two units share an identifier or a name, or a line lacks its written form.
    """
    text = resources.files("cases").joinpath("units.yaml").read_text(encoding="utf-8")
    return read_units(text)


def read_units(text: str) -> dict[str, Unit]:
    """Read units from the text of a file like `units.yaml`; raises ValueError as `units` does."""
    found: dict[str, Unit] = {}
    for row in remembered("plain", text, lambda: YAML(typ="safe").load(text)):
        unit = _unit(row)
        if unit.id in found:
            raise ValueError(f"units.yaml: unit '{unit.id}' stands twice: keep one")
        found[unit.id] = unit
    _names_table(found.values())
    return found


def _unit(row: dict[str, Any]) -> Unit:
    symbol = row.get("symbol")
    fr, en = (row.get(lang, [symbol, symbol]) for lang in ("fr", "en"))
    complete = row.get("id") and row.get("kind") and len(fr) == len(en) == 2 and None not in (*fr, *en)
    if not complete or set(row) - {"id", "kind", "symbol", "fr", "en", "typed", "pint", "accepts"}:
        raise ValueError(f"units.yaml: {row}: write id, kind, and either symbol or fr and en: [one, many]")
    return Unit(
        id=row["id"],
        kind=row["kind"],
        fr=(fr[0], fr[1]),
        en=(en[0], en[1]),
        typed=tuple(row.get("typed", ())),
        pint=row.get("pint"),
        accepts=tuple(row.get("accepts", ())),
    )


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit, and the units it is counted per: EUR/piece/year is EUR per (piece, year)."""

    of: Unit
    per: tuple[Unit, ...] = ()

    @property
    def id(self) -> str:
        """The identifier, such as `EUR/piece/year`."""
        return PER.join(unit.id for unit in (self.of, *self.per))


@cache
def measure(identifier: str) -> Measure:
    """Give the measure that an identifier such as `day` or `EUR/piece/year` names.

    Raises UnknownUnit (a LookupError), which names the part that is not registered and the nearest that are.
    """
    parts = []
    for name in identifier.split(PER):
        if name not in units():
            near = get_close_matches(name, units(), n=3, cutoff=0.5) or sorted(units())
            raise UnknownUnit(f"unknown unit {name!r} in {identifier!r}: use {', '.join(near)}")
        parts.append(units()[name])
    return Measure(parts[0], tuple(parts[1:]))


def factor(source: Measure, target: Measure) -> Fraction | None:
    """Give the exact number of `target` in one `source`, or None where one does not convert to the other.

    What they are counted per may come in any order; a week counts 7 days, a year 12 months.
    """
    if len(source.per) != len(target.per):
        return None
    total = _unit_factor(source.of, target.of)
    left = list(source.per)
    for per in target.per:
        # an exact match first, so that piece/month and month/piece never trade places
        match = next((unit for unit in left if unit == per), None) or next(
            (unit for unit in left if _unit_factor(unit, per) is not None), None
        )
        ratio = None if match is None else _unit_factor(match, per)
        if total is None or match is None or ratio is None:
            return None
        left.remove(match)
        total /= ratio
    return total


@cache
def _unit_factor(source: Unit, target: Unit) -> Fraction | None:
    if source == target or source.id in target.accepts:
        return Fraction(1)
    if source.kind != target.kind or source.pint is None or target.pint is None:
        return None
    ratio = _pint_registry().Quantity(Fraction(1), source.pint).to(target.pint).magnitude
    return Fraction(ratio)


@cache
def _pint_registry() -> Any:
    # Imported at the first conversion: it takes half a second, and most answers need none.
    import pint  # noqa: PLC0415

    registry: Any = pint.UnitRegistry(non_int_type=Fraction)
    registry.define("euro = [money]")
    registry.define("calendar_month = [calendar]")
    registry.define("calendar_year = 12 * calendar_month")
    registry.define("decimillihour = hour / 10000")
    return registry


def _plain(text: str) -> str:
    """Fold what does not matter in a typed unit: case, accents, dots, raised figures, runs of spaces."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in folded if not unicodedata.combining(char) and char != ".")
    return re.sub(r"\s+", " ", kept.replace("’", "'").replace("^", "").replace("(s)", "s")).strip()


def _names(unit: Unit) -> Iterable[str]:
    return {_plain(name) for name in (*unit.fr, *unit.en, *unit.typed)}


def _names_table(registered: Iterable[Unit]) -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    for unit in registered:
        for name in _names(unit):
            if name in table:
                raise ValueError(f"units.yaml: '{name}' names both {table[name].id} and {unit.id}: keep one")
            table[name] = unit
    return table


@cache
def _by_name() -> dict[str, Unit]:
    return _names_table(units().values())


# "€ par pièce et par an", "€/piece/year", "pieces per day"
_PER_WORDS = re.compile(r"\s*/\s*|\s+(?:(?:et|and)\s+)?(?:par|per)\s+")


def typed_measure(text: str) -> Measure | None:
    """Give the measure that a learner's text names, in either language, or None when it is not recognised."""
    table, parts = _by_name(), []
    plain = _plain(text)
    if plain in table:  # "per cent" holds a "per"
        return Measure(table[plain])
    for name in _PER_WORDS.split(plain):
        unit = table.get(name)
        if unit is None:
            return None
        parts.append(unit)
    return Measure(parts[0], tuple(parts[1:]))


def unit_label(identifier: str, lang: str, *, plural: bool = True) -> str:
    """Write a unit alone, as beside an input box: `pièces/jour`, `€/pièce/an`, `working days`.

    `lang` is "fr" or "en". Raises UnknownUnit, and ValueError on another language.
    """
    if lang not in {"fr", "en"}:
        raise ValueError(f"unknown language {lang!r}: use 'fr' or 'en'")
    asked = measure(identifier)
    head = (asked.of.fr if lang == "fr" else asked.of.en)[1 if plural else 0]
    return PER.join([head, *((unit.fr if lang == "fr" else unit.en)[0] for unit in asked.per)])

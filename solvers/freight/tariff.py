"""A carrier's scale of prices: bands by weight (or pallets, or metres), minimum charge, pay for the next band."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError
from solvers.freight.chargeable import round_up

__all__ = ["Band", "PaysForWeight", "TariffPrice", "bands_up_to", "pays_for_weights", "tariff_price"]

Included = Literal["from", "to"]
Scheme = Literal["whole", "incremental"]
MAX_BANDS = 60


@dataclass(frozen=True, slots=True)
class Band:
    """A band from ``start``: ``price`` for ``per`` kg (100 as a rule; any unit serves), or flat without ``per``."""

    start: float
    price: float
    per: float | None = 100.0


@dataclass(frozen=True, slots=True)
class TariffPrice:
    """The price in money, the quantity charged, the start of the band applied; why the price is not the plain one.

    ``plain`` is the price of the quantity's own band; ``pays_for`` tells that a higher band, paid in full from
    its start, costs less; ``minimum`` that the minimum charge applies.
    """

    price: float
    charged: float
    band: float
    plain: float
    pays_for: bool
    minimum: bool


@dataclass(frozen=True, slots=True)
class PaysForWeight:
    """In the band from ``start``, a quantity above ``above`` is better paid as ``paid_as``, the start of the next."""

    start: float
    above: float
    paid_as: float


def tariff_price(
    bands: Sequence[Band],
    quantity: float,
    *,
    minimum: float = 0.0,
    pays_for: bool = True,
    step: float = 0.0,
    included: Included = "from",
    scheme: Scheme = "whole",
    most: float | None = None,
) -> TariffPrice:
    """Price a shipment by a scale of bands.

    ``bands`` with rising starts, the first at 0, prices 0 or more; ``quantity`` above 0 in the scale's unit (kg,
    pallets, loading metres), rounded up to ``step`` first; ``minimum`` in money. With ``pays_for`` a
    shipment may be declared at the start of a higher band when that costs less ("payant pour"). ``included``
    "from": a quantity on a start belongs to the band that starts there, "to": to the band that ends there. ``scheme``
    "whole": the band's price counts for the whole quantity, "incremental": for what lies in the band (a flat one:
    as soon as it is entered). ``most``
    the largest quantity of the scale. SolverError otherwise.

    Source: usage of carriers; Ballou, Business Logistics/Supply Chain Management, break weights.

    >>> scale = [Band(0, 20), Band(500, 15), Band(1000, 12)]
    >>> found = tariff_price(scale, 450)
    >>> found.price, found.charged, found.plain, found.pays_for
    (75.0, 500.0, 90.0, True)
    """
    _check_bands(bands, included, scheme)
    asked = positive("quantity", quantity)
    if most is not None and asked > positive("most", most):
        raise SolverError("quantity", quantity, "at_most", most=most)
    charged = round_up(asked, step)
    least = non_negative("minimum", minimum)
    own = _place(bands, charged, included)
    if scheme == "incremental":
        plain = _incremental(bands, charged)
        return TariffPrice(max(plain, least), charged, bands[own].start, plain, False, plain < least)
    plain = _cost(bands[own], charged)
    best, band, weight = plain, own, charged
    for place in range(own + 1, len(bands)) if pays_for else ():
        paid = _cost(bands[place], bands[place].start)
        if paid < best:
            best, band, weight = paid, place, float(bands[place].start)
    return TariffPrice(max(best, least), weight, bands[band].start, plain, band > own, best < least)


def pays_for_weights(bands: Sequence[Band]) -> tuple[PaysForWeight, ...]:
    """Give the quantity of each band above which the next band, paid from its start, costs less.

    ``bands`` as in :func:`tariff_price`; SolverError otherwise. A band that is never dearer than the next one's start
    is left out.

    start of the next × its price ÷ the band's own price.

    Source: break weights, Ballou, Business Logistics/Supply Chain Management.

    >>> pays_for_weights([Band(0, 20), Band(500, 15), Band(1000, 12)])
    (PaysForWeight(start=0, above=375.0, paid_as=500), PaysForWeight(start=500, above=800.0, paid_as=1000))
    """
    _check_bands(bands, "from", "whole")
    found = []
    for here, after in pairwise(bands):
        paid = _cost(after, after.start)
        if here.per is None:
            above = here.start if here.price > paid else math.inf
        else:
            above = paid * here.per / here.price if here.price else math.inf
        if above < after.start:
            found.append(PaysForWeight(here.start, max(above, here.start), after.start))
    return tuple(found)


def bands_up_to(ends: Sequence[float], prices: Sequence[float], per: float | None = None) -> tuple[Band, ...]:
    """Give the bands of a scale written by their ends ("up to 10 kg"), to be read with ``included="to"``.

    ``ends`` rising, above 0; one price for each; ``per`` as in :class:`Band`. SolverError otherwise. The last end
    is the largest quantity of the scale.

    Source: definition.

    >>> tariff_price(bands_up_to([5, 10], [8, 11]), 5, included="to", pays_for=False, most=10).price
    8.0
    """
    if not ends:
        raise SolverError("ends", [], "some_numbers")
    if len(prices) != len(ends):
        raise SolverError("prices", list(prices), "as_many_as_breaks", count=len(ends))
    for before, after in pairwise([0.0, *ends]):
        if number("ends", after) <= before:
            raise SolverError("ends", after, "rising_break", before=before)
    return tuple(Band(start, price, per) for start, price in zip([0.0, *ends[:-1]], prices, strict=True))


def _place(bands: Sequence[Band], quantity: float, included: Included) -> int:
    reached = sum(band.start <= quantity if included == "from" else band.start < quantity for band in bands)
    return max(0, reached - 1)


def _cost(band: Band, quantity: float) -> float:
    return float(band.price) if band.per is None else band.price * quantity / band.per


def _incremental(bands: Sequence[Band], quantity: float) -> float:
    ends = [*(band.start for band in bands[1:]), math.inf]
    # A flat band is due in full as soon as it is entered: the price up to the pivot weight of an air container.
    return math.fsum(
        _cost(band, min(quantity, end) - band.start)
        for band, end in zip(bands, ends, strict=True)
        if quantity > band.start
    )


def _check_bands(bands: Sequence[Band], included: str, scheme: str) -> None:
    if included not in {"from", "to"}:
        raise SolverError("included", included, "one_of", words="from, to")
    if scheme not in {"whole", "incremental"}:
        raise SolverError("scheme", scheme, "one_of", words="whole, incremental")
    if not 1 <= len(bands) <= MAX_BANDS:
        raise SolverError("bands", len(bands), "count_between", least=1, most=MAX_BANDS)
    if number("bands[0].start", bands[0].start) != 0:
        raise SolverError("bands[0].start", bands[0].start, "first_break_zero")
    for before, after in pairwise(bands):
        if number("start", after.start) <= before.start:
            raise SolverError("start", after.start, "rising_break", before=before.start)
    for place, band in enumerate(bands):
        non_negative(f"bands[{place}].price", band.price)
        if band.per is not None:
            positive(f"bands[{place}].per", band.per)

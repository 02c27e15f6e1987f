"""A price carried from one Incoterm to another by the cost lines that change sides, its insurance in closed form."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from solvers.arguments import non_negative, number, positive
from solvers.errors import SolverError
from solvers.trade.incoterms import payers
from solvers.trade.incoterms_2020 import COST_LINES

__all__ = [
    "Basis",
    "BuiltPrice",
    "Cover",
    "PriceLine",
    "Terms",
    "insurance_premium",
    "price_at",
    "price_between",
]

Basis = Literal["insured", "before"]
# What is spent before the goods reach the arrival: with the goods, it makes the value that is insured.
_CARRIED = COST_LINES[: COST_LINES.index("insurance")]


@dataclass(frozen=True, slots=True)
class Terms:
    """A rule with its places: ``delivery`` and ``destination`` as :func:`solvers.trade.incoterms.payers` takes them."""

    term: str
    delivery: str = "premises"
    destination: str | None = None


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A cost line on the way from one price to another: its amount (under 0 when it leaves), the price then."""

    line: str
    amount: float
    price: float


@dataclass(frozen=True, slots=True)
class BuiltPrice:
    """A price, the lines that led to it, what is insured for how much, in the money of the lines.

    ``carriage_paid`` is the price through the main carriage before insurance (CPT or CFR at the terminal of arrival),
    ``insured_price`` the same with its premium (CIP or CIF), ``insured_value`` the cover on it.
    """

    price: float
    lines: tuple[PriceLine, ...]
    carriage_paid: float
    premium: float
    insured_price: float
    insured_value: float


@dataclass(frozen=True, slots=True)
class Cover:
    """How the goods are insured: ``rate`` of the insured value, ``cover`` as a multiple of the price, the ``basis``.

    ``insured``: the premium is on cover × the price that contains it (CIF, CIP); ``before``: on cover × the price
    before insurance (CFR, CPT), as some courses have it.
    """

    rate: float
    cover: float = 1.1
    basis: Basis = "insured"


def insurance_premium(
    carriage_paid: float, rate: float, cover: float = 1.1, basis: Basis = "insured"
) -> float:
    """Give the premium that insures goods up to their arrival, in the money of the price.

    ``carriage_paid`` the price before insurance (CFR or CPT, 0 or more), ``rate`` of the insured value, ``cover`` as a
    multiple of the price; rate × cover under 1. SolverError otherwise.

    insured: CIF = CFR ÷ (1 − cover·rate), premium = CIF − CFR; before: premium = CFR·cover·rate.

    Source: ICC, Incoterms 2020, A5 of CIF and CIP (cover of the price plus 10 %); French foreign-trade courses.

    >>> round(insurance_premium(10000, 0.005), 4), round(insurance_premium(10000, 0.005, basis="before"), 4)
    (55.3042, 55.0)
    """
    value = non_negative("carriage_paid", carriage_paid)
    part = _part(Cover(rate, cover, basis))
    return value * part / (1 - part) if basis == "insured" else value * part


def price_at(
    term: Terms, goods: float, lines: Mapping[str, float], insurance: Cover | None = None
) -> BuiltPrice:
    """Build the price at a rule from the goods' price ex works and the cost lines.

    ``goods`` in money, packing left out where ``lines`` names it; ``lines`` an amount for each of ``COST_LINES`` that
    costs something; ``insurance`` in place of an ``insurance`` line, when the premium is to be worked out. SolverError
    for a line or a word that does not exist, a figure below 0, an insurance given twice.

    Price = goods + Σ lines that the seller pays.

    Source: ICC, Incoterms 2020, A9 and B9.

    >>> built = price_at(Terms("CIF"), 9000, {"pre_carriage": 400, "main_carriage": 600}, Cover(0.005))
    >>> [one.line for one in built.lines], round(built.price, 2), round(built.insured_value, 2)
    (['pre_carriage', 'main_carriage', 'insurance'], 10055.3, 11060.83)
    """
    amounts = _amounts(lines, insurance)
    value = non_negative("goods", goods)
    carried = value + math.fsum(amounts[line] for line in _CARRIED)
    return _built(value, _sellers(term), frozenset(), amounts, carried, insurance)


def price_between(
    price: float, known: Terms, wanted: Terms, lines: Mapping[str, float], insurance: Cover | None = None
) -> BuiltPrice:
    """Carry a price from one rule to another: lines that the seller takes on are added, those dropped taken off.

    ``price`` in money at ``known``; ``lines`` and ``insurance`` as in :func:`price_at`; lines of amount 0 and lines
    that stay on their side are not shown. SolverError as there, and for a price that the lines exceed.

    Source: as :func:`price_at`.

    >>> built = price_between(10055.30, Terms("CIF"), Terms("FOB"), {"main_carriage": 600}, Cover(0.005))
    >>> [(one.line, round(one.amount, 2)) for one in built.lines], round(built.price, 2)
    ([('main_carriage', -600.0), ('insurance', -55.3)], 9400.0)
    """
    amounts = _amounts(lines, insurance)
    start = positive("price", price)
    before, after = _sellers(known), _sellers(wanted)
    # Through the main carriage: what is in the price and comes after goes off, what is before and missing comes in.
    carried = start + math.fsum(
        amount * ((line in _CARRIED) - (line in before))
        for line, amount in amounts.items()
        if line != "insurance"
    )
    if "insurance" in before:
        part = 0.0 if insurance is None else _part(insurance)
        if insurance is None:
            carried -= amounts["insurance"]
        else:
            carried = carried * (1 - part) if insurance.basis == "insured" else carried / (1 + part)
    if carried < 0:
        raise SolverError("price", price, "over_its_lines")
    return _built(start, after, before, amounts, carried, insurance)


def _built(
    start: float,
    after: frozenset[str],
    before: frozenset[str],
    amounts: dict[str, float],
    carried: float,
    insurance: Cover | None,
) -> BuiltPrice:
    cover = 1.1
    if insurance is not None:
        cover = insurance.cover
        amounts = {**amounts, "insurance": insurance_premium(carried, insurance.rate, cover, insurance.basis)}
    shown: list[PriceLine] = []
    reached = start
    for line in COST_LINES:
        side = (line in after) - (line in before)
        if side and amounts[line]:
            reached += side * amounts[line]
            shown.append(PriceLine(line, side * amounts[line], reached))
    if reached < 0:
        raise SolverError("price", start, "over_its_lines")
    premium = amounts["insurance"]
    insured = carried + premium
    return BuiltPrice(reached, tuple(shown), carried, premium, insured, insured * cover)


def _sellers(terms: Terms) -> frozenset[str]:
    found = payers(terms.term, terms.delivery, terms.destination)
    return frozenset(line for line, payer in found.items() if payer == "seller")


def _amounts(lines: Mapping[str, float], insurance: Cover | None) -> dict[str, float]:
    for line in lines:
        if line not in COST_LINES:
            raise SolverError("lines", line, "one_of", words=", ".join(COST_LINES))
    if insurance is not None and "insurance" in lines:
        raise SolverError("insurance", lines["insurance"], "insured_once")
    return {line: non_negative(f"lines.{line}", number(line, lines.get(line, 0.0))) for line in COST_LINES}


def _part(insurance: Cover) -> float:
    rate, cover = non_negative("rate", insurance.rate), positive("cover", insurance.cover)
    if insurance.basis not in get_args(Basis):
        raise SolverError("basis", insurance.basis, "one_of", words=", ".join(get_args(Basis)))
    if rate * cover >= 1:
        raise SolverError("rate", insurance.rate, "bounded", low=0, high=1 / cover)
    return rate * cover

"""What the customs ask: customs value from a price at any Incoterm, duty, import VAT."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from solvers.arguments import fraction, non_negative, number, numbers, positive
from solvers.errors import SolverError
from solvers.trade.price_build_up import Cover, Terms, price_between
from solvers.trade.rounding import Rounding, to_whole

__all__ = [
    "REVERSE_CHARGE_FROM",
    "CustomsValue",
    "Duty",
    "ImportVat",
    "TariffLine",
    "customs_value",
    "duty",
    "import_vat",
]

# Import VAT goes on the VAT return of whoever is registered in France, without choice: CGI, article 1695 II, as
# amended by loi no 2020-1721 of 2020-12-29, article 181; before, it was paid to the customs unless authorised.
REVERSE_CHARGE_FROM = date(2022, 1, 1)


@dataclass(frozen=True, slots=True)
class CustomsValue:
    """The customs value in the money of the price and in that of the country, its parts, the whole-euro figure.

    ``added`` and ``deducted`` are (name, amount) in the money of the price.
    """

    price: float
    added: tuple[tuple[str, float], ...]
    deducted: tuple[tuple[str, float], ...]
    value: float
    local: float
    declared: float


@dataclass(frozen=True, slots=True)
class TariffLine:
    """What a tariff says of goods: ``rate`` of the customs value, ``specific`` money a unit of quantity, or both.

    ``least`` and ``most`` money a unit of quantity bound a mixed duty; ``preferential`` is the rate of an agreement
    (None: no agreement); ``anti_dumping`` a rate, ``anti_dumping_specific`` money a unit.
    """

    rate: float = 0.0
    specific: float = 0.0
    least: float | None = None
    most: float | None = None
    preferential: float | None = None
    anti_dumping: float = 0.0
    anti_dumping_specific: float = 0.0


@dataclass(frozen=True, slots=True)
class Duty:
    """Duty by its parts, before rounding, the two amounts due as rounded, and what was charged as ``basis``.

    ``basis``: ``preferential``, ``ad_valorem``, ``specific``, ``both``, ``least`` or ``most``.
    """

    ad_valorem: float
    specific: float
    basis: str
    duty: float
    anti_dumping: float
    total: float


@dataclass(frozen=True, slots=True)
class ImportVat:
    """VAT base and VAT, both also as rounded, what is paid to the customs and what goes on the VAT return."""

    base: float
    vat: float
    due: float
    reverse_charge: bool
    to_customs: float
    on_return: float


def customs_value(
    price: float,
    term: Terms,
    lines: Mapping[str, float],
    *,
    insurance: Cover | None = None,
    share_before: float = 1.0,
    additions: Mapping[str, float] | None = None,
    deductions: Mapping[str, float] | None = None,
    exchange_rate: float = 1.0,
    rounding: Rounding = "nearest",
) -> CustomsValue:
    """Work out the customs value of goods bought at a rule, carried to the place of entry into the territory.

    ``price`` and cost ``lines`` as in :func:`solvers.trade.price_build_up.price_between`, in one money;
    ``share_before`` the part of the main carriage up to the place of entry (0 to 1), the rest and all that follows
    coming out of the price; ``additions`` other amounts to add (royalties, assists, selling commissions, containers),
    ``deductions`` to take off when they are shown apart (buying commissions, interest, assembly after import);
    ``exchange_rate`` units of the country's money for one of the price's; ``rounding`` of ``declared``. SolverError
    for figures below 0, words that do not exist.

    Value = price + what the buyer pays up to the entry − what the price holds beyond it.

    Source: Union Customs Code, regulation (EU) 952/2013, articles 70 to 72.

    >>> found = customs_value(9400, Terms("FOB"), {"main_carriage": 600, "insurance": 50, "on_carriage": 300})
    >>> found.added, found.declared
    ((('main_carriage', 600.0), ('insurance', 50.0)), 10050.0)
    """
    before = number("share_before", share_before)
    if not 0 <= before <= 1:
        raise SolverError("share_before", share_before, "closed_fraction")
    # The price at the terminal of arrival, goods insured: every cost before it and none after.
    arrived = price_between(price, term, Terms("CIP", destination="terminal"), lines, insurance)
    added = [(one.line, one.amount) for one in arrived.lines if one.amount > 0]
    deducted = [(one.line, -one.amount) for one in arrived.lines if one.amount < 0]
    carriage = non_negative("main_carriage", lines.get("main_carriage", 0.0))
    inside = carriage * (1 - before)
    if inside:
        if ("main_carriage", carriage) in added:
            at = added.index(("main_carriage", carriage))
            added[at : at + 1] = [("main_carriage", carriage - inside)] if before else []
        else:
            deducted.append(("main_carriage", inside))
    added += [(name, non_negative(f"additions.{name}", amount)) for name, amount in (additions or {}).items()]
    deducted += [
        (name, non_negative(f"deductions.{name}", amount)) for name, amount in (deductions or {}).items()
    ]
    value = positive("price", price) + math.fsum(amount for _, amount in added)
    value -= math.fsum(amount for _, amount in deducted)
    if value < 0:
        raise SolverError("price", price, "over_its_lines")
    local = value * positive("exchange_rate", exchange_rate)
    return CustomsValue(float(price), tuple(added), tuple(deducted), value, local, to_whole(local, rounding))


def duty(
    value: float,
    line: TariffLine,
    quantity: float = 0.0,
    *,
    preferential: bool = False,
    rounding: Rounding = "nearest",
) -> Duty:
    """Give the duty and the anti-dumping duty on goods of a customs value.

    ``value`` in the country's money, ``quantity`` in the tariff's unit (100 kg, hl, piece), ``preferential`` when a
    proof of origin is held. A preference replaces the ad valorem part and leaves the specific one off; anti-dumping
    stays. SolverError for figures below 0, a preference that the line does not hold.

    Duty = value × rate + quantity × specific, kept between quantity × least and quantity × most.

    Source: Union Customs Code, articles 56 and 77; combined nomenclature, part one (mixed duties MIN and MAX).

    >>> duty(117728, TariffLine(0.011)).duty, duty(5000, TariffLine(0.1, least=30, most=60), 20).duty
    (1295.0, 600.0)
    """
    base, units = non_negative("value", value), non_negative("quantity", quantity)
    if preferential:
        if line.preferential is None:
            raise SolverError("preferential", preferential, "agreement_held")
        ad_valorem, specific, basis = base * _rate("preferential", line.preferential), 0.0, "preferential"
        due = ad_valorem
    else:
        ad_valorem = base * _rate("rate", line.rate)
        specific = units * non_negative("specific", line.specific)
        basis = "both" if ad_valorem and specific else "specific" if specific else "ad_valorem"
        due = ad_valorem + specific
        if line.least is not None and due < (low := units * non_negative("least", line.least)):
            due, basis = low, "least"
        if line.most is not None and due > (high := units * non_negative("most", line.most)):
            due, basis = high, "most"
    dumping = base * _rate("anti_dumping", line.anti_dumping)
    dumping += units * non_negative("anti_dumping_specific", line.anti_dumping_specific)
    charged, more = to_whole(due, rounding), to_whole(dumping, rounding)
    return Duty(ad_valorem, specific, basis, charged, more, charged + more)


def import_vat(
    value: float,
    duties: float,
    ancillary: Sequence[float],
    rate: float,
    day: date,
    *,
    registered: bool = True,
    authorised: bool = False,
    rounding: Rounding = "nearest",
) -> ImportVat:
    """Give the VAT on an import into France: base, amount, and where it is paid.

    ``value`` the customs value, ``duties`` all duties due, ``ancillary`` costs up to the first place of destination
    inside the country (none: an empty list), in euros; ``rate`` of VAT; ``day`` of the import. From 2022-01-01 whoever
    is ``registered`` for VAT in France declares it on the VAT return (nothing goes to the customs); before, only when
    ``authorised``. SolverError for figures below 0, a rate outside 0 to 1.

    Base = value + duties + Σ ancillary; VAT = base × rate.

    Source: CGI, articles 292 (base) and 1695 II (reverse charge).

    >>> found = import_vat(117728, 1295, [195, 18, 17], 0.2, date(2020, 5, 11))
    >>> found.base, found.due, found.to_customs
    (119253.0, 23851.0, 23851.0)
    """
    extra = numbers("ancillary", ancillary) if len(ancillary) else ()
    base = non_negative("value", value) + non_negative("duties", duties)
    base += math.fsum(non_negative(f"ancillary[{at}]", one) for at, one in enumerate(extra))
    vat = base * (fraction("rate", rate) if rate else 0.0)
    due = to_whole(vat, rounding)
    reverse = registered and (day >= REVERSE_CHARGE_FROM or authorised)
    return ImportVat(base, vat, due, reverse, 0.0 if reverse else due, due if reverse else 0.0)


def _rate(name: str, value: float) -> float:
    figure = non_negative(name, value)
    if figure > 10:  # a rate of 1 000 % is a percentage written as a number
        raise SolverError(name, value, "bounded", low=0, high=10)
    return figure

"""What a carrier owes for loss, damage or delay: the limit of the text in force, and the compensation under it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from solvers.arguments import non_negative, positive
from solvers.claims.liability_limits import CONVENTIONS, LIMITS, LimitRow
from solvers.errors import SolverError

__all__ = ["Delay", "Liability", "Limit", "delay_liability", "liability", "limits_in_force"]


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that the text gives: the rule (``per_kg``, ``per_package``, ``per_tonne``…), its amount in euros."""

    rule: str
    amount: float


@dataclass(frozen=True, slots=True)
class Liability:
    """What is owed, in euros.

    ``limits`` are those compared, ``limit`` the one that applies (None: no limit) and ``applies`` its rule;
    ``compensation`` for the goods, ``paid_by`` what set it (``loss`` or ``limit``); ``refunded`` charges on top;
    ``uncovered`` what of the loss stays with its owner. ``article`` and ``since`` name the text.
    """

    convention: str
    since: date
    article: str
    limits: tuple[Limit, ...]
    limit: float | None
    applies: str
    compensation: float
    paid_by: str
    refunded: float
    total: float
    uncovered: float


@dataclass(frozen=True, slots=True)
class Delay:
    """What is owed for a delay, in euros: the limit, its rule, the compensation."""

    convention: str
    since: date
    article: str
    limit: float | None
    applies: str
    compensation: float
    paid_by: str


def limits_in_force(convention: str, day: date, total_kg: float | None = None) -> LimitRow:
    """Give the row of a text in force on a day.

    ``convention`` is ``cmr``, ``cim``, ``hague_visby``, ``hamburg``, ``cmni``, ``montreal`` or ``standard_contract``;
    ``total_kg`` the gross weight of the whole consignment, which the standard contract asks for (under 3 t or from 3 t
    on). SolverError for another text, a day before the first row, a weight that is missing.

    Source: ``liability_limits``, with the source of each row.

    >>> limits_in_force("montreal", date(2024, 12, 27)).per_kg, limits_in_force("montreal", date(2024, 12, 28)).per_kg
    (22.0, 26.0)
    """
    if convention not in CONVENTIONS:
        raise SolverError("convention", convention, "one_of", words=", ".join(CONVENTIONS))
    rows = [one for one in LIMITS if one.convention == convention]
    if day < (first := min(one.since for one in rows)):
        raise SolverError("day", day.isoformat(), "in_force_from", first=first.isoformat())
    if any(one.under_kg is not None for one in rows):
        if total_kg is None:
            raise SolverError("total_kg", total_kg, "needs_figure", rule=convention)
        weight = positive("total_kg", total_kg)
        rows = [one for one in rows if one.from_kg <= weight < (one.under_kg or math.inf)]
    return max((one for one in rows if one.since <= day), key=lambda one: one.since)


def liability(
    convention: str,
    day: date,
    loss: float,
    kg: float | Sequence[float],
    *,
    packages: int | None = None,
    total_kg: float | None = None,
    sdr_rate: float | None = None,
    declared_value: float | None = None,
    charges: float = 0.0,
    containers: int = 0,
    unlimited: bool = False,
) -> Liability:
    """Give what a carrier owes for goods lost or damaged.

    ``day`` when the carrier took the goods over; ``loss`` in euros, the value of what is lost or the drop of value of
    what is damaged; ``kg`` the gross weight lost or damaged (a list: package by package, ``packages`` being their
    number then); ``total_kg`` of the whole consignment; ``sdr_rate`` euros for one SDR, on the day of the judgment or
    agreement; ``declared_value`` in the document, which takes the limit's place; ``charges`` carriage and duties paid
    for all the goods, refunded in proportion to what is lost where the text says so; ``containers`` whose packages the
    document does not list (CMNI); ``unlimited`` for a wilful or inexcusable fault. SolverError for figures out of
    range, a figure that the text needs and that is missing.

    Where a text limits by kilogram and by package the higher applies (Hague-Visby, Hamburg, CMNI); in the French
    standard contract the lower, package by package when weights are listed; from 3 t the lower of €/kg of what is lost
    and €/t of the whole. Compensation = min(loss, limit).

    Source: ``liability_limits``, with the source of each row.

    >>> owed = liability("standard_contract", date(2026, 3, 2), 900, 15, packages=1, total_kg=800)
    >>> owed.limit, owed.applies, owed.compensation
    (495.0, 'per_kg', 495.0)
    """
    row = limits_in_force(convention, day, total_kg)
    weights = _weights(kg)
    lost = math.fsum(weights)
    if total_kg is not None and lost > positive("total_kg", total_kg) + 1e-9:
        raise SolverError("kg", lost, "at_most_whole", most=total_kg)
    value = non_negative("loss", loss)
    rate = _rate(row, sdr_rate)
    listed = not isinstance(kg, int | float)
    count = len(weights) if listed else packages
    found = _limits(row, weights, count, listed, total_kg, rate, containers)
    limit: float | None
    if unlimited:
        applies, limit = "unlimited", None
    elif declared_value is not None:
        applies, limit = "declared_value", non_negative("declared_value", declared_value)
    else:
        # The lower only binds in the standard contract, whose limits are all caps of one sum.
        lower = row.lower or row.per_tonne is not None
        best = (min if lower else max)(found, key=lambda one: one.amount)
        applies, limit = best.rule, best.amount
    paid = value if limit is None else min(value, limit)
    back = 0.0
    if row.refunds and charges:
        if total_kg is None:
            raise SolverError("total_kg", total_kg, "needs_figure", rule="charges")
        back = non_negative("charges", charges) * lost / total_kg
    return Liability(
        convention=row.convention,
        since=row.since,
        article=row.article,
        limits=tuple(found),
        limit=limit,
        applies=applies,
        compensation=paid,
        paid_by="loss" if limit is None or value <= limit else "limit",
        refunded=back,
        total=paid + back,
        uncovered=value - paid,
    )


def delay_liability(
    convention: str,
    day: date,
    loss: float,
    *,
    carriage: float | None = None,
    delayed_share: float = 1.0,
    kg: float | None = None,
    total_kg: float | None = None,
    sdr_rate: float | None = None,
    unlimited: bool = False,
) -> Delay:
    """Give what a carrier owes for a delay alone.

    ``loss`` proven, in euros; ``carriage`` the price of the carriage; ``delayed_share`` the part of the goods that is
    late (Hamburg Rules); ``kg`` the gross weight delayed (air); other arguments as in :func:`liability`. SolverError
    for a text without a rule on delay (Hague-Visby), figures out of range or missing.

    Limit: the carriage (CMR, CMNI, French standard contract), 4 × carriage (CIM), 2.5 × the freight of the goods
    delayed but no more than the whole freight (Hamburg), SDR a kilogram (Montreal).

    Source: ``liability_limits``, with the source of each row.

    >>> delay_liability("cmr", date(2026, 3, 2), 5000, carriage=1200).compensation
    1200.0
    """
    row = limits_in_force(convention, day, total_kg)
    if row.delay is None:
        words = ", ".join(dict.fromkeys(one.convention for one in LIMITS if one.delay is not None))
        raise SolverError("convention", convention, "limits_delay", words=words)
    value = non_negative("loss", loss)
    if row.delay == "per_kg":
        if kg is None:
            raise SolverError("kg", kg, "needs_figure", rule=row.delay)
        limit = positive("kg", kg) * row.per_kg * _rate(row, sdr_rate)
    else:
        if carriage is None:
            raise SolverError("carriage", carriage, "needs_figure", rule=row.delay)
        price = non_negative("carriage", carriage)
        if row.delay == "freight_of_delayed":
            if not 0 < delayed_share <= 1:
                raise SolverError("delayed_share", delayed_share, "closed_fraction")
            limit = min(row.delay_times * price * delayed_share, price)
        else:
            limit = row.delay_times * price
    bound = None if unlimited else limit
    return Delay(
        convention=row.convention,
        since=row.since,
        article=row.delay_article,
        limit=bound,
        applies="unlimited" if unlimited else row.delay,
        compensation=value if bound is None else min(value, bound),
        paid_by="loss" if bound is None or value <= bound else "limit",
    )


def _weights(kg: float | Sequence[float]) -> list[float]:
    if isinstance(kg, int | float):
        return [positive("kg", kg)]
    if not kg:
        raise SolverError("kg", kg, "some_numbers")
    return [positive(f"kg[{at}]", one) for at, one in enumerate(kg)]


def _rate(row: LimitRow, sdr_rate: float | None) -> float:
    if row.money == "EUR":
        return 1.0
    if sdr_rate is None:
        raise SolverError("sdr_rate", sdr_rate, "needs_figure", rule="SDR")
    return positive("sdr_rate", sdr_rate)


def _limits(
    row: LimitRow,
    weights: Sequence[float],
    count: int | None,
    listed: bool,
    total_kg: float | None,
    rate: float,
    containers: int,
) -> list[Limit]:
    lost = math.fsum(weights)
    found = [Limit("per_kg", lost * row.per_kg * rate)]
    if row.per_tonne is not None and total_kg is not None:
        found.append(Limit("per_tonne", total_kg / 1000 * row.per_tonne))
    if containers and row.container is not None and row.container_goods is not None:
        found.append(Limit("container", containers * (row.container + row.container_goods) * rate))
    elif row.per_package is not None:
        if count is None or count < 1:
            raise SolverError("packages", count, "needs_figure", rule="per_package")
        found.append(Limit("per_package", count * row.per_package * rate))
        if row.lower and listed:
            each = math.fsum(min(one * row.per_kg, row.per_package) for one in weights)
            found.append(Limit("package_by_package", each))
    return found

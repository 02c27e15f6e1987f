"""A documentary credit and the documents presented under it: plain data, and the days that the credit gives."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from solvers.errors import SolverError
from solvers.trade.ucp_600 import EXAMINATION_DAYS, LEAST_COVER, PRESENTATION_DAYS

__all__ = [
    "ABOUTS",
    "KINDS",
    "TRANSPORT",
    "Credit",
    "Document",
    "Kind",
    "PresentationDays",
    "Required",
    "examination_deadline",
    "presentation_days",
]

Kind = Literal[
    "invoice",
    "packing_list",
    "bill_of_lading",
    "multimodal",
    "sea_waybill",
    "air_waybill",
    "cmr",
    "insurance",
    "certificate_of_origin",
    "inspection_certificate",
    "other",
]
KINDS: tuple[str, ...] = get_args(Kind)
TRANSPORT = ("bill_of_lading", "multimodal", "sea_waybill", "air_waybill", "cmr")
ABOUTS = ("amount", "quantity", "unit_price")
_FARTHEST = 400


@dataclass(frozen=True, slots=True)
class Required:
    """A document that a credit asks for: its kind, originals, copies, whether the full set and an endorsement."""

    kind: str
    originals: int = 1
    copies: int = 0
    full_set: bool = False
    endorsed: bool = False
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Credit:
    """The terms of a documentary credit; a field left at None is not ruled.

    ``about`` names what stands after "about": ``amount``, ``quantity``, ``unit_price``. ``counted``: the quantity is
    in packing units or individual items. ``consignee`` as the transport document must be made out; ``freight`` is
    ``prepaid`` or ``collect``; ``cover`` a multiple of the CIF or CIP value; ``insured_value`` that value where the
    invoice does not give it.
    """

    issued: date
    expiry: date
    amount: float
    currency: str
    applicant: str
    beneficiary: str
    goods: str
    documents: tuple[Required, ...]
    latest_shipment: date | None = None
    days: int = PRESENTATION_DAYS
    about: tuple[str, ...] = ()
    quantity: float | None = None
    counted: bool = False
    unit_price: float | None = None
    incoterm: str | None = None
    loading: str | None = None
    discharge: str | None = None
    partial: bool = True
    transhipment: bool = True
    consignee: str | None = None
    notify: str | None = None
    freight: str | None = None
    cover: float = LEAST_COVER
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as presented; a field left at None does not stand on it.

    ``shipped`` is the on-board or shipment date of a transport document, ``dated`` its date of issue; ``clauses`` what
    it says of defects of the goods or packing; ``marks``, ``packages``, ``gross_kg``, ``net_kg``, ``container``,
    ``vessel``, ``invoice`` and ``origin`` are what documents may contradict one another on.
    """

    kind: str
    dated: date | None = None
    originals: int = 1
    copies: int = 0
    signed: bool = True
    issuer: str | None = None
    addressee: str | None = None
    currency: str | None = None
    amount: float | None = None
    goods: str | None = None
    quantity: float | None = None
    unit_price: float | None = None
    incoterm: str | None = None
    marks: str | None = None
    packages: float | None = None
    gross_kg: float | None = None
    net_kg: float | None = None
    container: str | None = None
    vessel: str | None = None
    invoice: str | None = None
    origin: str | None = None
    shipped: date | None = None
    on_board: bool = True
    clauses: str | None = None
    on_deck: bool = False
    charter_party: bool = False
    carrier: str | None = None
    loading: str | None = None
    discharge: str | None = None
    transhipped: bool = False
    consignee: str | None = None
    notify: str | None = None
    freight: str | None = None
    full_set: bool = True
    endorsed: bool = True
    cover_note: bool = False
    effective: date | None = None
    risks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PresentationDays:
    """The last day by the shipment, by the expiry, and of both; ``extended``: the bank being closed, it moved on."""

    by_shipment: date | None
    by_expiry: date
    last_day: date
    extended: bool


def presentation_days(
    credit: Credit, shipped: date | None, closed: Collection[date] = ()
) -> PresentationDays:
    """Give the last day for the documents to be presented.

    ``shipped`` the date of shipment (None: no original transport document, the expiry alone counts); ``closed`` the
    weekdays when the bank does not open; a last day on which it is closed goes to the next banking day, the latest
    date of shipment does not move. SolverError for a bank that never opens.

    Last day = min(shipment + days of the credit, expiry), then the next banking day.

    Source: UCP 600, articles 6 d and e, 14 c, 29.

    >>> lc = Credit(date(2026, 1, 5), date(2026, 3, 20), 1, "EUR", "A", "B", "pumps", (), days=15)
    >>> presentation_days(lc, date(2026, 2, 20)).last_day, presentation_days(lc, date(2026, 3, 10)).last_day
    (datetime.date(2026, 3, 9), datetime.date(2026, 3, 20))
    """
    by_shipment = None if shipped is None else shipped + timedelta(days=credit.days)
    earliest = credit.expiry if by_shipment is None else min(by_shipment, credit.expiry)
    last = earliest if _opens(earliest, closed) else _banking_day(earliest, 1, closed)
    return PresentationDays(by_shipment, credit.expiry, last, last != earliest)


def examination_deadline(
    presented: date, closed: Collection[date] = (), days: int = EXAMINATION_DAYS
) -> date:
    """Give the last day for a bank to examine documents, and to refuse them.

    ``presented`` the day of presentation, not counted; ``closed`` the weekdays when it does not open. SolverError for
    a bank that never opens.

    Source: UCP 600, articles 14 b and 16 d.

    >>> examination_deadline(date(2026, 5, 12), [date(2026, 5, 14)])
    datetime.date(2026, 5, 20)
    """
    return _banking_day(presented, days, closed)


def _opens(day: date, closed: Collection[date]) -> bool:
    return day.weekday() < 5 and day not in closed


def _banking_day(day: date, count: int, closed: Collection[date]) -> date:
    held, walked = frozenset(closed), 0
    while count > 0:
        day += timedelta(days=1)
        walked += 1
        if walked > _FARTHEST:
            raise SolverError("closed", len(held), "working_days_enough")
        count -= _opens(day, held)
    return day

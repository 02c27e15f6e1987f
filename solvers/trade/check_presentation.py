"""Documents held against a credit as a bank does: every discrepancy, with the article of UCP 600 behind it.

On the face of the documents alone (articles 5 and 14 a), and sharing no code with whatever wrote them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from solvers.arguments import positive
from solvers.errors import SolverError
from solvers.trade.documentary_credit import ABOUTS, KINDS, TRANSPORT, Credit, Document, presentation_days
from solvers.trade.ucp_600 import ABOUT, ARTICLES, QUANTITY_TOLERANCE, SHORT_DRAWING, TRANSPORT_ARTICLES

__all__ = ["DISCREPANCIES", "Discrepancy", "check_presentation"]

DISCREPANCIES = tuple(ARTICLES)
BY_SEA = ("bill_of_lading", "sea_waybill")
NOISE = 1e-6
# On these fields no two documents may conflict; goods and parties follow rules of their own.
_SHARED = (
    "marks",
    "packages",
    "gross_kg",
    "net_kg",
    "quantity",
    "container",
    "vessel",
    "invoice",
    "origin",
    "loading",
    "discharge",
)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """A fault: its code, the place of the document (None: the presentation), what was found, what was due, article."""

    code: str
    document: int | None
    kind: str
    field: str
    found: str
    due: str
    article: str


def check_presentation(
    credit: Credit, presented: date, documents: Sequence[Document], closed: Collection[date] = ()
) -> tuple[Discrepancy, ...]:
    """List every discrepancy of a presentation, those of the whole first, then document by document, conflicts last.

    ``presented`` the day the documents reach the bank; ``closed`` the weekdays when it does not open. A document of a
    kind that the credit does not ask for is not examined, and conflicts with nothing (14 g). SolverError for kinds
    that do not exist, a credit whose figures are out of range.

    Quantity: ± 10 % after "about", ± 5 % where it is not counted in units, else exact; amount: + 10 % after "about",
    else no more than the credit; where partial shipments are barred, a quantity short is a fault, and so is an amount
    more than 5 % under the credit when the goods are shipped in full. The invoice must hold the credit's description
    word for word, other documents no word that it does not.

    Source: ICC, UCP 600; the articles stand in ``ucp_600.ARTICLES``.

    >>> from solvers.trade.documentary_credit import Required
    >>> lc = Credit(date(2026, 1, 5), date(2026, 3, 20), 1000, "EUR", "Acme", "Bolt SA", "10 pumps",
    ...             (Required("invoice"),))
    >>> bill = Document("invoice", date(2026, 2, 2), issuer="Bolt SA", addressee="ACME", currency="EUR", amount=1200,
    ...                 goods="10 Pumps")
    >>> [(one.code, one.article) for one in check_presentation(lc, date(2026, 3, 2), [bill])]
    [('overdrawn', '18 b')]
    """
    _checked(credit, documents)
    asked = {one.kind for one in credit.documents}
    held = [(at, one) for at, one in enumerate(documents) if one.kind in asked]
    found = list(_of_the_whole(credit, presented, held, closed))
    for at, one in held:
        found += _of_its_date(presented, at, one)
        if one.kind == "invoice":
            found += _of_the_invoice(credit, at, one)
        elif one.kind == "insurance":
            found += _of_the_insurance(credit, at, one, held)
        elif one.kind in TRANSPORT:
            found += _of_the_transport(credit, at, one)
        if one.kind != "invoice" and one.goods is not None and not _in_general_terms(one.goods, credit.goods):
            found.append(_fault("goods_conflict", at, one.kind, "goods", one.goods, credit.goods))
    found += _conflicts(held)
    return tuple(found)


# -- the presentation as a whole --------------------------------------------------------------------
def _of_the_whole(
    credit: Credit, presented: date, held: Sequence[tuple[int, Document]], closed: Collection[date]
) -> Iterator[Discrepancy]:
    shipments = [one.shipped for _, one in held if one.kind in TRANSPORT and one.shipped is not None]
    days = presentation_days(credit, None, closed)
    if presented > days.last_day:
        yield _fault("expired", None, "", "presented", presented, days.last_day)
    if shipments:
        by = presentation_days(credit, max(shipments), closed)
        if by.by_shipment is not None and by.by_shipment < credit.expiry and presented > by.last_day:
            yield _fault("late_presentation", None, "", "presented", presented, by.last_day)
    vessels = {_plain(one.vessel) for _, one in held if one.kind in TRANSPORT and one.vessel is not None}
    if not credit.partial and len(vessels) > 1:
        # Several documents for one journey of one vessel are no partial shipment (31 b).
        yield _fault("partial_shipment", None, "", "vessel", ", ".join(sorted(vessels)), "")
    for wanted in credit.documents:
        matching = [(at, one) for at, one in held if one.kind == wanted.kind]
        if not matching:
            yield _fault("missing_document", None, wanted.kind, "kind", "", wanted.kind)
            continue
        at, first = matching[0]
        originals = sum(one.originals for _, one in matching)
        copies = sum(one.copies for _, one in matching)
        # An original does for a copy (17 d), never the other way round.
        if originals < wanted.originals or originals + copies < wanted.originals + wanted.copies:
            shown = f"{originals} + {copies}"
            due = f"{wanted.originals} + {wanted.copies}"
            yield _fault("too_few_originals", at, wanted.kind, "originals", shown, due)
        if wanted.full_set and not all(one.full_set for _, one in matching):
            yield _fault("not_full_set", at, wanted.kind, "full_set", "", "")
        if wanted.endorsed and not all(one.endorsed for _, one in matching):
            yield _fault("not_endorsed", at, wanted.kind, "endorsed", "", "")
        signed = wanted.signed or wanted.kind in TRANSPORT or wanted.kind == "insurance"
        # An invoice need not be signed (18 a iv) unless the credit says so.
        if (signed or wanted.kind not in {"invoice", "packing_list", "other"}) and not all(
            one.signed for _, one in matching
        ):
            yield _fault("unsigned", at, first.kind, "signed", "", "")


def _of_its_date(presented: date, at: int, one: Document) -> Iterator[Discrepancy]:
    if one.dated is not None and one.dated > presented:
        yield _fault("dated_after_presentation", at, one.kind, "dated", one.dated, presented)


# -- invoice ----------------------------------------------------------------------------------------
def _of_the_invoice(credit: Credit, at: int, one: Document) -> Iterator[Discrepancy]:
    if _differ(one.issuer, credit.beneficiary):
        yield _fault("wrong_issuer", at, one.kind, "issuer", one.issuer, credit.beneficiary)
    if _differ(one.addressee, credit.applicant):
        yield _fault("wrong_applicant", at, one.kind, "addressee", one.addressee, credit.applicant)
    if _differ(one.currency, credit.currency):
        yield _fault("wrong_currency", at, one.kind, "currency", one.currency, credit.currency)
    if one.goods is None or not _says(one.goods, credit.goods):
        yield _fault("goods_description", at, one.kind, "goods", one.goods, credit.goods)
    if credit.incoterm is not None and _differ(one.incoterm, credit.incoterm):
        yield _fault("wrong_incoterm", at, one.kind, "incoterm", one.incoterm, credit.incoterm)
    yield from _of_its_price(credit, at, one)
    yield from _of_its_quantity(credit, at, one)
    if one.amount is not None:
        most = credit.amount * (1 + (ABOUT if "amount" in credit.about else 0))
        if one.amount > most + NOISE:
            yield _fault("overdrawn", at, one.kind, "amount", one.amount, most)
        # 30 c: where the goods are all shipped at their price, up to 5 % less may be drawn all the same.
        under = SHORT_DRAWING if not set(credit.about) & {"amount", "quantity"} else ABOUT
        floor = credit.amount * (1 - under)
        if not credit.partial and not _short(credit, one) and one.amount < floor - NOISE:
            yield _fault("short_drawn", at, one.kind, "amount", one.amount, floor)
    if None not in {one.amount, one.quantity, one.unit_price}:
        counted = (one.quantity or 0) * (one.unit_price or 0)
        if abs(counted - (one.amount or 0)) > 0.005 + NOISE:
            yield _fault("amount_not_counted", at, one.kind, "amount", one.amount, round(counted, 2))


def _of_its_price(credit: Credit, at: int, one: Document) -> Iterator[Discrepancy]:
    if credit.unit_price is None or one.unit_price is None:
        return
    room = credit.unit_price * (ABOUT if "unit_price" in credit.about else 0)
    if abs(one.unit_price - credit.unit_price) > room + NOISE:
        yield _fault("wrong_unit_price", at, one.kind, "unit_price", one.unit_price, credit.unit_price)


def _of_its_quantity(credit: Credit, at: int, one: Document) -> Iterator[Discrepancy]:
    if credit.quantity is None or one.quantity is None:
        return
    most = credit.quantity * (1 + _room(credit))
    if one.quantity > most + NOISE:
        yield _fault("quantity_over", at, one.kind, "quantity", one.quantity, most)
    # Where partial shipments are allowed, less is a part of the whole and no fault.
    if not credit.partial and _short(credit, one):
        least = credit.quantity * (1 - _room(credit))
        yield _fault("quantity_under", at, one.kind, "quantity", one.quantity, least)


def _room(credit: Credit) -> float:
    return ABOUT if "quantity" in credit.about else 0.0 if credit.counted else QUANTITY_TOLERANCE


def _short(credit: Credit, one: Document) -> bool:
    if credit.quantity is None or one.quantity is None:
        return False
    return one.quantity < credit.quantity * (1 - _room(credit)) - NOISE


# -- insurance --------------------------------------------------------------------------------------
def _of_the_insurance(
    credit: Credit, at: int, one: Document, held: Sequence[tuple[int, Document]]
) -> Iterator[Discrepancy]:
    bills = [bill for _, bill in held if bill.kind == "invoice" and bill.amount is not None]
    value = sum(bill.amount or 0.0 for bill in bills) if bills else credit.amount
    least = credit.cover * value
    if one.cover_note:
        yield _fault("insurance_cover_note", at, one.kind, "cover_note", "", "")
    if _differ(one.currency, credit.currency):
        yield _fault("insurance_currency", at, one.kind, "currency", one.currency, credit.currency)
    if one.amount is None or one.amount < least - 0.005 - NOISE:
        yield _fault("insurance_low", at, one.kind, "amount", one.amount, round(least, 2))
    shipments = [doc.shipped for _, doc in held if doc.kind in TRANSPORT and doc.shipped is not None]
    starts = one.effective or one.dated
    if shipments and starts is not None and starts > min(shipments):
        yield _fault("insurance_late", at, one.kind, "dated", starts, min(shipments))
    lacking = [risk for risk in credit.risks if _plain(risk) not in {_plain(held) for held in one.risks}]
    if lacking:
        yield _fault("insurance_risks", at, one.kind, "risks", ", ".join(one.risks), ", ".join(credit.risks))


# -- transport --------------------------------------------------------------------------------------
def _of_the_transport(credit: Credit, at: int, one: Document) -> Iterator[Discrepancy]:
    if (
        credit.latest_shipment is not None
        and one.shipped is not None
        and one.shipped > credit.latest_shipment
    ):
        yield _fault("late_shipment", at, one.kind, "shipped", one.shipped, credit.latest_shipment)
    marine = one.kind in {"bill_of_lading", "multimodal", "sea_waybill"}
    if one.shipped is None or (marine and not one.on_board):
        yield _fault("not_on_board", at, one.kind, "shipped", one.shipped, credit.latest_shipment)
    if one.clauses:
        yield _fault("not_clean", at, one.kind, "clauses", one.clauses, "")
    if marine and one.on_deck:
        yield _fault("on_deck", at, one.kind, "on_deck", "", "")
    if marine and one.charter_party:
        yield _fault("charter_party", at, one.kind, "charter_party", "", "")
    # A cargo in containers may be transhipped all the same by sea (20 c ii), and always by air, road and rail.
    if not credit.transhipment and one.transhipped and one.kind in BY_SEA and one.container is None:
        yield _fault("transhipment", at, one.kind, "transhipped", "", "")
    if one.carrier is None:
        yield _fault("carrier_not_named", at, one.kind, "carrier", "", "")
    for field, code in (("loading", "wrong_loading"), ("discharge", "wrong_discharge")):
        due, shown = getattr(credit, field), getattr(one, field)
        if due is not None and _differ(shown, due):
            yield _fault(code, at, one.kind, field, shown, due)
    for field in ("consignee", "notify", "freight"):
        due, shown = getattr(credit, field), getattr(one, field)
        if due is not None and _differ(shown, due):
            yield _fault(f"wrong_{field}", at, one.kind, field, shown, due)


# -- between documents ------------------------------------------------------------------------------
def _conflicts(held: Sequence[tuple[int, Document]]) -> Iterator[Discrepancy]:
    for field in _SHARED:
        stated = [(at, one, getattr(one, field)) for at, one in held if getattr(one, field) is not None]
        told: set[int] = set()
        for (_, first, shown), (at, other, against) in combinations(stated, 2):
            if at not in told and not _same(shown, against):
                told.add(at)
                yield Discrepancy(
                    "conflict", at, f"{first.kind}, {other.kind}", field, _text(against), _text(shown), "14 d"
                )


# -- how things are compared ------------------------------------------------------------------------
def _fault(code: str, at: int | None, kind: str, field: str, found: object, due: object) -> Discrepancy:
    article = TRANSPORT_ARTICLES.get(kind, {}).get(code, ARTICLES[code])
    if code == "unsigned" and kind == "insurance":
        article = "28 a"
    if code == "unsigned" and kind == "bill_of_lading":
        article = "20 a i"
    return Discrepancy(code, at, kind, field, _text(found), _text(due), article)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def _plain(text: str) -> str:
    letters = "".join(
        one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one)
    ).casefold()
    return " ".join("".join(one if one.isalnum() else " " for one in letters).split())


def _differ(shown: str | None, due: str) -> bool:
    return shown is None or _plain(shown) != _plain(due)


def _same(one: object, other: object) -> bool:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return abs(one - other) <= NOISE
    return _plain(str(one)) == _plain(str(other))


def _says(shown: str, due: str) -> bool:
    """The invoice says what the credit says, word for word, and may say more."""
    return f" {_plain(due)} " in f" {_plain(shown)} "


def _in_general_terms(shown: str, due: str) -> bool:
    """Other documents may be general: no word that the credit's description does not hold."""
    known = set(_plain(due).split())
    return set(_plain(shown).split()) <= known


def _checked(credit: Credit, documents: Sequence[Document]) -> None:
    positive("amount", credit.amount)
    if credit.quantity is not None:
        positive("quantity", credit.quantity)
    positive("cover", credit.cover)
    positive("days", credit.days)
    for name in credit.about:
        if name not in ABOUTS:
            raise SolverError("about", name, "one_of", words=", ".join(ABOUTS))
    for kind in [one.kind for one in credit.documents] + [one.kind for one in documents]:
        if kind not in KINDS:
            raise SolverError("kind", kind, "one_of", words=", ".join(KINDS))

"""A presentation that complies, then every fault planted in it: each found, alone, with its article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from solvers.errors import SolverError
from solvers.trade.check_presentation import DISCREPANCIES, check_presentation
from solvers.trade.documentary_credit import (
    KINDS,
    Credit,
    Document,
    Required,
    examination_deadline,
    presentation_days,
)
from solvers.trade.ucp_600 import ARTICLES, TRANSPORT_ARTICLES

CREDIT = Credit(
    issued=date(2026, 1, 5),
    expiry=date(2026, 3, 20),
    amount=50000,
    currency="EUR",
    applicant="Nordic Pumps AS, Bergen",
    beneficiary="Hydro Loire SAS",
    goods="120 centrifugal pumps HL-40",
    documents=(
        Required("invoice", 1, 2, signed=True),
        Required("packing_list"),
        Required("bill_of_lading", 3, full_set=True),
        Required("insurance", endorsed=True),
        Required("certificate_of_origin"),
    ),
    latest_shipment=date(2026, 2, 28),
    quantity=120,
    counted=True,
    unit_price=410,
    incoterm="CIF Bergen",
    loading="Saint-Nazaire",
    discharge="Bergen",
    partial=False,
    transhipment=False,
    consignee="To order",
    notify="Nordic Pumps AS",
    freight="prepaid",
    risks=("ICC (A)",),
)
INVOICE = Document(
    "invoice",
    date(2026, 2, 20),
    originals=1,
    copies=2,
    issuer="HYDRO LOIRE SAS",
    addressee="Nordic Pumps AS, Bergen",
    currency="EUR",
    amount=49200,
    goods="120 centrifugal pumps HL-40, as per order 4711",
    quantity=120,
    unit_price=410,
    incoterm="CIF Bergen",
    gross_kg=5400,
    marks="NP 4711",
    packages=12,
)
PACKING = Document(
    "packing_list", goods="centrifugal pumps", packages=12, gross_kg=5400, net_kg=4800, marks="NP 4711"
)
BILL = Document(
    "bill_of_lading",
    date(2026, 2, 26),
    originals=3,
    goods="pumps",
    shipped=date(2026, 2, 26),
    carrier="Ligne Ouest",
    vessel="Belle Isle",
    loading="SAINT NAZAIRE",
    discharge="Bergen",
    consignee="to order",
    notify="Nordic Pumps AS",
    freight="prepaid",
    packages=12,
    gross_kg=5400,
    marks="NP 4711",
)
POLICY = Document(
    "insurance", date(2026, 2, 25), currency="EUR", amount=54120, risks=("ICC (A)",), vessel="Belle Isle"
)
ORIGIN = Document("certificate_of_origin", date(2026, 2, 23), goods="pumps HL-40", origin="France")
PAPERS = (INVOICE, PACKING, BILL, POLICY, ORIGIN)
DAY = date(2026, 3, 10)


def codes(credit: Credit = CREDIT, day: date = DAY, papers: tuple[Document, ...] = PAPERS) -> list[str]:
    return [one.code for one in check_presentation(credit, day, papers)]


def test_a_presentation_that_complies() -> None:
    assert check_presentation(CREDIT, DAY, PAPERS) == ()


PLANTED: list[tuple[str, int, dict[str, Any], str]] = [
    ("wrong_issuer", 0, {"issuer": "Hydro Loire SARL"}, "18 a i"),
    ("wrong_applicant", 0, {"addressee": None}, "18 a ii"),
    ("wrong_currency", 0, {"currency": "USD"}, "18 a iii"),
    ("goods_description", 0, {"goods": "centrifugal pumps"}, "18 c"),
    ("wrong_incoterm", 0, {"incoterm": "CFR Bergen"}, "18 c"),
    ("unsigned", 0, {"signed": False}, "14 f"),
    ("amount_not_counted", 0, {"amount": 49100}, "14 d"),
    ("dated_after_presentation", 4, {"dated": date(2026, 3, 11)}, "14 i"),
    ("too_few_originals", 2, {"originals": 2}, "17 a"),
    ("not_full_set", 2, {"full_set": False}, "20 a iv"),
    ("unsigned", 2, {"signed": False}, "20 a i"),
    ("late_shipment", 2, {"shipped": date(2026, 3, 1)}, "20 a ii"),
    ("not_on_board", 2, {"on_board": False}, "20 a ii"),
    ("not_clean", 2, {"clauses": "3 crates stained"}, "27"),
    ("on_deck", 2, {"on_deck": True}, "26 a"),
    ("charter_party", 2, {"charter_party": True}, "20 a vi"),
    ("carrier_not_named", 2, {"carrier": None}, "20 a i"),
    ("transhipment", 2, {"transhipped": True}, "20 c"),
    ("wrong_loading", 2, {"loading": "Le Havre"}, "20 a iii"),
    ("wrong_discharge", 2, {"discharge": "Oslo"}, "20 a iii"),
    ("wrong_consignee", 2, {"consignee": "Nordic Pumps AS"}, "14 j"),
    ("wrong_notify", 2, {"notify": None}, "14 j"),
    ("wrong_freight", 2, {"freight": "collect"}, "14 d"),
    ("insurance_low", 3, {"amount": 54119}, "28 f ii"),
    ("insurance_currency", 3, {"currency": "NOK"}, "28 f i"),
    ("insurance_late", 3, {"dated": date(2026, 2, 27)}, "28 e"),
    ("insurance_cover_note", 3, {"cover_note": True}, "28 c"),
    ("insurance_risks", 3, {"risks": ("ICC (C)",)}, "28 g"),
    ("not_endorsed", 3, {"endorsed": False}, "14 d"),
    ("goods_conflict", 4, {"goods": "valves"}, "14 e"),
    ("conflict", 1, {"gross_kg": 5450}, "14 d"),
    ("conflict", 2, {"packages": 11}, "14 d"),
    ("conflict", 3, {"vessel": "Belle Ile"}, "14 d"),
]


@pytest.mark.parametrize(("code", "at", "fault", "article"), PLANTED, ids=lambda one: str(one)[:30])
def test_a_fault_is_found_alone(code: str, at: int, fault: dict[str, Any], article: str) -> None:
    papers = tuple(replace(one, **fault) if place == at else one for place, one in enumerate(PAPERS))
    found = check_presentation(CREDIT, DAY, papers)
    assert {(one.code, one.article) for one in found} == {(code, article)}
    if code != "conflict":
        assert [one.document for one in found] == [at]


def test_dates_of_the_whole() -> None:
    assert codes(day=date(2026, 3, 19)) == []
    assert codes(day=date(2026, 3, 20)) == ["late_presentation"], "21 days after 26 February"
    assert codes(day=date(2026, 3, 23)) == ["expired", "late_presentation"]
    closed = replace(CREDIT, expiry=date(2026, 3, 14), days=30)  # a Saturday: the Monday after will do
    assert codes(closed, date(2026, 3, 16)) == []
    assert codes(closed, date(2026, 3, 17)) == ["expired"]
    assert codes(papers=PAPERS[:4]) == ["missing_document"]
    two = (INVOICE, PACKING, BILL, POLICY, ORIGIN, replace(BILL, shipped=date(2026, 2, 28)))
    assert codes(day=date(2026, 3, 20), papers=two) == [], "21 days after the last of several shipments"
    assert codes(replace(CREDIT, expiry=date(2026, 4, 30)), date(2026, 3, 24), two) == ["late_presentation"]
    away = replace(CREDIT, documents=CREDIT.documents[:4])
    odd = replace(ORIGIN, goods="valves", gross_kg=1.0)
    assert codes(away, papers=(*PAPERS[:4], odd)) == [], "a document not asked for is not examined"


def test_amounts_and_quantities() -> None:
    def bill(quantity: float, amount: float | None = None, price: float = 410) -> tuple[Document, ...]:
        total = quantity * price if amount is None else amount
        insured = replace(POLICY, amount=1.1 * total)
        return (
            replace(INVOICE, quantity=quantity, amount=total, unit_price=price),
            PACKING,
            BILL,
            insured,
            ORIGIN,
        )

    roomy = replace(CREDIT, amount=60000)
    assert codes(roomy, papers=bill(121)) == ["quantity_over", "short_drawn"]
    assert codes(roomy, papers=bill(119)) == ["quantity_under"]
    assert codes(replace(roomy, partial=True), papers=bill(119)) == []
    bulk = replace(roomy, counted=False, partial=True)
    assert codes(bulk, papers=bill(126)) == []
    assert codes(bulk, papers=bill(127)) == ["quantity_over"]
    about = replace(roomy, about=("quantity", "amount"), partial=True)
    assert codes(about, papers=bill(132)) == []
    assert codes(about, papers=bill(133)) == ["quantity_over"]
    assert codes(replace(CREDIT, amount=49199), papers=bill(120)) == ["overdrawn"]
    assert codes(replace(CREDIT, amount=44728, about=("amount",)), papers=bill(120)) == []
    assert codes(replace(CREDIT, amount=51789), papers=bill(120)) == []
    assert codes(replace(CREDIT, amount=51790), papers=bill(120)) == ["short_drawn"]
    assert codes(papers=bill(120, price=411)) == ["wrong_unit_price"]
    assert codes(replace(CREDIT, about=("unit_price",)), papers=bill(120, price=411)) == []


def test_other_transport_documents() -> None:
    by_air = replace(CREDIT, documents=(Required("air_waybill"),), consignee=None)
    plane = replace(BILL, kind="air_waybill", on_board=False, transhipped=True, vessel=None)
    assert codes(by_air, papers=(plane,)) == [], "by air, transhipment may take place all the same"
    late = replace(plane, shipped=date(2026, 3, 1))
    assert [(one.code, one.article) for one in check_presentation(by_air, DAY, (late,))] == [
        ("late_shipment", "23 a iii")
    ]
    boxed = replace(BILL, transhipped=True, container="ABCU 123456 0")
    assert codes(papers=(INVOICE, PACKING, boxed, POLICY, ORIGIN)) == []
    two = (INVOICE, PACKING, BILL, POLICY, ORIGIN, replace(BILL, vessel="Ile de Re"))
    assert "partial_shipment" in codes(papers=two)


def test_days_of_the_bank() -> None:
    found = presentation_days(CREDIT, None)
    assert (found.by_shipment, found.last_day, found.extended) == (None, date(2026, 3, 20), False)
    assert presentation_days(CREDIT, date(2026, 2, 21)).extended, "14 March is a Saturday"
    assert examination_deadline(date(2026, 3, 13)) == date(2026, 3, 20)


def test_every_code_is_planted_and_has_its_article() -> None:
    planted = {code for code, *_ in PLANTED} | {
        "expired",
        "late_presentation",
        "missing_document",
        "overdrawn",
        "short_drawn",
        "wrong_unit_price",
        "quantity_over",
        "quantity_under",
        "partial_shipment",
    }
    assert planted == set(DISCREPANCIES)
    assert set(TRANSPORT_ARTICLES) <= set(KINDS)
    assert all(set(held) <= set(ARTICLES) for held in TRANSPORT_ARTICLES.values())


def test_what_a_check_refuses() -> None:
    with pytest.raises(SolverError, match="kind"):
        check_presentation(CREDIT, DAY, [Document("letter")])
    with pytest.raises(SolverError, match="about"):
        check_presentation(replace(CREDIT, about=("weight",)), DAY, PAPERS)

"""What our solvers answer to trade.json: Incoterms, customs, documentary credits, allocation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from solvers.allocation.rules import Order, allocate
from solvers.trade.check_presentation import check_presentation
from solvers.trade.customs import TariffLine, customs_value, duty, import_vat
from solvers.trade.documentary_credit import (
    Credit,
    Document,
    Required,
    examination_deadline,
    presentation_days,
)
from solvers.trade.incoterms import who_pays
from solvers.trade.incoterms_2020 import TERMS
from solvers.trade.landed_cost import Goods, landed_cost
from solvers.trade.price_build_up import Cover, Terms, price_at, price_between

Figures = dict[str, Any]


def _t18(x: Figures) -> Figures:
    lines = dict(
        zip(("loading", "pre_carriage", "export_clearance", "main_carriage"), x["frais"], strict=True),
        on_carriage=x["transport_usd"] / x["taux"],
    )
    cover = Cover(x["taux_assurance"], x["majoration"], "before")
    prices = {term: price_at(Terms(term), x["EXW"], lines, cover) for term in ("CPT", "CIP")}
    onward = price_between(prices["CIP"].price, Terms("CIP"), Terms("DAP"), lines, cover)
    return {
        "CPT": prices["CPT"].price,
        "assurance": prices["CIP"].premium,
        "CIP": prices["CIP"].price,
        "post": onward.lines[-1].amount,
        "DAP": onward.price,
    }


def _i02(x: Figures) -> Figures:
    value = customs_value(x["CIP"], Terms("CIP"), {}).declared
    charged = duty(value, TariffLine(x["droits"])).duty
    near = [x["THC"], x["ISPS"], x["debarq"]]
    on = date(2020, 5, 11)
    vat = import_vat(value, charged, near, x["TVA"], on)
    other = import_vat(value, charged, [*near, x["transit"]], x["TVA"], on, rounding="down")
    costs = {name: x[name] for name in ("THC", "ISPS", "debarq", "transit", "livraison")}
    (landed,) = landed_cost([Goods("goods", 1, x["CIP"], duty=charged)], costs)
    return {
        "DD": charged,
        "assiette_TVA": vat.base,
        "TVA_brute": vat.vat,
        "TVA": vat.to_customs,
        "liquidation": charged + vat.to_customs,
        "alt_assiette": other.base,
        "alt_TVA": other.vat,
        "alt_liquidation": charged + other.to_customs,
        "cout_revient": landed.total,
    }


def _edge(holds: Callable[[float], bool], inside: float, outside: float) -> float:
    """The last figure, from one that holds towards one that does not, to a hundredth."""
    while abs(outside - inside) > 0.005:
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if holds(middle) else (inside, middle)
    return inside


def _credit(**terms: Any) -> Credit:
    held: Figures = {"expiry": date(2026, 3, 20), "amount": 1e6, **terms}
    return Credit(
        date(2026, 1, 5),
        currency="EUR",
        applicant="A",
        beneficiary="B",
        goods="wheat",
        documents=(Required("invoice"), Required("insurance")),
        partial=False,
        **held,
    )


def _clear(credit: Credit, code: str, **shown: Any) -> bool:
    papers = [
        Document(
            "invoice", issuer="B", addressee="A", currency="EUR", goods="wheat", **shown.get("invoice", {})
        ),
        Document("insurance", currency="EUR", **shown.get("insurance", {"amount": 1e9})),
    ]
    return code not in [one.code for one in check_presentation(credit, date(2026, 3, 2), papers)]


def _tolerances(x: Figures) -> Figures:
    quantity = x["quantity"]

    def bounds(**terms: Any) -> list[float]:
        credit = _credit(quantity=quantity, **terms)

        def low(units: float) -> bool:
            return _clear(credit, "quantity_under", invoice={"quantity": units})

        def high(units: float) -> bool:
            return _clear(credit, "quantity_over", invoice={"quantity": units})

        return [_edge(low, quantity, quantity / 2), _edge(high, quantity, quantity * 2)]

    about = _credit(about=("amount",), amount=quantity)
    return {
        "about": bounds(about=("quantity",)),
        "bulk": bounds(),
        "counted": bounds(counted=True),
        "about_amount": _edge(
            lambda amount: _clear(about, "overdrawn", invoice={"amount": amount}), quantity, 2 * quantity
        ),
    }


def _days(x: Figures) -> Figures:
    closed = [date.fromisoformat(day) for day in x["closed"]]
    found = presentation_days(
        _credit(expiry=date.fromisoformat(x["expiry"])), date.fromisoformat(x["shipped"])
    )
    last = examination_deadline(date.fromisoformat(x["presented"]), closed)
    return {"present_by": found.last_day.isoformat(), "examine_by": last.isoformat()}


def _cover(x: Figures) -> Figures:
    def enough(amount: float) -> bool:
        return _clear(
            _credit(), "insurance_low", invoice={"amount": x["cif"]}, insurance={"amount": round(amount, 2)}
        )

    least = next(cents / 100 for cents in range(11185400, 11185600) if enough(cents / 100))
    return {"least": least}


def _groups(x: Figures) -> Figures:
    def terms(line: str, payer: str) -> str:
        return " ".join(sorted(one.code for one in TERMS if who_pays(one.code, line) == payer))

    return {
        "seller_carries": terms("main_carriage", "seller"),
        "seller_insures": " ".join(sorted(one.code for one in TERMS if one.insurance)),
        "seller_clears_import": terms("import_clearance", "seller"),
        "buyer_clears_export": terms("export_clearance", "buyer"),
        "seller_unloads": terms("unloading", "seller"),
        "water": " ".join(sorted(one.code for one in TERMS if one.modes == "water")),
    }


def _hamilton(x: Figures) -> Figures:
    orders = [Order(f"o{at}", "x", units) for at, units in enumerate(x["asked"])]
    return {"given": [one.allocated for one in allocate(orders, {"x": x["stock"]}, "fair_share")]}


ANSWERS: dict[str, Callable[[Figures], Figures]] = {
    "T18": _t18,
    "I02": _i02,
    "ucp_tolerances": _tolerances,
    "ucp_days": _days,
    "ucp_cover": _cover,
    "incoterm_groups": _groups,
    "fair_share_hamilton": _hamilton,
}

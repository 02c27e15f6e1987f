"""Trade: Incoterms 2020, prices between terms, customs, origin, landed cost, documentary credits.

A term is its code, or a record of ``term``, ``delivery`` and ``destination`` (``premises`` or ``terminal``). Cost
lines are a record of amounts by ``packing loading pre_carriage export_clearance origin_terminal main_carriage
insurance destination_terminal import_clearance duties on_carriage unloading``.
"""

from __future__ import annotations

from cases.expressions import Function
from cases.functions.arguments import Record, figures, listed, text
from cases.functions.plans import figure
from cases.functions.shaped import amounts, day, days, flag, shaped, shaped_rows, texts, told
from cases.plain import Plain
from solvers.trade import (
    check_presentation,
    customs,
    documentary_credit,
    incoterms,
    landed_cost,
    origin,
    price_build_up,
)
from solvers.trade.price_build_up import Cover, Terms


# -- Incoterms --------------------------------------------------------------------------------------
def _terms(value: object) -> Terms:
    return Terms(value) if isinstance(value, str) else shaped(Terms, value)


def _places(delivery: object, destination: object) -> tuple[str, str | None]:
    return text(delivery), None if destination is None else text(destination)


def _incoterm(code: object) -> Record:
    """A rule: names, modes (``any`` or ``water``), group, named place, ``insurance`` (None: no duty to insure)."""
    rule = incoterms.incoterm(text(code))
    return {
        "code": rule.code,
        "name_fr": rule.name_fr,
        "name_en": rule.name_en,
        "modes": rule.modes,
        "group": rule.group,
        "named_place": rule.named_place,
        "insurance": None if rule.insurance is None else told(rule.insurance),
    }


def _who_pays(term: object, line: object, delivery: object = "premises", destination: object = None) -> str:
    """``seller`` or ``buyer``: who pays a cost line."""
    return incoterms.who_pays(text(term), text(line), *_places(delivery, destination))


def _cost_payers(term: object, delivery: object = "premises", destination: object = None) -> Record:
    """``seller`` or ``buyer`` for each cost line."""
    return {**incoterms.payers(text(term), *_places(delivery, destination))}


def _risk_until(term: object, delivery: object = "premises", destination: object = None) -> str:
    """The stage up to which the seller bears the risk."""
    return incoterms.risk_until(text(term), *_places(delivery, destination))


def _risk_bearer(term: object, leg: object, delivery: object = "premises", destination: object = None) -> str:
    """``seller`` or ``buyer``: who bears a loss on a leg."""
    return incoterms.risk_bearer(text(term), text(leg), *_places(delivery, destination))


# -- prices -----------------------------------------------------------------------------------------
def _cover(value: object) -> Cover | None:
    return None if value is None else shaped(Cover, value)


def _price_at(term: object, goods: object, lines: object, insurance: object = None) -> Record:
    """The price at a term from that of the goods ex works, with the lines that build it."""
    return told(price_build_up.price_at(_terms(term), figure(goods), amounts(lines), _cover(insurance)))


def _price_between(
    price: object, known: object, wanted: object, lines: object, insurance: object = None
) -> Record:
    """A price at one term carried to another, with the lines that change sides."""
    return told(
        price_build_up.price_between(
            figure(price), _terms(known), _terms(wanted), amounts(lines), _cover(insurance)
        )
    )


def _premium(carriage_paid: object, rate: object, cover: object = 1.1, basis: object = "insured") -> float:
    """The premium on a price through the main carriage: on the price that holds it, or on the price ``before`` it."""
    return price_build_up.insurance_premium(
        figure(carriage_paid),
        figure(rate),
        figure(cover),
        text(basis),  # type: ignore[arg-type]  # a word that it refuses itself
    )


# -- customs ----------------------------------------------------------------------------------------
def _named(found: tuple[tuple[str, float], ...]) -> list[Plain]:
    return [{"line": name, "amount": amount} for name, amount in found]


def _customs_value(
    price: object,
    term: object,
    lines: object,
    insurance: object = None,
    share_before: object = 1.0,
    additions: object = None,
    deductions: object = None,
    exchange_rate: object = 1.0,
    rounding: object = "nearest",
) -> Record:
    """The customs value: ``added`` and ``deducted`` lines, ``value``, ``local`` and ``declared``."""
    found = customs.customs_value(
        figure(price),
        _terms(term),
        amounts(lines),
        insurance=_cover(insurance),
        share_before=figure(share_before),
        additions=amounts(additions or {}),
        deductions=amounts(deductions or {}),
        exchange_rate=figure(exchange_rate),
        rounding=text(rounding),  # type: ignore[arg-type]  # as above
    )
    return {**told(found), "added": _named(found.added), "deducted": _named(found.deducted)}


def _duty(
    value: object,
    line: object,
    quantity: object = 0,
    preferential: object = False,
    rounding: object = "nearest",
) -> Record:
    """Duty and anti-dumping duty by a tariff line."""
    return told(
        customs.duty(
            figure(value),
            shaped(customs.TariffLine, line),
            figure(quantity),
            preferential=flag(preferential),
            rounding=text(rounding),  # type: ignore[arg-type]  # as above
        )
    )


def _import_vat(
    value: object,
    duties: object,
    ancillary: object,
    rate: object,
    on: object,
    registered: object = True,
    authorised: object = False,
    rounding: object = "nearest",
) -> Record:
    """Import VAT: base, amount, what goes to the customs and what on the return."""
    return told(
        customs.import_vat(
            figure(value),
            figure(duties),
            figures(ancillary),
            figure(rate),
            day(on),
            registered=flag(registered),
            authorised=flag(authorised),
            rounding=text(rounding),  # type: ignore[arg-type]  # as above
        )
    )


def _origin(
    code: object, ex_works_price: object, materials: object, rule: object, minimal: object = False
) -> Record:
    """Whether goods originate under a rule, and why."""
    return told(
        origin.preferential_origin(
            text(code),
            figure(ex_works_price),
            shaped_rows(origin.Material, materials),
            shaped(origin.OriginRule, rule, {"kinds": texts}),
            minimal=flag(minimal),
        )
    )


def _landed(
    lines: object, costs: object, exchange_rate: object = 1.0, shared_by: object = "value"
) -> list[Plain]:
    """The cost of each line at the door, per unit too."""
    found = landed_cost.landed_cost(
        shaped_rows(landed_cost.Goods, lines),
        amounts(costs),
        figure(exchange_rate),
        text(shared_by),  # type: ignore[arg-type]  # as above
    )
    return [told(one) for one in found]


# -- documentary credits ----------------------------------------------------------------------------
def _required(table: object) -> tuple[documentary_credit.Required, ...]:
    return tuple(
        documentary_credit.Required(row) if isinstance(row, str) else shaped(documentary_credit.Required, row)
        for row in listed(table)
    )


def _credit(record: object) -> documentary_credit.Credit:
    return shaped(documentary_credit.Credit, record, {"documents": _required})


def _presentation_days(credit: object, shipped: object = None, closed: object = ()) -> Record:
    """The last day to present documents, by the shipment and by the expiry."""
    when = None if shipped is None else day(shipped)
    return told(documentary_credit.presentation_days(_credit(credit), when, days(closed)))


def _examination_deadline(presented: object, closed: object = ()) -> str:
    """The last of the bank's five banking days."""
    return documentary_credit.examination_deadline(day(presented), days(closed)).isoformat()


def _check_presentation(
    credit: object, presented: object, documents: object, closed: object = ()
) -> list[Plain]:
    """Discrepancies: rows of ``code document kind field found due article``; ``document`` counts from 0."""
    found = check_presentation.check_presentation(
        _credit(credit), day(presented), shaped_rows(documentary_credit.Document, documents), days(closed)
    )
    return [told(one) for one in found]


FUNCTIONS: dict[str, Function] = {
    "incoterm": _incoterm,
    "incoterm_allowed": lambda term, mode: incoterms.allowed(text(term), text(mode)),
    "who_pays": _who_pays,
    "cost_payers": _cost_payers,
    "risk_until": _risk_until,
    "risk_bearer": _risk_bearer,
    "price_at": _price_at,
    "price_between": _price_between,
    "insurance_premium": _premium,
    "customs_value": _customs_value,
    "duty": _duty,
    "import_vat": _import_vat,
    "preferential_origin": _origin,
    "landed_lines": _landed,
    "presentation_days": _presentation_days,
    "examination_deadline": _examination_deadline,
    "check_presentation": _check_presentation,
}

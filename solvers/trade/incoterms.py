"""Questions to the Incoterms: what a rule says, who pays a cost, who bears a risk, whether it suits a mode."""

from __future__ import annotations

from typing import Literal

from solvers.errors import SolverError
from solvers.trade.incoterms_2020 import COST_LINES, MODES, STAGES, TERMS, Incoterm

__all__ = [
    "LEGS",
    "Delivery",
    "Destination",
    "Party",
    "allowed",
    "incoterm",
    "payers",
    "risk_bearer",
    "risk_until",
    "who_pays",
]

Party = Literal["seller", "buyer"]
Delivery = Literal["premises", "terminal"]
Destination = Literal["terminal", "premises"]

_BY_CODE = {one.code: one for one in TERMS}
# A leg ends at a stage: damage on it is the seller's while risk has not passed before its end.
_LEG_ENDS = {
    "loading": "loaded",
    "pre_carriage": "origin_terminal",
    "origin_terminal": "on_board",
    "main_carriage": "destination_terminal",
    "destination_terminal": "terminal_unloaded",
    "on_carriage": "destination",
    "unloading": "destination_unloaded",
}
LEGS = tuple(_LEG_ENDS)


def incoterm(code: str) -> Incoterm:
    """Give the rule of a three-letter code, as its capitals are written.

    SolverError for a code that Incoterms 2020 does not hold.

    Source: ICC, Incoterms 2020 (see ``incoterms_2020``).

    >>> incoterm("FCA").name_en, incoterm("CIF").insurance.clauses
    ('Free Carrier', 'ICC (C)')
    """
    if not isinstance(code, str) or code not in _BY_CODE:
        raise SolverError("term", code, "one_of", words=", ".join(_BY_CODE))
    return _BY_CODE[code]


def allowed(term: str, mode: str) -> bool:
    """Tell whether a rule suits a mode of the main carriage.

    ``mode`` is ``road``, ``rail``, ``air``, ``sea``, ``inland_waterway`` or ``multimodal`` (containers handed over at
    a terminal are multimodal, and call for FCA, CPT or CIP). SolverError for another.

    Source: as :func:`incoterm`.

    >>> allowed("FOB", "air"), allowed("FOB", "sea"), allowed("FCA", "sea")
    (False, True, True)
    """
    rule = incoterm(term)
    if mode not in MODES:
        raise SolverError("mode", mode, "one_of", words=", ".join(MODES))
    return rule.modes == "any" or mode in {"sea", "inland_waterway"}


def payers(term: str, delivery: str = "premises", destination: str | None = None) -> dict[str, Party]:
    """Give who pays each cost line under a rule.

    ``delivery`` (of FCA): at the seller's ``premises`` or at a ``terminal``; ``destination`` (of CPT, CIP and group
    D): a ``terminal`` of arrival or the buyer's ``premises``; left out, a terminal for CPT and CIP, the buyer's
    premises for group D. SolverError for another word.

    Source: as :func:`incoterm`, articles A9 and B9.

    >>> [line for line, payer in payers("FOB").items() if payer == "seller"]
    ['packing', 'loading', 'pre_carriage', 'export_clearance', 'origin_terminal']
    """
    rule = incoterm(term)
    at, to = _places(rule, delivery, destination)
    sellers = {"S"} | ({"o"} if at == "terminal" else set()) | ({"d"} if to == "premises" else set())
    return {
        line: "seller" if letter in sellers else "buyer"
        for line, letter in zip(COST_LINES, rule.payers, strict=True)
    }


def who_pays(term: str, line: str, delivery: str = "premises", destination: str | None = None) -> Party:
    """Tell who pays one cost line under a rule.

    Arguments and refusals as in :func:`payers`; SolverError too for a line that ``COST_LINES`` does not hold.

    Source: as :func:`payers`.

    >>> who_pays("DAP", "duties"), who_pays("DDP", "duties"), who_pays("DPU", "unloading")
    ('buyer', 'seller', 'seller')
    """
    if line not in COST_LINES:
        raise SolverError("line", line, "one_of", words=", ".join(COST_LINES))
    return payers(term, delivery, destination)[line]


def risk_until(term: str, delivery: str = "premises", destination: str | None = None) -> str:
    """Give the stage up to which the seller bears the risk, one of ``STAGES``.

    Arguments and refusals as in :func:`payers`; for CPT and CIP ``delivery`` is where the first carrier takes the
    goods over, since the named place of destination does not move the risk.

    Source: as :func:`incoterm`, articles A2 and A3.

    >>> risk_until("CIF"), risk_until("CIP"), risk_until("DAP")
    ('on_board', 'loaded', 'destination')
    """
    rule = incoterm(term)
    at, to = _places(rule, delivery, destination)
    place = to if rule.group == "D" else at
    return rule.risk_premises if place == "premises" else rule.risk_terminal


def risk_bearer(term: str, leg: str, delivery: str = "premises", destination: str | None = None) -> Party:
    """Tell who bears a loss that happens on a leg of the journey.

    ``leg`` is one of ``LEGS``; other arguments and refusals as in :func:`risk_until`. Loading aboard belongs to
    ``origin_terminal``.

    Source: as :func:`risk_until`.

    >>> risk_bearer("CPT", "main_carriage"), risk_bearer("FOB", "pre_carriage"), risk_bearer("DPU", "unloading")
    ('buyer', 'seller', 'seller')
    """
    if leg not in _LEG_ENDS:
        raise SolverError("leg", leg, "one_of", words=", ".join(LEGS))
    passes = STAGES.index(risk_until(term, delivery, destination))
    return "seller" if passes >= STAGES.index(_LEG_ENDS[leg]) else "buyer"


def _places(rule: Incoterm, delivery: str, destination: str | None) -> tuple[str, str]:
    for name, value in (("delivery", delivery), ("destination", destination)):
        if value not in {"premises", "terminal"} and not (name == "destination" and value is None):
            raise SolverError(name, value, "one_of", words="premises, terminal")
    usual = "premises" if rule.group == "D" else "terminal"
    return delivery, usual if destination is None else destination

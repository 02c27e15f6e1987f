"""The eleven Incoterms 2020 as data, in force since 2020-01-01: this file and nothing else to change with the rules.

Source: ICC, Incoterms 2020, publication 723 (articles A2/B2 delivery, A3/B3 risk, A4, A5, A7, A9/B9 costs), as French
courses tabulate it; recalled, not re-read. What the rules leave to the contract of carriage is said in ``NOTES``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = [
    "COST_LINES",
    "EDITION",
    "IN_FORCE",
    "MODES",
    "NOTES",
    "STAGES",
    "TERMS",
    "Incoterm",
    "Insurance",
    "Modes",
]

EDITION = "Incoterms 2020"
IN_FORCE = "2020-01-01"

Modes = Literal["any", "water"]
MODES = ("road", "rail", "air", "sea", "inland_waterway", "multimodal")

# In the order of the journey; duties: customs duty and import VAT.
COST_LINES = (
    "packing",
    "loading",
    "pre_carriage",
    "export_clearance",
    "origin_terminal",
    "main_carriage",
    "insurance",
    "destination_terminal",
    "import_clearance",
    "duties",
    "on_carriage",
    "unloading",
)

# Where risk may pass, in the order of the journey. At "origin_terminal" the goods are still on the seller's
# vehicle; at "destination_terminal" and "destination" on the one that arrives; "..._unloaded" after it.
STAGES = (
    "seller_premises",
    "loaded",
    "origin_terminal",
    "alongside",
    "on_board",
    "destination_terminal",
    "terminal_unloaded",
    "destination",
    "destination_unloaded",
)


@dataclass(frozen=True, slots=True)
class Insurance:
    """What the seller must insure for the buyer: the clauses, and the cover as a multiple of the price."""

    clauses: str
    cover: float


@dataclass(frozen=True, slots=True)
class Incoterm:
    """A rule: names, modes, the named place, who pays each cost line, where risk passes, the duty to insure.

    ``payers`` has a letter for each of ``COST_LINES``: S seller, B buyer, o the seller where delivery is at a
    terminal rather than at the seller's premises, d the seller where the named destination is the buyer's place
    rather than a terminal. ``risk_premises``, ``risk_terminal`` are the stages where risk passes in these two
    cases (of the delivery for groups E, F and C, of the destination for group D).
    """

    code: str
    name_fr: str
    name_en: str
    modes: Modes
    group: Literal["E", "F", "C", "D"]
    named_place: Literal["delivery", "port_of_shipment", "port_of_destination", "destination"]
    payers: str
    risk_premises: str
    risk_terminal: str
    insurance: Insurance | None = None


TERMS: tuple[Incoterm, ...] = (
    Incoterm(
        "EXW",
        "À l’usine",
        "Ex Works",
        "any",
        "E",
        "delivery",
        "SBBBBBBBBBBB",
        "seller_premises",
        "seller_premises",
    ),
    Incoterm(
        "FCA",
        "Franco transporteur",
        "Free Carrier",
        "any",
        "F",
        "delivery",
        "SSoSBBBBBBBB",
        "loaded",
        "origin_terminal",
    ),
    Incoterm(
        "CPT",
        "Port payé jusqu’à",
        "Carriage Paid To",
        "any",
        "C",
        "destination",
        "SSSSSSBdBBdB",
        "loaded",
        "origin_terminal",
    ),
    Incoterm(
        "CIP",
        "Port payé, assurance comprise, jusqu’à",
        "Carriage and Insurance Paid To",
        "any",
        "C",
        "destination",
        "SSSSSSSdBBdB",
        "loaded",
        "origin_terminal",
        Insurance("ICC (A)", 1.1),
    ),
    Incoterm(
        "DAP",
        "Rendu au lieu de destination",
        "Delivered at Place",
        "any",
        "D",
        "destination",
        "SSSSSSSdBBdB",
        "destination",
        "destination_terminal",
    ),
    Incoterm(
        "DPU",
        "Rendu au lieu de destination déchargé",
        "Delivered at Place Unloaded",
        "any",
        "D",
        "destination",
        "SSSSSSSSBBdd",
        "destination_unloaded",
        "terminal_unloaded",
    ),
    Incoterm(
        "DDP",
        "Rendu droits acquittés",
        "Delivered Duty Paid",
        "any",
        "D",
        "destination",
        "SSSSSSSdSSdB",
        "destination",
        "destination_terminal",
    ),
    Incoterm(
        "FAS",
        "Franco le long du navire",
        "Free Alongside Ship",
        "water",
        "F",
        "port_of_shipment",
        "SSSSBBBBBBBB",
        "alongside",
        "alongside",
    ),
    Incoterm(
        "FOB",
        "Franco à bord",
        "Free On Board",
        "water",
        "F",
        "port_of_shipment",
        "SSSSSBBBBBBB",
        "on_board",
        "on_board",
    ),
    Incoterm(
        "CFR",
        "Coût et fret",
        "Cost and Freight",
        "water",
        "C",
        "port_of_destination",
        "SSSSSSBBBBBB",
        "on_board",
        "on_board",
    ),
    Incoterm(
        "CIF",
        "Coût, assurance et fret",
        "Cost, Insurance and Freight",
        "water",
        "C",
        "port_of_destination",
        "SSSSSSSBBBBB",
        "on_board",
        "on_board",
        Insurance("ICC (C)", 1.1),
    ),
)

# What the table above settles by usage: a contract may say otherwise.
NOTES: dict[str, dict[str, str]] = {
    "insurance": {
        "fr": (
            "Seuls CIF et CIP obligent à assurer pour le compte de l’acheteur ; ailleurs, la ligne va à qui "
            "supporte le risque du transport principal et choisit de s’assurer."
        ),
        "en": (
            "Only CIF and CIP oblige the seller to insure for the buyer; elsewhere the line goes to the party who "
            "bears the risk of the main carriage and chooses to insure."
        ),
    },
    "destination_terminal": {
        "fr": (
            "En CPT, CIP, CFR et CIF, la manutention à l’arrivée est au vendeur si son contrat de transport la "
            "comprend."
        ),
        "en": (
            "Under CPT, CIP, CFR and CIF, handling on arrival falls on the seller where the contract of carriage "
            "includes it."
        ),
    },
    "export_clearance": {
        "fr": "En EXW, les formalités d’export sont à l’acheteur, qui peut ne pas pouvoir les accomplir.",
        "en": "Under EXW, export formalities are the buyer’s, who may be unable to carry them out.",
    },
}

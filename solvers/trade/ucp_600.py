"""What UCP 600 fixes, as data: delays, tolerances, and the article behind each discrepancy.

Source: ICC, Uniform Customs and Practice for Documentary Credits, publication 600, in force since 2007-07-01; recalled
and held against the project's conventions, not re-read.
"""

from __future__ import annotations

__all__ = [
    "ABOUT",
    "ARTICLES",
    "EXAMINATION_DAYS",
    "IN_FORCE",
    "LEAST_COVER",
    "ON_OR_ABOUT_DAYS",
    "PRESENTATION_DAYS",
    "QUANTITY_TOLERANCE",
    "SHORT_DRAWING",
    "TRANSPORT_ARTICLES",
]

IN_FORCE = "2007-07-01"
EXAMINATION_DAYS = 5  # banking days after the day of presentation: 14 b
PRESENTATION_DAYS = 21  # calendar days after shipment, for an original transport document: 14 c
ABOUT = 0.10  # "about" or "approximately" on amount, quantity or unit price: 30 a
QUANTITY_TOLERANCE = 0.05  # on a quantity not in packing units or individual items: 30 b
SHORT_DRAWING = 0.05  # less drawn where the quantity is shipped in full: 30 c
LEAST_COVER = 1.10  # of the CIF or CIP value: 28 f ii
ON_OR_ABOUT_DAYS = 5  # "on or about" a date: 3

# Discrepancy -> the article that makes it one.
ARTICLES: dict[str, str] = {
    "expired": "6 e",
    "late_presentation": "14 c",
    "late_shipment": "20 a ii",
    "missing_document": "14 a",
    "too_few_originals": "17 a",
    "not_full_set": "20 a iv",
    "unsigned": "14 f",
    "dated_after_presentation": "14 i",
    "wrong_issuer": "18 a i",
    "wrong_applicant": "18 a ii",
    "wrong_currency": "18 a iii",
    "overdrawn": "18 b",
    "short_drawn": "30 c",
    "amount_not_counted": "14 d",
    "goods_description": "18 c",
    "goods_conflict": "14 e",
    "wrong_incoterm": "18 c",
    "wrong_unit_price": "30 a",
    "quantity_over": "30 b",
    "quantity_under": "30 b",
    "partial_shipment": "31 a",
    "transhipment": "20 c",
    "not_on_board": "20 a ii",
    "not_clean": "27",
    "on_deck": "26 a",
    "charter_party": "20 a vi",
    "carrier_not_named": "20 a i",
    "wrong_loading": "20 a iii",
    "wrong_discharge": "20 a iii",
    "wrong_consignee": "14 j",
    "wrong_notify": "14 j",
    "wrong_freight": "14 d",
    "not_endorsed": "14 d",
    "insurance_low": "28 f ii",
    "insurance_currency": "28 f i",
    "insurance_late": "28 e",
    "insurance_cover_note": "28 c",
    "insurance_risks": "28 g",
    "conflict": "14 d",
}

# Where another article than the bill of lading's rules the same point, by kind of transport document.
TRANSPORT_ARTICLES: dict[str, dict[str, str]] = {
    "bill_of_lading": {},
    "multimodal": {
        "late_shipment": "19 a ii",
        "not_on_board": "19 a ii",
        "wrong_loading": "19 a iii",
        "wrong_discharge": "19 a iii",
        "not_full_set": "19 a iv",
        "charter_party": "19 a vi",
        "transhipment": "19 c",
        "carrier_not_named": "19 a i",
        "unsigned": "19 a i",
    },
    "sea_waybill": {
        "late_shipment": "21 a ii",
        "not_on_board": "21 a ii",
        "wrong_loading": "21 a iii",
        "wrong_discharge": "21 a iii",
        "not_full_set": "21 a iv",
        "charter_party": "21 a vi",
        "transhipment": "21 c",
        "carrier_not_named": "21 a i",
        "unsigned": "21 a i",
    },
    "air_waybill": {
        "late_shipment": "23 a iii",
        "wrong_loading": "23 a iv",
        "wrong_discharge": "23 a iv",
        "too_few_originals": "23 a v",
        "transhipment": "23 c",
        "carrier_not_named": "23 a i",
        "unsigned": "23 a i",
    },
    "cmr": {
        "late_shipment": "24 a ii",
        "wrong_loading": "24 a iii",
        "wrong_discharge": "24 a iii",
        "too_few_originals": "24 b",
        "transhipment": "24 e",
        "carrier_not_named": "24 a i",
        "unsigned": "24 a i",
    },
}

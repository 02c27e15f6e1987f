"""Trade from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

CREDIT: dict[str, Plain] = {
    "issued": "2026-01-05",
    "expiry": "2026-03-20",
    "amount": 50000,
    "currency": "EUR",
    "applicant": "Nordic Pumps AS",
    "beneficiary": "Hydro Loire SAS",
    "goods": "120 centrifugal pumps",
    "documents": ["invoice", {"kind": "bill_of_lading", "originals": 3, "full_set": True}],
    "latest_shipment": "2026-02-28",
}
NAMES: dict[str, Plain] = {
    "lines": {"pre_carriage": 400, "main_carriage": 600, "on_carriage": 250},
    "credit": CREDIT,
    "papers": [
        {
            "kind": "invoice",
            "dated": "2026-02-20",
            "issuer": "HYDRO LOIRE SAS",
            "addressee": "Nordic Pumps AS",
            "currency": "EUR",
            "amount": 50000,
            "goods": "120 centrifugal pumps, FOB Nantes",
        },
        {
            "kind": "bill_of_lading",
            "dated": "2026-02-26",
            "shipped": "2026-02-26",
            "originals": 3,
            "carrier": "Ligne Ouest",
            "goods": "pumps",
        },
    ],
    "parts": [
        {"material": "motor", "code": "8501 52", "value": 40, "origin": "CN"},
        {"material": "body", "code": "8413 91", "value": 30, "origin": "FR"},
    ],
}
WORKS: dict[str, tuple[str, Plain]] = {
    "incoterm": ("incoterm('CIP').insurance", {"clauses": "ICC (A)", "cover": 1.1}),
    "incoterm_allowed": ("[incoterm_allowed('FOB', 'air'), incoterm_allowed('FCA', 'sea')]", [False, True]),
    "who_pays": (
        "[who_pays('FCA', 'pre_carriage'), who_pays('FCA', 'pre_carriage', 'terminal'), who_pays('DAP', 'duties')]",
        ["buyer", "seller", "buyer"],
    ),
    "cost_payers": ("[k for k, v in zip(['a'], values_of(cost_payers('EXW'))[:1]) if v == 'seller']", ["a"]),
    "risk_until": ("[risk_until('CIF'), risk_until('CIP')]", ["on_board", "loaded"]),
    "risk_bearer": ("risk_bearer('CPT', 'main_carriage')", "buyer"),
    "price_at": ("price_at('CPT', 9000, lines).price", 10000.0),
    "price_between": ("price_between(10000, 'CPT', 'DAP', lines).price", 10250.0),
    "insurance_premium": ("insurance_premium(10000, 0.005)", 55.3042),
    "customs_value": ("customs_value(9400, 'FOB', lines, share_before=0.5).declared", 9700.0),
    "duty": ("duty(117728, {'rate': 0.011}).duty", 1295.0),
    "import_vat": ("import_vat(117728, 1295, [195, 18, 17], 0.2, '2026-05-04').on_return", 23851.0),
    "preferential_origin": (
        "preferential_origin('8413 70', 100, parts, {'kinds': ['value'], 'most_foreign': 0.4, 'partners': ['FR']})"
        ".originating",
        True,
    ),
    "landed_lines": (
        "landed_lines([{'item': 'A', 'quantity': 10, 'unit_price': 50, 'duty': 15}], {'freight': 35}, 0.9)[0].per_unit",
        50.0,
    ),
    "presentation_days": ("presentation_days(credit, '2026-02-26').last_day", "2026-03-19"),
    "examination_deadline": ("examination_deadline('2026-05-12', ['2026-05-14'])", "2026-05-20"),
    "check_presentation": ("check_presentation(credit, '2026-03-06', papers)", []),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "incoterm": [("incoterm('DAT')", "expression_call"), ("incoterm(3)", "expression_type")],
    "incoterm_allowed": [("incoterm_allowed('FCA', 'drone')", "expression_call")],
    "who_pays": [
        ("who_pays('FCA', 'freight')", "expression_call"),
        ("who_pays('FCA', 'loading', 'factory')", "expression_call"),
    ],
    "cost_payers": [("cost_payers('fob')", "expression_call")],
    "risk_until": [("risk_until('XXX')", "expression_call")],
    "risk_bearer": [("risk_bearer('FOB', 'insurance')", "expression_call")],
    "price_at": [
        ("price_at('CIF', 100, {'freight': 3})", "expression_call"),
        ("price_at('CIF', 100, {'insurance': 3}, {'rate': 0.01})", "expression_call"),
        ("price_at('CIF', 100, {}, {'taux': 0.01})", "expression_field"),
        ("price_at({'delivery': 'terminal'}, 100, {})", "table_field"),
        ("price_at('CIF', 100, 3)", "expression_type"),
    ],
    "price_between": [("price_between(100, 'DAP', 'EXW', lines)", "expression_call")],
    "insurance_premium": [
        ("insurance_premium(100, 0.95)", "expression_call"),
        ("insurance_premium(100, 0.01, 1.1, 'cif')", "expression_call"),
    ],
    "customs_value": [
        ("customs_value(100, 'CIF', {}, share_before=2)", "expression_call"),
        ("customs_value('x', 'CIF', {})", "expression_type"),
        ("customs_value(100, 'FOB', {}, rounding='up')", "expression_call"),
    ],
    "duty": [
        ("duty(100, {'rate': 0.1}, preferential=True)", "expression_call"),
        ("duty(100, {'taux': 0.1})", "expression_field"),
        ("duty(100, {'rate': 45})", "expression_call"),
        ("duty(100, {'rate': 0.1}, 0, 1)", "expression_type"),
    ],
    "import_vat": [
        ("import_vat(100, 0, [], 20, '2026-05-04')", "expression_call"),
        ("import_vat(100, 0, [], 0.2, '04/05/2026')", "date_unreadable"),
    ],
    "preferential_origin": [
        ("preferential_origin('84', 100, parts, {'kinds': ['value']})", "expression_call"),
        ("preferential_origin('8413', 100, parts, {'kinds': ['valeur']})", "expression_call"),
        ("preferential_origin('8413', 100, parts, {'kinds': []})", "expression_call"),
        ("preferential_origin('8413', 100, [{'material': 'x'}], {'kinds': ['value']})", "table_field"),
    ],
    "landed_lines": [
        ("landed_lines([], {})", "expression_call"),
        (
            "landed_lines([{'item': 'A', 'quantity': 1, 'unit_price': 5}], {'freight': 3}, shared_by='weight')",
            "expression_call",
        ),
    ],
    "presentation_days": [("presentation_days({'issued': '2026-01-05'}, None)", "table_field")],
    "examination_deadline": [("examination_deadline('tomorrow')", "date_unreadable")],
    "check_presentation": [
        ("check_presentation(credit, '2026-03-06', [{'kind': 'bill'}])", "expression_call"),
        ("check_presentation(credit, '2026-03-06', [{'kind': 'invoice', 'amonut': 3}])", "expression_field"),
        ("check_presentation(credit, '2026-03-06', 3)", "expression_type"),
    ],
}


def test_a_presentation_as_a_case_reads_it() -> None:
    late = value("check_presentation(credit, '2026-03-23', papers)", NAMES)
    assert isinstance(late, list)
    assert [
        (one["code"], one["found"], one["due"], one["article"]) for one in late if isinstance(one, dict)
    ] == [
        ("expired", "2026-03-23", "2026-03-20", "6 e"),
        ("late_presentation", "2026-03-23", "2026-03-19", "14 c"),
    ]


def test_a_price_as_a_case_reads_it() -> None:
    found = value(
        "price_at({'term': 'CPT', 'destination': 'premises'}, 9000, lines, {'rate': 0.01}).lines", NAMES
    )
    assert found == [
        {"line": "pre_carriage", "amount": 400.0, "price": 9400.0},
        {"line": "main_carriage", "amount": 600.0, "price": 10000.0},
        {"line": "on_carriage", "amount": 250.0, "price": 10250.0},
    ]
    assert value("customs_value(9400, 'FOB', lines).added", NAMES) == [
        {"line": "main_carriage", "amount": 600.0}
    ]


def test_the_examples_cover_the_list() -> None:
    check_listed("trade", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)

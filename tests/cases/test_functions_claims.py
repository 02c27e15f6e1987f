"""Claims from a case: an example of each function, and what is refused."""

from __future__ import annotations

import pytest
from function_contract import check_listed, check_refuses, check_works, every_refusal, value

from cases.plain import Plain

NAMES: dict[str, Plain] = {}
WORKS: dict[str, tuple[str, Plain]] = {
    "liability_text": ("liability_text('montreal', '2024-12-27').per_kg", 22.0),
    "liability": (
        "liability('standard_contract', '2026-03-02', 900, 15, packages=1, total_kg=800).compensation",
        495.0,
    ),
    "delay_liability": ("delay_liability('cmr', '2026-03-02', 5000, carriage=1200).compensation", 1200.0),
    "claim_deadline": (
        "claim_deadline('cmr', 'hidden', '2026-07-10', french_holidays(2026)).last_day",
        "2026-07-20",
    ),
    "presumed_lost": ("presumed_lost('cmr', '2026-03-02')", "2026-04-01"),
    "french_holidays": ("french_holidays(2026)[2]", "2026-05-01"),
}
REFUSES: dict[str, list[tuple[str, str]]] = {
    "liability_text": [
        ("liability_text('warsaw', '2026-03-02')", "expression_call"),
        ("liability_text('montreal', '2001-03-02')", "expression_call"),
        ("liability_text('standard_contract', '2026-03-02')", "expression_call"),
    ],
    "liability": [
        ("liability('cmr', '2026-03-02', 900, 15)", "expression_call"),
        ("liability('hague_visby', '2026-03-02', 900, 15, sdr_rate=1.2)", "expression_call"),
        ("liability('cmr', '2026-03-02', 900, 150, total_kg=100, sdr_rate=1.2)", "expression_call"),
        ("liability('cmr', '2026-03-02', 900, [], sdr_rate=1.2)", "expression_call"),
        ("liability('cmr', '2026-03-02', 900, 15, packages=0, sdr_rate=1.2)", "expression_type"),
        ("liability('cmr', '2026-03-02', 900, 15, charges=50, sdr_rate=1.2)", "expression_call"),
    ],
    "delay_liability": [
        ("delay_liability('hague_visby', '2026-03-02', 900, carriage=50)", "expression_call"),
        ("delay_liability('cmr', '2026-03-02', 900)", "expression_call"),
        ("delay_liability('montreal', '2026-03-02', 900, sdr_rate=1.2)", "expression_call"),
    ],
    "claim_deadline": [
        ("claim_deadline('cmr', 'lost', '2026-07-10')", "expression_call"),
        ("claim_deadline('hague_visby', 'delay', '2026-07-10')", "expression_call"),
        ("claim_deadline('cmr', 'hidden', 'friday')", "date_unreadable"),
    ],
    "presumed_lost": [("presumed_lost('uncitral', '2026-07-10')", "expression_call")],
    "french_holidays": [
        ("french_holidays(1200)", "expression_call"),
        ("french_holidays(2026.5)", "expression_type"),
    ],
}


def test_a_claim_as_a_case_reads_it() -> None:
    found = value("liability('cmr', '2026-03-02', 3000, 200, total_kg=1000, sdr_rate=1.2, charges=500)")
    assert isinstance(found, dict)
    assert found["limits"] == [{"rule": "per_kg", "amount": pytest.approx(1999.2)}]
    assert (found["applies"], found["paid_by"], found["article"]) == ("per_kg", "limit", "23.3")
    assert (found["refunded"], found["uncovered"]) == (100.0, pytest.approx(1000.8))
    row = value("liability_text('cmr', '2026-03-02')")
    assert isinstance(row, dict)
    assert row["hidden"] == {"days": 7, "count": "working", "form": "writing", "article": "30.1"}
    assert row["since"] == "1980-12-28"


def test_the_examples_cover_the_list() -> None:
    check_listed("claims", WORKS, REFUSES)


@pytest.mark.parametrize("name", sorted(WORKS))
def test_a_listed_function_works(name: str) -> None:
    check_works(name, WORKS, NAMES)


@pytest.mark.parametrize(("source", "code"), every_refusal(REFUSES))
def test_a_listed_function_refuses(source: str, code: str) -> None:
    check_refuses(source, code, NAMES)

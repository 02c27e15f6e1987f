"""Incoterms 2020: what each rule adds to another, where risk passes, prices that go round the rules and come back."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.trade.incoterms import LEGS, allowed, incoterm, payers, risk_bearer, risk_until
from solvers.trade.incoterms_2020 import COST_LINES, MODES, STAGES, TERMS
from solvers.trade.price_build_up import Cover, Terms, insurance_premium, price_at, price_between

CODES = [one.code for one in TERMS]


def sellers(term: str, delivery: str = "premises", destination: str | None = None) -> set[str]:
    return {line for line, payer in payers(term, delivery, destination).items() if payer == "seller"}


def test_eleven_rules_each_whole() -> None:
    assert sorted(CODES) == sorted(
        ["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"]
    )
    assert [code for code in CODES if incoterm(code).modes == "water"] == ["FAS", "FOB", "CFR", "CIF"]
    for one in TERMS:
        assert len(one.payers) == len(COST_LINES)
        assert {one.risk_premises, one.risk_terminal} <= set(STAGES)
    assert [code for code in CODES if incoterm(code).insurance] == ["CIP", "CIF"]


@pytest.mark.parametrize(
    ("less", "more", "added"),
    [
        ("EXW", "FCA", {"loading", "export_clearance"}),
        ("FCA", "FAS", {"pre_carriage"}),
        ("FAS", "FOB", {"origin_terminal"}),
        ("FOB", "CFR", {"main_carriage"}),
        ("CFR", "CIF", {"insurance"}),
        ("CPT", "CIP", {"insurance"}),
        ("CIP", "DAP", {"destination_terminal", "on_carriage"}),
        ("DAP", "DPU", {"unloading"}),
        ("DAP", "DDP", {"import_clearance", "duties"}),
    ],
)
def test_what_a_rule_adds(less: str, more: str, added: set[str]) -> None:
    assert sellers(more) - sellers(less) == added
    assert not sellers(less) - sellers(more)


def test_named_places_move_costs_and_risk() -> None:
    assert sellers("FCA", "terminal") - sellers("FCA") == {"pre_carriage"}
    assert sellers("CPT", destination="premises") - sellers("CPT") == {"destination_terminal", "on_carriage"}
    assert sellers("DPU", destination="terminal") == sellers("DPU") - {"on_carriage", "unloading"}
    assert risk_until("FCA", "terminal") == "origin_terminal"
    assert risk_until("CIP", destination="premises") == "loaded", (
        "the destination does not move the risk of CIP"
    )
    assert risk_until("DAP", destination="terminal") == "destination_terminal"


def test_who_bears_a_loss() -> None:
    assert {term for term in CODES if risk_bearer(term, "main_carriage") == "seller"} == {"DAP", "DPU", "DDP"}
    assert {term for term in CODES if risk_bearer(term, "unloading") == "seller"} == {"DPU"}
    assert [term for term in CODES if risk_bearer(term, "loading") == "buyer"] == ["EXW"]
    assert [term for term in CODES if risk_bearer(term, "origin_terminal") == "seller"] == [
        "DAP",
        "DPU",
        "DDP",
        "FOB",
        "CFR",
        "CIF",
    ]
    for term in CODES:  # once passed, risk does not come back
        held = [risk_bearer(term, leg) for leg in LEGS]
        assert held == sorted(held, reverse=True)


def test_modes() -> None:
    assert {mode for mode in MODES if allowed("CIF", mode)} == {"sea", "inland_waterway"}
    assert all(allowed("DAP", mode) for mode in MODES)
    with pytest.raises(SolverError, match="mode"):
        allowed("FCA", "train")


terms = st.builds(
    Terms,
    st.sampled_from(CODES),
    st.sampled_from(["premises", "terminal"]),
    st.sampled_from([None, "premises", "terminal"]),
)
covers = st.one_of(
    st.none(),
    st.builds(Cover, st.floats(0, 0.05), st.floats(1, 1.3), st.sampled_from(["insured", "before"])),
)


@settings(max_examples=200, deadline=None)
@given(
    goods=st.floats(100, 1e6),
    amounts=st.lists(st.floats(0, 5e4), min_size=12, max_size=12),
    one=terms,
    other=terms,
    third=terms,
    cover=covers,
)
def test_prices_agree_whatever_the_way(
    goods: float, amounts: list[float], one: Terms, other: Terms, third: Terms, cover: Cover | None
) -> None:
    lines = dict(zip(COST_LINES, amounts, strict=True))
    if cover is not None:
        del lines["insurance"]
    built = {term: price_at(term, goods, lines, cover) for term in (one, other, third)}
    direct = price_between(built[one].price, one, other, lines, cover)
    assert direct.price == pytest.approx(built[other].price, rel=1e-9)
    assert direct.premium == pytest.approx(built[other].premium, rel=1e-7, abs=1e-6)
    onward = price_between(direct.price, other, third, lines, cover)
    assert onward.price == pytest.approx(built[third].price, rel=1e-9)
    assert onward.carriage_paid == pytest.approx(built[one].carriage_paid, rel=1e-9)


def test_the_premium_insures_itself() -> None:
    premium = insurance_premium(20000, 0.006)
    assert premium == pytest.approx(0.006 * 1.1 * (20000 + premium))
    assert price_at(Terms("CIF"), 20000, {}, Cover(0.006)).insured_value == pytest.approx(
        1.1 * (20000 + premium)
    )
    assert price_at(Terms("CFR"), 20000, {}, Cover(0.006)).price == 20000


def test_what_prices_refuse() -> None:
    with pytest.raises(SolverError, match="lines is 'freight'"):
        price_at(Terms("CIF"), 100, {"freight": 3})
    with pytest.raises(SolverError, match="more than the costs"):
        price_between(100, Terms("DAP"), Terms("EXW"), {"main_carriage": 300})
    with pytest.raises(SolverError, match="delivery"):
        price_at(Terms("FCA", "port"), 100, {})

"""Customs: one value whatever the rule bought at, duties of every kind, origin, VAT by date, landed cost."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from solvers.errors import SolverError
from solvers.trade.customs import TariffLine, customs_value, duty, import_vat
from solvers.trade.incoterms_2020 import COST_LINES, TERMS
from solvers.trade.landed_cost import Goods, landed_cost
from solvers.trade.origin import Material, OriginRule, preferential_origin
from solvers.trade.price_build_up import Cover, Terms, price_at

DAY = date(2026, 3, 2)


@settings(max_examples=150, deadline=None)
@given(
    goods=st.floats(100, 1e6),
    amounts=st.lists(st.floats(0, 5e4), min_size=12, max_size=12),
    share=st.floats(0, 1),
    rate=st.one_of(st.none(), st.floats(0, 0.03)),
)
def test_the_value_does_not_hang_on_the_term(
    goods: float, amounts: list[float], share: float, rate: float | None
) -> None:
    lines = dict(zip(COST_LINES, amounts, strict=True))
    cover = None if rate is None else Cover(rate)
    if cover is not None:
        del lines["insurance"]
    values = [
        customs_value(
            price_at(Terms(one.code), goods, lines, cover).price,
            Terms(one.code),
            lines,
            insurance=cover,
            share_before=share,
        ).value
        for one in TERMS
    ]
    assert values == pytest.approx([values[0]] * len(values), rel=1e-9)


def test_what_is_added_and_deducted() -> None:
    lines = {"main_carriage": 1000, "on_carriage": 300, "duties": 500}
    found = customs_value(
        20000,
        Terms("DDP"),
        lines,
        share_before=0.6,
        additions={"royalties": 800},
        deductions={"assembly": 200},
        exchange_rate=0.9,
    )
    assert sorted(found.deducted) == [
        ("assembly", 200),
        ("duties", 500),
        ("main_carriage", 400),
        ("on_carriage", 300),
    ]
    assert found.added == (("royalties", 800),)
    assert found.value == 20000 - 500 - 400 - 300 - 200 + 800
    assert found.declared == 17460
    inside = customs_value(20000, Terms("FOB"), lines, share_before=0.0)
    assert inside.added == ()


def test_duties_of_every_kind() -> None:
    assert duty(10000, TariffLine(0.1, specific=5), 20).basis == "both"
    assert duty(10000, TariffLine(0.1, specific=5), 20).duty == 1100
    assert duty(0, TariffLine(specific=2.5), 3).duty == 8, "half a euro counts for one"
    assert (
        duty(10000, TariffLine(0.1, least=60), 20).duty,
        duty(10000, TariffLine(0.1, most=40), 20).basis,
    ) == (
        1200,
        "most",
    )
    kept = duty(10000, TariffLine(0.1, preferential=0.0, anti_dumping=0.2), preferential=True)
    assert (kept.duty, kept.anti_dumping, kept.total) == (0, 2000, 2000)
    with pytest.raises(SolverError, match="preferential"):
        duty(10000, TariffLine(0.1), preferential=True)


def test_vat_by_date() -> None:
    before = import_vat(1000, 100, [50], 0.2, date(2021, 12, 31))
    assert (before.to_customs, before.on_return, before.reverse_charge) == (230, 0, False)
    after = import_vat(1000, 100, [50], 0.2, date(2022, 1, 1))
    assert (after.to_customs, after.on_return) == (0, 230)
    private = import_vat(1000, 100, [], 0.2, DAY, registered=False)
    assert private.to_customs == 220
    assert import_vat(1000, 100, [50], 0.2, date(2021, 12, 31), authorised=True).reverse_charge
    assert import_vat(1000, 0, [], 0.0, DAY).vat == 0


PARTS = [
    Material("motor", "8501 52", 30, "CN"),
    Material("seal", "8413 91", 8, "US"),
    Material("body", "8413 91", 42, "FR"),
]


@pytest.mark.parametrize(
    ("rule", "originating", "failing"),
    [
        (OriginRule(("heading_change",), partners=("FR",)), False, ("seal",)),
        (OriginRule(("heading_change",), tolerance=0.1, partners=("FR",)), True, ("seal",)),
        (OriginRule(("heading_change",), partners=("FR", "US")), True, ()),
        (OriginRule(("value",), most_foreign=0.38, partners=("FR",)), True, ()),
        (OriginRule(("value",), most_foreign=0.37, partners=("FR",)), False, ()),
        (OriginRule(("heading_change", "value"), partners=("FR",)), True, ("seal",)),
        (OriginRule(("heading_change", "value"), any_of=False, partners=("FR",)), False, ("seal",)),
        (OriginRule(("wholly_obtained",), partners=("FR",)), False, ()),
        (OriginRule(("chapter_change",), partners=("FR", "US")), True, ()),
        (OriginRule(("wholly_obtained",), partners=("FR", "US", "CN")), True, ()),
    ],
)
def test_origin_by_rule(rule: OriginRule, originating: bool, failing: tuple[str, ...]) -> None:
    found = preferential_origin("8413 70", 100, PARTS, rule)
    assert (found.originating, found.failing) == (originating, failing)
    assert found.added_share == pytest.approx(1 - found.foreign_share)


def test_origin_never_by_packing_alone() -> None:
    rule = OriginRule(("value",), most_foreign=0.9, partners=("FR",))
    assert not preferential_origin("8413 70", 100, PARTS, rule, minimal=True).originating
    assert preferential_origin("8413 70", 100, PARTS[2:], rule, minimal=True).originating


@given(
    rows=st.lists(
        st.tuples(st.floats(1, 1000), st.floats(0.1, 500), st.floats(1, 900)), min_size=1, max_size=6
    ),
    cost=st.floats(0, 1e5),
    by=st.sampled_from(["value", "weight", "quantity"]),
)
def test_landed_costs_add_up(rows: list[tuple[float, float, float]], cost: float, by: str) -> None:
    goods = [Goods(f"G{at}", *row) for at, row in enumerate(rows)]
    found = landed_cost(goods, {"freight": cost}, 0.9, by)  # type: ignore[arg-type]  # one of the words
    assert sum(one.costs for one in found) == pytest.approx(cost)
    assert sum(one.total for one in found) == pytest.approx(cost + 0.9 * sum(q * p for q, p, _ in rows))

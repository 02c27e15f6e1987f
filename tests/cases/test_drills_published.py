"""The drills' own keys, given the inputs of published and textbook exercises: the printed figures come out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from drills_bank import bank, figure, scope_of, variants

from cases.answers import Answer
from cases.plain import Plain, is_number
from cases.rounding import round_to

FLOWS = "Kit gestion ingénieur UNIT, section 9-2"
MPS = "quesba.com 466846, master schedule record"
RECORD = "TD MRP correction, scribd 485275552"
WORKSHOP = "Cas Casanova radiateurs, scribd 647280397"
ITEMS: Plain = [6250, 29480, 276, 350, 2610, 150, 1260, 50, 38, 1800, 13500, 1200, 1200, 4500, 400]
ALPHA = "Cas ALPHA corrigé, scribd 512838402"
EXPORT = "BTS CI 2013 Breizh Maille corrigé, scribd 552831315"
IMPORT = "BTS CI 2020 TRANSFIX E61, éléments de correction, heloo.fr"
AIR = "Airfreight weight or volume explained, quantumtransportation.co.uk"
TONNES: Plain = [400, 200, 150, 250, 300]
PLACES: Plain = [5, -5, 0, 5, 5]
WEIGHED: Plain = [400 * 90, 200 * 70, 150 * 80, 250 * 75, 300 * 85]

# drill, inputs, printed figure, how it was rounded, decimals printed, source
Published = tuple[str, str, dict[str, Any], float, str, int, str]
PUBLISHED: list[Published] = [
    ("stock", "eoq_lot", {"eoq_demand": 269, "eoq_order": 80, "eoq_price": 60, "eoq_rate": 0.16}, 67, "nearest", 0,
     "Ouabouch S6M2 exercice 1, scribd 456012344"),
    ("stock", "eoq_lot", {"eoq_demand": 12000, "eoq_order": 100, "eoq_price": 2, "eoq_rate": 1}, 1095, "nearest", 0,
     "Exercices corrigés formule de Wilson ex. 1, lecoursgratuit.com"),
    ("stock", "eoq_lot", {"eoq_demand": 1300, "eoq_order": 8, "eoq_price": 0.225, "eoq_rate": 1}, 304.0467800264,
     "nearest", 10, "Snyder & Shen, Fundamentals of Supply Chain Theory, example 3.1"),
    ("stock", "reorder_level", {"reorder_daily": 10000 / 300, "reorder_lead": 5, "reorder_safety": 0},
     167, "nearest", 0, "Heizer & Render, problem on Duncan's binders, wizedu.com 9647"),
    ("stock", "safety_normal", {"safety_daily_sd": 500, "safety_lead": 7, "safety_service": {"z": 1.2816}}, 1695,
     "nearest", 0, "Chopra & Meindl, Supply Chain Management, safety inventory at 90 % of cycles, L = 7 days"),
    ("stock", "safety_max", {"max_use": 60, "max_lead": 6, "max_mean_use": 50, "max_mean_lead": 5}, 110, "nearest", 0,
     "Série d'exercices corrigés stock de sécurité, lecoursgratuit.com"),
    ("stock", "safety_max", {"max_use": 120, "max_lead": 9, "max_mean_use": 100, "max_mean_lead": 7}, 380, "nearest", 0,
     "Série d'exercices corrigés stock de sécurité, lecoursgratuit.com"),
    ("stock", "turn_rate", {"turn_open": 50000, "turn_close": 90000, "turn_cost": 700000}, 10, "nearest", 0, FLOWS),
    ("stock", "turn_rate", {"turn_open": 60000, "turn_close": 40000, "turn_cost": 450000}, 9, "nearest", 0, FLOWS),
    ("stock", "turn_rate", {"turn_open": 50000, "turn_close": 50000, "turn_cost": 250000}, 5, "nearest", 0,
     "lecoursgratuit.com p=37465"),
    ("stock", "cover_time", {"cover_stock": 70000, "cover_use": 700000}, 36, "nearest", 0, FLOWS),
    ("stock", "cover_time", {"cover_stock": 50000, "cover_use": 450000}, 40, "nearest", 0, FLOWS),
    ("stock", "count_accuracy", {"count_lines": 500, "count_errors": 15}, 0.97, "nearest", 2,
     "mfgcalcs, inventory accuracy"),
    ("stock", "abc_share", {"abc_values": ITEMS}, 0.7806, "nearest", 4, ALPHA),
    ("planning-shopfloor", "takt_seconds", {"takt_open": 460, "takt_breaks": 0, "takt_shifts": 1, "takt_demand": 368},
     75, "nearest", 0, "Bluelean, lean-2 (1.25 min)"),
    ("planning-shopfloor", "takt_seconds", {"takt_open": 460, "takt_breaks": 0, "takt_shifts": 1, "takt_demand": 460},
     60, "nearest", 0, "Bluelean, lean-2 (1 min)"),
    ("planning-shopfloor", "oee_share", {"oee_hours": 70, "oee_dmh": 612, "oee_good": 555}, 0.485, "nearest", 3,
     "Exercice TRS en DMH, scribd 706171807"),
    ("planning-shopfloor", "net_need", {"net_gross": 950, "net_target": 95, "net_stock": 100, "net_receipt": 0}, 945,
     "nearest", 0, "C. Triomphe, MRP exercice 2, fdocuments.fr"),
    ("planning-shopfloor", "net_need", {"net_gross": 1200, "net_target": 120, "net_stock": 78, "net_receipt": 0}, 1242,
     "nearest", 0, "C. Triomphe, MRP exercice 2, fdocuments.fr"),
    ("planning-shopfloor", "lot_order", {"lot_net": 54, "lot_multiple": 12}, 60, "nearest", 0, RECORD),
    ("planning-shopfloor", "lot_order", {"lot_net": 4, "lot_multiple": 12}, 12, "nearest", 0, RECORD),
    ("planning-shopfloor", "lot_order", {"lot_net": 32, "lot_multiple": 30}, 60, "nearest", 0, RECORD),
    ("planning-shopfloor", "atp_discrete", {"atp_opening": 65, "atp_mps": 250, "atp_orders": [25, 150, 49, 26]}, 91,
     "nearest", 0, MPS),
    ("planning-shopfloor", "atp_discrete", {"atp_opening": 0, "atp_mps": 200, "atp_orders": [26, 75, 22, 68]}, 77,
     "nearest", 0, MPS),
    ("planning-shopfloor", "kanban_number",
     {"kanban_demand": 2000, "kanban_lead": 0.4, "kanban_margin": 0.1, "kanban_container": 200}, 5, "ceil", 0,
     "qammunity.org 8438284"),
    ("planning-shopfloor", "load_share",
     {"load_quantity": 7600, "load_rate_h": 100, "load_machines": 1, "load_hours": 160}, 0.475, "nearest", 3, WORKSHOP),
    ("planning-shopfloor", "load_share",
     {"load_quantity": 7600, "load_rate_h": 6, "load_machines": 10, "load_hours": 160}, 0.7917, "nearest", 4, WORKSHOP),
    ("planning-shopfloor", "vsm_days", {"vsm_stocks": [40, 30, 35], "vsm_demand": 1}, 105, "nearest", 0,
     "VSM example, three stocks in days of demand"),
    ("warehouse-site", "absence_rate", {"absence_lost": 725, "absence_due": 29736}, 0.0244, "nearest", 4,
     "AFPA indicateurs RH, scribd 657362156"),
    ("warehouse-site", "gravity_km", {"gravity_x": PLACES, "gravity_t": TONNES},
     2.88, "truncate", 2, "disserty 529943"),
    ("warehouse-site", "gravity_km", {"gravity_x": PLACES, "gravity_t": WEIGHED},
     3.11, "truncate", 2, "disserty 529943"),
    ("warehouse-site", "sscc_key", {"sscc_digits": [int(digit) for digit in "09528765432101234"]}, 6, "nearest", 0,
     "bwipp, postscriptbarcode wiki"),
    ("warehouse-site", "sscc_key", {"sscc_digits": [int(digit) for digit in "08002008000001234"]}, 6, "nearest", 0,
     "TheHiddenHaku/SSCC"),
    ("transport", "air_weight",
     {"air_parcels": 1, "air_length": 140, "air_width": 100, "air_height": 90, "air_gross": 150}, 210, "nearest", 0,
     "mol-logistics.com, weight calculator"),
    ("transport", "air_weight",
     {"air_parcels": 1, "air_length": 140, "air_width": 100, "air_height": 90, "air_gross": 260}, 260, "nearest", 0,
     "mol-logistics.com, weight calculator"),
    ("transport", "air_weight",
     {"air_parcels": 1, "air_length": 100, "air_width": 40, "air_height": 30, "air_gross": 15}, 20, "nearest", 0, AIR),
    ("transport", "air_weight",
     {"air_parcels": 8, "air_length": 60, "air_width": 40, "air_height": 20, "air_gross": 45}, 64, "nearest", 0,
     "valueclearingandforwarding.co.za, tariffs for air freight"),
    ("transport", "air_weight",
     {"air_parcels": 1, "air_length": 30, "air_width": 45, "air_height": 65, "air_gross": 14}, 15, "nearest", 1,
     "pengellys.co.nz, fact sheet (14.625 kg)"),
    ("transport", "metres_total", {"metres_euro": 34, "metres_large": 0}, 13.6, "nearest", 1,
     "13.6 m trailer: 34 pallets of 80 x 120 by area"),
    ("transport", "trip_total",
     {"trip_loaded": 80000 / 220, "trip_empty": 0, "trip_hours": 0, "trip_days": 1, "trip_per_km": 26250 / 80000,
      "trip_per_day": (41123 + 27060) / 220}, 429.24, "nearest", 2, "Coût de revient transport, scribd 803152141"),
    ("transport", "trip_total",
     {"trip_loaded": 62 * 260, "trip_empty": 0, "trip_hours": 0, "trip_days": 0, "trip_per_km": 0.511}, 8237.32,
     "nearest", 2, "BTS TPL 2015 Villers Logistique, scribd 501378661"),
    ("transport", "light_amount", {"light_parcels": 1, "light_parcel_kg": 15}, 495, "nearest", 0,
     "Transmodal, 33 €/kg capped at 1 000 € a parcel"),
    ("transport", "heavy_amount",
     {"heavy_lost": 1182.01, "heavy_tonnes": 5.80654, "heavy_per_kg": 14, "heavy_per_tonne": 2300},
     13355.04, "nearest", 2, "Martin Laviolette, calcul indemnitaire (former rates)"),
    ("trade", "premium_amount", {"premium_cpt": 101463, "premium_rate": 0.002}, 223.22, "nearest", 2, EXPORT),
    ("trade", "cip_price",
     {"cip_exw": 94188.4, "cip_pre": 450, "cip_export": 304.6, "cip_terminal": 20, "cip_main": 6500,
      "cip_insurance": 223.22}, 101686.22, "nearest", 2, EXPORT),
    ("trade", "dap_price", {"dap_cip": 101686.22, "dap_usd": 620, "dap_rate": 1.27}, 102174.41, "nearest", 2, EXPORT),
    ("trade", "duty_amount", {"duty_value": 117728, "duty_rate": 0.011}, 1295, "nearest", 0, IMPORT),
    ("trade", "vat_basis",
     {"vat_value": 117728, "vat_duty": 1295, "vat_port": 195 + 18 + 17, "vat_inland": 0}, 119253, "nearest", 0, IMPORT),
    ("trade", "landed_result",
     {"landed_value": 117728, "landed_duty": 1295, "landed_port": 195 + 18 + 17, "landed_agent": 115,
      "landed_delivery": 400}, 119768, "nearest", 0, IMPORT),
    ("steering-finance", "npv_result",
     {"npv_cost": 150000, "npv_flows": [40000, 70000, 80000, 60000], "npv_rate": 0.13}, 32461.63, "nearest", 2,
     "Bengrich, examen 2014/15, scribd 622248897"),
    ("steering-finance", "risk_reduction",
     {"risk_severity": 7, "risk_frequency": 8, "risk_detection": 5, "risk_frequency_after": 6,
      "risk_detection_after": 4},
     0.4, "nearest", 2, "LPU DMGT524 Total Quality Management, p. 180"),
    ("steering-finance", "pareto_share", {"pareto_counts": ITEMS}, 0.6815, "nearest", 4, ALPHA),
    ("steering-finance", "cpk_index", {"cpk_high": 1.1, "cpk_low": 0.9, "cpk_mean": 1, "cpk_sd": 0.05},
     0.67, "nearest", 2, "qammunity.org 8090082"),
    ("steering-finance", "cpk_index", {"cpk_high": 110, "cpk_low": 90, "cpk_mean": 100, "cpk_sd": 4},
     0.8333, "nearest", 4, "qammunity.org 2286767"),
    ("steering-finance", "cash_days", {"cash_stock": 45, "cash_customers": 30, "cash_suppliers": 35}, 40, "nearest", 0,
     "SCM105 cash-to-cash, supplychainonline"),
    ("steering-finance", "credit_days", {"credit_due": 130000, "credit_sales": 975000}, 40, "nearest", 0, FLOWS),
]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "identifier", "inputs", "printed", "rule", "decimals", "source"),
    PUBLISHED,
    ids=[f"{one[1]}-{place}" for place, one in enumerate(PUBLISHED)],
)
def test_published_figure(
    subject: str,
    identifier: str,
    inputs: dict[str, Any],
    printed: float,
    rule: str,
    decimals: int,
    source: str,
) -> None:
    found = figure(subject, identifier, **inputs)
    assert round_to(found, rule, decimals) == printed, f"{found} for {source}"


def test_at_least_twenty_five_drills_meet_a_published_figure() -> None:
    assert len({identifier for _, identifier, *_ in PUBLISHED}) >= 25
    assert all(source for *_, source in PUBLISHED)


def test_smoothing_and_forecast_errors_of_a_published_series() -> None:
    """Port of Baltimore, scribd 783806500: alpha 0.1, first forecast 175, errors divided by 8."""
    actual = [180, 168, 159, 175, 190, 205, 180, 182]
    forecasts = [175.0]
    for sales in actual:
        drawn = {"smooth_forecast": forecasts[-1], "smooth_actual": sales, "smooth_alpha": 0.1}
        forecasts.append(figure("planning-shopfloor", "smooth_next", **drawn))
    printed = [175, 175.5, 174.75, 173.175, 173.3575, 175.0218, 178.0196, 178.2176]
    assert [round_to(forecast, "nearest", 4) for forecast in forecasts[:8]] == printed
    assert round_to(forecasts[8], "nearest", 6) == 178.595856
    past: Plain = [*forecasts[:8]]
    series: Plain = [*actual]
    deviation = figure("planning-shopfloor", "mad_result", mad_actual=series, mad_forecast=past)
    assert round_to(deviation, "nearest", 5) == 10.30732
    bias = scope_of("planning-shopfloor", mad_actual=series, mad_forecast=past).evaluate(
        bank("planning-shopfloor").question("mad_result").templates["mistakes.bias_given"]
    )
    assert is_number(bias)
    assert round_to(bias, "nearest", 5) == 4.49482
    mape = figure("steering-finance", "mape_share", mape_actual=series, mape_forecast=past)
    assert round_to(mape, "nearest", 4) == 0.0559


def test_johnson_on_a_published_example() -> None:
    """Vaia, question Q8PE: A (3, 1), B (2, 2), C (1, 3) gives C, B, A."""
    scope = scope_of("planning-shopfloor", johnson_first=[3, 2, 1], johnson_second=[1, 2, 3])
    assert bank("planning-shopfloor").question("johnson_start").key(scope) == "job_c"


def test_a_printed_answer_rounded_on_the_way_is_accepted() -> None:
    """IUT en ligne TD6 exercice 1 prints 244.5 days, 0.67 having been rounded first; exact: 243.3."""
    question = bank("steering-finance").question("even_day")
    scope = scope_of("steering-finance", even_sales=375000, even_margin=0.25, even_fixed=62500)
    assert scope.value("even_threshold") == 250000
    reading = question.read(Answer("244,5 jours", "fr"))
    assert question.mark(reading, scope, scope).credit == 1


def test_documentary_credit_dates_follow_the_calendar() -> None:
    """The day sums of the two exercises, against the calendar itself."""
    assert date(2026, 6, 1).strftime("%A") == "Monday"
    for variant in variants("trade"):
        scope = variant.scope()
        shipped, expiry = scope.value("present_shipped"), scope.value("present_expiry")
        received = scope.value("bank_received")
        assert isinstance(shipped, int)
        assert isinstance(expiry, int)
        assert isinstance(received, int)
        last = min(date(2026, 3, shipped) + timedelta(days=21), date(2026, 4, expiry))
        assert (last.month, last.day) == (4, scope.value("present_day"))
        for banking_days, place in ((5, "answer"), (7, "mistakes.former_rule")):
            day = date(2026, 6, received)
            left = banking_days
            while left:
                day += timedelta(days=1)
                left -= day.weekday() < 5
            found = scope.evaluate(bank("trade").question("bank_day").templates[place])
            assert (day.month, day.day) == (6, found)

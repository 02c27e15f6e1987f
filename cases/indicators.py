"""What the figures of a simulation are called and counted in, in the referential's terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.numerals import Lang
from cases.problem import message, message_codes
from cases.quantity import write_number
from sim.models import MODELS

CURRENCY = "currency"  # stands for the currency of the decision
PERCENT = "percent"
PIECE = "piece"  # stands for what the case counts in

# Each indicator's unit and decimals, in the order in which they are read.
INDICATORS: dict[str, tuple[str | None, int]] = {
    "total_cost": (CURRENCY, 0),
    "holding_cost": (CURRENCY, 0),
    "ordering_cost": (CURRENCY, 0),
    "shortage_cost": (CURRENCY, 0),
    "transport_cost": (CURRENCY, 0),
    "handling_cost": (CURRENCY, 0),
    "card_cost": (CURRENCY, 0),
    "counting_cost": (CURRENCY, 0),
    "cost_of_wrong_records": (CURRENCY, 0),
    "setup_cost": (CURRENCY, 0),
    "tardiness_cost": (CURRENCY, 0),
    "overtime_cost": (CURRENCY, 0),
    "expediting_cost": (CURRENCY, 0),
    "labour_cost": (CURRENCY, 0),
    "hiring_cost": (CURRENCY, 0),
    "firing_cost": (CURRENCY, 0),
    "material_cost": (CURRENCY, 0),
    "subcontracting_cost": (CURRENCY, 0),
    "overflow_cost": (CURRENCY, 0),
    "closing_cost": (CURRENCY, 0),
    "transit_cost": (CURRENCY, 0),
    "claims_cost": (CURRENCY, 0),
    "fleet_cost": (CURRENCY, 0),
    "failure_cost": (CURRENCY, 0),
    "carbon_cost": (CURRENCY, 0),
    "waste_cost": (CURRENCY, 0),
    "purchase_premium": (CURRENCY, 0),
    "late_cost": (CURRENCY, 0),
    "process_cost": (CURRENCY, 0),
    "rework_cost": (CURRENCY, 0),
    "complaint_cost": (CURRENCY, 0),
    "action_cost": (CURRENCY, 0),
    "lost_value_cost": (CURRENCY, 0),
    "inspection_cost": (CURRENCY, 0),
    "repair_cost": (CURRENCY, 0),
    "disposal_cost": (CURRENCY, 0),
    "exchange_cost": (CURRENCY, 0),
    "credit_cost": (CURRENCY, 0),
    "delay_cost": (CURRENCY, 0),
    "total_cost_per_day": (CURRENCY, 2),
    "fill_rate": (PERCENT, 1),
    "worst_fill_rate": (PERCENT, 1),
    "cycle_service_level": (PERCENT, 1),
    "stock_out_days": ("day", 1),
    "stock_out_rate": (PERCENT, 1),
    "line_stops": (None, 1),
    "stop_rate": (PERCENT, 1),
    "missing_pieces": (PIECE, 1),
    "mean_late_pieces": (PIECE, 1),
    "on_time_rate": (PERCENT, 1),
    "late_orders": ("order", 1),
    "mean_lateness": (None, 1),
    "mean_tardiness": (None, 1),
    "worst_tardiness": (None, 1),
    "orders_done": ("order", 0),
    "throughput": (None, 3),
    "makespan": (None, 1),
    "mean_wip": ("order", 1),
    "mean_flow_time": (None, 1),
    "value_added_share": (PERCENT, 1),
    "mean_queue": (None, 1),
    "mean_wait": (None, 1),
    "utilisation": (PERCENT, 1),
    "peak_utilisation": (PERCENT, 1),
    "oee": (PERCENT, 1),
    "availability_rate": (PERCENT, 1),
    "performance_rate": (PERCENT, 1),
    "quality_rate": (PERCENT, 1),
    "setups": (None, 1),
    "scrapped": (PIECE, 1),
    "stops": (None, 1),
    "stopped_time": (None, 1),
    "longest_stop": (None, 1),
    "stops_cover": (None, 1),
    "stops_train_full": (None, 1),
    "stops_late_train": (None, 1),
    "stops_store": (None, 1),
    "units_built": (PIECE, 0),
    "places": (None, 0),
    "train_rounds": (None, 1),
    "mean_round_time": (None, 1),
    "train_utilisation": (PERCENT, 1),
    "train_fill_rate": (PERCENT, 1),
    "late_rounds": (None, 1),
    "left_behind": (None, 1),
    "store_outs": (None, 1),
    "promise_rate": (PERCENT, 1),
    "refused_rate": (PERCENT, 1),
    "overtime_hours": ("hour", 1),
    "expedited_units": (PIECE, 1),
    "mean_workers": ("person", 1),
    "peak_workers": ("person", 1),
    "hired": ("person", 1),
    "fired": ("person", 1),
    "units_made": (PIECE, 0),
    "overtime_units": (PIECE, 0),
    "subcontracted_units": (PIECE, 0),
    "idle_rate": (PERCENT, 1),
    "mean_stock": (PIECE, 0),
    "mean_backorders": (PIECE, 1),
    "mean_in_transit": (PIECE, 0),
    "peak_stock": (PIECE, 0),
    "closing_stock": (PIECE, 0),
    "stock_value": (CURRENCY, 0),
    "peak_stock_value": (CURRENCY, 0),
    "turnover": (None, 1),
    "cover_days": ("day", 1),
    "waste_rate": (PERCENT, 1),
    "red_rate": (PERCENT, 1),
    "record_accuracy": (PERCENT, 1),
    "final_accuracy": (PERCENT, 1),
    "mean_deviation": (PERCENT, 1),
    "phantom_short": (PIECE, 1),
    "hidden_short": (PIECE, 1),
    "counts": (None, 1),
    "adjustments": (None, 1),
    "adjusted_units_net": (PIECE, 1),
    "adjusted_units_absolute": (PIECE, 1),
    "adjusted_value_net": (CURRENCY, 0),
    "adjusted_value_absolute": (CURRENCY, 0),
    "recorded_value": (CURRENCY, 0),
    "bullwhip": (None, 2),
    "otif_rate": (PERCENT, 1),
    "perfect_order_rate": (PERCENT, 1),
    "complaint_rate": (PERCENT, 1),
    "complaints": (None, 1),
    "errors": (None, 1),
    "errors_found": (None, 1),
    "orders_received": ("order", 0),
    "mean_lead_time": ("day", 1),
    "mean_cycle_time": ("day", 1),
    "backlog_value": (CURRENCY, 0),
    "recovered_value": (CURRENCY, 0),
    "recovery_rate": (PERCENT, 1),
    "returns": (PIECE, 0),
    "return_cycle_time": ("day", 2),
    "response_time": ("day", 2),
    "inspection_queue": (PIECE, 1),
    "repair_queue": (PIECE, 1),
    "mean_in_cell": (PIECE, 1),
    "inspection_utilisation": (PERCENT, 1),
    "repair_utilisation": (PERCENT, 1),
    "restock_rate": (PERCENT, 1),
    "refurbish_rate": (PERCENT, 1),
    "repair_rate": (PERCENT, 1),
    "parts_rate": (PERCENT, 1),
    "recycle_rate": (PERCENT, 1),
    "destroy_rate": (PERCENT, 1),
    "wrong_disposition_rate": (PERCENT, 1),
    "exchange_rate": (PERCENT, 1),
    "forecast_wape": (PERCENT, 1),
    "forecast_mad": (PIECE, 0),
    "forecast_bias": (PIECE, 0),
    "forecast_signal": (None, 1),
    "orders": ("order", 1),
    "units_ordered": (PIECE, 0),
    "trucks": ("truck", 1),
    "batches": (None, 1),
    "rounds": (None, 1),
    "containers_moved": (None, 0),
    "cards": ("card", 0),
    "mean_cards_on_board": ("card", 1),
    "days": ("day", 0),
    "first_time_rate": (PERCENT, 1),
    "failed_rate": (PERCENT, 1),
    "failed_refused": (None, 1),
    "failed_absent": (None, 1),
    "failed_full": (None, 1),
    "failed_hours": (None, 1),
    "orders_lost": ("order", 1),
    "late_minutes": ("minute", 1),
    "deliveries": (None, 0),
    "mean_transit_time": ("day", 1),
    "transit_time_sd": ("day", 1),
    "load_factor": (PERCENT, 1),
    "vehicles": (None, 0),
    "shipments": (None, 0),
    "rolled_over": (None, 1),
    "rounds_run": (None, 0),
    "kilometres": ("km", 0),
    "tonne_km": ("tkm", 0),
    "duty_hours": ("hour", 0),
    "driving_hours": ("hour", 0),
    "waiting_hours": ("hour", 0),
    "extended_days": (None, 1),
    "late_starts": (None, 1),
    "cost_per_tkm": (CURRENCY, 3),
    "cost_per_order": (CURRENCY, 2),
    "cost_per_pallet": (CURRENCY, 2),
    "cost_per_km": (CURRENCY, 2),
    "claims_rate": (PERCENT, 2),
    "backup_share": (PERCENT, 1),
    "delay_traffic": ("day", 1),
    "delay_congestion": ("day", 1),
    "delay_strike": ("day", 1),
    "delay_weather": ("day", 1),
    "delay_customs": ("day", 1),
    "delay_breakdown": ("day", 1),
    "co2e": ("kg_co2e", 0),
    "co2e_per_tkm": (None, 1),
    "demand": (PIECE, 0),
    "shipped": (PIECE, 0),
    "short": (PIECE, 0),
}
DAYS = frozenset({"day", "working_day"})  # periods that are a day
OTHER: tuple[str | None, int] = (None, 2)  # of an indicator that the table does not name
# Counted one by one: a single run has no part of one.
COUNTS = frozenset(
    {
        "stock_out_days",
        "orders",
        "trucks",
        "batches",
        "rounds",
        "containers_moved",
        "line_stops",
        "counts",
        "adjustments",
        "late_orders",
        "orders_done",
        "setups",
        "scrapped",
        "stops",
        "stops_cover",
        "stops_train_full",
        "stops_late_train",
        "stops_store",
        "units_built",
        "train_rounds",
        "late_rounds",
        "left_behind",
        "store_outs",
        "failed_refused",
        "failed_absent",
        "failed_full",
        "failed_hours",
        "orders_lost",
        "rolled_over",
        "extended_days",
        "late_starts",
        "complaints",
        "errors",
        "errors_found",
        "orders_received",
        "returns",
    }
)
# What a policy is compared by; the counts of units behind them stay out of the tables.
BEHIND = frozenset({"days", "demand", "shipped", "short", "units_ordered", "total_cost_per_day"})
# What is said of a stock alone.
OF_STOCK = frozenset({"fill_rate", "stock_out_days", "mean_stock", "orders"})


@dataclass(frozen=True)
class Units:
    """What a case pays in and counts in: identifiers of units."""

    currency: str = "EUR"
    item: str = PIECE

    def of(self, unit: str | None) -> str | None:
        """The case's own unit in the place of what stands for it."""
        return {CURRENCY: self.currency, PIECE: self.item}.get(unit or "", unit)


def known_indicators() -> tuple[str, ...]:
    """The indicators of every model, each once."""
    return tuple(dict.fromkeys(name for kind in MODELS.values() for name in kind.INDICATORS))


def in_order(names: Iterable[str]) -> list[str]:
    """Indicators in the order in which they are read, those of no known place at the end."""
    place = {name: rank for rank, name in enumerate(INDICATORS)}
    return sorted(names, key=lambda name: place.get(name, len(place)))


def keeps_no_stock(figures: Mapping[str, float]) -> bool:
    """Whether shipments flow through a run that keeps nothing: its fill rate of 1 would mean nothing."""
    return bool(figures.get("shipments")) and not any(
        figures.get(name) for name in OF_STOCK if name != "fill_rate"
    )


def behind(rows: Iterable[Mapping[str, float]]) -> frozenset[str]:
    """What no table of these runs shows."""
    return BEHIND | OF_STOCK if all(keeps_no_stock(row) for row in rows) else BEHIND


def indicator_label(key: str, lang: Lang, period: str = "day") -> str:
    """The name of an indicator, in the referential's terms; the ``period`` of the run is not always a day."""
    code = f"indicator.{key}"
    if period not in DAYS and f"{code}.period" in message_codes():
        code = f"{code}.period"
    return message(code, lang) if code in message_codes() else key.replace("_", " ")


def indicator_text(
    key: str, value: float, lang: Lang, units: Units | str = "EUR", *, once: bool = False, period: str = "day"
) -> str:
    """An indicator's figure with its unit; ``once`` for that of a single run, whose counts are whole.

    ``units`` are the case's, or a currency alone where things are counted in pieces.
    """
    unit, decimals = INDICATORS.get(key, OTHER)
    if unit == "day" and period not in DAYS:
        unit = None
    if unit == PERCENT:
        return write_number(value, lang, decimals=decimals, style="percent")
    if once and key in COUNTS and value == int(value):
        decimals = 0
    return write_number(value, lang, decimals=decimals, unit=_units(units).of(unit))


def limit_text(key: str, value: float, lang: Lang, units: Units | str = "EUR") -> str:
    """A value that is required or a limit, with as few decimals as it needs."""
    unit, _ = INDICATORS.get(key, OTHER)
    if unit == PERCENT:
        return write_number(value, lang, style="percent")
    decimals = 0 if value == int(value) else None
    return write_number(value, lang, decimals=decimals, unit=_units(units).of(unit))


def _units(given: Units | str) -> Units:
    return Units(given) if isinstance(given, str) else given


def cost_indicator(part: str) -> str:
    """The indicator that a part of the cost adds up to: ``holding`` gives ``holding_cost``."""
    return {"purchase": "purchase_premium", "cards": "card_cost"}.get(part, f"{part}_cost")


def cost_parts(figures: Mapping[str, float]) -> list[str]:
    """The parts of the total cost among some indicators, in order."""
    return [
        name
        for name in in_order(figures)
        if name != "total_cost" and (name.endswith("_cost") or name == "purchase_premium")
    ]


def period_name(period: str, number: float, lang: Lang) -> str:
    """A period of a run by its number: « Jour 12 », "Week 3"."""
    code = f"period.{period}"
    return message(code if code in message_codes() else "period.period", lang, {"number": number})


def period_word(period: str, lang: Lang) -> str:
    """The word of a period alone: « Jour », "Week"."""
    code = f"period.{period}"
    return message(code if code in message_codes() else "period.period", lang, {"number": ""}).strip()


def level_label(name: str, lang: Lang) -> str:
    """The name of a threshold that a policy draws; the id itself where it has no words."""
    code = f"level.{name}"
    return message(code, lang) if code in message_codes() else name.replace("_", " ")


def flow_label(name: str, lang: Lang) -> str:
    """The name of a further series of a track; the id itself where it has no words."""
    code = f"flow.{name}"
    return message(code, lang) if code in message_codes() else name.replace("_", " ")

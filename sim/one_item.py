"""From a scenario to a wired SimPy model, run to the end of its horizon: the result is a ledger.

Days are whole numbers 0 to horizon - 1. An order reviewed on day t with lead time L is received at the
start of day t + L; with L = 0 after the review of the same day, so it counts in that day's close and not in
its demand; with a fraction, at that instant between two days. See `sim.clock.Phase` for the order of what
happens on one day.
"""

from __future__ import annotations

from collections.abc import Callable

from simpy import Environment

from sim.clock import Phase, after, each_day
from sim.draws import demand_path, lead_time_path
from sim.ledger import Ledger
from sim.policies import Policy
from sim.scenario import Scenario, policy_to_dict
from sim.stock import StockingPoint

Number = int | float

SITE = "stock"


def run(
    scenario: Scenario, seed: int, replication: int = 0, policy: Policy | None = None, label: str = ""
) -> Ledger:
    """Run one replication and return its ledger.

    `policy` replaces the scenario's own; `label` names the family of streams. The same arguments give the
    same ledger, byte for byte. Raises ScenarioError when there is no policy.
    """
    scenario = scenario.with_policy(policy)
    assert scenario.policy is not None
    ledger = Ledger(
        {
            "scenario": scenario.name,
            "horizon": scenario.horizon,
            "warm_up": scenario.warm_up,
            "shortage": scenario.shortage,
            "policy": policy_to_dict(scenario.policy),
            "seed": seed,
            "replication": replication,
            "label": label,
        }
    )
    demand: list[Number] = demand_path(scenario, seed, replication, label).tolist()
    lead_times: list[Number] = lead_time_path(scenario, seed, replication, label).tolist()
    env = Environment()
    stock = StockingPoint(
        ledger, scenario.start(scenario.policy), scenario.shortage, site=SITE, item=scenario.item.name
    )
    days = range(scenario.horizon)
    each_day(env, Phase.DEMAND, days, lambda day: stock.demand(day, demand[day]))
    each_day(
        env,
        Phase.REVIEW,
        (day for day in days if scenario.policy.reviews(day)),
        _review(env, stock, scenario.policy, lead_times),
    )
    end = env.event()

    def close(day: int) -> None:
        stock.close(day)
        if day == scenario.horizon - 1:
            end.succeed()

    each_day(env, Phase.CLOSE, days, close)
    env.run(until=end)
    return ledger


def _review(
    env: Environment, stock: StockingPoint, policy: Policy, lead_times: list[Number]
) -> Callable[[int], None]:
    """Return what happens at a review: look at the position, order, and have the supplier deliver."""

    def review(day: int) -> None:
        quantity = policy.order(stock.inventory_position)
        if quantity <= 0:
            return
        delay = lead_times[day]
        stock.place(day, quantity, day + delay)
        phase = Phase.RECEIPT if delay > 0 else Phase.RECEIPT_AT_ONCE
        after(env, delay, phase, lambda: stock.receive(env.now, quantity))

    return review

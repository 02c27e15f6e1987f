"""From a counted store to a wired SimPy model, run to the end of its horizon: the result is a ledger.

One tick a phase for all the items, in the order of `sim.clock.Phase`: deliveries due are received; customers are
served, then goods are mispicked, lost and moved; what the calendar or the day's events ask for is counted; items are
reviewed on their recorded stock; deliveries with a lead time of zero are received; the day is closed.
"""

from __future__ import annotations

from simpy import Environment

from sim.clock import Phase, each_day
from sim.counting import ledger as book
from sim.counting.draws import paths
from sim.counting.record_card import RecordCard
from sim.counting.world import RECORD, CountPolicy, StoredItem, World, share
from sim.ledger import Ledger, run_header
from sim.stock import LOST


def run(world: World, seed: int, replication: int = 0, label: str = "") -> Ledger:
    """Run one replication and return its ledger (see sim/counting/ledger.py): the same arguments, the same bytes.

    Raises InvalidError without a policy.
    """
    policy = world.ruled()
    calendar = [frozenset(places) for places in world.calendar()]
    drawn = paths(world, seed, label, replication, 1)
    # One list of figures a day for each item: numpy figures one by one are slow.
    demand, delay, loss, moved, mispick, other, keyed_out, keyed_in, miscount = (
        array[0].tolist() for array in drawn.arrays()
    )
    header = run_header(world, "counting", seed, replication, label)
    ledger = Ledger(header, book.Row)
    by_record, lost = world.pick_by == RECORD, world.shortage == LOST
    cards = [RecordCard(ledger, item.name, item.start, by_record, lost) for item in world.items]
    env = Environment()
    end = env.event()
    days = range(world.horizon)

    coming: list[dict[int, int]] = [
        {} for _ in cards
    ]  # units due by day; what falls due together comes together

    def receive(day: int) -> None:
        for i, card in enumerate(cards):
            quantity = coming[i].pop(day, 0)
            if quantity > 0:
                card.receive(day, quantity, keyed_in[i][day])

    def demands(day: int) -> None:
        for card in cards:
            card.open()
        issued = [card.issue(day, demand[i][day], keyed_out[i][day]) for i, card in enumerate(cards)]
        for i, card in enumerate(cards):
            taken = cards[other[i][day]]
            wrong = min(mispick[i][day], issued[i], taken.physical)
            if wrong > 0:
                card.mispick(day, wrong, taken)
        for i, card in enumerate(cards):
            gone = min(loss[i][day], card.physical)
            if gone > 0:
                card.lose(day, gone)
            quantity = max(moved[i][day], -card.physical)
            if quantity != 0:
                card.move(day, quantity)

    def review(day: int) -> None:
        planned = calendar[day % world.year]
        for i, (item, card) in enumerate(zip(world.items, cards, strict=True)):
            if i in planned or _called(policy, card):
                _count(policy, item, card, day, miscount[i][day])
            quantity = ordered(item, card.position) if (day + 1) % item.review == 0 else 0
            if quantity > 0:
                due = day + delay[i][day]
                card.place(day, quantity, due)
                coming[i][due] = coming[i].get(due, 0) + quantity

    def close(day: int) -> None:
        for card in cards:
            card.close(day)
        if day == world.horizon - 1:
            end.succeed()

    each_day(env, Phase.RECEIPT, days, receive)
    each_day(env, Phase.DEMAND, days, demands)
    each_day(env, Phase.REVIEW, days, review)
    each_day(env, Phase.RECEIPT_AT_ONCE, days, receive)
    each_day(env, Phase.CLOSE, days, close)
    env.run(until=end)
    return ledger


def ordered(item: StoredItem, position: int) -> int:
    """Return the units to order at a position, 0 for none."""
    if position > item.s:
        return 0
    return item.S - position if item.Q is None else ((item.s - position) // item.Q + 1) * item.Q  # type: ignore[operator]


def _called(policy: CountPolicy, card: RecordCard) -> bool:
    """True when something that happened during the day asks for a count."""
    return (
        (policy.at_zero and card.was > 0 >= card.recorded)
        or (policy.on_negative and card.was >= 0 > card.recorded)
        or (policy.on_miss and card.missed)
    )


def _count(policy: CountPolicy, item: StoredItem, card: RecordCard, day: int, wrong: int) -> None:
    allowed = share(policy.tolerance, item.klass)
    counted = max(card.physical + wrong, 0)
    counts = 1
    if policy.recount and beyond(counted - card.recorded, allowed, card.recorded):
        counted, counts = card.physical, 2
    card.count(day, counted, counts, beyond(counted - card.recorded, allowed, card.recorded))


def beyond(difference: int, allowed: float, recorded: int) -> bool:
    """True when a difference is more than the share `allowed` of the record (0.05 × 60 is a little over 3)."""
    return abs(difference) > allowed * abs(recorded) + 1e-9

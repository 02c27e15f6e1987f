"""Networks: any graph of sources, plants, warehouses and shops, several items, lived period by period.

This page is the model's law: the SimPy model (`sim.network.model`) follows it, a compiled one must agree with it.
Everything is counted in whole units and whole periods; a lead time with a fraction counts as the next whole
period. "Stock" is a stocking point, an item kept at a site. Lists keep the order of the file: where nothing else
decides, the first comes first.

Levels of a stock: on hand; backorders (customers who wait); on order (ordered, not yet in stock, wherever it is:
not yet seen, waiting at its origin, in transit, held for inspection, or a production order); owed (what other sites
and the site's own production ordered and wait for). Inventory position = on hand + on order - backorders - owed.

One period t, phase by phase:

1. RECEIPT. What is due at t, in the order in which it was shipped or started. On a lane with a yield y, the units
   that are not good, floor(q * (1 - y) + u) with one uniform u a lane and period of receipt, leave what is on order
   (`reject`). On a lane with an inspection, a receipt is held whole when that period's uniform is below the share:
   it comes in again, as a `release`, that many periods later. Then the units come in: customers who wait first,
   the rest on hand. A lot is dated when it arrives the first time (expires = t + shelf life); lots with
   expires <= t are written off, on arrival before they could serve, then those on hand. At last, orders that were
   delayed are seen by their origin.
2. DEMAND. Stocks in the order of `demands`: customers past their patience leave, then the period's are served from
   what is on hand (nothing at a site that is down); what is short waits, or is lost.
3. REVIEW. Downstream first: stocks and lanes in a topological order (a stock, then the lanes that bring it, then the
   stocks at their origins; a made item before its parts), the lowest place first on a tie, a stock before a lane.
   A stock whose rule reviews at t wishes rule.order(position), or what a person decides (`asked`).
   A made item: a production order of that quantity, and its parts are owed at once. Otherwise the lanes that bring
   it are taken by priority, lowest first: the first group with a lane of a share above 0 that takes orders at t and
   is not down; else the first that takes orders; else nothing is ordered. A wish is split over these lanes of the
   group in proportion to their shares, whole units by largest remainder. When all the stocks of a lane have been
   reviewed, their wishes become one order, in the order of the reviews. Stocks of the rule `can_order` that wish
   nothing yet, whose position is at or below c and which this lane alone would bring today, join it at the end.
   Each line is raised to the minimum, then up to a multiple (the stock's own where it has one, else the lane's); an
   order under `minimum_total` units has its largest line, the first on a tie, raised by multiples until it is
   reached. With an order delay of 0 the origin sees the order at once: an upstream site before its own review.
4. SHIP. Sources first, lane by lane: all they have seen, unless the lane is closed, or it or its source is down.
   Then stocks, upstream first (the order of the review, backwards): production starts (oldest order first, when all
   the parts of what is started are on hand; at most `capacity` units a period; not at a site that is down); then
   what is on hand is shared between the orders of other sites whose lane is neither closed nor down, by the site's
   rule of allocation, and leaves at once, part of an order when need be; lots go to the orders as they were seen,
   whoever is served first. The lead time is the lane's draw of the
   period of shipping; on a lane without crossing nothing arrives before what left earlier. What has a lead time
   of 0 is received here and now, by the rules of RECEIPT. Last, trucks: ceil(volume of the lane and period /
   capacity), an item without volume counting 1 a unit.
5. CLOSE. The levels stand: there is no row for it, a level holds until the row that changes it.

A source, a site or a lane that is down takes orders, unless the stock has a backup that is up. Closed periods and
order days (period t has weekday t % week) forbid ordering; closed periods forbid shipping too.

Ledger: rows are `sim.ledger.Movement`, their levels those after the row.
- start (quantity on hand; or in transit from the start: site `origin>target`, other the target, due),
- demand (quantity asked, shipped at once, short), leave (customers who leave),
- order (other: the lane's origin, or the site itself for a production order), one row a line,
- ship (site: the origin, other: the target, due), receipt / release (other: the origin, shipped: waiting customers
  served), hold (due), reject, trucks (quantity: trips from site to other, no item),
- consume (a part goes into `other`, due), produce (a made item comes in, like a receipt),
- expire (written off), clear (after a receipt of lots: which of them went to the customers who waited).
`lots` names the lots that moved, with their units, for items followed in lots. A source's lot is called
origin>target:item:period of shipping, a plant's site:item:period of starting, the first stock's site:item:start;
a lot keeps its name through the network, and a made lot holds the lots consumed for it in the period of its name.

Draws: see `sim.network.draws`; they do not depend on the policy.

A network of one source, one site and one item gives, on the same draws, the levels and the figures of
`sim.one_item`; a serial line orders, cascades and ships as stockpyl's (Snyder, stockpyl, sequence of events), for
lead times of 1 and more.
"""

from sim.network.indicators import Breakdown, NetworkIndicators, breakdown, indicators
from sim.network.model import NetworkRun, run, start
from sim.network.reading import read_policy, read_world
from sim.network.world import World

__all__ = [
    "Breakdown",
    "NetworkIndicators",
    "NetworkRun",
    "World",
    "breakdown",
    "indicators",
    "read_policy",
    "read_world",
    "run",
    "start",
]

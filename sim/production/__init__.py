"""A shop floor: machines, operators, routings and production orders, moved from event to event.

One law: at an instant, operations end, operators come free, moved lots arrive, orders are known, customers are served
from stock; then every machine touched takes its next lot, in the order of the list of machines, until nothing more
happens at that instant. An operation is never split between machines; it stops when its machine is closed or down and
goes on where it was. `world` says what the data hold, `shop` is the run with its ledger, `figures` the indicators.
"""

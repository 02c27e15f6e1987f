"""The columns of the arrays of the compiled loop: what a lane, a leg, a hub, a receiver and a shipment are made of."""

from __future__ import annotations

# Columns of what a lane runs with.
(FIRST_LEG, LEG_COUNT, PROMISED, LOSS, DAMAGE, DAMAGE_SHARE, LIABILITY, CLAIM) = range(8)
# Columns of what a leg runs with.
(
    ON_DEMAND, CUT_OFF, FILL, LONGEST_WAIT, VEHICLES, BOUNDED, CAP_KG, CAP_CUBIC, CAP_METRES, CAP_PALLETS, DISTANCE,
    FACTOR, VEHICLE_FACTOR, T_SHIPMENT, T_VEHICLE, T_100_KG, T_PALLET, T_CUBIC, T_METRE, T_VALUE, T_MINIMUM, T_FUEL,
    T_DENSITY, BAND_FIRST, BAND_COUNT, NEXT_BAND, HUB, DELAY_FIRST, DELAY_COUNT,
) = range(29)  # fmt: skip
# Columns of a hub.
(H_SHIPMENT, H_PALLET, H_100_KG, H_FACTOR, H_DELAY_FIRST, H_DELAY_COUNT, H_CUSTOMS) = range(7)
# Columns of what a receiver runs with.
(
    R_KG, R_CUBIC, R_PER_PALLET, R_METRES, R_VALUE, R_LOST, R_HOLDING, R_TRANSIT, R_BACKORDER, R_SHORTAGE, R_ORDER,
    R_HANDLING, R_PALLET_HANDLING, R_INITIAL, R_LEVEL, R_POINT, R_LOT, R_BASE, R_BACKUP, R_BACKUP_LEVEL, R_PLANNED,
    R_BACKUP_PLANNED, R_MOST, R_BACKUP_MOST,
) = range(24)  # fmt: skip
# Columns of a flow.
(F_TIME, F_LATE) = range(2)
# Columns of a shipment: as it is drawn (`sim.transport.draws`), then how many units it holds, when it is ready to
# leave, since when a stoppage holds it (-1: none does) and when it reaches the end of its lane.
(
    S_BOOKED, S_FLOW, S_LANE, S_KG, S_CUBIC, S_METRES, S_PALLETS, S_VALUE, S_LOSS, S_DAMAGE, S_QUANTITY, S_READY,
    S_STOPPED, S_ARRIVAL,
) = range(14)  # fmt: skip
S_DRAWN, S_ALL = 10, 14
# Its whole numbers: the day on which tracking expects it (-1: not tracked), 1 + the cause of its stoppage, and the
# shipments before and behind it in its queue (-1: none).
(ETA, STOPPER, AHEAD, BEHIND) = range(4)
MARKS = 4
# Both ends of a leg's queue, and how many shipments are booked and taken from the draws.
(HEAD, TAIL) = range(2)
(NUMBER, TAKEN) = range(2)
# What a receiver has at this moment (urgent: on the way over its backup lane); what a lane carries.
(NOW_ON_HAND, NOW_BACK, NOW_WAY, NOW_URGENT) = range(4)
NOW_LEVELS = 4
(NOW_WAITING, NOW_CARRIED) = range(2)
# Rows of the cost by day.
(TRANSPORT, HANDLING, ORDERING, HOLDING, TRANSIT, SHORTAGE, CLAIMS, CARBON) = range(8)
PARTS = 8
# What is summed over the measured days.
(
    DEMAND, SHORT, SHORT_DAYS, STOCK, STOCK_VALUE, WAY, ORDERED, BACKUP_ORDERED, ORDERS, DELIVERED, ON_TIME_FULL, TIME,
    TIME_SQUARES, DELIVERED_PALLETS, CLAIMED, LOAD, USED, ROLLED, TKM, EMITTED, FREIGHT_ORDERS, BY_CAUSE,
) = range(22)  # fmt: skip
CAUSE_COUNT = 6
SUMS = BY_CAUSE + CAUSE_COUNT
# Series of a receiver, day by day; of a lane.
(ON_HAND, BACK, ASKED, SHORTS, PLACED, GOT, UNDER_WAY, URGENT) = range(8)
SERIES = 8
(WAITING, BOOKED, LATE, LEFT, ARRIVED, CARRIED) = range(6)
LANE_SERIES = 6
# Kinds of events, in the order of `sim.transport.tracking.KINDS`.
(
    E_BOOKED, E_PICKED_UP, E_DEPARTED, E_ARRIVED, E_CUSTOMS, E_EXCEPTION, E_ROLLED, E_DELIVERED, E_DAMAGED, E_LOST,
) = range(10)  # fmt: skip
# Columns of an event: when, what, shipment (from 0), owner (receiver, or receivers + flow), lane, leg, quantity, more
# (days of delay), cause (1 + place in CAUSES).
EVENT = 9

SOON = 1e-9

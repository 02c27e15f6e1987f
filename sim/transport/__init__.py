"""Transport lanes: shipments carried over one leg or a chain of legs by road, rail, sea, air and inland waterway.

Time is in days. Each day, in this order: goods that arrived are received (the morning after an arrival), customers are
served, orders are placed and other shipments booked, vehicles leave, the day is closed. A leg with a timetable leaves
on its days with what was ready `cut_off` days before; one on demand leaves when a shipment is ready, or, with `fill`,
when a vehicle is full enough or the oldest shipment has waited `longest_wait`. What does not fit is rolled over. All
that leaves on a leg on one day has the same transit time and delays; at a hub, all that arrives on one day.

Chance hangs on places and days alone, so that two policies meet the same weather, ports and customers.
"""

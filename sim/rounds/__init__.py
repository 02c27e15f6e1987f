"""Delivery rounds driven day after day: traffic by the hour, time windows, service, driving and rest hours, failures.

Each working day: orders come in beside what failed the day before; each vehicle loads what its round has to deliver, in
the order of its stops as far as it goes, leaves at its time (or when its driver has rested), drives, waits for a stop
to open, delivers, and comes home. Travel takes the free-flow time, stretched by the hour's factor, by the day's and by
the leg's own noise. A break is taken when due, on the road or by waiting as long. A stop that could not be served and
left again within the driving time of the day is not driven to: the round ends. What fails is tried again the next day.

Hours are hours of the day, 8.5 being half past eight. Chance hangs on days and stops alone: two plans of rounds meet
the same traffic and the same customers.
"""

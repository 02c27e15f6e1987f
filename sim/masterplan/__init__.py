"""A master production schedule carried out against the orders that customers really place.

One week at a time: orders are changed and placed, the schedule beyond its frozen weeks is worked out again, new orders
are promised, the week is produced within its hours, promised orders are shipped, the week is closed. `world` says what
the data hold, `draws` what chance brings, `compiled` is the week itself in whole units: measures, the story of a run
and the episode all live it.
"""

"""An order book kept day by day: entry checks, allocation, promises, shipments, disruptions and alerts.

`world` says what the data hold, `writing` how an order with an error looks as it comes in, `draws` what chance
decides, `book` one order's life, `run` the days, `figures` what is measured. `sim.episodes.order_portfolio` plays it.
"""

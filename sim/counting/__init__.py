"""A store whose records drift away from the shelf, counted now and then: what accuracy costs, and what it saves.

One working day at a time: receipts, issues, errors, counts, reviews on the recorded stock, the close. `world` says
what the data hold, `run` is the SimPy model with its ledger, `compiled` the same days in whole numbers for measures;
both agree exactly.
"""

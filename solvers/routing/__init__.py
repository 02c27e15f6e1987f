"""Delivery rounds: savings, sweep, tours, PyVRP's search, driving hours; one module per method.

Import the function from its module: nothing is re-exported here.
"""

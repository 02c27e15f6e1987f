"""Orders on one machine, with release dates, due dates and setups: one module per method.

Import the function from its module: nothing is re-exported here.
"""

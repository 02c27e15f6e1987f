"""Forecasts of a demand by period, line by line as a textbook writes them: one module per method.

Import the function from its module: nothing is re-exported here. Error = actual − forecast throughout.
"""

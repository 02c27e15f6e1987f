"""Buying: what a family of purchases is, what an offer costs in all, whom to buy from; one module per method.

Import the function from its module: nothing is re-exported here.
"""

"""Lot rules: how net requirements become orders, one module per rule.

Import the function from its module, or call any by its name through ``solvers.planning.lots.rules``.
"""

"""Lean figures: pace, line balance, equipment effectiveness, changeovers, value stream, tugger trains.

Import the function from its module: nothing is re-exported here. Kanban is in ``solvers.inventory``.
"""

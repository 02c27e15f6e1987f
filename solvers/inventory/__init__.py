"""Inventory methods, one module each: plain figures in, a frozen dataclass of plain figures out.

Import the function from its module (``from solvers.inventory.economic_quantity import economic_quantity``):
nothing is re-exported here, so that a module and its function may bear the same name.
"""

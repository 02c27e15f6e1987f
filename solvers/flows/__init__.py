"""Flows between places: the transport problem, transshipment, assignment; one module per method.

Import the function from its module: nothing is re-exported here.
"""

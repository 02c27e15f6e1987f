"""Orders to load into vehicles: weight, volume, goods that may not travel together; one module per method.

Import the function from its module: nothing is re-exported here.
"""

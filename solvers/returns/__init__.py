"""What to do with goods that come back: the value of each way, the best ways under capacities, a checker.

Import the function from its module: nothing is re-exported here.
"""

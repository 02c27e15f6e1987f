"""Who gets the stock, and when the others will: priority rules, fair share, promises, the best split, a checker.

Import the function from its module: nothing is re-exported here.
"""

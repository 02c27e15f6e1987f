"""Projects: tasks that wait for one another, their dates, costs and resources; one module per method.

Import the function from its module: nothing is re-exported here.
"""

"""Plans from the year to the work centre: aggregate plan, master schedule, requirements, lots, capacity.

One module per method; a checker beside each kind of plan. Import the function from its module.
"""

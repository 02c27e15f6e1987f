"""What goes wrong on the way: limits of a carrier's liability, notices and time bars; one module per method.

Import the function from its module: nothing is re-exported here.
"""

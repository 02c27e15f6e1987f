"""Causes as structures that can be marked: fault trees, chains of whys, cause-and-effect diagrams.

Import the function from its module: nothing is re-exported here.
"""

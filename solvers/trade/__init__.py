"""Selling abroad: Incoterms, prices between terms, customs, documentary credits; one module per method.

Import the function from its module: nothing is re-exported here.
"""

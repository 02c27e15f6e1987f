"""Kanban loops and the line they feed: cards, containers, collection rounds, a board, and line stops.

One period at a time: what is due arrives, the line takes its parts, the cards freed are collected and hung on the
board, the upstream cell launches, the period is closed. `world` says what the data hold, `run` is the SimPy model
with its ledger, `compiled` the same periods in whole numbers for measures; both agree exactly.
"""

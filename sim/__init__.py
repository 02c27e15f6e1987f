"""The simulator: goods moved through time, day by day, into a ledger that tells everything."""

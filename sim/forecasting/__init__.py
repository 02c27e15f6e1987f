"""Months that nobody has seen yet, supplied on the forecasts of a tool: what its method and its settings cost.

One month at a time: what was launched arrives, customers ask, the tool corrects itself by what they asked for, and the
next launch fills the stock up to its forecast and a margin. `world` says what the data hold, `draws` how demand comes,
`tool` how the tool forecasts, `run` what happens. Where the tool starts from (level, trend, seasons, worked out from
a history) comes with the policy: fitting a method to a history is the solvers' work, not the simulator's.
"""
